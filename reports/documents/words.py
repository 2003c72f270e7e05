"""A document in a few lines, for the chat."""

from __future__ import annotations

from checklists.texts import Texts
from reports.documents.paper import Bars, Blank, Grid, Heading, Pairs, Paper, Paragraph, Photos

SHOWN = 18
LONGEST = 160


def in_words(paper: Paper, texts: Texts) -> str:
    """Title, headings, the beginning of each paragraph, and how much there is of the rest."""
    lines = [texts("document.titled", title=paper.title)]
    for piece in paper.pieces:
        match piece:
            case Heading() | Paragraph():
                lines.append(piece.text if len(piece.text) <= LONGEST else f"{piece.text[:LONGEST]}…")
            case Pairs():
                lines += [f"{label}：{value}" for label, value in piece.rows if value]
            case Grid():
                lines.append(texts("document.table_of", caption=piece.caption, count=len(piece.rows)))
            case Bars():
                lines.append(texts("document.chart_of", caption=piece.caption))
            case Photos():
                lines.append(texts("document.photos_of", count=len(piece.media)))
            case Blank():
                pass
    if len(lines) > SHOWN:
        lines = [*lines[:SHOWN], texts("document.rest", count=len(lines) - SHOWN)]
    return "\n".join(lines)
