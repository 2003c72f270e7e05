"""Every read of storage for every role's scope: the rows of the own area are there, and nothing of another's.

A function of storage that is new makes the last tests fail until it has its line here: in READS (reads.py) with a call
that says whose rows came back, in ELSEWHERE with the test that looks at it, or in UNSCOPED with the reason why it needs
no scope.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import storage
from storage.scope import NOTHING
from tests.bot.desk.deep_town import OF_CITY, DeepTown
from tests.bot.desk.reads import READS

HERE = Path(__file__).parents[3]

BOTH = {"hongda", "yongxing"}
SEES = {
    "刘明": {"hongda"},  # county 章贡
    "钱进": {"hongda"},  # its department
    "何静": BOTH,  # city 赣州
    OF_CITY: BOTH,  # a department of the city, for both sectors
    "高强": set(),  # county 环翠, of another city
    "苏平": BOTH,  # administrator
    "王建国": {"hongda"},  # principal
    "李安": {"hongda"},  # safety officer
    "赵小兵": {"hongda"},  # staff: whom no page shows any of this, see test_pages_isolation
    "陈永兴": {"yongxing"},  # principal of the other
    "": set(),  # nobody
}
ENTERPRISES = {name: set[str]() for name in ("王建国", "李安", "赵小兵", "陈永兴")}
DEPARTMENTS = {name: set[str]() for name in ("钱进", OF_CITY)}
OFFICIALS = {name: set[str]() for name in ("刘明", "钱进", "何静", OF_CITY, "高强", "苏平")}
OTHERWISE: dict[str, dict[str, set[str]]] = {
    **dict.fromkeys(
        ("enterprises.counties", "figures.bodies.counties_within", "key_tasks.counties_done",
         "standings.county_standings"), ENTERPRISES,
    ),
    "submissions.workbook_of": ENTERPRISES | DEPARTMENTS,  # of counties: a department has its own alone
    "submissions.handed_in": ENTERPRISES | {"钱进": set(), OF_CITY: {"hongda"}},
    "standings.department_standings": ENTERPRISES | {"刘明": set(), "钱进": set(), OF_CITY: {"hongda"}},
    "documents.waiting": OFFICIALS,  # to be signed by the enterprise
}  # fmt: skip
"""Where somebody sees less than the rows of all enterprises in the own area."""


@pytest.mark.parametrize("read", READS)
def test_a_read_gives_the_rows_of_the_own_area_and_no_others(read: str, deep_town: DeepTown) -> None:
    with deep_town.town.app.open_unit() as unit:
        for person, sees in SEES.items():
            scope = deep_town.town.roles[person][1].scope if person else NOTHING
            wanted = OTHERWISE.get(read, {}).get(person, sees)
            found = READS[read](unit, scope, deep_town)
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
    "blocking foreseen forgetting held inbox interrupted last_shown letters open_cards outbox pace post_office "
    "private_post reaching",
    "the clock's and the program's own, shown to nobody": "changes due inspected_months lifesign trail upkeep",
    "whoever presents the code or the token": "api_answers api_tokens invitations opened_links",
    "one person's own, found by person or address": "sessions readings",
    "people by id; who may ask is decided by the conversation": "people",
    "figures: their scope is a ReportingBody": "figures",
    "means of statements: what narrows one stands where it is written": "lots",
    "carries out the count it is handed, which takes its own scope": "beside",
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
    "enterprises.campaigns enterprises.campaigns_for enterprises.ever_in_force oversight.office.office_of submissions.latest "
    "submissions.reporters submissions.complete submissions.missing",
    "of people who are told something anyway, those whom it reaches": "unreachable.reached",
    "a number to be given out": "media.numbers.next_number",
    "whoever presents the code": "enterprises.by_code permits.by_code whistles.by_receipt",
}


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
    assert scoped - {*READS, *elsewhere} == set(), "add a line to READS, or say where it is tested"
    assert {*READS, *elsewhere} - scoped == set(), "these are gone, or take no scope any more"


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
