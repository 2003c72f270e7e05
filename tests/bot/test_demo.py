"""The demo keeps apart from the real record, comes back as it was left, and its clock passes every round on its way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.clock import DemoClock
from bot.demo.acting import act
from bot.demo.days import first_day, rounds, stops
from bot.demo.show import Show, begin_anew, go, offered
from bot.sample.county import campaign_for
from bot.sample.demo import Demo, demo_settings, open_demo
from bot.settings import Settings
from checklists.content import Content
from checklists.errors import TellOperator, UserMistake
from checklists.judgement.judge import Judge
from checklists.periods import BEIJING
from storage import hazards, outbox, people, reaching
from storage.scope import EVERYTHING
from storage.upkeep.emptying import empty
from tests.conftest import Database

SATURDAY = datetime(2023, 6, 10, 17, 30, tzinfo=UTC)  # half past one on Sunday in Beijing
REAL = Settings.model_construct(data_dir=Path("nowhere"), database_url=SecretStr("postgresql+psycopg://real"))


def opened(
    content: Content, judge: Judge, folder: Path, *, plan: str = "weihai-mines-2023", fresh: bool = False
) -> Demo:
    settings = demo_settings(REAL, folder / "demo", "demo.sqlite3")
    return open_demo(settings, content.plans[plan], content=content, judge=judge, fresh=fresh, base=lambda: SATURDAY)


@pytest.fixture(scope="module")
def planted(content: Content, judge: Judge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo's folder as planting leaves it."""
    folder = tmp_path_factory.mktemp("planted")
    opened(content, judge, folder).app.engine.dispose()
    return folder


@pytest.fixture
def show(content: Content, judge: Judge, planted: Path, tmp_path: Path) -> Iterator[Show]:
    shutil.copytree(planted / "demo", tmp_path / "demo")
    demo = opened(content, judge, tmp_path)
    yield Show(demo)
    demo.app.engine.dispose()


def texts_to(show: Show, key: str, kind: str) -> list[str]:
    """What waits for one of the demo's people."""
    one = next(person for person in show.demo.people if person.key == key)
    with show.demo.app.open_unit() as unit:
        person = reaching.bound(unit, "web", "default", one.address).person_id
        found = outbox.listed(unit, ("waiting", "sent"), 1000)
    return [letter.body["text"] for letter in reversed(found) if (letter.person_id, letter.kind) == (person, kind)]


def beijing(show: Show) -> str:
    return f"{show.now.astimezone(BEIJING):%m-%d %H:%M}"


def test_opened_twice_it_is_the_same_county(content: Content, judge: Judge, planted: Path, tmp_path: Path) -> None:
    shutil.copytree(planted / "demo", tmp_path / "demo")
    first = opened(content, judge, tmp_path)
    assert not first.planted
    assert first.app.settings.quiet.until(SATURDAY) is None  # somebody may look at it at night
    with first.app.open_unit() as unit:
        someone = people.add_person(unit, "后来的人")
        unit.commit()
    first.app.engine.dispose()
    again = opened(content, judge, tmp_path)
    assert again.people == first.people
    with again.app.open_unit() as unit:
        assert people.person(unit, someone).name == "后来的人"
    again.app.engine.dispose()
    with pytest.raises(UserMistake, match="add --fresh to begin anew with ganzhou-2023"):
        opened(content, judge, tmp_path, plan="ganzhou-2023")
    assert [one.name for one in tmp_path.iterdir()] == ["demo"]


def test_it_opens_on_a_working_day_at_ten_with_the_mornings_reminders(show: Show) -> None:
    assert beijing(show) == "06-09 10:00"
    assert len(texts_to(show, "principal", "reminder")) == 1
    assert texts_to(show, "county", "digest") == []  # it is Friday


def test_on_the_way_to_the_digest_and_the_reminder_each_days_round_goes_out_on_its_day(show: Show) -> None:
    passed: list[str] = []
    go(show, "digest", lambda: passed.append(beijing(show)))
    assert passed == ["06-10 09:00", "06-11 09:00", "06-12 08:30", "06-12 08:31"]
    assert beijing(show) == "06-12 08:31"
    assert "6月5日—6月11日" in texts_to(show, "county", "digest")[-1]
    before = len(texts_to(show, "principal", "reminder"))
    go(show, "reminder")
    assert "自查" in texts_to(show, "principal", "reminder")[-1]
    assert len(texts_to(show, "principal", "reminder")) > before


def test_after_a_new_start_the_clock_is_where_it_was(
    content: Content, judge: Judge, show: Show, tmp_path: Path
) -> None:
    go(show, "day")
    again = opened(content, judge, tmp_path)
    assert beijing(Show(again)) == "06-10 10:00"
    again.app.engine.dispose()


def test_the_walk_can_be_acted_from_the_photo_to_the_sign_off(show: Show) -> None:
    heard: list[str] = []
    act(show, "report", heard.append)
    with show.demo.app.open_unit() as unit:
        reported = max(hazards.ledger(unit, EVERYTHING, limit=1000), key=lambda one: one.id).id
    act(show, "confirm", heard.append)
    act(show, "rectify", heard.append)
    assert {"demo-safety_officer", "demo-county", "demo-principal"} <= set(heard)
    with show.demo.app.open_unit() as unit:
        done = hazards.hazard(unit, reported, EVERYTHING)
    assert done is not None
    assert (done.status, done.level) == ("signed_off", "major")
    assert any("疑似重大事故隐患" in text for text in texts_to(show, "county", "notice"))
    assert any("已认定为重大事故隐患" in text for text in texts_to(show, "principal", "notice"))


def test_begun_anew_it_is_as_at_first(show: Show) -> None:
    first = show.demo.people, texts_to(show, "county", "reminder")
    act(show, "report", lambda _: None)
    go(show, "day")
    begin_anew(show)
    assert (show.demo.people, texts_to(show, "county", "reminder")) == first
    assert beijing(show) == "06-09 10:00"
    assert texts_to(show, "county", "notice") == []
    go(show, "day")  # and it goes on


def test_what_people_entered_is_not_thrown_away(database: Database) -> None:
    with database.open_unit() as unit:
        people.add_person(unit, "真人")
        with pytest.raises(TellOperator, match="not planted as a sample"):
            empty(unit)


def test_every_plan_has_somewhere_to_go_in_any_season(content: Content) -> None:
    for plan in content.plans.values():
        for month in (1, 4, 7, 10):
            day = date(2027, month, 3)
            now = datetime.combine(day, datetime.min.time(), BEIJING) + timedelta(hours=10)
            found = stops(content, plan, campaign_for(plan, day), now)
            assert {"day", "digest", "reminder"} <= {one.place for one in found}, (plan.id, month)
            assert all(one.at > now for one in found)
    places = [one.place for one in stops(content, plan, replace(campaign_for(plan, day), ends=day), now)]
    assert "report" not in places


def test_a_round_is_passed_once(content: Content) -> None:
    nine = datetime(2023, 6, 12, 9, tzinfo=BEIJING)
    assert list(rounds(content.schedule, nine - timedelta(hours=1), nine)) == [nine - timedelta(minutes=30), nine]
    assert list(rounds(content.schedule, nine, nine + timedelta(hours=23))) == []


def test_the_first_day_is_a_working_day() -> None:
    assert first_day(datetime(2023, 6, 11, 4, tzinfo=UTC)) == date(2023, 6, 9)
    assert first_day(datetime(2023, 6, 11, 17, tzinfo=UTC)) == date(2023, 6, 12)


def test_nothing_is_offered_twice(show: Show) -> None:
    places = [one.place for one in offered(show)]
    assert len(places) == len(set(places))
    assert isinstance(show.demo.clock, DemoClock)
