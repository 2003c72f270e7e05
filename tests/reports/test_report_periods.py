from __future__ import annotations

from datetime import date, datetime

import pytest
from hand_made_ledger import beijing

from checklists.content import Content
from checklists.errors import TellOperator, UserMistake
from checklists.plan import PeriodRule
from reports.forms import layout_of
from reports.periods import covered, due_day, last_week, week_of


def _days(rule: PeriodRule, due: date) -> tuple[date, date]:
    whole = covered(rule, due).whole
    return whole.first_day, whole.after_day


WINDOW = PeriodRule(rule="window", day=25)
CUMULATIVE = PeriodRule(rule="cumulative", since="05-01")


@pytest.mark.parametrize(
    ("rule", "due", "first", "after"),
    [
        (WINDOW, date(2023, 6, 25), date(2023, 5, 25), date(2023, 6, 25)),
        (WINDOW, date(2023, 6, 21), date(2023, 5, 25), date(2023, 6, 25)),  # reported before a holiday
        (WINDOW, date(2023, 1, 25), date(2022, 12, 25), date(2023, 1, 25)),
        (PeriodRule(rule="window", day=31), date(2023, 3, 31), date(2023, 2, 28), date(2023, 3, 31)),
        (CUMULATIVE, date(2023, 6, 23), date(2023, 5, 1), date(2023, 6, 23)),
        (CUMULATIVE, date(2024, 2, 23), date(2023, 5, 1), date(2024, 2, 23)),
        (CUMULATIVE.model_copy(update={"closes": "month"}), date(2023, 6, 23), date(2023, 5, 1), date(2023, 6, 1)),
        (CUMULATIVE.model_copy(update={"closes": "month"}), date(2023, 5, 23), date(2023, 5, 1), date(2023, 5, 1)),
        (PeriodRule(rule="month"), date(2023, 12, 28), date(2023, 12, 1), date(2024, 1, 1)),
    ],
)
def test_days_covered(rule: PeriodRule, due: date, first: date, after: date) -> None:
    assert _days(rule, due) == (first, after)


def test_year_and_month() -> None:
    reach = covered(PeriodRule(rule="year-and-month"), date(2023, 6, 15))
    assert (reach.whole.first_day, reach.whole.after_day) == (date(2023, 1, 1), date(2023, 6, 15))
    assert (reach.month.first_day, reach.month.after_day) == (date(2023, 6, 1), date(2023, 6, 15))

    closed = covered(PeriodRule(rule="year-and-month", closes="month"), date(2024, 1, 5))
    assert (closed.whole.first_day, closed.whole.after_day) == (date(2023, 1, 1), date(2024, 1, 1))
    assert (closed.month.first_day, closed.month.after_day) == (date(2023, 12, 1), date(2024, 1, 1))


def test_windows_that_follow_each_other_share_no_moment() -> None:
    may, june = covered(WINDOW, date(2023, 5, 25)).whole, covered(WINDOW, date(2023, 6, 25)).whole
    assert may.end == june.begin == beijing("2023-05-25 00:00")


def test_a_rule_without_its_day_is_the_operator_s_to_mend() -> None:
    with pytest.raises(TellOperator, match="day"):
        covered(PeriodRule(rule="window"), date(2023, 6, 25))


def test_due_day_of_a_month(content: Content) -> None:
    assert due_day(content, layout_of(content, "f12"), "2023-06") == date(2023, 6, 25)
    assert due_day(content, layout_of(content, "F7"), "2024-02") == date(2024, 2, 23)
    for wrong in ("2023-13", "June", "2023-6", "0000-01"):
        with pytest.raises(UserMistake, match="2023-06"):
            due_day(content, layout_of(content, "F7"), wrong)


def test_weeks_run_from_monday_to_monday() -> None:
    assert week_of(date(2023, 6, 25)).first_day == date(2023, 6, 19)  # a Sunday
    assert week_of(date(2023, 6, 26)).first_day == date(2023, 6, 26)
    assert last_week(date(2023, 6, 26)) == week_of(date(2023, 6, 19))


def test_as_of_cuts_the_period() -> None:
    noon: datetime = beijing("2023-06-10 12:00")
    reach = covered(WINDOW, date(2023, 6, 25)).until(noon)
    assert reach.whole.end == noon
    assert reach.whole.after_day == date(2023, 6, 11)  # what bears only the day 10 June is in
