"""By which clause an official calls a hazard major: the flagged one, another the judge named, or one they write."""

from __future__ import annotations

from checklists.asking import named
from dialogs.engine import Derived, Notice
from dialogs.state import Answer, Listed, State
from dialogs.talk import Talk
from storage import enterprises
from storage.hazards import Hazard

KEEP = "keep"
OFFERED = 3


def offered(talk: Talk, one: Hazard) -> tuple[Listed, ...]:
    """The clause that stands, then those the judge found besides."""
    clauses = talk.content.clauses
    if one.clause in clauses:
        _, clause = clauses[one.clause or ""]
        first = Listed(id=KEEP, label=talk.say("clause_word.keep", id=clause.id, article=clause.article))
    else:
        first = Listed(id=KEEP, label=talk.say("clause_word.keep_none"))
    found = [str(named["id"]) for named in (one.judgement or {}).get("clauses", ())]
    others = [name for name in found if name in clauses and name != one.clause][:OFFERED]
    return (first, *(Listed(id=name, label=_other(talk, name)) for name in others))


def _other(talk: Talk, clause_id: str) -> str:
    return talk.say("clause_word.other", id=clause_id, article=talk.content.clauses[clause_id][1].article)


def understood(talk: Talk, state: State, one: Hazard) -> Derived:
    """The clause somebody tapped or wrote; asks again for words that name none or several."""
    said = str(state.value("clause") or "")
    if said == KEEP or said in talk.content.clauses:
        return Derived()
    enterprise = enterprises.enterprise(talk.unit, one.enterprise_id, talk.scope)
    sector = talk.content.sectors.named(enterprise.sector) if enterprise is not None else None
    found = named(talk.content, said, sector, talk.today)
    if len(found) == 1:
        return Derived(answers={"clause": Answer(value=found[0], shown=_other(talk, found[0]))})
    if found:
        return Derived(notices=(Notice("clause_word.several", {"clauses": "、".join(found[:6])}),), ask_again=True)
    return Derived(notices=(Notice("clause_word.ask_again"),), ask_again=True)


def chosen(said: str) -> str | None:
    """The clause to put in place of the flagged one; None to leave it."""
    return None if said in ("", KEEP) else said
