"""Days as people write them: 今天, 昨天, 三天内, 下周五, 2023年5月1日, 5月1号, 2023-05-01, 5.1, 20230501, 下月15号.

Where what is asked lies ahead, also what else people answer to 哪天之前: 半个月, 月底前, 国庆前, 6月30日前.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from dialogs.numbers import read_number

_NEAR = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "大前天": -3, "明天": 1, "后天": 2, "大后天": 3}
_FULL = re.compile(r"^(\d{4}|\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$")
_SHORT = re.compile(r"^(?:(今年|去年|明年))?(\d{1,2})[-/.月](\d{1,2})[日号]?$")
_MONTH = re.compile(r"^(本月|这个月|上个?月|下个?月)(\d{1,2})[日号]$")
_AGO = re.compile(r"^(\d{1,3})天([前后])$")
_WITHIN = re.compile(r"^(\d{1,3}|[一二两三四五六七八九十])[天日](?:之内|以内|内)$")
_WEEK = re.compile(r"^(这个?|本|下个?)?(?:周|星期|礼拜)([一二三四五六日天])$")
_COUNT = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")


_SPAN = re.compile(
    r"^(\d{1,3}|[一二两三四五六七八九十]{1,3}|半)(?:个(月半|半月|月)|(天|日(?=之?以?内))|个?(周|星期|礼拜)|(年)(半?))"
    r"(?:之内|以内|内|之后|以后|后)?$"
)
"""一个月内, 半个月, 30天, 两周后; 5月 and 3日 are no spans."""
_BEFORE = re.compile(r"(?:之前|以前|前)$")
_MONTH_END = re.compile(r"^(本|这个?|当|下个?|1[0-2]|0?[1-9])?月[底末]$")
_YEAR_END = re.compile(r"^(?:(今|本|明)年年?|年)[底末]$")
_ALONE = re.compile(r"^(\d{1,2})[日号]$")
_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "国庆节": (10, 1), "十一": (10, 1)}
"""Those that stand on the same day every year."""


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


def read_deadline(folded: str, today: date, earliest: date = date.min, latest: date = date.max) -> date | None:
    """The last day of a deadline in a folded text, as `read_day` reads it or as a span, an end or a feast ahead.

    30天 and 一个月内 count from today, 月底前 is the month's last day, 国庆前 the day before the feast, 6月30日前 the
    30th, as in official papers. None for what says no day: 尽快, 春节前.
    """
    bare = _BEFORE.sub("", folded)
    found = read_day(folded, today, earliest, latest) or _span(folded, today) or _end(bare, today)
    if found is not None or bare == folded:
        return found
    if bare in _FEASTS:
        feast = date(today.year, *_FEASTS[bare])
        return (feast if feast > today else feast.replace(year=today.year + 1)) - timedelta(days=1)
    return read_day(bare, today, earliest, latest)


def _span(folded: str, today: date) -> date | None:
    """The day so long from today; a month from the 31st ends with the next one."""
    match = _SPAN.match(folded)
    number = 0.5 if match and match[1] == "半" else float(read_number(match[1]) or 0) if match else 0
    if not match or not number:
        return None
    _, month, day, week, _, year_half = match.groups()
    if day or week:
        return today + timedelta(days=int(number) * (1 if day else 7)) if number >= 1 else None
    months = number + 0.5 * ("半" in month) if month else (number + 0.5 * bool(year_half)) * 12
    then = _month(today, int(months))
    return min(then + timedelta(days=today.day - 1), _last(then)) + timedelta(days=15 * (months % 1 > 0))


def _end(folded: str, today: date) -> date | None:
    """The end of this month or the next, of a month by number, of the year; the day of that number that comes next."""
    if match := _MONTH_END.match(folded):
        which = match[1] or ""
        if which.isdecimal():
            return _last(date(today.year + (int(which) < today.month), int(which), 1))
        return _last(_month(today, which.startswith("下")))
    if match := _YEAR_END.match(folded):
        return date(today.year + (match[1] == "明"), 12, 31)
    if match := _ALONE.match(folded):
        month = _month(today, int(match[1]) < today.day)
        return _day(month.year, month.month, int(match[1]))
    return None


def _month(today: date, ahead: int) -> date:
    """The first day of the month so many months ahead."""
    months = today.year * 12 + today.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)


def _last(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


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
