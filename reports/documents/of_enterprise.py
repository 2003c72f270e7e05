"""What documents about an enterprise say: what it inspected, what it found, how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from checklists.duties import applying, facts_of
from checklists.question import Question
from reports.documents.asked import Asked, Facts, Row
from reports.documents.sayings import everywhere, hazard_said, short_day, site_said
from reports.documents.spans import in_words
from reports.metrics.catalogue import metric
from reports.metrics.metric import count_all
from storage import inspections, people
from storage.enterprise_ledger import stood_within
from storage.enterprises import Enterprise
from storage.figures.body import Body
from storage.figures.standing import by_sector
from storage.inspections import Inspection
from storage.scope import Scope
from storage.unit_of_work import UnitOfWork


def of_enterprise(unit: UnitOfWork, asked: Asked, wanted: frozenset[str]) -> Facts:
    """The facts of `asked.site` within the stretch. The figures are its own: what it found, and all that was fixed."""
    site, stretch, texts = asked.site, asked.stretch, asked.content.texts
    if site is None or stretch is None:
        raise ValueError("a document about an enterprise needs the enterprise and a stretch")
    scope, period = Scope(enterprise_id=site.id), asked.period
    body = Body(scope)
    done = inspections.done(unit, scope, asked.plan.id, period.begin, period.end)
    standing = by_sector(unit, body, period.end)
    found = stood_within(unit, scope, period)
    values = {
        **everywhere(unit, asked, site.region), **site_said(unit, asked, site),
        "period": stretch.name, "span": in_words(stretch, asked.day, texts),
        "done": len({one.checklist for one in done}), "applying": len(_applying(asked, site)),
        "led": sum(one.led_by_principal for one in done), "asked": sum(one.asked for one in done),
        "negative": sum(one.negative for one in done), "open": sum(one.open for one in standing),
        "overdue": sum(one.overdue for one in standing), "general": sum(not one.is_major for one in found),
    }  # fmt: skip
    return Facts(
        values,
        count_all(unit, [metric(name) for name in sorted(wanted)], body, period),
        {
            "checklists": lambda: [_checklist(unit, asked, row, one) for row, one in enumerate(done, 1)],
            "shortcomings": lambda: _shortcomings(unit, asked, done),
            "hazards": lambda: [
                {"row": row, **hazard_said(asked.content, one)}
                for row, one in enumerate((one for one in found if one.is_major), 1)
            ],
        },
    )


def _applying(asked: Asked, site: Enterprise) -> Sequence[str]:
    facts = facts_of(
        asked.plan, sector=site.sector, kinds=site.kinds, profile=site.profile, marked=site.high_risk, role="principal"
    )
    return [one.id for one in applying(asked.plan, facts)]


def _checklist(unit: UnitOfWork, asked: Asked, row: int, one: Inspection) -> Row:
    return {
        "row": row,
        "title": _title(asked, one),
        "day": short_day(one.finished_at),
        "person": people.name_of(unit, one.person_id),
        "led": asked.content.texts("report.yes" if one.led_by_principal else "report.no"),
        "asked": one.asked,
        "negative": one.negative,
    }


def _title(asked: Asked, one: Inspection) -> str:
    """The checklist's title; its id where the plan no longer has it."""
    return next((list_.title for list_ in asked.plan.checklists if list_.id == one.checklist), one.checklist)


def _shortcomings(unit: UnitOfWork, asked: Asked, done: Sequence[Inspection]) -> Sequence[Row]:
    """What was answered badly, each question once as it was last answered."""
    last: dict[tuple[str, str], tuple[Inspection, bool]] = {}
    for one in done:
        for answer in inspections.answers(unit, one):
            last[one.checklist, answer.question] = (one, answer.negative)
    rows: list[Row] = []
    for (checklist, name), (one, negative) in last.items():
        if negative:
            question = _question(asked, checklist, name)
            meant = question.negative if question is not None else None
            rows.append(
                {
                    "row": len(rows) + 1,
                    "title": _title(asked, one),
                    "missing": meant.missing if meant is not None else question.ask if question is not None else name,
                    "fix": meant.fix if meant is not None else "",
                    "basis": (question.basis or "") if question is not None else "",
                }
            )
    return rows


def _question(asked: Asked, checklist: str, name: str) -> Question | None:
    try:
        return asked.content.form(asked.plan.id, checklist).question(name)
    except KeyError:  # content has changed since: what was asked is no longer there
        return None
