"""Reads one answer to one question, or says what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from checklists.personal_numbers import hidden
from checklists.question import Question
from checklists.texts import Texts
from dialogs.days import NoSuchDay, read_day, read_deadline
from dialogs.folding import MAX_LENGTH, cleaned, folded
from dialogs.messages import Place
from dialogs.named_checks import passes
from dialogs.numbers import COUNTED, read_number
from dialogs.options import Tap, meant, offered
from dialogs.state import Answer, State

LONGEST_TEXT = 1000
NOTHING = "none"
"""The option 都没有 of several, which goes with no other."""
_BETWEEN = re.compile(r"[\s,，、;；/和]+")


@dataclass(frozen=True)
class Given:
    """What somebody gave in one message. `tap` is the id of a tapped option of the current question."""

    today: date
    text: str = ""
    tap: str = ""
    photos: tuple[int, ...] = ()
    place: Place | None = None


@dataclass(frozen=True)
class Refusal:
    """Why an answer does not do, as the key of a text that says what would."""

    key: str
    params: dict[str, object] = field(default_factory=dict)


def read_answer(question: Question, state: State, given: Given, texts: Texts) -> Answer | Refusal:
    """The answer in what was given, checked against the question's limits."""
    if question.kind == "photo":
        return _photos(question, state, given)
    if given.photos:
        return Refusal("refuse.want_words")
    if question.kind == "place" and given.place is not None:
        shown = given.place.label[: _longest(question)] or f"{given.place.latitude:.5f}, {given.place.longitude:.5f}"
        return Answer(value=shown, shown=shown, note=f"{given.place.latitude:.6f},{given.place.longitude:.6f}")
    if given.place is not None:
        return Refusal("refuse.want_words")
    if question.kind == "text" and question.options_from:  # words of one's own, or one of those offered
        choices = offered(question, state, texts)
        tap = next((one for one in choices if one.id == given.tap), None) or meant(given.text, choices, by_number=True)
        if tap is not None:
            return Answer(value=tap.id, shown=tap.label)
    if len(given.text) > MAX_LENGTH:
        return Refusal("refuse.too_long", {"limit": _longest(question)})
    if question.kind in ("choice", "confirm") or (question.kind == "person" and question.options_from):
        return _chosen(question, state, given, texts)
    if question.kind == "several":
        return _several(question, offered(question, state, texts), given)
    return _typed(question, given, texts)


def _chosen(question: Question, state: State, given: Given, texts: Texts) -> Answer | Refusal:
    choices = offered(question, state, texts)
    tap = next((one for one in choices if one.id == given.tap), None) or meant(given.text, choices, by_number=True)
    if tap is None and question.kind == "choice" and question.options_from:
        tap = _begun(choices, folded(given.text))
    if tap is None and question.kind == "person" and not given.tap:
        return _typed(question, given, texts)
    if tap is None and not question.na and texts.meant("not_applicable", folded(given.text)):
        return Refusal("refuse.applies_to_all")
    if tap is None:
        return Refusal("refuse.no_such_option", {"count": len(choices)})
    return Answer(value=tap.id, shown=tap.label)


def _begun(choices: tuple[Tap, ...], said: str) -> Tap | None:
    """The only one of a list whose label begins so: 外包 for 外包外租和劳务用工.

    For lists alone, never for answers: 没有 is not 没有发生过.
    """
    found = [one for one in choices if folded(one.label).lstrip("✓…").startswith(said)]
    return found[0] if len(found) == 1 and len(said) > 1 and not said.isdecimal() else None


def _photos(question: Question, state: State, given: Given) -> Answer | Refusal:
    if given.photos:
        return Answer(photos=given.photos, shown="")
    there = state.answers.get(question.id)
    if there is not None and there.photos:  # in their mind they have gone on to the next question
        return Refusal("refuse.photos_sent", {"count": len(there.photos)})
    return Refusal("refuse.want_photo")


def _several(question: Question, choices: tuple[Tap, ...], given: Given) -> Answer | Refusal:
    if given.tap:
        found = [tap for tap in choices if tap.id == given.tap]
    else:
        pieces = [piece for piece in _BETWEEN.split(given.text.strip()) if piece]
        if len(choices) <= 9 and len(pieces) == 1 and folded(pieces[0]).isdigit():
            pieces = list(folded(pieces[0]))
        found = [tap for piece in pieces if (tap := meant(piece, choices, by_number=True)) is not None]
        if len(found) != len(pieces):
            return Refusal("refuse.no_such_options", {"count": len(choices)})
    unique = tuple(dict.fromkeys(found))
    if len(unique) > 1 and any(tap.id == NOTHING for tap in unique):
        return Refusal("refuse.nothing_and_more", {"nothing": next(tap.label for tap in unique if tap.id == NOTHING)})
    limits = question.limits
    if not unique or (limits and limits.max_count and len(unique) > limits.max_count):
        return Refusal("refuse.no_such_options", {"count": len(choices)})
    return Answer(value=tuple(tap.id for tap in unique), shown="、".join(tap.label for tap in unique))


def _typed(question: Question, given: Given, texts: Texts) -> Answer | Refusal:
    text = cleaned(given.text)
    if not text:
        return Refusal("refuse.empty")
    if question.kind in ("number", "money"):
        return _number(question, text, texts)
    if question.kind == "date":
        return _date(question, text, given.today, texts)
    said = folded(text)
    if texts.meant("nod", said):  # said to a button that is not there
        return Refusal("refuse.nod", {"said": text})
    check = question.limits.check if question.limits else None
    if texts.meant("myself", said) and (question.kind == "person" or check == "name"):
        return Refusal("refuse.name")  # a record that says 我自己 names nobody
    if texts.meant("puzzled", said) and (check or not question.optional):  # on record it would read as what was done
        return _broken(question, f"refuse.{check or 'words'}")
    return _text(question, text)


def _number(question: Question, text: str, texts: Texts) -> Answer | Refusal:
    said = folded(text)
    value = read_number(said, "元" if question.kind == "money" else question.unit)
    if value is None and texts.meant("nought", said):
        value = Decimal(0)
    if value is None:
        return Refusal("refuse.not_a_number", {"unit": question.unit})
    limits = question.limits
    in_parts = question.unit in COUNTED and value != value.to_integral_value()
    low = limits.min if limits and limits.min is not None else (Decimal(0) if question.kind == "money" else None)
    if in_parts or (low is not None and value < low) or (limits and limits.max is not None and value > limits.max):
        return _broken(question, "refuse.out_of_range", low=low, high=limits.max if limits else None)
    plain = format(value.normalize(), "f")
    shown = texts("engine.yuan", amount=plain) if question.kind == "money" else f"{plain}{question.unit}"
    return Answer(value=plain, shown=shown)


def _date(question: Question, text: str, today: date, texts: Texts) -> Answer | Refusal:
    limits = question.limits
    first, last = (limits.not_before, limits.not_after) if limits else (None, None)
    earliest = today if first == "today" else first or date.min
    latest = today if last == "today" else last or date.max
    if limits and limits.within_days is not None:
        latest = min(latest, today + timedelta(days=limits.within_days))
    try:
        read = read_deadline if first == "today" else read_day
        day = read(folded(text), today, earliest, latest)
    except NoSuchDay:
        return Refusal("refuse.no_such_day")
    if day is None:
        return Refusal("refuse.not_a_day_ahead" if first == "today" else "refuse.not_a_day")
    if not earliest <= day <= latest:
        return _broken(question, "refuse.day_out_of_range", day=_said(day, texts))
    return Answer(value=day.isoformat(), shown=_said(day, texts))


def days_ahead(question: Question, answer: Answer, today: date) -> int:
    """How many days ahead the day lies that was answered; 0 where that is nothing to ask back."""
    most = question.limits.doubt_days if question.limits else None
    if most is None or question.kind != "date" or not isinstance(answer.value, str):
        return 0
    days = (date.fromisoformat(answer.value) - today).days
    return days if days > most else 0


def _text(question: Question, text: str) -> Answer | Refusal:
    limits = question.limits
    if len(text) > _longest(question):
        return Refusal("refuse.too_long", {"limit": _longest(question)})
    if limits and limits.min_length and len(text) < limits.min_length:
        return _broken(question, "refuse.too_short", limit=limits.min_length)
    if limits and limits.pattern and not re.fullmatch(limits.pattern, text):
        return _broken(question, "refuse.pattern")
    if limits and limits.check:
        proper = passes(limits.check, text)
        if proper is None:
            return _broken(question, f"refuse.{limits.check}")
        text = proper
    return Answer(value=text, shown=hidden(text) if question.personal else text)


def _longest(question: Question) -> int:
    """How many signs an answer in words may have: one number, however much too long it is."""
    return question.limits.max_length if question.limits and question.limits.max_length else LONGEST_TEXT


def _said(day: date, texts: Texts) -> str:
    return texts("engine.day", year=day.year, month=day.month, day=day.day)


def _broken(question: Question, key: str, **params: object) -> Refusal:
    """The question's own message where it has one, else the usual one."""
    if question.message:
        return Refusal("refuse.own", {"message": question.message})
    return Refusal(key, {name: "—" if value is None else value for name, value in params.items()})
