"""The program was down, or ran in many places at once: each thing is still said once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from county import County, beijing, only_inspections, small_plan

from checklists.errors import TryLater
from scheduler import morning
from scheduler.tick import tick


def test_the_hour_and_the_25th_at_midnight(county: County) -> None:
    county.put_in_force(small_plan())
    county.person("李局", "county", region="371002")
    county.days("2023-05-17", "2023-05-24", at="12:00")
    county.letters()
    county.tick("2023-05-24 23:59")
    county.tick("2023-05-25 00:00")
    county.tick("2023-05-25 08:59")
    assert county.letters() == []
    county.tick("2023-05-25 09:00")
    county.tick("2023-05-25 09:01")
    county.tick("2023-05-25 20:59")
    assert county.letters() == [
        "05-25 李局: 李局，您好。\n要按时办的事（1件）\n报送调度表（小城）：5月25日（周四）到期，就是今天"
    ]


def test_down_for_ten_days_is_one_message_and_the_rest_is_written_down(county: County) -> None:
    county.put_in_force(only_inspections())
    mine = county.enterprise()
    county.person("王强", "principal", mine)
    county.tick("2023-05-04 09:00")
    # Down from the 5th to the 15th: two calls were missed.
    assert county.tick("2023-05-16 11:20").reminders == 1
    (letter,) = county.letters()
    assert letter.startswith("05-16 王强: ")
    assert county.tick("2023-05-16 11:21").reminders == 0
    skipped = county.skipped()
    assert skipped["inspection/small/month/2023-05-01/2023-05-05"] == "superseded by the call of 2023-05-15"
    missed = [key for key, reason in skipped.items() if reason == "the program was down; made up for on 2023-05-16"]
    assert missed == [f"morning/2023-05-{day:02d}" for day in range(5, 16)]


def test_back_after_the_month_is_over_its_calls_are_skipped_with_their_reason(county: County) -> None:
    county.put_in_force(only_inspections())
    county.person("王强", "principal", county.enterprise())
    county.tick("2023-05-16 09:00")
    county.letters()
    county.tick("2023-06-02 09:00")
    assert county.letters() == []
    key = "inspection/small/month/2023-05-01/end-3"
    assert county.skipped()[key] == "not said in time; it was over after 2023-05-31"


def test_back_in_the_night_it_waits_for_the_morning(county: County) -> None:
    county.put_in_force(only_inspections())
    county.person("王强", "principal", county.enterprise())
    county.tick("2023-05-04 09:00")
    county.tick("2023-05-05 22:00")
    county.tick("2023-05-06 03:00")
    assert county.letters() == []
    county.tick("2023-05-06 09:00")
    assert len(county.letters()) == 1


def test_the_first_start_makes_up_for_nothing(county: County) -> None:
    county.put_in_force(only_inspections())
    county.person("王强", "principal", county.enterprise())
    county.person("李局", "county", region="371002")
    county.schedule = county.content.schedule
    county.tick("2023-05-18 10:00")
    assert county.letters() == []
    assert county.letters("digest") == []
    assert county.skipped()["morning/2023-05-17"] == "the clock was first started on 2023-05-18"


def test_ten_schedulers_fire_once(county: County) -> None:
    county.put_in_force(only_inspections())
    for number in range(30):
        county.person(f"{number}号", "principal", county.enterprise(f"{number}号矿"))
    county.tick("2023-05-04 09:00")
    county.now = beijing("2023-05-05 09:00")
    small_batches = county.schedule.model_copy(update={"batch": 7})

    def ring(_: int) -> int:
        return tick(county.content, county.open_unit, county.look, county.media_folder, small_batches).reminders

    with ThreadPoolExecutor(10) as pool:
        queued = list(pool.map(ring, range(10)))
    assert sum(queued) == 30
    letters = county.letters()
    assert len(letters) == 30
    assert len({letter.split(":")[0] for letter in letters}) == 30


def test_a_crash_between_two_batches_loses_nobody_and_repeats_nobody(
    county: County,
) -> None:
    county.put_in_force(only_inspections())
    for number in range(4):
        county.person(f"{number}号", "principal", county.enterprise(f"{number}号矿"))
    county.tick("2023-05-04 09:00")
    county.now = beijing("2023-05-05 09:00")
    opened, in_twos = 0, county.schedule.model_copy(update={"batch": 2})

    def breaks_down():  # type: ignore[no-untyped-def]
        nonlocal opened
        opened += 1
        # what is due, bulletins, what waits in private, its addresses, its order, a batch of two, and then the database
        # is gone
        if opened == 7:
            raise TryLater("Try again in a moment: the database is locked.")
        return county.open_unit()

    with pytest.raises(TryLater):
        tick(county.content, breaks_down, county.look, county.media_folder, in_twos)
    assert len(county.letters()) == 2
    # The next day goes on where this one broke off.
    county.now = beijing("2023-05-06 09:00")
    assert tick(county.content, county.open_unit, county.look, county.media_folder, in_twos).reminders == 2
    assert [letter[:8] for letter in county.letters()] == ["05-06 2号", "05-06 3号"]


def test_one_person_whose_rows_are_broken_does_not_cost_the_others_their_message(
    county: County, caplog: pytest.LogCaptureFixture
) -> None:
    county.put_in_force(only_inspections())
    county.person("王强", "principal", county.enterprise())
    broken = county.enterprise("坏行矿业")
    county.put("enterprises", broken, profile=["not", "a", "mapping"])
    victim = county.person("李四", "principal", broken)
    county.tick("2023-05-04 09:00")
    county.tick("2023-05-05 09:00")
    assert [letter[:8] for letter in county.letters()] == ["05-05 王强"]
    assert county.skipped()[f"reminder/2023-05-05/{victim}"] == "our fault: TypeError; see the log"
    assert "李四" not in caplog.text
    assert f"reminders for person {victim}: TypeError at duties.py" in caplog.text
    assert county.tick("2023-05-05 09:01").reminders == 0


def test_a_person_without_any_channel_is_queued_for_all_the_same(county: County) -> None:
    # Delivery knows what became of it; the clock does not look at channels.
    county.put_in_force(only_inspections())
    county.person("王强", "principal", county.enterprise())
    assert len(county.days("2023-05-05", "2023-05-05")) == 1


def test_an_empty_record(county: County) -> None:
    assert county.tick("2023-05-05 09:00").reminders == 0
    with county.open_unit() as unit:
        assert morning.window_due(unit, county.schedule) is None
