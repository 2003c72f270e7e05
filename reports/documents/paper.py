"""A document with all its words and figures in place: what is laid out as PDF, as DOCX or as a page, and kept.

It is plain data, so that what was issued can be laid out again years later from what was frozen.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Piece(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Heading(_Piece):
    """A heading of a section."""

    kind: Literal["heading"] = "heading"
    text: str


class Paragraph(_Piece):
    """One paragraph."""

    kind: Literal["paragraph"] = "paragraph"
    text: str


class Pairs(_Piece):
    """Names with what stands behind them."""

    kind: Literal["pairs"] = "pairs"
    rows: tuple[tuple[str, str], ...]


class Grid(_Piece):
    """A table; `widths` in proportion. `numeric` columns are set to the right."""

    kind: Literal["grid"] = "grid"
    caption: str = ""
    head: tuple[str, ...]
    widths: tuple[float, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


class Bars(_Piece):
    """A chart of bars: for each label a length for every series."""

    kind: Literal["bars"] = "bars"
    caption: str = ""
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float, ...]], ...]


class Photos(_Piece):
    """Photos by media id."""

    kind: Literal["photos"] = "photos"
    caption: str = ""
    media: tuple[int, ...]


class Blank(_Piece):
    """Lines to write on."""

    kind: Literal["blank"] = "blank"
    lines: int


class Signature(_Piece):
    """A line to sign on; `signed` says who confirmed it in the chat and when, "" while nobody has."""

    role: str
    label: str
    signed: str = ""


Piece = Annotated[Heading | Paragraph | Pairs | Grid | Bars | Photos | Blank, Field(discriminator="kind")]


class Paper(_Piece):
    """One document. `draft` is what is printed across a page that was not issued; `day` the day it bears in words,
    `stamp` the same as a day. `date_label` is what stands before the blank for the day of a signature."""

    title: str
    number: str
    to: str = ""
    from_: str = ""
    day: str
    stamp: str
    draft: str = ""
    date_label: str
    pieces: tuple[Piece, ...]
    signatures: tuple[Signature, ...] = ()

    def media(self) -> tuple[int, ...]:
        """The photos it shows."""
        return tuple(one for piece in self.pieces if isinstance(piece, Photos) for one in piece.media)

    def signed(self, role: str, words: str) -> Paper:
        """The same with those words on that role's line."""
        lines = tuple(one.model_copy(update={"signed": words}) if one.role == role else one for one in self.signatures)
        return self.model_copy(update={"signatures": lines})
