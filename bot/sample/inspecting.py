"""Months of self-inspections: who led them, what was asked and answered, and who has not got round to it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.sample.ground import Ground
from bot.sample.people import Folk
from bot.sample.places import Places
from checklists.due_dates import demanded
from checklists.duties import applying
from checklists.periods import Period, beijing_day, periods_between
from checklists.question import Question
from dialogs.conversations.inspect import facts_about
from dialogs.relevance import relevant
from dialogs.state import Answer, State, Value
from storage.enterprises import Enterprise
from storage.upkeep.planting import plant

_SAMPLE = {"number": "12", "money": "5000", "photo": None, "note": None}


@dataclass(frozen=True)
class Asked:
    """One duty's checklist as an enterprise of some sort is asked it: questions with a good answer, and which of
    them may be answered badly."""

    checklist: str
    version: str
    answers: tuple[tuple[str, Value], ...]
    doubtful: tuple[str, ...]


def plant_inspections(ground: Ground, places: Places, folk: Folk) -> int:
    """All checklists of each period, done by most; of the current period some are still to do.

    The demo's own enterprise has its current period before it.
    """
    dice = ground.chance("inspections")
    known: dict[tuple[object, ...], tuple[Asked, ...]] = {}
    rows: list[dict[str, Any]] = []
    answered: list[list[dict[str, Any]]] = []
    for number, site in enumerate(places.enterprises):
        sort = (site.sector, site.kinds, site.high_risk, tuple(sorted(site.profile.items())))
        if sort not in known:
            known[sort] = tuple(_asked(ground, site))
        keen = dice.random()
        for period in _periods(ground, site):
            now = ground.today in period
            if (number == 0 and now) or dice.random() > 0.72 + 0.28 * keen - (0.2 if now else 0):
                continue
            _round(ground, folk, site, known[sort], period, dice, rows, answered)
    ids = plant(ground.unit, "inspections", rows)
    plant(
        ground.unit,
        "inspection_answers",
        [{"inspection_id": one, **answer} for one, answers in zip(ids, answered, strict=True) for answer in answers],
    )
    plant(ground.unit, "inspected_months", _months(rows))
    return len(rows)


def _months(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What each enterprise did in each month, as it is kept beside the inspections (storage.inspected_months)."""
    done: dict[tuple[int, str, date], dict[str, datetime]] = {}
    for row in rows:
        month = beijing_day(row["finished_at"]).replace(day=1)
        theirs = done.setdefault((row["enterprise_id"], row["plan"], month), {})
        theirs[row["checklist"]] = max(row["finished_at"], theirs.get(row["checklist"], row["finished_at"]))
    return [
        {"enterprise_id": site, "plan": plan, "month": month, "checklists": ",".join(sorted(theirs)),
         "last_at": max(theirs.values())}
        for (site, plan, month), theirs in done.items()
    ]  # fmt: skip


def _periods(ground: Ground, site: Enterprise) -> Iterator[Period]:
    every, _ = demanded(ground.plan.inspection, high_risk=site.high_risk)
    campaign = (ground.campaign.begins, ground.campaign.ends)
    return periods_between(every, ground.begin, ground.today, campaign)


def _round(
    ground: Ground, folk: Folk, site: Enterprise, duties: tuple[Asked, ...], period: Period, dice: random.Random,
    rows: list[dict[str, Any]], answered: list[list[dict[str, Any]]],
) -> None:  # fmt: skip
    """One period's checklists, on a day or two of it."""
    first, last = max(period.begin, ground.begin), min(period.last, ground.today)
    day = first + timedelta(days=dice.randint(0, max(0, (last - first).days)))
    led = dice.random() < 0.75
    person = folk.at(site.id, "principal" if led else "safety_officer")
    for duty in duties:
        finished = ground.moment(dice, min(day, last))
        bad = {dice.choice(duty.doubtful)} if duty.doubtful and dice.random() < 0.22 else set[str]()
        rows.append(
            {
                "enterprise_id": site.id, "plan": ground.plan.id, "year": ground.campaign.year,
                "checklist": duty.checklist, "form_version": duty.version, "person_id": person.id,
                "role": person.role, "led_by_principal": person.role == "principal",
                "started_at": finished - timedelta(minutes=dice.randint(3, 25)), "finished_at": finished,
                "asked": len(duty.answers), "negative": len(bad), **_manner(site.id, duty, bad),
            }
        )  # fmt: skip
        answered.append(
            [
                {
                    "question": question, "value": "no" if question in bad else value, "not_applicable": None,
                    "evidence": None, "negative": question in bad, "clause": None, "hazard_id": None,
                    "answered_at": finished,
                }
                for question, value in duty.answers
            ]
        )  # fmt: skip


def _manner(site_id: int, duty: Asked, bad: set[str]) -> dict[str, object]:
    """How it was answered: every seventh enterprise goes through the motions, the others take their time."""
    hasty = site_id % 7 == 3
    told = "|".join((duty.checklist, *sorted(bad), "" if hasty else str(site_id)))
    return {
        "pace": 1.4 if hasty else 9.0 + site_id % 30, "uniform": False, "photos": 0 if hasty else 1 + site_id % 4,
        "answers_hash": sha256(told.encode()).hexdigest()[:16],
    }  # fmt: skip


def _asked(ground: Ground, site: Enterprise) -> Iterator[Asked]:
    facts = facts_about(site, "principal", ground.plan)
    for checklist in applying(ground.plan, facts):
        form = ground.content.form(ground.plan.id, checklist.id)
        given: dict[str, Answer] = {}
        doubtful = []
        for question in form.questions:
            if question.kind == "note" or not relevant(question, State(facts=facts, answers=given)):
                continue
            given[question.id] = Answer(value=_good(question, ground.begin))
            if question.negative and not question.negative.clause and question.negative.on == ("no",):
                doubtful.append(question.id)
        yield Asked(
            checklist.id,
            form.version,
            tuple((name, answer.value) for name, answer in given.items()),
            tuple(doubtful),
        )


def _good(question: Question, day: date) -> Value:
    """An answer that finds nothing wrong."""
    if question.kind == "choice":
        bad = question.negative.on if question.negative else ()
        return next((option.id for option in question.choices() if option.id not in bad), "yes")
    if question.kind == "several":
        return tuple(option.id for option in question.options[:1])
    if question.kind == "date":
        return day.isoformat()
    return _SAMPLE.get(question.kind, question.ask[:0] or "—")
