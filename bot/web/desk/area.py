"""How an official's area stands: the week, what is open, what to look at first, and who lags behind."""

from __future__ import annotations

from bot.web.desk import charts
from bot.web.desk.page import Shown
from bot.web.desk.visit import Visit
from bot.web.desk.words import sector
from reports.area_digest import area_digest
from reports.digest_words import week_in_words
from storage.ledger_pages import Wanted, ledger_page

FIRST = 6


def area(visit: Visit) -> Shown:
    """The figures of this week so far, each leading to what is behind it."""
    digest = area_digest(visit.content, visit.unit, visit.scope, visit.today)
    first = ledger_page(visit.unit, visit.scope, Wanted(level="any_major"), visit.today, limit=FIRST)
    lengths = charts.shares([one.open for one in digest.sectors])
    late = [round(length * one.overdue / one.open, 1) for one, length in zip(digest.sectors, lengths, strict=True)]
    return Shown(
        "desk/area.html",
        {
            "digest": digest,
            "week": week_in_words(digest, visit.content.texts, "digest.span"),
            "trend": charts.trend(digest.mondays, digest.trend),
            "size": (charts.WIDTH, charts.HEIGHT),
            "sectors": [
                (one, sector(visit, one.sector), length, overdue)
                for one, length, overdue in zip(digest.sectors, lengths, late, strict=True)
            ],
            "first": first.lines,
        },
    )
