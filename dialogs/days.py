"""Days as people write them: 今天, 昨天, 三天内, 下周五, 2023年5月1日, 5月1号, 2023-05-01, 5.1, 20230501, 下月15号."""

from __future__ import annotations

import re
from datetime import date, timedelta

_NEAR = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "大前天": -3, "明天": 1, "后天": 2, "大后天": 3}
_FULL = re.compile(r"^(\d{4}|\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$")
_SHORT = re.compile(r"^(?:(今年|去年|明年))?(\d{1,2})[-/.月](\d{1,2})[日号]?$")
_MONTH = re.compile(r"^(本月|这个月|上个?月|下个?月)(\d{1,2})[日号]$")
_AGO = re.compile(r"^(\d{1,3})天([前后])$")
_WITHIN = re.compile(r"^(\d{1,3}|[一二两三四五六七八九十])[天日](?:之内|以内|内)$")
_WEEK = re.compile(r"^(这个?|本|下个?)?(?:周|星期|礼拜)([一二三四五六日天])$")
_COUNT = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")


NEAR, FAR = timedelta(days=200), timedelta(days=300)


class NoSuchDay(ValueError):
    """It was written as a day, but the calendar has none like it (2月30日)."""


def read_day(folded: str, today: date, earliest: date = date.min, latest: date = date.max) -> date | None:
    """The day in a folded text; None when it is not written as a day at all.

    A day without a year is this year's; last or next year's where that is nearer by far, or where this year's is not
    allowed and the other not far off (in October a deadline 3月1日 is next year's; in June 6月1日 is a mistake).
    Raises NoSuchDay for 2月30日 and the like.
    """
    if folded in _NEAR:
        return today + timedelta(days=_NEAR[folded])
    if match := _AGO.match(folded):
        days = int(match[1])
        return today + timedelta(days=-days if match[2] == "前" else days)
    if match := _WITHIN.match(folded):  # 三天内: by the third day from now
        return today + timedelta(days=_COUNT.get(match[1]) or int(match[1]))
    if match := _WEEK.match(folded):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=(match[1] or "").startswith("下"))
        return monday + timedelta(days=6 if match[2] in "日天" else _COUNT[match[2]] - 1)
    if match := _FULL.match(folded) or _COMPACT.match(folded):
        year = int(match[1])
        return _day(year if year > 99 else 2000 + year, int(match[2]), int(match[3]))
    if match := _MONTH.match(folded):
        shift = -1 if match[1].startswith("上") else 1 if match[1].startswith("下") else 0
        months = today.year * 12 + today.month - 1 + shift
        return _day(months // 12, months % 12 + 1, int(match[2]))
    if match := _SHORT.match(folded):
        month, day = int(match[2]), int(match[3])
        named = {"今年": today.year, "去年": today.year - 1, "明年": today.year + 1}.get(match[1] or "")
        if named is not None:
            return _day(named, month, day)
        return _nearest(month, day, today, earliest, latest)
    return None


def _nearest(month: int, day: int, today: date, earliest: date, latest: date) -> date:
    """This year's day of that date, else a neighbouring year's that is not far off and within the bounds."""
    years = (today.year, today.year - 1, today.year + 1)
    found = [one for year in years if (one := _try(year, month, day)) is not None]
    if not found:
        raise NoSuchDay(f"{month}-{day}")
    likely = [one for one in found if one.year == today.year or abs(one - today) <= NEAR] or found
    allowed = [one for one in likely if earliest <= one <= latest] or likely
    return min(allowed, key=lambda one: (abs(one - today) > FAR, one.year != today.year, abs(one - today)))


def _day(year: int, month: int, day: int) -> date:
    found = _try(year, month, day)
    if found is None:
        raise NoSuchDay(f"{year}-{month}-{day}")
    return found


def _try(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
