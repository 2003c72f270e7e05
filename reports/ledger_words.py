"""One hazard in the words of the official ledgers."""

from __future__ import annotations

from collections.abc import Mapping

from checklists.content import Content
from checklists.texts import Texts
from reports.bodies import ReportingBody
from storage.figures.ledger_rows import LedgerRow
from storage.figures.period import BEIJING


def ledger_words(
    content: Content, row: LedgerRow, body: ReportingBody, regions: Mapping[str, str]
) -> Mapping[str, str]:
    """What each field of checklists.layout.FIELDS shows of a hazard; `regions` are names by code.

    A suspected hazard says so before its description. What nobody recorded is empty.
    """
    texts = content.texts
    county = regions.get(row.region, row.region)
    city = regions.get(f"{row.region[:4]}00", "")
    suspected = texts("report.ledger.suspected") if row.level == "suspected_major" else ""
    place = texts("report.ledger.place", place=row.place) if row.place else ""
    return {
        "number": row.number,
        "city": city,
        "county": county,
        "office": body.department_name or county,
        "enterprise": row.enterprise,
        "uscc": row.uscc,
        "sector": _sector(content, row.sector),
        "kinds": texts("report.and").join(_kinds(content, row.kinds)),
        "words": f"{suspected}{place}{row.words}",
        "basis": _basis(content, row.clause),
        "found-on": row.found_at.astimezone(BEIJING).strftime("%Y.%m.%d"),
        "found-how": texts(f"report.ledger.source.{row.source}"),
        "measures": row.measures,
        "on-site": row.on_site,
        "administrative": row.administrative,
        "listed": _listed(texts, row),
        "listed-by": _listed_by(texts, row, county, city),
        "responsible": row.responsible,
        "deadline": row.deadline.strftime("%Y.%m.%d") if row.deadline else "",
        "progress": _progress(texts, row),
    }


def _sector(content: Content, sector: str) -> str:
    return next((one.name for one in content.sectors.sectors if one.id == sector), sector)


def _kinds(content: Content, kinds: tuple[str, ...]) -> list[str]:
    names = {one.id: one.name for one in content.sectors.kinds}
    return [names.get(kind, kind) for kind in kinds]


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
    name = city if row.supervision_level == "city" and city else county
    return texts("report.ledger.listed-by", region=name)


def _progress(texts: Texts, row: LedgerRow) -> str:
    moment = {"signed_off": row.signed_off_at, "rectified": row.rectified_at}.get(row.status)
    day = moment.astimezone(BEIJING).strftime("%Y.%m.%d") if moment else ""
    planned = "planned" if row.status == "open" and row.measures else row.status
    return texts(f"report.ledger.progress.{planned}", day=day)
