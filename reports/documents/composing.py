"""Puts a template and what the record says together: every word and figure of a document, in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from checklists.template import Column, Part
from checklists.texts import Texts
from reports.documents.asked import Asked, Facts, Gather, Row
from reports.documents.of_area import metrics_of_plan, of_area
from reports.documents.of_enterprise import of_enterprise
from reports.documents.of_hazard import of_hazard
from reports.documents.paper import (
    Bars,
    Blank,
    Grid,
    Heading,
    Pairs,
    Paper,
    Paragraph,
    Photos,
    Piece,
    Signature,
)
from reports.documents.sayings import day_said, figure_said, unit_said
from reports.metrics.catalogue import metric
from storage.unit_of_work import UnitOfWork

_GATHER: Mapping[str, Gather] = {"enterprise": of_enterprise, "hazard": of_hazard, "area": of_area}
MOST_PHOTOS = 6


def compose(unit: UnitOfWork, asked: Asked, *, number: str = "") -> Paper:
    """The document as the record has it now; a draft unless it has a number. Changes nothing.

    The figures are those of the named metrics over the stretch, up to `asked.now`.
    """
    template, texts = asked.template, asked.content.texts
    wanted = template.metrics()
    if any(part.of_plan for part in template.parts):
        wanted |= frozenset(metrics_of_plan(asked))
    facts = _GATHER[template.about](unit, asked, wanted)
    said: dict[str, object] = {
        **facts.values, "number": number,
        "metric": {name: figure_said(texts, name, figure) for name, figure in facts.figures.items()},
    }  # fmt: skip
    said["say"] = {name: words.format_map(said) for name, words in template.words(asked.plan.id).items()}
    lists = _Read(facts)
    return Paper(
        title=template.title.format_map(said),
        number=number,
        to=template.to.format_map(said),
        from_=template.from_.format_map(said),
        day=day_said(texts, asked.day),
        stamp=asked.day.isoformat(),
        draft="" if number else texts("document.draft"),
        date_label=texts("document.date_label"),
        pieces=_numbered(
            texts,
            (
                piece
                for part in template.parts
                if _wanted(part, facts, lists)
                for piece in _pieces(asked, part, facts, lists, said)
            ),
        ),
        signatures=tuple(Signature(role=one.role, label=one.label) for one in template.signers),
    )


def _numbered(texts: Texts, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces with their headings numbered, since a heading may be left out."""
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Heading):
            number = 1 + sum(isinstance(one, Heading) for one in found)
            words = texts("document.heading", number=texts(f"document.numeral.{number}"), heading=piece.text)
            found.append(Heading(text=words))
        else:
            found.append(piece)
    return tuple(found)


class _Read:
    """The facts' lists, each read once, when it is asked for."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[str, Sequence[Row]] = {}

    def __call__(self, name: str) -> Sequence[Row]:
        if name not in self._known:
            self._known[name] = self._facts.lists[name]()
        return self._known[name]


def _wanted(part: Part, facts: Facts, lists: _Read) -> bool:
    if part.when is None:
        return True
    return bool(lists(part.when)) if part.when in facts.lists else facts.values.get(part.when) not in ("", 0, None)


def _pieces(asked: Asked, part: Part, facts: Facts, lists: _Read, said: Mapping[str, object]) -> Iterator[Piece]:
    caption, empty = part.caption.format_map(said), part.empty.format_map(said)
    if part.heading:
        yield Heading(text=part.heading.format_map(said))
    elif part.text:
        lines = (line.strip() for line in part.text.format_map(said).splitlines())
        yield from (Paragraph(text=line) for line in lines if line)
    elif part.lines:
        yield Pairs(rows=tuple((one.label.format_map(said), one.text.format_map(said)) for one in part.lines))
    elif part.figures or part.of_plan:
        yield _figures(asked, part.figures or metrics_of_plan(asked), facts, caption)
    elif part.blank:
        yield Blank(lines=part.blank)
    elif part.photos:
        media = tuple(facts.photos.get(part.photos, ()))[:MOST_PHOTOS]
        yield from (Photos(caption=caption, media=media),) if media else _said(empty)
    else:
        yield from _of_list(asked, part, lists(part.table or part.chart or ""), caption, empty)


def _said(words: str) -> tuple[Paragraph, ...]:
    return (Paragraph(text=words),) if words else ()


def _of_list(asked: Asked, part: Part, rows: Sequence[Row], caption: str, empty: str) -> Iterator[Piece]:
    if not rows:
        yield from _said(empty)
    elif part.chart:
        yield _bars(part.columns, rows[: part.most], caption)
    else:
        yield _grid(part.columns, rows[: part.most], caption)
        if len(rows) > part.most:
            yield Paragraph(text=asked.content.texts("document.more", count=len(rows) - part.most))


def _figures(asked: Asked, names: Sequence[str], facts: Facts, caption: str) -> Grid:
    """The metrics in two halves side by side, so that a page holds them."""
    texts = asked.content.texts
    cells = []
    for name in names:
        figure, unit = facts.figures[name], unit_said(texts, name)
        said = figure_said(texts, name, figure)
        cells.append((metric(name).name(texts), said if figure is None else f"{said}{unit}"))
    half = -(-len(cells) // 2)
    right = [*cells[half:], *[("", "")] * (2 * half - len(cells))]
    head = (texts("document.figure"), texts("document.amount"))
    return Grid(
        caption=caption, head=(*head, *head), widths=(3.2, 1.2, 3.2, 1.2), numeric=(False, True, False, True),
        rows=tuple((*one, *other) for one, other in zip(cells[:half], right, strict=True)),
    )  # fmt: skip


def _grid(columns: Sequence[Column], rows: Sequence[Row], caption: str) -> Grid:
    numeric = tuple(all(_is_number(row[one.field]) for row in rows) for one in columns)
    return Grid(
        caption=caption,
        head=tuple(one.head for one in columns),
        widths=tuple(one.width for one in columns),
        numeric=numeric,
        rows=tuple(tuple(str(row[one.field]) for one in columns) for row in rows),
    )


def _is_number(value: str | float) -> bool:
    return not isinstance(value, str) or value in ("", "%") or value.rstrip("%").replace(".", "", 1).isdecimal()


def _bars(columns: Sequence[Column], rows: Sequence[Row], caption: str) -> Bars:
    label, *series = columns
    return Bars(
        caption=caption,
        series=tuple(one.head for one in series),
        rows=tuple((str(row[label.field]), tuple(float(row[one.field]) for one in series)) for row in rows),
    )
