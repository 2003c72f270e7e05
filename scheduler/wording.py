"""Small wordings that several reminders share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from checklists.texts import Texts


def day_words(day: date, texts: Texts) -> str:
    """5月25日（周四）."""
    return texts(
        "reminders.day", month=day.month, day=day.day, weekday=texts.words["reminders.weekdays"][day.weekday()]
    )


def joined(words: Sequence[str], shown: int, texts: Texts) -> str:
    """The first `shown` of them in a row, and how many there are where that is not all."""
    row = texts("reminders.between").join(words[:shown])
    return row if len(words) <= shown else row + texts("reminders.and_more", count=len(words))


def when_words(day: date, today: date, texts: Texts) -> str:
    """还有3天, 今天, 已过2天."""
    days = (day - today).days
    if days > 0:
        return texts("reminders.in_days", days=days)
    return texts("reminders.today") if days == 0 else texts("reminders.days_ago", days=-days)


def shortened(words: str, length: int = 20) -> str:
    """On one line, cut to that many characters with a mark."""
    line = " ".join(words.split())
    return line if len(line) <= length else line[: length - 1] + "…"
