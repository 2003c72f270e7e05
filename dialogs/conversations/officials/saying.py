"""Days, names and numbers as they are said back to officials, and answers known beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from dialogs.folding import cleaned
from dialogs.state import Answer
from dialogs.talk import BEIJING, Talk

_BETWEEN = re.compile(r"[\s,，、;；/]+")


def day_said(talk: Talk, day: date) -> str:
    """A day with its year."""
    return talk.say("engine.day", year=day.year, month=day.month, day=day.day)


def beijing_day(moment: datetime) -> date:
    """The day in Beijing on which a moment lies."""
    return moment.astimezone(BEIJING).date()


def plain(number: Decimal) -> str:
    """A number without closing zeros and never with an exponent."""
    return format(number.normalize(), "f")


def names(words: str) -> tuple[str, ...]:
    """The names in 张三、李四, each once, in order; those of one sign only are no names."""
    found = (cleaned(piece) for piece in _BETWEEN.split(words))
    return tuple(dict.fromkeys(piece for piece in found if len(piece) >= 2))


def joined(labels: Iterable[str]) -> str:
    """Words one after the other, as Chinese lists them."""
    return "、".join(labels)


def said(words: str) -> Answer:
    """Words as an answer known beforehand."""
    return Answer(value=words, shown=words)


def dated(talk: Talk, day: date) -> Answer:
    """A day as an answer known beforehand."""
    return Answer(value=day.isoformat(), shown=day_said(talk, day))


def counted(number: int, unit: str) -> Answer:
    """A number as an answer known beforehand."""
    return Answer(value=str(number), shown=f"{number}{unit}")


def paid(talk: Talk, amount: Decimal) -> Answer:
    """A sum of yuan as an answer known beforehand."""
    return Answer(value=plain(amount), shown=talk.say("engine.yuan", amount=plain(amount)))
