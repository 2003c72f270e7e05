"""Which standards a finding is judged by: of the day, of the sector, and before others when the words say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from checklists.content import Content
from checklists.sector import Sector
from checklists.standard import Standard, TitleOnly
from checklists.texts import Texts


@dataclass(frozen=True)
class Serving:
    """A standard that serves on a day; `caution` says why its clauses are only a lead, or is empty."""

    standard: Standard
    caution: str
    topics_only: bool


def serving(content: Content, on: date) -> Mapping[str, Serving]:
    """By prefix, the standards that serve on a day.

    Of texts that replace each other the one in force serves, or the nearest in time where none is. Where the text in
    force is known by title or topics only, the last one whose text is known serves, and the caution says so.
    """
    result: dict[str, Serving] = {}
    for chain in _chains(content):
        standard = min(chain, key=lambda one: (_days_off(one, on), -one.valid_from.toordinal()))
        topics_only = all(clause.verified == "C" for clause in standard.clauses)
        result[standard.prefix] = Serving(standard, _caution(content, standard, on, topics_only), topics_only)
    return result


def cautioned(content: Content, clause_id: str | None, on: date) -> str:
    """Why an article named for a finding of that day is only a lead, as the judge says it; empty where it is none, or
    no clause of ours."""
    standard, clause = content.clauses.get(clause_id or "", (None, None))
    if standard is None or clause is None:
        return ""
    topics_only = all(one.verified == "C" for one in standard.clauses)
    return _caution(content, standard, on, topics_only) or unread(content.texts, clause.verified)


def unread(texts: Texts, verified: str) -> str:
    """That the text of a clause was not read, or in part only; empty where it was."""
    key = {"B": "judgement.caution.partly", "C": "judgement.caution.unread"}.get(verified)
    return texts(key) if key else ""


def _chains(content: Content) -> list[list[Standard]]:
    chains: dict[str, list[Standard]] = {}
    for standard in content.standards.values():
        last = standard
        while (later := content.standards.get(last.replaced_by or "")) is not None and later is not last:
            last = later
        chains.setdefault(last.prefix, []).append(standard)
    return list(chains.values())


def _days_off(standard: Standard, day: date) -> int:
    if standard.in_force(day):
        return 0
    if day < standard.valid_from:
        return (standard.valid_from - day).days
    return (day - (standard.valid_to or day)).days


def _caution(content: Content, standard: Standard, on: date, topics_only: bool) -> str:
    for title in content.titles:
        if title.serves == standard.prefix and _title_in_force(title, on):
            return title.consult
    if topics_only and on >= standard.valid_from:
        return content.texts("judgement.caution.topics", title=standard.title, document=standard.document)
    for other in content.standards.values():
        newer = other.sector == standard.sector and other.valid_from > standard.valid_from and other.in_force(on)
        if newer and all(clause.verified == "C" for clause in other.clauses):
            return content.texts("judgement.caution.newer", title=other.title, document=other.document)
    if not standard.in_force(on):
        return content.texts("judgement.caution.not_in_force", title=standard.title, document=standard.document)
    return ""


def _title_in_force(title: TitleOnly, on: date) -> bool:
    if title.valid_from is None and title.valid_to is None:
        return False
    return (title.valid_from or on) <= on <= (title.valid_to or on)


def consult(content: Content, sector: Sector | None, on: date) -> str:
    """What to consult where a sector has no standard of its own here; empty where it has one or nobody knows."""
    if sector is None or sector.standards:
        return ""
    names = (sector.name, *sector.words)
    best, most = "", 0
    for title in content.titles:
        if title.serves or not ((title.valid_from or on) <= on <= (title.valid_to or on)):
            continue
        shared = max(len(_pairs(name) & _pairs(title.sector)) for name in names)
        if shared > most:
            best, most = title.consult, shared
    return best or content.texts("judgement.consult.unknown", sector=sector.name)


def _pairs(words: str) -> set[str]:
    return {words[place : place + 2] for place in range(len(words) - 1)}
