"""One hazard in the words of the official ledgers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from checklists.content import Content
from checklists.periods import BEIJING
from checklists.texts import Texts
from reports.bodies import ReportingBody
from storage.figures.ledger_rows import LedgerRow

Field = Callable[[LedgerRow], str]


def ledger_fields(content: Content, body: ReportingBody, regions: Mapping[str, str]) -> Mapping[str, Field]:
    """What each field of checklists.layout.FIELDS shows of a hazard; `regions` are names by code.

    A suspected hazard says so before its description. What nobody recorded is empty.
    """
    texts = content.texts
    sectors = {one.id: one.name for one in content.sectors.sectors}
    kinds = {one.id: one.name for one in content.sectors.kinds}

    def county(row: LedgerRow) -> str:
        return regions.get(row.region, row.region)

    def city(row: LedgerRow) -> str:
        return regions.get(f"{row.region[:4]}00", "")

    return {
        "number": lambda row: row.number,
        "city": city,
        "county": county,
        "office": lambda row: body.department_name or county(row),
        "enterprise": lambda row: row.enterprise,
        "uscc": lambda row: row.uscc,
        "sector": lambda row: sectors.get(row.sector, row.sector),
        "kinds": lambda row: texts("report.and").join(kinds.get(kind, kind) for kind in row.kinds),
        "words": lambda row: _words(texts, row),
        "basis": lambda row: _basis(content, row.clause),
        "found-on": lambda row: _moment(row.found_at),
        "found-how": lambda row: texts(f"report.ledger.source.{row.source}"),
        "measures": lambda row: row.measures,
        "on-site": lambda row: row.on_site,
        "administrative": lambda row: row.administrative,
        "listed": lambda row: _listed(texts, row),
        "listed-by": lambda row: _listed_by(texts, row, county(row), city(row)),
        "responsible": lambda row: row.responsible,
        "deadline": lambda row: _day(row.deadline) if row.deadline else "",
        "progress": lambda row: _progress(texts, row),
    }


def _words(texts: Texts, row: LedgerRow) -> str:
    suspected = texts("report.ledger.suspected") if row.level == "suspected_major" else ""
    place = texts("report.ledger.place", place=row.place) if row.place else ""
    return f"{suspected}{place}{row.words}"


def _basis(content: Content, clause: str | None) -> str:
    found = content.clauses.get(clause or "")
    if found is None:
        return ""
    standard, article = found
    return content.texts("report.ledger.basis", standard=standard.title, article=article.article)


def _listed(texts: Texts, row: LedgerRow) -> str:
    if row.supervision_level is None:
        return ""
    return texts(f"report.ledger.listed.{row.supervision_level}", document=row.supervision_document).rstrip()


def _listed_by(texts: Texts, row: LedgerRow, county: str, city: str) -> str:
    if row.supervision_level is None:
        return ""
    if row.supervision_department:
        return row.supervision_department
    name = city if row.supervision_level == "city" and city else county
    return texts("report.ledger.listed-by", region=name)


def _progress(texts: Texts, row: LedgerRow) -> str:
    moment = {"signed_off": row.signed_off_at, "rectified": row.rectified_at}.get(row.status)
    planned = "planned" if row.status == "open" and row.measures else row.status
    return texts(f"report.ledger.progress.{planned}", day=_moment(moment) if moment else "")


def _moment(moment: datetime) -> str:
    return _day(moment.astimezone(BEIJING))


def _day(day: date) -> str:
    return f"{day.year}.{day.month:02d}.{day.day:02d}"
