"""Reporting a hazard: photos, place, words; judged on the spot; what stands in the ledger already is pointed out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from checklists.judgement.judge import Judgement
from dialogs.conversations.inspect import own_enterprise
from dialogs.engine import Derived, Notice
from dialogs.messages import Choice, Outbound, opens
from dialogs.notices import Told, told_of_suspected
from dialogs.rendering import OWN_WORDS
from dialogs.state import Answer, Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from dialogs.urgent import first_step
from storage import hazards, media, people
from storage.hazards import Hazard

REPORTERS = ("safety_officer", "safety_director", "principal", "staff")
FILLS_FIELDS = ("safety_officer", "safety_director", "principal")
FIELDS = ("responsible", "measures", "funds", "deadline", "contingency")
ALIKE = 0.5
MOST_DUPLICATES = 3
NONE = "none"


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    enterprise = own_enterprise(talk)
    if enterprise is None or talk.role is None:
        return Outbound(text=talk.say("inspect.no_enterprise"))
    facts = {
        "asks_fields": "yes" if talk.role.role in FILLS_FIELDS else "no",
        "has_question": "no",
        "has_duplicates": "no",
        "same": "no",
        "suspected": "no",
    }
    photos = tuple(int(one) for one in argument.split(",") if one.isdecimal() and _is_own(talk, int(one)))
    form = talk.content.dialogs["hazard"]
    if not photos:
        return Opening(form, facts=facts)
    return Opening(form, facts=facts, answers={"photos": Answer(photos=photos, shown=str(len(photos)))})


def _is_own(talk: Talk, photo_id: int) -> bool:
    """Whether a photo came from the speaker's own address; a forged button could name anybody's."""
    found = media.photo(talk.unit, photo_id)
    return found is not None and found.owner_binding == talk.binding.id


def _derive(talk: Talk, step: str, state: State) -> Derived:
    if step == "same":
        return Derived(facts={"same": "no" if state.value("duplicate") == NONE else "yes"})
    enterprise = own_enterprise(talk)
    if enterprise is None:
        return Derived()
    words, reply = str(state.value("words") or ""), str(state.value("reply") or "")
    judgement = judged(talk, enterprise.sector, enterprise.kinds, words, reply if step == "judge_again" else "")
    facts = {"suspected": "yes" if judgement.verdict == "suspected_major" else "no"}
    notices = [Notice("refuse.own", {"message": told(talk, judgement, words)})]
    sees = talk.role is not None and talk.role.sees_ledger
    alike = duplicates(talk, words, str(state.value("place") or ""), judgement.verdict) if sees else ()
    listed = tuple(Listed(id=str(one.id), label=label(talk, one)) for one in alike)
    none = Listed(id=NONE, label=talk.say("hazard.not_duplicate"))
    facts |= {"has_duplicates": "yes" if alike else "no", "same": "no"}
    lists = {"duplicates": (*listed, none)}
    if step == "judge_again":
        return Derived(facts=facts, lists=lists, notices=tuple(notices), forget=("duplicate",))
    facts |= asked(talk, judgement)
    lists["colleagues"] = named(talk, people.colleagues(talk.unit, enterprise.id))
    return Derived(facts=facts, lists=lists, notices=tuple(notices), forget=("reply", "duplicate"))


def asked(talk: Talk, judgement: Judgement) -> dict[str, str]:
    """The judge's question as the words in which `reply` is put, so that it is read again whenever it is put again."""
    if not judgement.question:
        return {"has_question": "no"}
    return {"has_question": "yes", f"reply{OWN_WORDS}": talk.say("hazard.question", question=judgement.question)}


def judged(talk: Talk, sector: str | None, kinds: Iterable[str], words: str, reply: str = "") -> Judgement:
    """What the judge says of these words, with the reply to its question taken in."""
    if reply:
        return talk.judge.answered(words, reply, sector=sector, kinds=kinds, on=talk.today)
    return talk.judge.judge(words, sector=sector, kinds=kinds, on=talk.today)


def told(talk: Talk, judgement: Judgement, words: str) -> str:
    """A judgement of these words: 疑似 until a person confirms, which clause, why, and what to do first."""
    step = first_step(talk.content.texts, words)
    if judgement.verdict == "general" or not judgement.clauses:
        said = talk.say(f"hazard.judged_{judgement.verdict}", consult=judgement.consult)
        return "\n".join(filter(None, (said, step or _doubtful(talk, judgement))))
    best = judgement.clauses[0]
    plain = step and best.first == talk.say("judgement.first.thing")  # the danger's own says more
    beside = "\n".join(filter(None, (best.caution, judgement.consult, "" if plain else _first(talk, judgement), step)))
    return talk.say(
        f"hazard.judged_{judgement.verdict}_clause", standard=best.standard, article=best.article,
        condition=best.condition, why="、".join(best.why), beside=beside,
    )  # fmt: skip


def _first(talk: Talk, judgement: Judgement) -> str:
    """The first step of the best clause. Where nobody can tell yet, it is taken until somebody can; people who may be
    locked in are let out either way."""
    best = judgement.clauses[0]
    if judgement.verdict == "suspected_major" or talk.content.clauses[best.clause][1].traps:
        return best.first
    return talk.say("hazard.until_known", first=best.first)


def _doubtful(talk: Talk, judgement: Judgement) -> str:
    """The first step where it cannot be told and no clause is named."""
    if judgement.verdict != "unclear":
        return ""
    return talk.say("hazard.until_known", first=talk.say("judgement.first.thing"))


def clause_of(judgement: Judgement) -> str | None:
    """The clause a hazard is entered under: none for an ordinary one, however near some clause came."""
    return judgement.clauses[0].clause if judgement.clauses and judgement.verdict != "general" else None


def kept(judgement: Judgement) -> dict[str, Any]:
    """The part of a judgement that stays in the record."""
    return {
        "verdict": judgement.verdict, "score": judgement.score,
        "clauses": [{"id": one.clause, "score": one.score, "why": list(one.why)} for one in judgement.clauses],
    }  # fmt: skip


def duplicates(talk: Talk, words: str, place: str, verdict: str) -> tuple[Hazard, ...]:
    """Open hazards of the same enterprise that read much alike, the most alike first; where this one is suspected to be
    major none that is not: it would be lost in that one's row."""

    def likeness(one: Hazard) -> float:
        said = SequenceMatcher(None, one.words, words).ratio()
        return max(said, 0.6 * said + 0.4 * SequenceMatcher(None, one.place, place).ratio())

    there = [one for one in hazards.ledger(talk.unit, talk.scope, limit=200) if as_grave(one, verdict)]
    alike = [(likeness(one), one) for one in there]
    found = sorted((pair for pair in alike if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return tuple(one for _, one in found[:MOST_DUPLICATES])


def as_grave(one: Hazard, verdict: str) -> bool:
    """Whether a row on record can take in what was judged so, without anybody overlooking it there."""
    return one.is_major or verdict != "suspected_major"


def label(talk: Talk, one: Hazard) -> str:
    """A hazard in one line of a list."""
    words = one.words if len(one.words) <= 24 else f"{one.words[:23]}…"
    return talk.say(
        "ledger.label",
        number=one.number,
        level=talk.say(f"level.{one.level}"),
        place=one.place,
        words=words,
        status=talk.say(f"status.{one.status}"),
    )


def named(talk: Talk, colleagues: Iterable[tuple[int, str, str]]) -> tuple[Listed, ...]:
    """People to choose from, each name once, however many roles its owner has; 我自己 is who speaks."""
    me, myself = talk.person.name if talk.person is not None else "", talk.content.texts.words["myself"]
    names = dict.fromkeys(name for _, name, _ in colleagues)
    return tuple(Listed(id=name, label=name, words=myself if name == me else ()) for name in names)


def fields_of(done: Finished) -> dict[str, Any]:
    """The five fields as the ledger keeps them, from the questions that ask for them."""
    return {
        "responsible": done.value("responsible"), "measures": done.value("measures"),
        "funds": Decimal(done.value("funds") or 0), "deadline": date.fromisoformat(done.value("deadline")),
        "contingency": done.value("contingency"),
    }  # fmt: skip


def _complete(talk: Talk, done: Finished) -> Closing:
    enterprise = own_enterprise(talk)
    if enterprise is None or talk.role is None:
        return Closing((Outbound(text=talk.say("inspect.no_enterprise")),))
    chosen = done.value("duplicate")
    if chosen and chosen != NONE:
        return _added(talk, done, int(chosen))
    judgement = judged(talk, enterprise.sector, enterprise.kinds, done.value("words"), done.value("reply"))
    hazard = hazards.report(
        talk.unit, enterprise_id=enterprise.id, source="self", level=judgement.verdict,
        words=done.value("words") + (f"（{done.value('reply')}）" if done.value("reply") else ""),
        place=done.value("place"), clause=clause_of(judgement),
        judgement=kept(judgement), photos=done.photos("photos"), found_by=talk.person_id, role=talk.role.role,
        fields=fields_of(done) if done.value("fixed") == "no" else None,
    )  # fmt: skip
    spread = told_of_suspected(talk, hazard)
    then = talk.say("hazard.then_report" if talk.has("ledger") else "hazard.then_left")
    if hazard.is_major:
        entered = talk.say("hazard.kept_major", number=hazard.number, told=_spread(talk, spread), then=then)
    else:
        entered = talk.say("hazard.kept", number=hazard.number, then=then)
    return Closing((Outbound(text=entered, choices=_onward(talk)),))


def _spread(talk: Talk, spread: Told) -> str:
    """Who is being told just now, and whom nobody but the speaker can tell: nothing has arrived yet."""
    said = (("hazard.being_told", spread.reached), ("hazard.to_be_phoned", spread.missing))
    return "".join(talk.say(key, whom=talk.say(f"hazard.whom.{'_and_'.join(who)}")) for key, who in said if who)


def _added(talk: Talk, done: Finished, hazard_id: int) -> Closing:
    """The same place again: photos and words go to the row that stands."""
    there = hazards.hazard(talk.unit, hazard_id, talk.scope)
    if there is None:
        return Closing((Outbound(text=talk.say("ledger.gone"), choices=_onward(talk)),))
    hazards.seen_again(
        talk.unit,
        there,
        words=done.value("words"),
        photos=done.photos("photos"),
        by=talk.person_id,
        role=talk.role.role if talk.role else None,
    )
    return Closing((Outbound(text=talk.say("hazard.added", number=there.number), choices=_onward(talk)),))


def _onward(talk: Talk) -> tuple[Choice, ...]:
    choices = [opens("hazard", talk.say("hazard.another"))]
    if talk.role is not None and talk.role.sees_ledger:
        choices.append(opens("ledger", talk.say("hazard.to_ledger")))
    return (*choices, opens("menu", talk.say("inspect.to_menu")))


HAZARD = Conversation("hazard", REPORTERS, _open, _complete, _derive)
