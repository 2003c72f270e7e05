"""Asking the standards: what counts in a sector on a day, which clause is meant, what a new version changed. Pure.

What is shown is our own condensed wording, never the official text; `Clause.verified` says how far that was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checklists.content import Content
from checklists.judgement.versions import Serving, serving
from checklists.sector import Sector
from checklists.standard import Clause, Standard, TitleOnly

ALIKE = 0.4
"""How like a clause of another version must be to be called its likely counterpart; found by reading all pairs."""
_ID = re.compile(r"[A-Za-z]{2,4}\d{0,2}-[A-Za-z0-9.]+(?:-[A-Za-z0-9.]+)*")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百]{1,4}(?:条|项)(?:第?[（(][一二三四五六七八九十]{1,4}[)）]项?)?")
_POINT = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}(?:\.\d{1,2})?(?![\d.])")


@dataclass(frozen=True)
class Bound:
    """A standard somebody is judged by on a day; `own` of the sector, else consulted for everybody."""

    serving: Serving
    own: bool

    @property
    def standard(self) -> Standard:
        return self.serving.standard

    @property
    def branches(self) -> dict[str, tuple[Clause, ...]]:
        """Its clauses by the branch they hold for, in the order of the standard."""
        found: dict[str, tuple[Clause, ...]] = {}
        for clause in self.standard.clauses:
            found[clause.sector] = (*found.get(clause.sector, ()), clause)
        return found


@dataclass(frozen=True)
class Turn:
    """A day from which another text holds. A side known by title only has no clauses here."""

    day: date
    sector: str
    old: Standard | TitleOnly
    new: Standard | TitleOnly


def bound(content: Content, sector: Sector | None, on: date) -> tuple[Bound, ...]:
    """The standards of a sector on that day, its own first in their order, then those for everybody."""
    serves = serving(content, on)
    wanted = [*(sector.standards if sector else ())]
    own = [serves[prefix] for prefix in wanted if prefix in serves]
    if not own:  # the version of that day has another prefix than the one the sector names
        own = [one for one in serves.values() if {one.standard.replaced_by, one.standard.replaces} & set(wanted)]
    there = [one for one in own if on >= one.standard.valid_from]
    own = there or own  # what is not in force yet binds nobody, unless nothing else is known
    mine = {one.standard.prefix for one in own}
    others = [
        serves[prefix] for prefix in content.sectors.always
        if prefix in serves and prefix not in mine and on >= serves[prefix].standard.valid_from
    ]  # fmt: skip
    return (*(Bound(one, own=True) for one in own), *(Bound(one, own=False) for one in others))


def named(content: Content, words: str, sector: Sector | None, on: date) -> tuple[str, ...]:
    """Ids of the clauses somebody names by id (GM-13-1), or by article within the sector's own standards of that day
    (第十三条第（一）项, 5.2.3); none where no clause is named."""
    known = {one.upper(): one for one in content.clauses}
    ids = [known[one.upper()] for one in _ID.findall(words) if one.upper() in known]
    if ids:
        return tuple(dict.fromkeys(ids))
    articles = [_plain(one) for one in (*_ARTICLE.findall(words), *_POINT.findall(words))]
    if not articles:
        return ()
    standards = [one.standard for one in bound(content, sector, on) if one.own or sector is None]
    called = [one for one in standards if one.title in words] or standards
    clauses = [clause for one in called for clause in one.clauses]
    exact = [clause.id for clause in clauses if _plain(clause.article) in articles]
    return tuple(exact or (one.id for one in clauses if any(_plain(one.article).startswith(two) for two in articles)))


def turns(content: Content, sector: Sector | None = None) -> tuple[Turn, ...]:
    """Every change of version that is known, the latest first; of one sector or of all."""
    found = []
    for standard in content.standards.values():
        later = content.standards.get(standard.replaced_by or "")
        if later is not None:
            found.append(Turn(later.valid_from, standard.sector, standard, later))
        for other in content.standards.values():  # the same scope again, and nobody says that the old one is gone
            if other.sector == standard.sector and other.valid_from > standard.valid_from and standard.valid_to is None:
                found.append(Turn(other.valid_from, standard.sector, standard, other))
    for title in content.titles:
        served = content.standards.get(title.serves or "")
        if served is None:
            continue
        if title.valid_from is not None and title.valid_from > served.valid_from:
            found.append(Turn(title.valid_from, served.sector, served, title))
        else:
            found.append(Turn(served.valid_from, served.sector, title, served))
    mine = [one for one in found if sector is None or _touches(content, one, sector)]
    return tuple(sorted(mine, key=lambda one: (-one.day.toordinal(), one.sector)))


def counterpart(content: Content, clause_id: str) -> tuple[Standard, Clause | None] | None:
    """The likely counterpart of a clause in the version before it, else after it; None where no other text is known.

    Likely: most of its words are the same. No official table of what became what was read. The clause is None where
    nothing is like it: new, or part of another one.
    """
    standard, clause = content.clauses[clause_id]
    before = next((one for one in content.standards.values() if one.replaced_by == standard.prefix), None)
    other = before or content.standards.get(standard.replaced_by or "")
    if other is None:
        return None
    likeness, best = max(((_likeness(clause, one), one) for one in other.clauses), key=lambda pair: pair[0])
    return other, best if likeness >= ALIKE else None


def eve(turn: Turn) -> date:
    """The last day of the old text."""
    return turn.day - timedelta(days=1)


def _touches(content: Content, turn: Turn, sector: Sector) -> bool:
    prefixes = {one.prefix for one in (turn.old, turn.new) if isinstance(one, Standard)}
    return bool(prefixes & {*sector.standards, *content.sectors.always})


def _likeness(one: Clause, two: Clause) -> float:
    """0..1: half by the things both speak of, half by pairs of signs in their conditions."""
    mine, other = ({word for group in clause.needs for word in group} for clause in (one, two))
    things = len(mine & other) / max(1, min(len(mine), len(other)))
    left, right = _pairs(one.condition), _pairs(two.condition)
    return 0.5 * things + 0.5 * 2 * len(left & right) / max(1, len(left) + len(right))


def _pairs(words: str) -> set[str]:
    return {words[place : place + 2] for place in range(len(words) - 1)}


def _plain(article: str) -> str:
    return article.replace("(", "（").replace(")", "）").replace("条（", "条第（")


def of_branches(one: Bound) -> Sequence[tuple[str, int]]:
    """The branches of a standard with how many clauses each has."""
    return [(name, len(clauses)) for name, clauses in one.branches.items()]
