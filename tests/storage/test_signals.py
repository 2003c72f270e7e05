"""Formality signals from a small record, each figure worked out by hand; and the page that documents them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from checklists.content import Content
from reports.signals import SignalPage, signal_page
from reports.signals_page import page
from storage import enterprises, people
from storage.inspections import AnswerRow, manner
from storage.scope import EVERYTHING, Scope
from storage.tables import hazards, inspections, spot_checks
from storage.unit_of_work import OpenUnit, UnitOfWork

DAY = date(2023, 6, 30)
NOON = datetime(2023, 6, 20, 4, tzinfo=UTC)
REAL = {"pace": 12.0, "uniform": False, "answers_hash": "own", "photos": 2, "negative": 1, "asked": 25}


def site(unit: UnitOfWork, number: int, region: str = "360702") -> int:
    return enterprises.add_enterprise(
        unit, name=f"厂{number}", uscc=f"{number:018d}", region=region, sector="industry"
    )  # fmt: skip


def inspected(unit: UnitOfWork, enterprise: int, checklist: str = "a", at: datetime = NOON, **more: object) -> None:
    values = {**REAL, **more}
    if values["answers_hash"] == "own":
        values["answers_hash"] = f"{enterprise}{checklist}{at:%m}"
    unit.execute(
        insert(inspections).values(
            enterprise_id=enterprise, plan="p", year=2023, checklist=checklist, form_version="v", person_id=1,
            role="principal", led_by_principal=True, started_at=at, finished_at=at, **values,
        )
    )  # fmt: skip


def seen(found: SignalPage) -> dict[str, list[str]]:
    return {one.name: [signal.id for signal in one.signals] for one in found.sites}


@pytest.fixture
def record(open_unit: OpenUnit) -> OpenUnit:
    """One county with twelve enterprises that took their time, and one for each signal."""
    with open_unit() as unit:
        people.add_person(unit, "王建国")
        for number in range(12):
            inspected(unit, site(unit, number))
        unit.commit()
    return open_unit


def signals_of(record: OpenUnit, content: Content, scope: Scope = EVERYTHING) -> SignalPage:
    with record() as unit:
        return signal_page(content, unit, scope, DAY)


def test_who_takes_the_time_gives_no_signal(record: OpenUnit, content: Content) -> None:
    assert signals_of(record, content).total == 0


def test_pace_is_weighted_by_questions(record: OpenUnit, content: Content) -> None:
    with record() as unit:
        fast, slow, few = (site(unit, number) for number in (20, 21, 22))
        # (2 s x 10 + 3.5 s x 15) / 25 = 2.9 s a question; with 3.2 s for the fifteen it is 2.72, with 3.7 it is 3.02
        inspected(unit, fast, "a", pace=2.0, asked=10)
        inspected(unit, fast, "b", pace=3.5, asked=15)
        inspected(unit, slow, "a", pace=2.0, asked=10)
        inspected(unit, slow, "b", pace=3.7, asked=15)
        inspected(unit, few, "a", pace=0.5, asked=19)
        unit.commit()
    found = signals_of(record, content)
    assert seen(found) == {"厂20": ["fast"]}
    assert found.sites[0].signals[0].reason == "答了 25 题，平均每题 2.9 秒"


def test_all_alike_needs_every_checklist_alike(record: OpenUnit, content: Content) -> None:
    with record() as unit:
        alike, mixed = site(unit, 20), site(unit, 21)
        for name in ("a", "b"):
            inspected(unit, alike, name, uniform=True)
        inspected(unit, mixed, "a", uniform=True)
        inspected(unit, mixed, "b", uniform=False)
        unit.commit()
    assert seen(signals_of(record, content)) == {"厂20": ["uniform"]}


def test_word_for_word_as_the_time_before(record: OpenUnit, content: Content) -> None:
    month = timedelta(days=31)
    with record() as unit:
        same, changed, first = (site(unit, number) for number in (20, 21, 22))
        for name in ("a", "b", "c"):
            inspected(unit, same, name, NOON - month, answers_hash=name)
            inspected(unit, same, name, answers_hash=name)
            inspected(unit, changed, name, NOON - 2 * month, answers_hash=name)
            inspected(unit, changed, name, NOON - month, answers_hash="other")
            inspected(unit, changed, name, answers_hash=name)
            inspected(unit, first, name, answers_hash=name)
        unit.commit()
    found = signals_of(record, content)
    assert seen(found) == {"厂20": ["repeated"]}
    assert "3 份清单" in found.sites[0].signals[0].reason


def test_no_photo_where_others_have_some(record: OpenUnit, content: Content) -> None:
    with record() as unit:
        without, elsewhere = site(unit, 20), site(unit, 21)
        inspected(unit, without, "a", photos=0)
        inspected(unit, elsewhere, "rare", photos=0)  # nobody else answers that checklist
        unit.commit()
    assert seen(signals_of(record, content)) == {"厂20": ["no_photos"]}


def test_nothing_found_while_a_spot_check_found_something(record: OpenUnit, content: Content) -> None:
    with record() as unit:
        clean, honest, withdrawn = (site(unit, number) for number in (20, 21, 22))
        for one, negative in ((clean, 0), (honest, 1), (withdrawn, 0)):
            inspected(unit, one, negative=negative)
            unit.execute(
                insert(spot_checks).values(
                    enterprise_id=one, level="county", region="360702", inspectors=["刘明"], checked_at=NOON,
                    findings=["uncertified"], problems_found=4, problems_fixed=0, note="", photos=[], recorded_at=NOON,
                    withdrawn_at=NOON if one == withdrawn else None,
                )
            )  # fmt: skip
        unit.commit()
    found = signals_of(record, content)
    assert seen(found) == {"厂20": ["nothing_found"]}
    assert "抽查 1 次查出问题（一般问题 4 个）" in found.sites[0].signals[0].reason


def test_everything_rectified_on_its_last_day_in_beijing(record: OpenUnit, content: Content) -> None:
    late_evening = datetime(2023, 6, 20, 15, 59, tzinfo=UTC)  # 23:59 in Beijing
    after_midnight = datetime(2023, 6, 19, 16, 30, tzinfo=UTC)  # 00:30 on the 20th in Beijing
    with record() as unit:
        last, early = site(unit, 20), site(unit, 21)
        for one, moments in (
            (last, (NOON, late_evening, after_midnight)), (early, (NOON, NOON, NOON - timedelta(days=1))),
        ):  # fmt: skip
            inspected(unit, one)
            for moment in moments:
                unit.execute(
                    insert(hazards).values(
                        enterprise_id=one, source="self", level="general", status="rectified", words="x", place="y",
                        found_at=NOON - timedelta(days=9), deadline=date(2023, 6, 20), rectified_at=moment,
                    )
                )  # fmt: skip
        unit.commit()
    assert seen(signals_of(record, content)) == {"厂20": ["last_day"]}


def test_a_scope_sees_its_own_and_is_compared_with_its_own(record: OpenUnit, content: Content) -> None:
    with record() as unit:
        inspected(unit, site(unit, 20, "360703"), pace=1.0)
        inspected(unit, site(unit, 21), pace=1.0, photos=0)
        unit.commit()
    assert seen(signals_of(record, content, Scope(region="360703"))) == {"厂20": ["fast"]}
    assert seen(signals_of(record, content, Scope(region="360702"))) == {"厂21": ["fast", "no_photos"]}
    assert signals_of(record, content, Scope()).total == 0
    assert [one.name for one in signals_of(record, content).sites] == ["厂21", "厂20"], "the most signals first"


def test_how_a_checklist_was_answered() -> None:
    begin = datetime(2023, 6, 20, tzinfo=UTC)

    def row(question: str, seconds: float | None, value: str = "yes", choice: bool = True) -> AnswerRow:
        at = begin + timedelta(seconds=seconds) if seconds is not None else None
        return AnswerRow(
            question, value, "", {"photos": [1, 2]} if question == "a" else None, False, None, None, at, choice
        )

    rows = [row("a", 4), row("b", 10), row("c", 3610), row("d", None)]
    told = manner(begin, rows)
    assert (told["pace"], told["uniform"], told["photos"]) == (6.0, True, 2)  # gaps of 4, 6 and 3600 s
    assert manner(begin, rows[:1])["pace"] is None
    tap = [row(name, 16) for name in ("e", "f", "g", "h", "i", "j")]  # six read in six seconds, confirmed with one tap
    assert manner(begin, [*rows[:2], *tap])["pace"] == 6.0
    assert manner(begin, [row("a", 4), row("b", 8, "no")])["uniform"] is False
    assert manner(begin, [row("a", 4), row("b", 8, "12", choice=False)])["uniform"] is True
    assert manner(begin, list(reversed(rows)))["answers_hash"] == told["answers_hash"]
    moved = [replace(rows[0], evidence=None), *rows[1:]]
    assert manner(begin, moved)["answers_hash"] == told["answers_hash"]
    assert manner(begin, [*rows[:3], row("d", None, "no")])["answers_hash"] != told["answers_hash"]


def test_the_page_of_signals_is_what_the_content_says(content: Content) -> None:
    written = (Path(__file__).parents[2] / "docs" / "signals.md").read_text(encoding="utf-8")
    assert written == page(content), "run python -m reports.signals_page > docs/signals.md"
