"""Reads what was written: a workbook's first sheet, and its cells beside each other."""

from __future__ import annotations

from io import BytesIO

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


def sheet_of(data: bytes) -> Worksheet:
    """The first sheet of a workbook."""
    return openpyxl.load_workbook(BytesIO(data)).worksheets[0]


def pairs(sheet: Worksheet, first: int, last: int, *sides: str) -> list[tuple[object, ...]]:
    """Row by row and side by side: the words of all columns of a side but the last, and the last one's value."""
    return [
        (*(plain(sheet[f"{column}{row}"].value) for column in side[:-1]), sheet[f"{side[-1]}{row}"].value)
        for row in range(first, last + 1)
        for side in sides
    ]


def plain(value: object) -> str:
    """Words without the breaks that only the layout needs."""
    return str(value).replace("\n", "")
