"""The weekly digest as a short chat message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from checklists.content import Content
from checklists.periods import beijing_day
from checklists.texts import Texts
from reports.digest import Digest, Lagging
from storage.figures.standing import Late, SectorFigures


def in_words(content: Content, digest: Digest) -> str:
    """The digest in a few lines: the week, what is open, by sector, who lags, and what to do first."""
    return "\n".join(_lines(content, digest))


def week_in_words(digest: Digest, texts: Texts, key: str) -> str:
    """The week's first and last day, as the sentence `key` joins them."""
    last = digest.week.after_day - timedelta(days=1)
    return texts(key, begin=_day(digest.week.first_day, texts), end=_day(last, texts))


def sector_name(content: Content, sector: str) -> str:
    """The sector's name; its id where the content no longer has it."""
    return next((one.name for one in content.sectors.sectors if one.id == sector), sector)


def _lines(content: Content, digest: Digest) -> Iterator[str]:
    texts = content.texts
    yield texts("digest.title", area=digest.area) + " " + week_in_words(digest, texts, "digest.span")
    yield texts(
        "digest.found",
        found=digest.found,
        self_found=digest.self_found,
        department_found=digest.department_found,
        fixed=digest.fixed,
    )
    if digest.open:
        yield texts("digest.open", open=digest.open, overdue=digest.overdue, awaiting=digest.awaiting)
        yield texts("digest.sectors", sectors=_joined(texts, [_sector(content, one) for one in digest.sectors]))
    else:
        yield texts("digest.none-open")
    if digest.late_count:
        named = [_late(texts, late, beijing_day(digest.at)) for late in digest.late]
        yield texts("digest.late", count=digest.late_count, names=_some(texts, named, digest.late_count))
    for lagging in digest.lagging:
        yield _missing(texts, lagging)
    yield _next(texts, digest)


def _sector(content: Content, figures: SectorFigures) -> str:
    key = "digest.sector-overdue" if figures.overdue else "digest.sector"
    name = sector_name(content, figures.sector)
    return content.texts(key, name=name, count=figures.open, overdue=figures.overdue)


def _late(texts: Texts, late: Late, on: date) -> str:
    return texts("digest.late-one", name=late.enterprise, count=late.count, days=(on - late.since).days)


def _missing(texts: Texts, lagging: Lagging) -> str:
    every = texts(f"digest.every.{lagging.every or 'mixed'}")
    missing = lagging.missing
    if not missing.count:
        return texts("digest.none-missing", every=every)
    names = _some(texts, missing.names, missing.count)
    return texts("digest.missing", every=every, count=missing.count, names=names)


def _next(texts: Texts, digest: Digest) -> str:
    missing = sum(lagging.missing.count for lagging in digest.lagging)
    wanted = (("awaiting", digest.awaiting), ("overdue", digest.overdue), ("missing", missing))
    steps = [texts(f"digest.step-{step}", count=count) for step, count in wanted if count]
    return texts("digest.next", steps=_joined(texts, steps)) if steps else texts("digest.quiet")


def _joined(texts: Texts, words: Sequence[str]) -> str:
    return texts("digest.comma").join(words)


def _some(texts: Texts, names: Sequence[str], count: int) -> str:
    joined = _joined(texts, names)
    return texts("digest.more", names=joined) if count > len(names) else joined


def _day(day: date, texts: Texts) -> str:
    return texts("digest.day", month=day.month, day=day.day)
