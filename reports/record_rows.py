"""Rows of records, written straight into a workbook that holds the first of them already.

The workbook's library takes some forty microseconds for a cell, and a city's ledger has a million of them. The format
of a row is plain (ECMA-376, part 1, 18.3.1.73 row, 18.3.1.4 c, 18.18.11 inlineStr), so the looks are taken over from
the first record, and each further one only brings its words and its height. Nothing is held in memory.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import IO

from checklists.area import letters
from reports.showing import Shown

Record = tuple[float, Sequence[Shown]]
"""The height of its row in points, and what its cells show from column A on."""

_SHEET = "xl/worksheets/sheet1.xml"
_CELL = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"')
_DIMENSION = re.compile(r'(<dimension ref="A1:[A-Z]+)(\d+)"')
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2
_AMBIGUOUS = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # a sheet reads _x000A_ as a character (22.9.2.19, ST_Xstring)
_AT_ONCE = 500


def pour(frame: BytesIO, target: IO[bytes], row: int, last: int, records: Iterable[Record]) -> None:
    """Copy the workbook `frame` to `target`, with a row for each record below the sheet's row `row` (from 1), which
    shows how they look. `last` is the sheet's last row; what stands below the records must have its place already."""
    with zipfile.ZipFile(frame) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            if part.filename != _SHEET:
                after.writestr(part, before.read(part))
                continue
            poured = zipfile.ZipInfo(part.filename, part.date_time)
            poured.compress_type = zipfile.ZIP_DEFLATED
            with after.open(poured, "w", force_zip64=True) as sheet:
                for piece in _sheet(before.read(part).decode(), row, last, iter(records)):
                    sheet.write(piece.encode())


def _sheet(frame: str, row: int, last: int, records: Iterator[Record]) -> Iterator[str]:
    begin = frame.index(f'<row r="{row}"')
    end = frame.index("</row>", begin) + len("</row>")
    looks = [(letters(column), look) for column, look in enumerate(_CELL.findall(frame[begin:end]))]
    yield _DIMENSION.sub(rf'\g<1>{last}"', frame[:end], count=1)
    while some := list(islice(records, _AT_ONCE)):
        yield "".join(_row(number, record, looks) for number, record in enumerate(some, row + 1))
        row += len(some)
    yield frame[end:]


def _row(number: int, record: Record, looks: Sequence[tuple[str, str]]) -> str:
    height, shown = record
    cells = [
        f'<c r="{column}{number}" s="{look}"{_content(one)}' for (column, look), one in zip(looks, shown, strict=True)
    ]
    return f'<row r="{number}" ht="{height:.2f}" customHeight="1">{"".join(cells)}</row>'


def _content(shown: Shown) -> str:
    if not isinstance(shown, str):
        return f"><v>{shown}</v></c>"
    if not shown:
        return "/>"
    words = _FORBIDDEN.sub("", shown).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "_x" in words:
        words = _AMBIGUOUS.sub("_x005F_", words)
    return f' t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'
