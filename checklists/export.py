"""A table for another system: its columns in the order in which that system asks to be typed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from checklists.record import Identifier, Record, Words

ExportField = Literal[
    "number", "enterprise", "uscc", "city", "county", "address", "sector", "kinds", "level", "place", "words", "basis",
    "found-on", "found-how", "finder", "responsible", "measures", "funds", "deadline", "contingency", "status",
    "rectified-on", "signed-off-on", "listed",
]  # fmt: skip
"""What is known of a hazard. `level` … `status` are words; days are written as the column says; `funds` are yuan."""

EXPORT_FIELDS: tuple[str, ...] = get_args(ExportField)


class ExportColumn(Record):
    """One column: its heading as the other system prints it, and what stands below."""

    heading: Words
    field: ExportField
    words: Mapping[str, Words] = {}
    """What the other system calls a level, a source or a state, where it has words of its own."""


class Export(Record):
    """One system's table of hazards. `assumed` says which part of it no text at hand confirms."""

    id: Identifier
    title: Words
    system: Words
    plans: tuple[Identifier, ...]
    basis: Words
    assumed: Words | None = None
    day: Literal["2023-06-12", "2023/06/12", "2023.06.12", "20230612"] = "2023-06-12"
    """How it writes the twelfth of June."""
    columns: tuple[ExportColumn, ...]
