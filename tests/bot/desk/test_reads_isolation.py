"""Every read of storage for every role's scope: the rows of the own area are there, and nothing of another's.

A function of storage that is new makes the last tests fail until it has its line here: in READS with a call that says
whose rows came back, in ELSEWHERE with the test that looks at it, or in UNSCOPED with the reason why it needs no scope.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import storage
from storage import (
    documents,
    enterprise_ledger,
    enterprises,
    exported_hazards,
    hazards,
    inspections,
    ledger_pages,
    registers,
    risks,
    signals,
    signboards,
    submissions,
)
from storage.figures.period import Period
from storage.hazards import history
from storage.ledger_pages import Wanted
from storage.media import photos
from storage.oversight import actions, protection, spot_checks
from storage.oversight.office import Office
from storage.scope import EVERYTHING, NOTHING, Scope
from storage.unit_of_work import UnitOfWork
from storage.watch import ledger, recipients, sites
from tests.bot.desk.conftest import Town

BEGIN, END = datetime(2023, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)
YEAR, DAY = Period(BEGIN, END), date(2023, 6, 12)
HERE = Path(__file__).parents[3]

SEES = {
    "刘明": {"hongda"},  # county 章贡
    "钱进": {"hongda"},  # its department
    "何静": {"hongda", "yongxing"},  # city 赣州
    "高强": set(),  # county 环翠, of another city
    "苏平": {"hongda", "yongxing"},  # administrator
    "王建国": {"hongda"},  # principal
    "李安": {"hongda"},  # safety officer
    "陈永兴": {"yongxing"},  # principal of the other
    "": set(),  # nobody
}

Read = Callable[[UnitOfWork, Scope, Town], Iterable[str] | int]


def each(found: Callable[[UnitOfWork, Scope, Town, str], object]) -> Read:
    """A read of one row: for whose rows it finds something."""
    return lambda unit, scope, town: {name for name in town.rows if found(unit, scope, town, name)}


def of(rows: Callable[[UnitOfWork, Scope], Iterable[object]]) -> Read:
    """A list: whose rows are on it, by the enterprise each names."""

    def whose(unit: UnitOfWork, scope: Scope, town: Town) -> set[str]:
        sites = {one.site: name for name, one in town.rows.items()}
        ids = (getattr(row, "enterprise_id", None) or getattr(row, "id", None) for row in rows(unit, scope))
        return {sites[one] for one in ids if one in sites}

    return whose


def counted(count: Callable[[UnitOfWork, Scope], int]) -> Read:
    """A count of which each enterprise has one."""
    return lambda unit, scope, town: count(unit, scope)


def office(town: Town, name: str) -> Office:
    return Office("county", {"hongda": "360702", "yongxing": "360703"}[name], None)


READS: dict[str, Read] = {
    "documents.document": each(lambda unit, scope, town, name: documents.document(unit, town.rows[name].paper, scope)),
    "documents.issued": of(documents.issued),
    "documents.pdf_of": each(lambda unit, scope, town, name: documents.pdf_of(unit, town.rows[name].paper, scope)),
    "documents.waiting": of(lambda unit, scope: documents.waiting(unit, scope, "safety_director")),
    "enterprise_ledger.hazard_numbered": each(
        lambda unit, scope, town, name: (
            enterprise_ledger.hazard_numbered(unit, scope, numbers(unit, town)[name])
            in (hazards.hazard(unit, town.rows[name].hazard, EVERYTHING),)
        )
    ),
    "enterprise_ledger.stood_within": of(lambda unit, scope: enterprise_ledger.stood_within(unit, scope, YEAR)),
    "enterprises.enterprise": each(
        lambda unit, scope, town, name: enterprises.enterprise(unit, town.rows[name].site, scope)
    ),
    "enterprises.enterprise_page": of(enterprises.enterprise_page),
    "enterprises.found": of(lambda unit, scope: enterprises.found(unit, scope, "有限公司", limit=50)),
    "exported_hazards.exported_hazards": of(
        lambda unit, scope: [one.hazard for one in exported_hazards.exported_hazards(unit, scope, YEAR)]
    ),
    "hazards.history.events": each(lambda unit, scope, town, name: history.events(unit, town.rows[name].hazard, scope)),
    "hazards.rows.closed": counted(lambda unit, scope: len(hazards.closed(unit, scope, "没有"))),
    "hazards.rows.count": counted(hazards.count),
    "hazards.rows.counts_by_status": counted(lambda unit, scope: sum(hazards.counts_by_status(unit, scope).values())),
    "hazards.rows.hazard": each(lambda unit, scope, town, name: hazards.hazard(unit, town.rows[name].hazard, scope)),
    "hazards.rows.ledger": of(hazards.ledger),
    "inspections.done": of(lambda unit, scope: inspections.done(unit, scope, "ganzhou-2023", BEGIN, END)),
    "inspections.inspection": each(
        lambda unit, scope, town, name: inspections.inspection(unit, town.rows[name].inspection, scope)
    ),
    "inspections.latest_of": each(
        lambda unit, scope, town, name: inspections.latest_of(unit, scope, town.rows[name].site)
    ),
    "ledger_pages.count_ledger_page": counted(
        lambda unit, scope: ledger_pages.count_ledger_page(unit, scope, Wanted(), DAY)
    ),
    "ledger_pages.ledger_page": of(
        lambda unit, scope: [one.hazard for one in ledger_pages.ledger_page(unit, scope, Wanted(), DAY).lines]
    ),
    "media.photos.path_of": each(
        lambda unit, scope, town, name: photos.path_of(
            unit, town.app.media_folder, town.rows[name].photo, scopes=(scope,)
        )
    ),
    "hazards.history.ordered_deadline": each(
        lambda unit, scope, town, name: history.ordered_deadline(unit, town.rows[name].hazard, scope)
    ),
    "oversight.actions.act": each(
        lambda unit, scope, town, name: [
            one
            for one in actions.acts_of_site(unit, EVERYTHING, town.rows[name].site)
            if actions.act(unit, one.id, scope) is not None
        ]
    ),
    "oversight.actions.acts_of_site": each(
        lambda unit, scope, town, name: actions.acts_of_site(unit, scope, town.rows[name].site)
    ),
    "oversight.actions.acts_of_office": each(
        lambda unit, scope, town, name: actions.acts_of_office(unit, scope, office(town, name))
    ),
    "oversight.protection.protected_hazards": counted(
        lambda unit, scope: len(protection.protected_hazards(unit, scope, 10**6))
    ),
    "oversight.spot_checks.checks_of_office": each(
        lambda unit, scope, town, name: spot_checks.checks_of_office(unit, scope, office(town, name))
    ),
    "oversight.spot_checks.checks_of_site": each(
        lambda unit, scope, town, name: spot_checks.checks_of_site(unit, scope, town.rows[name].site)
    ),
    "oversight.spot_checks.spot_check": each(
        lambda unit, scope, town, name: spot_checks.spot_check(unit, town.rows[name].check, scope)
    ),
    "registers.entries": of(lambda unit, scope: registers.entries(unit, scope, "certificate")),
    "registers.entry": each(lambda unit, scope, town, name: registers.entry(unit, town.rows[name].entry, scope)),
    "risks.risk": each(lambda unit, scope, town, name: risks.risk(unit, town.rows[name].risk, scope)),
    "risks.standing_risks": of(risks.standing_risks),
    "signals.named": each(lambda unit, scope, town, name: signals.named(unit, scope, [town.rows[name].site])),
    "signboards.signboards_of": of(signboards.signboards_of),
    "submissions.workbook_of": each(
        lambda unit, scope, town, name: submissions.workbook_of(unit, town.rows[name].copy, scope)
    ),
    "watch.ledger.overdue": of(lambda unit, scope: ledger.overdue(unit, scope, DAY)),
    "watch.recipients.people_of": each(
        lambda unit, scope, town, name: recipients.people_of(unit, scope, [town.rows[name].site])
    ),
    "watch.sites.sites": each(lambda unit, scope, town, name: sites.sites(unit, scope, [town.rows[name].site])),
}
EMPTY_HERE = ("hazards.history.ordered_deadline", "hazards.rows.closed", "oversight.protection.protected_hazards")
"""Reads of which the towns hold nothing to find; what they may not show they do not."""
OF_OFFICES = ("submissions.workbook_of",)
"""What enterprises and departments never see."""
OF_ENTERPRISES = ("documents.waiting",)
"""What is the enterprises' own alone."""


def numbers(unit: UnitOfWork, town: Town) -> dict[str, str]:
    found = ((name, hazards.hazard(unit, one.hazard, EVERYTHING)) for name, one in town.rows.items())
    return {name: one.number for name, one in found if one is not None}


@pytest.mark.parametrize("read", READS)
def test_a_read_gives_the_rows_of_the_own_area_and_no_others(read: str, standing_town: Town) -> None:
    with standing_town.app.open_unit() as unit:
        for person, sees in SEES.items():
            scope = standing_town.roles[person][1].scope if person else NOTHING
            wanted = sees
            if read in EMPTY_HERE:
                wanted = set()
            if read in OF_OFFICES and (scope.enterprise_id is not None or scope.sectors):
                wanted = set()
            if read in OF_ENTERPRISES and scope.enterprise_id is None:
                wanted = set()
            found = READS[read](unit, scope, standing_town)
            if isinstance(found, int):
                assert found == len(wanted), (read, person)
            else:
                assert set(found) == wanted, (read, person)


ELSEWHERE = {
    "tests/storage/test_bulletins.py": "bulletins.fan_out.unfinished bulletins.receipts.received bulletins.receipts.tally "
    "bulletins.receipts.unread bulletins.writing.counted bulletins.writing.write",
    "tests/storage/test_permits.py": "permits.permit permits.live permits.unclosed permits.between permits.events "
    "registers.certified",
    "tests/storage/test_supervision.py": "supervision.listing supervision.candidates "
    "supervision.progress_due supervision.progress_overdue",
    "tests/storage/test_watch.py": "watch.inspections.finished watch.inspections.led watch.inspections.half_filled "
    "watch.recipients.recipients watch.registers.expiring watch.registers.drills watch.sites.without_anybody",
    "tests/storage/test_unreachable.py": "unreachable.unreachable unreachable.count",
    "tests/storage/test_scope.py": "whistles.reported",
}
"""Where a test with rows of its own looks at a read's scope."""

UNSCOPED = {
    "the post: rows are found by address or by an id of the record": "access_tokens allowance asides awaited_photos "
    "blocking forgetting held inbox letters open_cards outbox pace post_office private_post",
    "the clock's and the program's own, shown to nobody": "changes due inspected_months trail upkeep",
    "whoever presents the code or the token": "api_answers api_tokens invitations opened_links",
    "one person's own, found by person or address": "sessions readings",
    "people by id; who may ask is decided by the conversation": "people",
    "figures: their scope is a ReportingBody": "figures",
    "means of statements: what narrows one stands where it is written": "lots",
}
"""Rooms whose functions take no Scope, and why none is needed."""

UNSCOPED_ALONE = {
    "writes: what they change was read within a scope before": "bulletins.fan_out.send bulletins.fan_out.next_portion "
    "bulletins.receipts.mark_read bulletins.receipts.mark_checked bulletins.writing.call_again "
    "dispositions.record_disposition documents.next_count documents.issue documents.sign enterprises.add_region "
    "enterprises.add_department enterprises.add_enterprise enterprises.set_profile enterprises.put_in_force "
    "hazards.finding.report hazards.finding.seen_again hazards.history.happened hazards.pictures.attach "
    "hazards.steps.assign hazards.steps.rectify hazards.steps.sign hazards.steps.reopen hazards.steps.set_deadline "
    "hazards.steps.decide inspections.finish key_tasks.record_state media.photos.accept media.photos.keep "
    "media.renewing.renewed media.renewing.removed media.sweeping.sweep oversight.actions.record_act "
    "oversight.actions.correct_act oversight.actions.withdraw_act oversight.history.withdraw "
    "oversight.history.replace_row oversight.spot_checks.record_check oversight.spot_checks.correct_check "
    "oversight.spot_checks.withdraw_check permits.apply permits.approve permits.refuse permits.begin permits.finish "
    "permits.close permits.cancel prominent_problems.enter_problem prominent_problems.update_problem "
    "prominent_problems.withdraw_problem registers.enter registers.seal_plain registers.withdraw risks.enter_risk "
    "risks.update_risk risks.withdraw_risk signboards.put_signboard signboards.seal_plain submissions.submit "
    "supervision.list_hazard supervision.note_progress supervision.remove whistles.blow whistles.release "
    "whistles.answer",
    "parts of a row that was read within a scope": "bulletins.receipts.sent_by bulletins.writing.bulletin "
    "bulletins.writing.office_name documents.signatures hazards.pictures.photos hazards.steps.signatures "
    "inspections.answers media.photos.photo media.photos.file_of oversight.history.replaced oversight.history.history "
    "oversight.protection.punished_after_all oversight.spot_checks.found_in_check key_tasks.states_of",
    "names of public bodies, and plans": "enterprises.region_name enterprises.department_name enterprises.departments_of "
    "enterprises.campaigns enterprises.campaigns_for oversight.office.office_of submissions.latest "
    "submissions.reporters submissions.complete submissions.missing",
    "whoever presents the code": "enterprises.by_code permits.by_code whistles.by_receipt",
}

KNOWN_GAPS = [
    "inspections.last_of",
    "permits.photos",
    "supervision.listings",
    "dispositions.disposition_of",
    "enterprises.counties",
    "enterprises.sectors",
    "figures.bodies.counties_within",
    "figures.self_inspections.not_inspected",
    "figures.self_inspections.missing_page",
    "figures.self_inspections.unfinished",
    "hazards.history.last_signers",
    "hazards.history.ordered_deadline",
    "inspected_months.finished",
    "key_tasks.counties_done",
    "ledger_pages.sectors_within",
    "oversight.actions.act",
    "oversight.spot_checks.checks_that_passed",
    "prominent_problems.problem",
    "prominent_problems.standing_problems",
    "registers.number_of",
    "signals.found",
    "signboards.count_signboards",
    "standings.county_standings",
    "standings.department_standings",
    "submissions.handed_in",
    "watch.permits.unfinished",
]
"""Reads with a scope that are looked at by the tests of their figures or conversations, and have no line above yet."""


def public() -> dict[str, bool]:
    """Every public function of storage that takes a unit of work, and whether it takes a scope."""
    found = {}
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if module.name.startswith(("storage.tables", "storage.migrations")):
            continue
        for name, function in vars(importlib.import_module(module.name)).items():
            if name.startswith("_") or not inspect.isfunction(function) or function.__module__ != module.name:
                continue
            parameters = inspect.signature(function).parameters
            if next(iter(parameters), "") == "unit":
                found[f"{module.name.removeprefix('storage.')}.{name}"] = any(
                    one in parameters for one in ("scope", "scopes")
                )
    return found


def test_every_read_with_a_scope_has_its_line() -> None:
    elsewhere = {name for names in ELSEWHERE.values() for name in names.split()}
    scoped = {name for name, takes_scope in public().items() if takes_scope}
    assert scoped - {*READS, *elsewhere, *KNOWN_GAPS} == set(), "add a line to READS, or say where it is tested"
    assert {*READS, *elsewhere, *KNOWN_GAPS} - scoped == set(), "these are gone, or take no scope any more"


def test_every_function_without_a_scope_says_why() -> None:
    rooms = {room for names in UNSCOPED.values() for room in names.split()}
    alone = {name for names in UNSCOPED_ALONE.values() for name in names.split()}
    without = {name for name, takes_scope in public().items() if not takes_scope}
    assert {one for one in without if one.split(".")[0] not in rooms} - alone == set(), (
        "give it a scope, or say why not"
    )
    assert alone - without == set(), "these are gone, or take a scope now"


@pytest.mark.parametrize("file", ELSEWHERE)
def test_where_it_is_said_to_be_tested_it_is(file: str) -> None:
    text = (HERE / file).read_text(encoding="utf-8")
    for name in ELSEWHERE[file].split():
        assert f"{name.split('.')[-1]}(" in text, name
