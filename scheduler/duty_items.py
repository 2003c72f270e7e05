"""Duties of the period that are not done: self-inspection, the principal's own inspection, drills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from checklists.due_dates import period_words
from checklists.periods import Period
from checklists.plan import Checklist
from scheduler.batch import Batch, Round
from scheduler.binding import binds, duties_left, high_risk
from scheduler.calls import DutyCall
from scheduler.item import Item
from scheduler.wording import day_words, joined
from storage.letters import Menu
from storage.people import Person
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork
from storage.watch.inspections import finished, half_filled, led
from storage.watch.registers import drills
from storage.watch.sites import Site

TITLES_SHOWN = 12


def duty_items(unit: UnitOfWork, batch: Batch) -> Iterator[Item]:
    """One item for each enterprise, undone duty and person who answers for it."""
    for one in batch.round.calls.duties:
        bound = [
            site
            for site in batch.sites.values()
            if binds(one.plan, one.campaign, site)
            and (not one.risk or (one.risk == "high") == high_risk(one.plan, site))
        ]
        if not bound:
            continue
        if one.kind == "inspection":
            yield from _inspections(unit, batch, one, bound)
        elif one.kind == "led-inspection":
            yield from _led(unit, batch, one, bound)
        else:
            yield from _drills(unit, batch, one, bound)


def _inspections(unit: UnitOfWork, batch: Batch, one: DutyCall, bound: Sequence[Site]) -> Iterator[Item]:
    texts, once, key = batch.round.content.texts, batch.round.once, one.call.key
    done = finished(unit, EVERYTHING, [site.id for site in bound], one.plan.id, one.period)
    forms = {f"inspect.{one.plan.id}.{checklist.id}": checklist for checklist in one.plan.checklists}
    begun = half_filled(unit, EVERYTHING, batch.people.keys(), forms.keys())
    for site in bound:
        there = done.get(site.id, frozenset())
        alike = (key, one.last, site.sector, site.kinds, str(site.profile), site.high_risk, there)
        undone, line = once(alike, _undone, batch.round, one, site, there)
        if not undone:
            continue
        for person in batch.answering(site):
            half = [forms[form].id for form in begun.get(person.id, ())]
            open_half = [checklist.title for checklist in undone if checklist.id in half] if half else []
            if open_half:
                shown = joined(open_half, TITLES_SHOWN, texts)
                half_line = line + texts("reminders.inspection.half", titles=shown)
                yield _item(batch, one, key, site, person, half_line, "resume")
            else:
                yield _item(batch, one, key, site, person, line, "inspect")


def _undone(morning: Round, one: DutyCall, site: Site, there: Collection[str]) -> tuple[tuple[Checklist, ...], str]:
    """What such an enterprise has still to do, and the line that says so."""
    texts = morning.content.texts
    undone, applying = duties_left(one.plan, site, there)
    line = texts(
        "reminders.inspection.line" if _has_begun(morning, one.period) else "reminders.inspection.ahead",
        period=period_words(one.period, texts),
        done=applying - len(undone),
        left=len(undone),
        first=day_words(one.period.begin, texts),
        last=day_words(one.last, texts),
        titles=joined([checklist.title for checklist in undone], TITLES_SHOWN, texts),
    )
    return undone, line


def _led(unit: UnitOfWork, batch: Batch, one: DutyCall, bound: Sequence[Site]) -> Iterator[Item]:
    held, key = led(unit, EVERYTHING, [site.id for site in bound], one.plan.id, one.period), one.call.key
    for site in bound:
        missing = one.count - held.get(site.id, 0)
        if missing > 0:
            line = batch.round.once((key, one.last, missing), _missing_line, batch.round, one, missing)
            for person in batch.answering(site):
                yield _item(batch, one, key, site, person, line, "inspect")


def _drills(unit: UnitOfWork, batch: Batch, one: DutyCall, bound: Sequence[Site]) -> Iterator[Item]:
    held, key = drills(unit, EVERYTHING, [site.id for site in bound], one.period), one.call.key
    for site in bound:
        missing = missing_drills(one.plan.drill.kinds, one.count, held.get(site.id, ()))
        if not missing:
            continue
        line = batch.round.once((key, one.last, *missing.items()), _missing_drills_line, batch.round, one, missing)
        for person in batch.answering(site):
            yield _item(batch, one, key, site, person, line, "registers")


def missing_drills(kinds: Sequence[str], count: int, held: Sequence[str]) -> dict[str, int]:
    """How many drills of each kind are still to be held; the kind is "" where the plan names none.

    A drill entered without a kind (or with one the plan does not name) stands in for whichever is missing.
    """
    if not kinds:
        return {"": count - len(held)} if len(held) < count else {}
    seen = Counter(held)
    spare = sum(number for kind, number in seen.items() if kind not in kinds)
    missing: dict[str, int] = {}
    for kind in kinds:
        lacking = max(0, count - seen[kind])
        covered = min(spare, lacking)
        spare -= covered
        if lacking > covered:
            missing[kind] = lacking - covered
    return missing


def _missing_drills_line(morning: Round, one: DutyCall, missing: Mapping[str, int]) -> str:
    texts = morning.content.texts
    line = _missing_line(morning, one, sum(missing.values()))
    named = [
        texts("reminders.drill.of_kind", kind=texts(f"reminders.drill.kind.{kind}"), count=count)
        for kind, count in missing.items()
        if kind
    ]
    return line + texts("reminders.drill.kinds", kinds=joined(named, len(named), texts)) if named else line


def _missing_line(morning: Round, one: DutyCall, missing: int) -> str:
    texts = morning.content.texts
    return texts(
        f"reminders.{one.kind}.line",
        period=period_words(one.period, texts),
        missing=missing,
        last=day_words(one.last, texts),
    )


def _has_begun(morning: Round, period: Period) -> bool:
    return period.begin <= morning.window.today


def _item(batch: Batch, one: DutyCall, call: str, site: Site, person: Person, line: str, menu: Menu) -> Item:
    # An inspection begun before its period would count for the one before: nothing to tap yet.
    ahead = menu == "inspect" and not _has_begun(batch.round, one.period)
    menus: tuple[Menu, ...] = () if ahead else (menu,)
    return Item(one.kind, person.id, f"{call}/{site.id}/{person.id}", one.call.fires, line, menus, site.name)
