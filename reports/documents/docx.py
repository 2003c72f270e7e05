"""A document as DOCX, for whoever wants to go on writing; the same paper gives the same bytes.

Fonts are named, not embedded: those that Word and WPS have on every Chinese machine, with the usual one for officials'
papers (仿宋) for the body. Where they are missing the program that opens the file takes another Chinese one.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from reports.documents.letters import shown
from reports.documents.paper import Bars, Blank, Grid, Heading, Pairs, Paper, Paragraph, Photos, Piece
from reports.documents.pdf import chart, smaller

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

BODY, HEAD, LATIN = "仿宋", "黑体", "Times New Roman"
_SAME = (1980, 1, 1, 0, 0, 0)
"""A zip file bears a time for each part; always this one, since https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
(4.4.6) begins there."""


def as_docx(paper: Paper, photos: Mapping[int, bytes]) -> bytes:
    """The paper as a file that can be edited; `photos` by media id. Charts are pictures in it."""
    import docx

    made = docx.Document()
    _page(made, paper)
    if paper.draft or paper.number:
        _line(made, paper.number or paper.draft, centred=True)
    _line(made, paper.title, font=HEAD, points=21, centred=True)
    if paper.to:
        _line(made, paper.to)
    for piece in paper.pieces:
        _put(made, piece, photos)
    for one in paper.signatures:
        _line(made, f"{one.label}＿＿＿＿＿＿　{paper.date_label}＿＿＿＿＿")
        if one.signed:
            _line(made, one.signed, points=10.5)
    if paper.from_:
        _line(made, paper.from_, right=True, with_next=True)
        _line(made, paper.day, right=True)
    return _same_bytes(made)


def _page(made: Document, paper: Paper) -> None:
    """GB/T 9704-2012: A4, margins of 37, 35, 28 and 26 mm."""
    from docx.shared import Mm

    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    moment = datetime.fromisoformat(paper.stamp)
    properties = made.core_properties
    properties.title, properties.author, properties.comments = shown(paper.title)[:200], "", ""
    properties.created = properties.modified = moment


def _put(made: Document, piece: Piece, photos: Mapping[int, bytes]) -> None:
    match piece:
        case Heading():
            _line(made, piece.text, font=HEAD, indent=True, with_next=True)
        case Paragraph():
            _line(made, piece.text, indent=True)
        case Pairs():
            _table(made, (), piece.rows, (1.0, 3.2))
        case Grid():
            _caption(made, piece.caption)
            _table(made, piece.head, piece.rows, piece.widths)
        case Bars():
            _picture(made, chart(piece), 150)
        case Photos():
            _caption(made, piece.caption)
            for one in piece.media:
                if one in photos:
                    _picture(made, smaller(photos[one]), 110)
        case Blank():
            for _ in range(piece.lines):
                _line(made, "＿" * 28)


def _caption(made: Document, words: str) -> None:
    if words:
        _line(made, words, font=HEAD, points=12, centred=True, with_next=True)


def _line(
    made: Document, words: str, *, font: str = BODY, points: float = 15, centred: bool = False, right: bool = False,
    indent: bool = False, with_next: bool = False,
) -> None:  # fmt: skip
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = made.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.line_spacing = Pt(points * 1.75)
    paragraph.paragraph_format.keep_with_next = with_next  # a heading does not end a page
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(points * 2)
    _written(paragraph.add_run(shown(words)), font, points)


def _written(run: object, font: str, points: float) -> None:
    """Word keeps a font for Chinese apart from the one for Latin letters (ECMA-376, 17.3.2.26, rFonts)."""
    from docx.oxml.ns import qn
    from docx.shared import Pt
    from docx.text.run import Run

    if isinstance(run, Run):
        run.font.name, run.font.size = LATIN, Pt(points)
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _table(
    made: Document, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], widths: tuple[float, ...]
) -> None:  # fmt: skip
    from docx.shared import Mm

    table = made.add_table(rows=len(rows) + bool(head), cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    shares = [Mm(156 * width / sum(widths)) for width in widths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = share  # Writer reads these, Word those of the cells
    every = (head, *rows) if head else rows
    for index, (line, row) in enumerate(zip(every, table.rows, strict=True)):
        for words, cell, share in zip(line, row.cells, shares, strict=True):
            cell.width = share
            _cell(cell, words, HEAD if head and index == 0 else BODY, 9 if len(widths) > 7 else 10.5)
    if head:
        _repeated(table.rows[0]._tr)


def _cell(cell: _Cell, words: str, font: str, points: float) -> None:
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = Pt(points * 1.4)
    _written(paragraph.add_run(shown(words)), font, points)


def _repeated(row: object) -> None:
    """The head of a table stands on every page it reaches (ECMA-376, 17.4.49, tblHeader)."""
    from docx.oxml import OxmlElement
    from docx.oxml.table import CT_Row

    if isinstance(row, CT_Row):
        row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _picture(made: Document, data: bytes, millimetres: int) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    made.add_picture(BytesIO(data), width=Mm(millimetres))
    made.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _same_bytes(made: Document) -> bytes:
    """The file without the moment at which each of its parts was packed."""
    first, second = BytesIO(), BytesIO()
    made.save(first)
    with zipfile.ZipFile(first) as packed, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as again:
        for name in packed.namelist():
            part = zipfile.ZipInfo(name, _SAME)
            part.compress_type = zipfile.ZIP_DEFLATED
            again.writestr(part, packed.read(name))
    return second.getvalue()
