"""What can be tapped at the question being asked, and which of it somebody meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from checklists.form import Form
from checklists.question import Option, Question
from checklists.texts import Texts
from dialogs.folding import folded
from dialogs.numbers import read_number
from dialogs.state import ON_RECORD, State
from dialogs.together import asking, good_on_record, members

SKIP, NOT_APPLICABLE, DONE, OK, CHANGE, RECORD = "_skip", "_na", "_done", "_ok", "_change", "_record"
ALL, SINGLY, SAME, TODAY = "_all", "_singly", "_same", "_today"
"""Confirm all that are put together; ask them one by one; answer as the time before; the day is today."""
REASON = "_reason."
"""Begins the id of a usual reason why something does not apply."""

_NUMBER = re.compile(r"^(?:我?选择?|要|就|点)?第?(\d{1,3})(?:个|项|号|种)?$")
_ORDINAL = re.compile(r"^(?:我?选择?|要|就|点)?第([一二两三四五六七八九十]{1,3})(?:个|项|号|种)?$")
_CIRCLED = {chr(0x2460 + index): str(index + 1) for index in range(20)}
_SPOKEN = {"一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9"}
_BRACKETED = re.compile(r"\([^()]*\)$")
_BEFORE = re.compile(r"^(我们|我|这个|嗯|哦|都|已经)+")
_AFTER = re.compile(r"(的|了|啊|呀|呢|吧|哦|嘛|哈)+$")


@dataclass(frozen=True)
class Tap:
    """One thing that can be tapped: what it does, its label, and other words for it."""

    id: str
    label: str
    words: tuple[str, ...] = ()


def taps(form: Form, state: State, texts: Texts) -> tuple[Tap, ...]:
    """Everything that can be tapped as things stand, in the order in which it is numbered."""
    found: tuple[Tap, ...] | None = state.worked_out.get("taps")
    if found is None:
        found = state.worked_out["taps"] = _taps(form, state, texts)
    return found


def _taps(form: Form, state: State, texts: Texts) -> tuple[Tap, ...]:
    if state.mode == "summary":
        return Tap(OK, texts("engine.ok"), texts.words["ok"]), Tap(
            CHANGE, texts("engine.change"), texts.words["change"]
        )
    if state.mode in ("pick", "finished") or not state.at:
        return ()
    if state.mode == "whose":
        return tuple(Tap(one.id, texts("engine.item", number=number, ask=one.label or one.ask))
                     for number, one in enumerate(members(form, asking(state)), 1))  # fmt: skip
    if members(form, state):
        return Tap(ALL, texts("engine.all"), texts.words["all"]), Tap(
            SINGLY, texts("engine.singly"), texts.words["singly"]
        )
    question = form.question(state.at)
    evidence = question.evidence if state.mode == "evidence" else None
    words_wanted = evidence.want == "text" if evidence is not None else question.kind not in ("photo", "several")
    skip = Tap(SKIP, texts("engine.skip"), _skipping(texts, words_wanted=words_wanted))
    done = Tap(DONE, texts("engine.done"), texts.words["done"])
    if state.mode == "reason":
        return tuple(Tap(f"{REASON}{number}", one) for number, one in enumerate(texts.words["engine.reasons"], 1))
    if evidence is not None:
        recorded = state.facts.get(f"{ON_RECORD}{question.id}")
        there = (Tap(RECORD, recorded),) if isinstance(recorded, str) else ()
        return there if evidence.required else (*there, skip)
    extras = []
    given = state.answers.get(question.id)
    if question.kind == "photo" and given is not None and given.photos:
        extras.append(done)
    elif question.optional:
        extras.append(skip)
    if form.together and question.kind == "date":
        extras.append(Tap(TODAY, texts("engine.today")))
    if (shown := good_on_record(question, state)) is not None and question.evidence is not None:
        extras.append(Tap(RECORD, texts("engine.good_on_record", answer=shown.shown, record=shown.note)))
    if (before := same(question, state, texts)) is not None:
        extras.append(before)
    if question.na:
        extras.append(Tap(NOT_APPLICABLE, texts("engine.not_applicable"), texts.words["not_applicable"]))
    return (*offered(question, state, texts), *extras)


def same(question: Question, state: State, texts: Texts) -> Tap | None:
    """To answer as the time before, where that is more than a tap on an option; never a day, since days pass."""
    before = state.last.get(question.id)
    if before is None or question.id in state.answers:
        return None
    if before.not_applicable:
        return Tap(SAME, texts("engine.same_na", reason=before.not_applicable)) if question.na else None
    if question.kind in ("text", "number", "money", "person", "place", "several", "date") and before.shown:
        return Tap(SAME, texts("engine.same", answer=before.shown), texts.words["same"])
    return None


def _skipping(texts: Texts, *, words_wanted: bool) -> tuple[str, ...]:
    """What people say to skip. Where words are asked, 没有 is an answer, and perhaps the one that decides."""
    words = texts.words["skip"]
    return tuple(one for one in words if one not in texts.words["no"]) if words_wanted else words


def offered(question: Question, state: State, texts: Texts) -> tuple[Tap, ...]:
    """The question's own options, fixed or listed by the conversation."""
    if question.options_from:
        return tuple(Tap(one.id, one.label, one.words) for one in state.lists.get(question.options_from, ()))
    own = question.choices()
    if own and not question.options:
        own = tuple(Option(id=one.id, label=texts(f"engine.{one.id}")) for one in own)
    plain = not _turned_round(own, texts)
    return tuple(
        Tap(one.id, one.label, (*one.words, *(texts.words[one.id] if plain and one.id in ("yes", "no") else ())))
        for one in own
    )


def _turned_round(options: tuple[Option, ...], texts: Texts) -> bool:
    """Whether 没有 is the good answer here, so that the usual words for yes and no would be taken the wrong way.

    Nobody can tell what a bare 有 means then; it is refused rather than guessed.
    """
    for one in options:
        opposite = {"yes": "no", "no": "yes"}.get(one.id)
        if opposite is None:
            continue
        usual = _all_folded(texts.words[opposite])
        if any(folded(word) in usual for word in (one.label, *one.words)):
            return True
        if one.label.startswith(texts.words[f"begins_{opposite}"]):
            return True
    return False


@lru_cache(100)
def _all_folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(folded(word) for word in words)


def numbered(form: Form, state: State) -> bool:
    """Whether a typed number means the option of that number; where a number is itself an answer it does not."""
    if state.mode in ("summary", "evidence", "whose", "reason"):
        return True
    if state.mode != "answer" or members(form, state):
        return False
    question = form.question(state.at)
    offers = question.kind == "text" and bool(question.options_from)
    return offers or question.kind in ("choice", "several", "confirm", "photo", "person")


def meant(text: str, choices: tuple[Tap, ...], by_number: bool) -> Tap | None:
    """The one that a text means: its number, its label, or one of its words; None when none or more than one does."""
    said = folded("".join(_CIRCLED.get(sign, sign) for sign in text))
    if by_number and (match := _ORDINAL.match(said)) and (spoken := read_number(match[1])) is not None:
        said = str(spoken)  # 第三个, as voice input writes it
    if by_number and (match := _NUMBER.match(_SPOKEN.get(said, said))):
        index = int(match[1]) - 1
        return choices[index] if 0 <= index < len(choices) else None
    bare, short = _BEFORE.sub("", said), _AFTER.sub("", said)
    for wanted in (said, bare, short, _AFTER.sub("", bare)):
        found = [tap for tap in choices if wanted and wanted in _names(tap)]
        if len(found) == 1:
            return found[0]
    return None


@lru_cache(5000)
def _names(tap: Tap) -> frozenset[str]:
    """Everything that names it; of 报整改（发整改后照片） also what stands before the brackets."""
    names = frozenset(folded(word) for word in (tap.label, *tap.words))
    return names | {_BRACKETED.sub("", name) for name in names} - {""}
