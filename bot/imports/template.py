"""The empty tables people fill in: headings, one example row, and what each column may hold."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from bot.imports.lookups import headings
from checklists.content import Content
from checklists.errors import UserMistake


def write_template(content: Content, table: str, needed: tuple[str, ...], file: Path) -> None:
    """Write the template of that table as .xlsx or .csv; needed columns bear a star.

    Raises UserMistake for another kind of file, and for one that is there already.
    """
    if file.exists():
        raise UserMistake(content.texts("import.file.there", file=file))
    heads = [words[0] + ("*" if name in needed else "") for name, words in headings(content, table).items()]
    example = content.texts.words[f"import.example.{table}"]
    if file.suffix.lower() == ".csv":
        target = io.StringIO(newline="")
        csv.writer(target).writerows((heads, example))
        made = target.getvalue().encode("utf-8-sig")
    elif file.suffix.lower() == ".xlsx":
        made = _workbook(heads, example)
    else:
        raise UserMistake(content.texts("import.file.template_kind", file=file.name))
    try:
        file.write_bytes(made)
    except OSError as error:
        raise UserMistake(content.texts("import.file.unwritable", file=file)) from error


def _workbook(heads: list[str], example: tuple[str, ...]) -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        # Text, so that a spreadsheet does not turn an 18-digit code into 9.13E+17.
        plain, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
        for column, (head, cell) in enumerate(zip(heads, example, strict=True)):
            sheet.set_column(column, column, max(12, len(head) * 2 + 2, len(cell) + 4), plain)
            sheet.write_string(0, column, head, bold)
            sheet.write_string(1, column, cell, plain)
        sheet.freeze_panes(1, 0)
    return made.getvalue()
