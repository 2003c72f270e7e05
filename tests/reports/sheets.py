"""Reads what was written: a workbook's first sheet, and its cells beside each other."""

from __future__ import annotations

from io import BytesIO

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


def sheet_of(data: bytes) -> Worksheet:
    """The first sheet of a workbook."""
    return openpyxl.load_workbook(BytesIO(data)).worksheets[0]


def pairs(sheet: Worksheet, first: int, last: int, *sides: str) -> list[tuple[object, ...]]:
    """Row by row and side by side: the words of all columns of a side but the last, and the last one's value.

    `BCD+E`: a value in D, or two of them with a dashed line between, which come as a pair.
    """
    return [
        (*(plain(sheet[f"{column}{row}"].value) for column in side.partition("+")[0][:-1]), _value(sheet, row, side))
        for row in range(first, last + 1)
        for side in sides
    ]


def _value(sheet: Worksheet, row: int, side: str) -> object:
    columns, _, second = side.partition("+")
    left = sheet[f"{columns[-1]}{row}"]
    if second and left.border.right.style == "dashed":
        assert sheet[f"{second}{row}"].border.left.style == "dashed"
        return left.value, sheet[f"{second}{row}"].value
    return left.value


def plain(value: object) -> str:
    """Words without the breaks that only the layout needs."""
    return str(value).replace("\n", "")
