from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from checklists.periods import midnight
from storage.figures.period import Period, days


def test_midnight_in_beijing_is_four_in_the_afternoon_before_in_utc() -> None:
    assert midnight(date(2023, 5, 25)) == datetime(2023, 5, 24, 16, tzinfo=UTC)


def test_periods_that_touch_share_no_day_and_lose_none() -> None:
    noon = datetime(2023, 6, 10, 4, tzinfo=UTC)  # 12:00 in Beijing
    first, second = Period(midnight(date(2023, 6, 1)), noon), Period(noon, midnight(date(2023, 7, 1)))
    assert (first.first_day, first.after_day) == (date(2023, 6, 1), date(2023, 6, 11))
    assert (second.first_day, second.after_day) == (date(2023, 6, 11), date(2023, 7, 1))


def test_until_cuts_and_never_turns_round() -> None:
    june = days(date(2023, 6, 1), date(2023, 7, 1))
    assert june.until(midnight(date(2023, 6, 10))) == days(date(2023, 6, 1), date(2023, 6, 10))
    assert june.until(midnight(date(2023, 8, 1))) == june
    assert june.until(midnight(date(2023, 5, 1))) == days(date(2023, 6, 1), date(2023, 6, 1))


def test_moments_need_a_zone_and_an_order() -> None:
    with pytest.raises(ValueError, match="aware"):
        Period(datetime(2023, 6, 1), datetime(2023, 7, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="before it begins"):
        days(date(2023, 7, 1), date(2023, 6, 1))
