"""A document as PDF, laid out by Typst with the packaged fonts embedded; the same paper gives the same bytes.

Offices' pages are as GB/T 9704-2012 (党政机关公文格式) sets them: A4, margins of 37, 35, 28 and 26 mm, numbered — 1 —;
what is signed has narrower ones, so that it keeps to one page where it can.
What people wrote is data for Typst, never its markup, so that nothing they say can be carried out.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from reports.documents.letters import printable
from reports.documents.paper import Bars, Paper

LAYOUT = Path(__file__).with_name("paper.typ")
WIDE = 1000
"""The longer side of a photo in a document, in pixels."""


def as_pdf(paper: Paper, photos: Mapping[int, bytes]) -> bytes:
    """The paper's pages; `photos` by media id. A photo that is gone leaves a frame with words."""
    data = printable(paper)
    data["there"] = [str(one) for one in sorted(photos)]
    return _compiled(data, photos, datetime.combine(date.fromisoformat(paper.stamp), time(), UTC), "pdf")


def chart(bars: Bars) -> bytes:
    """One chart as a PNG, for documents that people edit."""
    alone = Paper(title="", number="", day="", stamp="2000-01-01", date_label="", pieces=(bars,))
    return _compiled({**printable(alone), "chart": True}, {}, datetime(2000, 1, 1, tzinfo=UTC), "png")


def _compiled(data: Mapping[str, Any], photos: Mapping[int, bytes], at: datetime, sort: Literal["pdf", "png"]) -> bytes:
    import typst

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "paper.typ").write_bytes(LAYOUT.read_bytes())
        (folder / "paper.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for media, photo in photos.items():
            (folder / f"{media}.jpg").write_bytes(smaller(photo))
        return typst.compile(
            str(folder / "paper.typ"), root=name, font_paths=_fonts(), format=sort, timestamp=at,
            ppi=150 if sort == "png" else None, pdf_standards="a-2b" if sort == "pdf" else [],
        )  # fmt: skip


def smaller(photo: bytes) -> bytes:
    """The photo as a JPEG no larger than a page needs."""
    from PIL import Image

    with Image.open(BytesIO(photo)) as picture:
        plain = picture.convert("RGB")
        plain.thumbnail((WIDE, WIDE))
        target = BytesIO()
        plain.save(target, "JPEG", quality=82)
        return target.getvalue()


@cache
def _fonts() -> Any:
    import typst
    from pylopdf_fonts_zh_cn import sans_path

    return typst.Fonts(include_system_fonts=False, font_paths=[str(Path(sans_path()).parent)])
