"""Documents 文书 as data: which parts stand in one, in whose words, and what its figures and tables show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Literal

from pydantic import field_validator, model_validator

from checklists.plan import Frequency
from checklists.record import Identifier, Record, Words

Subject = Literal["enterprise", "hazard", "area"]
Span = Literal["month", "quarter", "half-year", "year", "phase", "campaign"]
"""The stretch a document looks back on; the calendar's, one of the plan's phases, or its campaign so far."""

EVERYWHERE = frozenset({"number", "day", "year", "plan", "short", "authority", "order", "campaign", "county", "city"})
_SPANNED = frozenset({"period", "span"})
_SITE = frozenset({"enterprise", "uscc", "address", "sector", "principal", "director"})

FIELDS: Mapping[Subject, frozenset[str]] = {
    "enterprise": EVERYWHERE | _SPANNED | _SITE | {"done", "applying", "led", "asked", "negative", "open", "overdue",
                                                   "general"},
    "hazard": EVERYWHERE | _SITE | {"office", "hazard", "level", "place", "words", "basis", "condition", "found-on",
                                    "found-how", "responsible", "measures", "funds", "deadline", "contingency"},
    "area": EVERYWHERE | _SPANNED | {"office", "area", "those-below", "open", "overdue", "awaiting", "late-sites",
                                     "lagging"},
}  # fmt: skip
"""What a document about such a thing may name in braces, beside `say[NAME]`, and `metric[ID]` where days are counted.

day: on which it is made · plan, short, authority, order: the plan's title, short name, authority and number ·
campaign: its first to last day · period: the stretch's name · span: its days · done, applying: duties inspected, and
those that apply · led: checklists the principal led · asked, negative: questions answered, and badly · open, overdue,
awaiting: major hazards not signed off at the stretch's end, of these late, and only suspected · general: other hazards
that stood in it · those-below: whom the office's circulars address · late-sites: enterprises with overdue ones ·
lagging: those that did not inspect in time.
"""

LISTS: Mapping[Subject, Mapping[str, frozenset[str]]] = {
    "enterprise": {
        "checklists": frozenset({"row", "title", "day", "person", "led", "asked", "negative"}),
        "shortcomings": frozenset({"row", "title", "missing", "fix", "basis"}),
        "hazards": frozenset({"row", "number", "level", "place", "words", "basis", "found-on", "responsible",
                              "measures", "funds", "deadline", "contingency", "progress"}),
    },
    "hazard": {},
    "area": {
        "counties": frozenset({"place", "name", "found", "fixed", "rate", "listed", "checked", "quota", "short"}),
        "departments": frozenset({"place", "name", "found", "fixed", "rate", "listed", "checked", "quota", "short"}),
        "sectors": frozenset({"row", "name", "found", "fixed", "open", "overdue"}),
        "months": frozenset({"name", "found", "fixed"}),
        "late": frozenset({"row", "name", "count", "since"}),
    },
}  # fmt: skip
"""The tables a document may hold, with the fields of their columns.

counties, departments: ranked by found, then listed, then fixed; `rate` fixed in hundredths of found; `quota` and
`short` where the plan sets one for just that stretch · late: the enterprises longest overdue.
"""

_NAME = re.compile(r"^([a-z-]+)(?:\[([A-Za-z0-9._-]+)\])?$")


class Column(Record):
    """One column of a table: its head, the field it shows, and its width in proportion to the others'."""

    head: Words
    field: Identifier
    width: float = 1.0


class Line(Record):
    """One line with a name and what stands behind it."""

    label: Words
    text: str = ""


class Part(Record):
    """One part of a document, of one sort: `heading`, `text` (a paragraph for each line), `lines` (names with values),
    `figures` (metrics with their names and units; all the plan's forms ask for where it says `of_plan`), `table` with
    `columns`, `chart` with `columns` (the first labels the bars, one or two more are their lengths), `photos` of a
    stage, or `blank` lines to write on.

    `caption` stands above a table, chart or photos. `empty` is said where a list has no rows. `when` keeps the part out
    unless that list has rows, or that field is neither empty nor nought. `most` caps a table's or chart's rows.
    """

    heading: str = ""
    text: str = ""
    lines: tuple[Line, ...] = ()
    figures: tuple[Identifier, ...] = ()
    of_plan: bool = False
    table: Identifier | None = None
    chart: Identifier | None = None
    columns: tuple[Column, ...] = ()
    photos: Literal["before", "after"] | None = None
    blank: int = 0
    caption: str = ""
    empty: str = ""
    when: Identifier | None = None
    most: int = 200

    @model_validator(mode="after")
    def _of_one_sort(self) -> Part:
        sorts = (self.heading, self.text, self.lines, self.figures, self.of_plan, self.table, self.chart, self.photos,
                 self.blank)  # fmt: skip
        if sum(map(bool, sorts)) != 1:
            raise ValueError(
                "a part is of one sort: heading, text, lines, figures, of_plan, table, chart, photos or blank"
            )
        if bool(self.table or self.chart) != bool(self.columns):
            raise ValueError("a table or chart needs columns, and nothing else has them")
        if self.chart and len(self.columns) not in (2, 3):
            raise ValueError("a chart needs a column of labels and one or two of lengths")
        return self

    def sayings(self) -> Iterator[str]:
        """Everything in it that may have braces."""
        yield from (self.heading, self.text, self.caption, self.empty)
        for line in self.lines:
            yield from (line.label, line.text)


class Signer(Record):
    """Who signs: by which role (`issuer` for whoever issues it), and what is printed before the line."""

    role: Identifier
    label: Words


class Template(Record):
    """One kind of document. See docs/content-authors.md, Template."""

    id: Identifier
    name: Words
    about: Subject
    spans: tuple[Span, ...] = ()
    usual: Mapping[Identifier, Span] = {}
    """The stretch each plan orders; it is offered first."""
    plans: tuple[Identifier, ...] = ()
    roles: tuple[Identifier, ...]
    title: Words
    number: Words
    to: str = ""
    from_: str = ""
    signers: tuple[Signer, ...] = ()
    acknowledged: tuple[Identifier, ...] = ()
    below: bool = False
    say: Mapping[Identifier, str] = {}
    by_plan: Mapping[Identifier, Mapping[Identifier, str]] = {}
    parts: tuple[Part, ...]
    basis: Words

    @field_validator("number")
    @classmethod
    def _counted(cls, number: str) -> str:
        if "{count}" not in number:
            raise ValueError("a number needs {count}, or two documents would have the same")
        return number

    @model_validator(mode="after")
    def _whole(self) -> Template:
        if (self.about == "hazard") == bool(self.spans):
            raise ValueError("a document looks back on a stretch, unless it is about a hazard")
        lists = LISTS[self.about]
        for part in self.parts:
            name = part.table or part.chart
            if name is not None and name not in lists:
                raise ValueError(f"there is no table {name!r} about this; use one of: {_joined(lists)}")
            for column in part.columns:
                if column.field not in lists[name or ""]:
                    raise ValueError(f"{name} has no field {column.field!r}; use one of: {_joined(lists[name or ''])}")
            if part.when and part.when not in lists and part.when not in FIELDS[self.about]:
                raise ValueError(f"`when` names {part.when!r}, which is no list and no field")
        for plan, words in self.by_plan.items():
            if unknown := set(words) - set(self.say):
                raise ValueError(f"by_plan of {plan} says {min(unknown)!r}, which `say` does not have")
        for saying in self._sayings():
            for name, key in _braces(saying):
                self._known(name, key)
        return self

    def words(self, plan: str) -> dict[str, str]:
        """What it says by name, in that plan's own words where it has some."""
        return {**self.say, **self.by_plan.get(plan, {})}

    def metrics(self) -> frozenset[str]:
        """The ids of all metrics it names."""
        named = {key for saying in self._sayings() for name, key in _braces(saying) if name == "metric" and key}
        return frozenset(named | {metric for part in self.parts for metric in part.figures})

    def lists(self) -> frozenset[str]:
        """The lists it needs."""
        needed = {part.table or part.chart for part in self.parts} | {part.when for part in self.parts}
        return frozenset(name for name in needed if name is not None and name in LISTS[self.about])

    def _sayings(self) -> Iterator[str]:
        yield from (self.title, self.to, self.from_, *self.say.values())
        for words in self.by_plan.values():
            yield from words.values()
        for part in self.parts:
            yield from part.sayings()

    def _known(self, name: str, key: str) -> None:
        if name == "metric" and key and self.spans:
            return
        if name == "say" and key in self.say:
            return
        if key or name not in FIELDS[self.about]:
            shown = f"{name}[{key}]" if key else name
            raise ValueError(f"nobody fills in {{{shown}}}; use one of: {_joined(FIELDS[self.about])}")


def _braces(saying: str) -> Iterator[tuple[str, str]]:
    for _, name, _, _ in Formatter().parse(saying):
        if name:
            match = _NAME.match(name)
            yield (match[1], match[2] or "") if match else (name, "")


def _joined(names: Mapping[str, object] | frozenset[str]) -> str:
    return ", ".join(sorted(names))


CALENDAR: Mapping[Span, Frequency] = {
    "month": "month", "quarter": "quarter", "half-year": "half-year", "campaign": "campaign", "year": "year",
}  # fmt: skip
"""Stretches the calendar or the campaign gives."""
