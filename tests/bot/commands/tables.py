"""Tables for the tests of `import`: workbooks as clerks lay them out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from bot.sample.identity import credit_code

ONE, TWO, THREE = (credit_code("360702", number) for number in (11, 12, 13))
HEADS = ("企业名称", "统一社会信用代码", "县区", "行业")
A, B = ("甲厂样例", ONE, "章贡区", "工贸"), ("乙厂样例", TWO, "章贡区", "工贸")
Rows = Sequence[Sequence[object]]


def book(
    file: Path, *rows: Sequence[object], merged: Sequence[str] = (), hidden: Sequence[int] = (), **more: Rows
) -> Path:
    """A workbook of one sheet; `more` are further ones by name."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    for title, lines in more.items():
        other = made.create_sheet(title)
        for row in lines:
            other.append(row)
    made.save(file)
    return file
