"""Finds the fields of a certificate among the lines read from its photo; pure, and honest about what it did not find.

Whether a photo lies sideways or a seal covers a label, dates and numbers are known by what they are: six years between
beginning and end, the review in between. Labels decide where they stand in the same line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pydantic import TypeAdapter

from checklists.certificate import Certificates, KindOfWork, WorkProject
from checklists.certificate_number import proper, seen

ALIKE = 82.0
"""Of 100, how like a printed name a line must be."""
_DAY = re.compile(r"((?:19|20)\d\d)[-./年](0?[1-9]|1[0-2])[-./月]([12]\d|3[01]|0?[1-9])(?!\d)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{2,8})?")
_SIX_YEARS = range(6 * 365 - 3, 6 * 365 + 5)


@dataclass(frozen=True)
class Line:
    """One line read from a picture, in reading order; `sure` 0..1 is the reader's own word."""

    text: str
    sure: float


@dataclass(frozen=True)
class Fields:
    """What a photo shows; empty or None where it was not legible. `work` and `project` are ids.

    `doubtful` is a number whose check character is wrong: never to be taken, shown to be corrected.
    """

    holder: str = ""
    number: str = ""
    doubtful: str = ""
    work: str = ""
    project: str = ""
    begins: date | None = None
    ends: date | None = None
    review: date | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing speaks for a certificate at all."""
        return not (self.number or self.doubtful or self.work or self.ends)


def plain(found: Fields) -> dict[str, str | None]:
    """As JSON holds it."""
    values: dict[str, str | None] = TypeAdapter(Fields).dump_python(found, mode="json")
    return values


def from_plain(values: Mapping[str, str | None]) -> Fields:
    """What `plain` made of it."""
    return TypeAdapter(Fields).validate_python(dict(values))


def fields(lines: Sequence[Line], known: Certificates) -> Fields:
    """The fields among these lines. A line without Chinese or digits says nothing."""
    texts = [re.sub(r"\s", "", one.text) for one in lines if one.sure >= 0.5]
    numbers = list(filter(None, map(seen, texts)))
    number = next((right for one in numbers if (right := proper(one)) is not None), "")
    kind, project = _work(texts, known)
    begins, ends, review = _days(texts, known)
    return Fields(
        holder=_holder(texts, known),
        number=number,
        doubtful="" if number or not numbers else numbers[0],
        work=kind.id if kind else "",
        project=project.id if project else "",
        begins=begins,
        ends=ends,
        review=review,
    )


def _work(texts: Sequence[str], known: Certificates) -> tuple[KindOfWork | None, WorkProject | None]:
    """Kind and project, each the one whose printed name some line is most like; a project brings its kind."""
    values = [_without(text, (*known.printed.work, *known.printed.project)) for text in texts]
    values += [left + right for left, right in pairwise(values)]  # a name over two lines
    best: tuple[float, KindOfWork | None, WorkProject | None] = (ALIKE, None, None)
    for kind in known.kinds:
        for project in kind.projects:
            best = max(best, (_like(project.name, values), kind, project), key=lambda one: one[0])
    if best[2] is not None:
        return best[1], best[2]
    kinds = [(_like(kind.name, values), kind) for kind in known.kinds]
    score, likely = max(kinds, key=lambda one: one[0])
    return (likely if score > ALIKE else None), None


def _like(name: str, values: Iterable[str]) -> float:
    from rapidfuzz import fuzz  # with the first photo: the start goes without it

    return max((fuzz.ratio(name, value) for value in values if abs(len(name) - len(value)) <= 4), default=0.0)


def _days(texts: Sequence[str], known: Certificates) -> tuple[date | None, date | None, date | None]:
    """Beginning, end and review. Days that a label names in their own line count first."""
    words = known.printed
    begins = ends = review = None
    past: list[date] = []
    loose: list[date] = []
    for text in texts:
        days = _days_in(text)
        if not days:
            continue
        if len(days) == 2:
            begins, ends = min(days), max(days)
        elif _says(text, words.reviewed) or _says(text, words.first):
            past += days
        elif _says(text, words.review) or "前复审" in text:
            review = days[0]
        elif _says(text, words.begins):
            begins = days[0]
        elif _says(text, words.ends) or (_says(text, words.validity) and re.search("[至到]", text)):
            ends = days[0]
        else:
            loose += days
    if ends is None:
        begins, ends = _six_years([*loose, *past, *([begins] if begins else [])]) or (begins, None)
    if review is None and ends is not None:
        since = begins or ends.replace(year=ends.year - 6, day=min(ends.day, 28))
        between = sorted({day for day in loose if since < day < ends})
        review = between[0] if len(between) == 1 else None  # two of them: the due one and the one done, nobody knows
    return begins, ends, review


def _six_years(days: Iterable[date]) -> tuple[date, date] | None:
    """The two days a certificate's life lies between."""
    found = sorted(set(days))
    pairs = [(one, two) for one in found for two in found if (two - one).days in _SIX_YEARS]
    return pairs[-1] if pairs else None


def _days_in(text: str) -> list[date]:
    days = []
    for year, month, day in _DAY.findall(text):
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days


def _holder(texts: Sequence[str], known: Certificates) -> str:
    """The name behind its label, else the only line that can be a name and nothing else."""
    printed = known.printed
    for number, text in enumerate(texts):
        value = _without(text, printed.holder)
        if value != text:
            candidates = [value] if value else texts[number + 1 : number + 2]
            if candidates and _may_be_name(candidates[0], known):
                return candidates[0]
    ends = tuple(label[-1] for label in printed.holder)  # 姓　　名 is often read in two, its end stuck to the name
    bare = [text.lstrip("".join(ends)) if len(text) > 2 else text for text in texts]
    names = {text for text in bare if _may_be_name(text, known)}
    return names.pop() if len(names) == 1 else ""


def _may_be_name(text: str, known: Certificates) -> bool:
    """Two to four signs none of which belongs to what is printed on every certificate."""
    if not _CHINESE.fullmatch(text) or _says(text, known.printed.no_name):
        return False
    return text.strip("性别") not in ("男", "女", "")


def _without(text: str, labels: Iterable[str]) -> str:
    """The value behind a label at the beginning of a line; the whole line where none stands there."""
    for label in labels:
        if text.startswith(label):
            return text.removeprefix(label).lstrip(":：")
    return text


def _says(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)
