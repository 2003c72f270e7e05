"""What a notice about one hazard says."""

from __future__ import annotations

from reports.documents.asked import Asked, Facts
from reports.documents.sayings import day_said, everywhere, hazard_said, site_said
from storage import hazards
from storage.unit_of_work import UnitOfWork


def of_hazard(unit: UnitOfWork, asked: Asked, wanted: frozenset[str]) -> Facts:  # noqa: ARG001
    """The facts of `asked.hazard`; nothing is counted."""
    one, site, texts = asked.hazard, asked.site, asked.content.texts
    if one is None or site is None:
        raise ValueError("a document about a hazard needs the hazard and its enterprise")
    said = hazard_said(asked.content, one)
    clause = asked.content.clauses.get(one.clause or "")
    values: dict[str, str | int] = {
        **everywhere(unit, asked, site.region), **site_said(unit, asked, site),
        **{name: said[name] for name in ("level", "place", "words", "basis", "responsible", "measures", "funds",
                                         "contingency")},
        "hazard": one.number,
        "office": asked.office.name if asked.office is not None else "",
        "condition": clause[1].condition if clause else "",
        "found-on": day_said(texts, one.found_at),
        "found-how": texts(f"report.ledger.source.{one.source if one.source != 'whistle' else 'department'}"),
        "deadline": "" if asked.wants_deadline else day_said(texts, asked.deadline or one.deadline),
    }  # fmt: skip
    photos = {stage: hazards.photos(unit, one.id, stage) for stage in ("before", "after")}
    return Facts(values, {}, {}, photos)
