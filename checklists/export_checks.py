"""What binds tables for other systems to the plans and to the words they translate."""

from __future__ import annotations

from checklists.content import Content
from checklists.export import ExportColumn
from checklists.problems import Fault, did_you_mean

WORDED = {
    "level": ("major", "suspected_major", "general", "unclear"),
    "status": ("open", "rectified", "signed_off"),
    "found-how": ("self", "department", "whistle"),
}
"""The fields that are words of ours, and which there are."""


def check_exports(content: Content, fault: Fault) -> None:
    """Every plan stands in a file, no heading stands twice, and a column with words of its own has all of them."""
    for export in content.exports.values():
        for plan in export.plans:
            if plan not in content.plans:
                fault("export", export.id, f"there is no plan {plan!r}", did_you_mean(plan, content.plans), "plans")
        headings = [column.heading for column in export.columns]
        for heading in sorted({one for one in headings if headings.count(one) > 1}):
            fault("export", export.id, f"the heading {heading!r} stands twice", "reword one of them", "columns")
        for column in export.columns:
            _words(export.id, column, fault)


def _words(export: str, column: ExportColumn, fault: Fault) -> None:
    known = WORDED.get(column.field, ())
    if column.words and set(column.words) != set(known):
        wanted = f"give words for {', '.join(known)}" if known else "leave `words` out"
        fault("export", export, f"the words of {column.heading!r} do not fit the field", wanted, "columns")
