"""Every read of storage that takes a scope, as a call that says whose rows came back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from storage import (
    dispositions,
    documents,
    enterprise_ledger,
    enterprises,
    exported_hazards,
    hazards,
    inspected_months,
    inspections,
    key_tasks,
    ledger_pages,
    permits,
    prominent_problems,
    registers,
    risks,
    signals,
    signboards,
    standings,
    submissions,
    supervision,
)
from storage.figures import bodies, self_inspections
from storage.figures.period import Period
from storage.hazards import history
from storage.ledger_pages import Wanted
from storage.media import photos
from storage.oversight import actions, protection, spot_checks
from storage.oversight.office import Office
from storage.scope import EVERYTHING, Scope
from storage.signals import Spans
from storage.unit_of_work import UnitOfWork
from storage.watch import ledger, recipients, sites
from storage.watch import permits as late_permits
from tests.bot.desk.conftest import SITES, Rows
from tests.bot.desk.deep_town import BEGIN, COUNTIES, DUE, END, OFFICES, PLAN, SECTORS, DeepTown, More

YEAR, DAY = Period(BEGIN, END), date(2023, 6, 12)
SINCE = {True: BEGIN, False: BEGIN}
NAMES = {"360702": "章贡区", "360703": "南康区"}


@dataclass(frozen=True)
class One:
    """One enterprise's rows."""

    name: str
    rows: Rows
    more: More
    deep: DeepTown

    @property
    def office(self) -> Office:
        """The county's own."""
        return Office("county", COUNTIES[self.name], None)


Read = Callable[[UnitOfWork, Scope, DeepTown], Collection[str] | int]
Rowed = Callable[[UnitOfWork, Scope], Iterable[object]]


def each(found: Callable[[UnitOfWork, Scope, One], object]) -> Read:
    """A read of one row: for whose rows it finds something."""

    def whose(unit: UnitOfWork, scope: Scope, deep: DeepTown) -> set[str]:
        every = (One(name, rows, deep.more[name], deep) for name, rows in deep.town.rows.items())
        return {one.name for one in every if found(unit, scope, one)}

    return whose


def of(rows: Rowed) -> Read:
    """A list: whose rows are on it, by the enterprise each names (or is)."""

    def whose(unit: UnitOfWork, scope: Scope, deep: DeepTown) -> set[str]:
        owners = {one.site: name for name, one in deep.town.rows.items()}
        found = (
            row if isinstance(row, int) else getattr(row, "enterprise_id", None) or getattr(row, "id", None)
            for row in rows(unit, scope)
        )  # fmt: skip
        return {owners[one] for one in found if one in owners}

    return whose


def by(marks: Mapping[str, object], rows: Rowed) -> Read:
    """A list of something else: whose mark is on it."""

    def whose(unit: UnitOfWork, scope: Scope, deep: DeepTown) -> set[str]:
        there = set(rows(unit, scope))
        return {name for name, mark in marks.items() if mark in there}

    return whose


def counted(count: Callable[[UnitOfWork, Scope], int], each_has: int = 1) -> Read:
    """A count of which each enterprise has so many."""

    def how_many(unit: UnitOfWork, scope: Scope, deep: DeepTown) -> int:
        whole, rest = divmod(count(unit, scope), each_has)
        assert rest == 0
        return whole

    return how_many


def _uniform(unit: UnitOfWork, scope: Scope, deep: DeepTown) -> Collection[str]:
    rules = deep.town.app.content.signals
    strict = rules.model_copy(update={"uniform": rules.uniform.model_copy(update={"questions": 1})})
    spans = Spans(BEGIN, BEGIN, END, BEGIN)
    return of(lambda unit, scope: signals.found(unit, scope, strict, spans)["uniform"])(unit, scope, deep)


def _not_inspected(unit: UnitOfWork, scope: Scope, deep: DeepTown) -> Collection[str]:
    def names(unit: UnitOfWork, scope: Scope) -> Iterable[str]:
        plan = deep.town.app.content.plans[PLAN]
        found = self_inspections.not_inspected(unit, scope, plan, SINCE, END, names=99)
        assert found.count == len(found.names)
        return found.names

    return by(SITES, names)(unit, scope, deep)


def _missing(unit: UnitOfWork, scope: Scope, deep: DeepTown) -> Collection[str]:
    plan = deep.town.app.content.plans[PLAN]
    return of(lambda unit, scope: self_inspections.missing_page(unit, scope, plan, SINCE, END)[0])(unit, scope, deep)


def _unfinished(unit: UnitOfWork, scope: Scope, deep: DeepTown) -> Collection[str]:
    plan = deep.town.app.content.plans[PLAN]
    rows: Rowed = lambda unit, scope: (one for _, one in self_inspections.unfinished(unit, scope, plan, SINCE, END))  # noqa: E731
    return of(rows)(unit, scope, deep)


def _counties_found(unit: UnitOfWork, scope: Scope, deep: DeepTown) -> Collection[str]:
    found = standings.county_standings(unit, scope, deep.town.app.content.plans[PLAN], DAY)
    marks = {name: NAMES[code] for name, code in COUNTIES.items()}
    return by(marks, lambda *_: (one.name for one in found if one.found))(unit, scope, deep)


def _departments_found(unit: UnitOfWork, scope: Scope, deep: DeepTown) -> Collection[str]:
    found = standings.department_standings(unit, scope, deep.town.app.content.plans[PLAN], DAY)
    return by(OFFICES, lambda *_: (one.name for one in found if one.found))(unit, scope, deep)


def _handed_in(unit: UnitOfWork, scope: Scope, deep: DeepTown) -> Collection[str]:
    """A county's own form, or that of the city's department that goes with the enterprise."""
    there = {(one.region, one.department_id) for one in submissions.handed_in(unit, scope, PLAN, DUE)}
    return {
        name for name in SITES if there & {(COUNTIES[name], None), ("360700", deep.more[name].office)}
    }  # fmt: skip


def _number(unit: UnitOfWork, one: One) -> str:
    found = hazards.hazard(unit, one.rows.hazard, EVERYTHING)
    assert found is not None
    return found.number


def _numbered(unit: UnitOfWork, scope: Scope, one: One) -> bool:
    found = enterprise_ledger.hazard_numbered(unit, scope, _number(unit, one))
    return found is not None and found.id == one.rows.hazard


READS: dict[str, Read] = {
    "dispositions.disposition_of": each(
        lambda unit, scope, one: dispositions.disposition_of(unit, one.rows.hazard, scope)
    ),
    "documents.document": each(lambda unit, scope, one: documents.document(unit, one.rows.paper, scope)),
    "documents.issued": of(documents.issued),
    "documents.pdf_of": each(lambda unit, scope, one: documents.pdf_of(unit, one.rows.paper, scope)),
    "documents.waiting": of(lambda unit, scope: documents.waiting(unit, scope, "safety_director")),
    "enterprise_ledger.hazard_numbered": each(_numbered),
    "enterprise_ledger.stood_within": of(lambda unit, scope: enterprise_ledger.stood_within(unit, scope, YEAR)),
    "enterprises.counties": by(COUNTIES, lambda unit, scope: (code for code, _ in enterprises.counties(unit, scope))),
    "enterprises.enterprise": each(lambda unit, scope, one: enterprises.enterprise(unit, one.rows.site, scope)),
    "enterprises.enterprise_page": of(enterprises.enterprise_page),
    "enterprises.found": of(lambda unit, scope: enterprises.found(unit, scope, "有限公司", limit=50)),
    "enterprises.sectors": by({name: (sector, 1) for name, sector in SECTORS.items()}, enterprises.sectors),
    "exported_hazards.exported_hazards": of(
        lambda unit, scope: [one.hazard for one in exported_hazards.exported_hazards(unit, scope, YEAR)]
    ),
    "figures.bodies.counties_within": by(
        COUNTIES, lambda unit, scope: (one.code for one in bodies.counties_within(unit, scope))
    ),
    "figures.self_inspections.missing_page": _missing,
    "figures.self_inspections.not_inspected": _not_inspected,
    "figures.self_inspections.unfinished": _unfinished,
    "hazards.history.deadline_before": each(
        lambda unit, scope, one: history.deadline_before(unit, one.more.closed, scope)
    ),
    "hazards.history.events": each(lambda unit, scope, one: history.events(unit, one.rows.hazard, scope)),
    "hazards.history.last_signers": each(lambda unit, scope, one: history.last_signers(unit, one.more.closed, scope)),
    "hazards.history.ordered_deadline": each(
        lambda unit, scope, one: history.ordered_deadline(unit, one.rows.hazard, scope)
    ),
    "hazards.rows.closed": of(lambda unit, scope: hazards.closed(unit, scope, "没有")),
    "hazards.rows.closed_undecided": of(hazards.closed_undecided),
    "hazards.rows.count": counted(hazards.count, 3),
    "hazards.rows.counts_by_status": counted(
        lambda unit, scope: sum(hazards.counts_by_status(unit, scope).values()), 3
    ),
    "hazards.rows.hazard": each(lambda unit, scope, one: hazards.hazard(unit, one.rows.hazard, scope)),
    "hazards.rows.ledger": of(hazards.ledger),
    "inspected_months.finished": of(
        lambda unit, scope: inspected_months.finished(unit, scope, PLAN, {"study": 1}, [BEGIN], END)[BEGIN]
    ),
    "inspections.done": of(lambda unit, scope: inspections.done(unit, scope, PLAN, BEGIN, END)),
    "inspections.inspection": each(lambda unit, scope, one: inspections.inspection(unit, one.rows.inspection, scope)),
    "inspections.last_of": each(
        lambda unit, scope, one: inspections.last_of(unit, scope, one.rows.site, PLAN, "study", since=BEGIN)
    ),
    "inspections.latest_of": each(lambda unit, scope, one: inspections.latest_of(unit, scope, one.rows.site)),
    "key_tasks.counties_done": by(
        {name: name for name in SITES}, lambda unit, scope: key_tasks.counties_done(unit, scope, PLAN, 2023)
    ),
    "ledger_pages.count_ledger_page": counted(
        lambda unit, scope: ledger_pages.count_ledger_page(unit, scope, Wanted(), DAY), 2
    ),
    "ledger_pages.ledger_page": of(
        lambda unit, scope: [one.hazard for one in ledger_pages.ledger_page(unit, scope, Wanted(), DAY).lines]
    ),
    "ledger_pages.sectors_within": by(SECTORS, ledger_pages.sectors_within),
    "media.photos.path_of": each(
        lambda unit, scope, one: photos.path_of(unit, one.deep.town.app.media_folder, one.rows.photo, scopes=(scope,))
    ),
    "oversight.actions.act": each(
        lambda unit, scope, one: [
            act
            for act in actions.acts_of_site(unit, EVERYTHING, one.rows.site)
            if actions.act(unit, act.id, scope) is not None
        ]
    ),
    "oversight.actions.acts_of_office": each(lambda unit, scope, one: actions.acts_of_office(unit, scope, one.office)),
    "oversight.actions.acts_of_site": each(lambda unit, scope, one: actions.acts_of_site(unit, scope, one.rows.site)),
    "oversight.protection.protected_hazards": each(
        lambda unit, scope, one: protection.protected_hazards(unit, scope, one.rows.site)
    ),
    "oversight.spot_checks.checks_of_office": each(
        lambda unit, scope, one: spot_checks.checks_of_office(unit, scope, one.office)
    ),
    "oversight.spot_checks.checks_of_site": each(
        lambda unit, scope, one: spot_checks.checks_of_site(unit, scope, one.rows.site)
    ),
    "oversight.spot_checks.checks_that_passed": each(
        lambda unit, scope, one: spot_checks.checks_that_passed(unit, scope, one.rows.site, None, END)
    ),
    "oversight.spot_checks.spot_check": each(
        lambda unit, scope, one: spot_checks.spot_check(unit, one.rows.check, scope)
    ),
    "permits.photos": each(lambda unit, scope, one: any(permits.photos(unit, one.more.permit, scope).values())),
    "prominent_problems.problem": each(
        lambda unit, scope, one: prominent_problems.problem(unit, one.more.problem, scope)
    ),
    "prominent_problems.standing_problems": of(prominent_problems.standing_problems),
    "registers.entries": of(lambda unit, scope: registers.entries(unit, scope, "certificate")),
    "registers.entry": each(lambda unit, scope, one: registers.entry(unit, one.rows.entry, scope)),
    "registers.number_of": each(lambda unit, scope, one: registers.number_of(unit, one.more.certificate, scope)),
    "risks.risk": each(lambda unit, scope, one: risks.risk(unit, one.rows.risk, scope)),
    "risks.standing_risks": of(risks.standing_risks),
    "signals.found": _uniform,
    "signals.named": each(lambda unit, scope, one: signals.named(unit, scope, [one.rows.site])),
    "signboards.count_signboards": each(
        lambda unit, scope, one: signboards.count_signboards(unit, scope, [one.rows.site])
    ),
    "signboards.signboards_of": of(signboards.signboards_of),
    "standings.county_standings": _counties_found,
    "standings.department_standings": _departments_found,
    "submissions.handed_in": _handed_in,
    "submissions.workbook_of": each(lambda unit, scope, one: submissions.workbook_of(unit, one.rows.copy, scope)),
    "supervision.listings": of(supervision.listings),
    "watch.ledger.overdue": of(lambda unit, scope: ledger.overdue(unit, scope, DAY)),
    "watch.permits.unfinished": of(lambda unit, scope: late_permits.unfinished(unit, scope, BEGIN)),
    "watch.recipients.people_of": each(lambda unit, scope, one: recipients.people_of(unit, scope, [one.rows.site])),
    "watch.sites.sites": each(lambda unit, scope, one: sites.sites(unit, scope, [one.rows.site])),
}
