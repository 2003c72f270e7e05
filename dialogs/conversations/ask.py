"""Asking the standards: words in, clauses out in plain speech; nothing is recorded, and it goes on until the menu."""

from __future__ import annotations

import re
from datetime import date, datetime

from checklists.asking import Bound, bound, named, turns
from checklists.judgement.versions import consult
from checklists.sector import Sector
from dialogs import standards_words as words_of
from dialogs.conversations.inspect import own_enterprise
from dialogs.engine import Derived, Notice
from dialogs.messages import Outbound, opens
from dialogs.state import Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk

EVERYBODY = (
    "principal", "safety_director", "safety_officer", "staff", "county", "department", "city", "administrator",
    "stranger",
)  # fmt: skip
WHICH, TURNS, CLAUSE, BRANCH = "which", "turns", "clause", "branch"
OFFERED = 8
"""At most so many options under an answer, besides the way to more of them."""
_SINCE = re.compile(r"(20\d\d)\s*[年\-/.]\s*(1[0-2]|0?[1-9])?\s*[月\-/.]?\s*([12]\d|3[01]|0?[1-9])?\s*[日号]?")


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    offers = {"offers": _starts(talk)}
    form = talk.content.dialogs["ask"]
    if argument in talk.content.clauses:
        return Opening(form, lists=offers, intro=words_of.clause(talk.content, argument, talk.today))
    return Opening(form, lists=offers, link=_link(talk, None), link_label=talk.say("standards.page"))


def _starts(talk: Talk) -> tuple[Listed, ...]:
    return (
        Listed(id=WHICH, label=talk.say("standards.start_which")),
        Listed(id=TURNS, label=talk.say("standards.start_turns")),
    )


def _derive(talk: Talk, step: str, state: State) -> Derived:
    said = str(state.value("words") or "")
    text, offers = _answered(talk, said)
    notices = (Notice("refuse.own", {"message": text}),)
    return Derived(lists={"offers": offers or _starts(talk)}, notices=notices, ask_again=True)


def _answered(talk: Talk, said: str) -> tuple[str, tuple[Listed, ...]]:
    """What to say to a question, and what may be asked next."""
    on, about = _day(said, talk.today)
    sector = _sector(talk, about)
    kind, _, rest = said.partition(".")
    if kind == CLAUSE and rest in talk.content.clauses:
        return words_of.clause(talk.content, rest, talk.today), ()
    if kind == BRANCH:
        return _branch(talk, rest)
    if said == TURNS or _says(talk, "ask_turns", about):
        return words_of.turns(talk.content, turns(talk.content, sector), sector), ()
    if kind == WHICH and rest:
        return _which_more(talk, rest)
    if kind == WHICH or _says(talk, "ask_which", about):
        return _which(talk, sector, on, 0)
    clauses = named(talk.content, about, sector, on)
    if len(clauses) == 1:
        return words_of.clause(talk.content, clauses[0], on), ()
    if clauses:
        return words_of.lines(talk.content, clauses), _clauses(talk, clauses)
    enterprise = own_enterprise(talk)
    found = talk.judge.judge(about, sector=sector.id if sector else None,
                             kinds=enterprise.kinds if enterprise else (), on=on)  # fmt: skip
    return words_of.judged(talk.content, found, on, about), _clauses(
        talk, tuple(one.clause for one in found.clauses[:3])
    )


def _which(talk: Talk, sector: Sector | None, on: date, start: int) -> tuple[str, tuple[Listed, ...]]:
    """The standards that bind, and their branches to go on with."""
    found = bound(talk.content, sector, on)
    missing = consult(talk.content, sector, on)
    text = words_of.which(talk.content, sector, found, on) + (f"\n{missing}" if missing else "")
    branches = [
        Listed(id=f"{BRANCH}.{one.standard.prefix}.{number}.0.{on:%Y%m%d}", label=_label(talk, one, name))
        for one in found
        if one.own or sector is None
        for number, name in enumerate(one.branches)
    ]
    return text, _some(talk, branches, start, f"{WHICH}.{sector.id if sector else ''}.{on:%Y%m%d}.{{start}}")


def _which_more(talk: Talk, rest: str) -> tuple[str, tuple[Listed, ...]]:
    """The next branches of the sector and day that were asked about."""
    sector_id, _, after = rest.partition(".")
    day, _, start = after.partition(".")
    sector = talk.content.sectors.named(sector_id) if sector_id else None
    return _which(talk, sector, datetime.strptime(day, "%Y%m%d").date(), int(start))  # noqa: DTZ007  (a day alone)


def _label(talk: Talk, one: Bound, name: str) -> str:
    return talk.say("standards.branch", name=name, count=len(one.branches[name]))


def _branch(talk: Talk, rest: str) -> tuple[str, tuple[Listed, ...]]:
    """The clauses of one branch, some at a time."""
    *prefix, number, start, day = rest.split(".")
    standard = talk.content.standards.get(".".join(prefix))
    if standard is None or not (number + start + day).isdecimal():
        return talk.say("standards.nothing"), ()
    names = list(dict.fromkeys(clause.sector for clause in standard.clauses))
    name = names[int(number) % len(names)]
    ids = [clause.id for clause in standard.clauses if clause.sector == name]
    shown = ids[int(start) : int(start) + OFFERED]
    head = talk.say("standards.branch_of", title=standard.title, name=name)
    more = f"{BRANCH}.{standard.prefix}.{number}.{{start}}.{day}"
    return f"{head}\n{words_of.lines(talk.content, shown)}", _some(talk, _clauses(talk, ids), int(start), more)


def _clauses(talk: Talk, ids: tuple[str, ...] | list[str]) -> tuple[Listed, ...]:
    return tuple(
        Listed(id=f"{CLAUSE}.{one}",
               label=talk.say("standards.clause_label", id=one, article=talk.content.clauses[one][1].article))
        for one in ids
    )  # fmt: skip


def _some(talk: Talk, listed: tuple[Listed, ...] | list[Listed], start: int, more: str) -> tuple[Listed, ...]:
    """Some of the options, and the way to the next ones."""
    shown = tuple(listed[start : start + OFFERED])
    if len(listed) <= start + OFFERED:
        return shown
    return (*shown, Listed(id=more.format(start=start + OFFERED), label=talk.say("standards.more")))


def _day(said: str, today: date) -> tuple[date, str]:
    """The day somebody asks about, and the question without it. Of a bare month or year its first day counts."""
    match = _SINCE.search(said)
    if match is None or said.startswith((BRANCH, CLAUSE, WHICH)):
        return today, said
    try:
        day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return today, said
    return day, (said[: match.start()] + said[match.end() :]).strip()


def _sector(talk: Talk, about: str) -> Sector | None:
    """The sector named in the question, else the enterprise's own."""
    sectors = talk.content.sectors
    spoken = next((one for one in sectors.sectors if one.name in about), None)
    if spoken is None and (_says(talk, "ask_which", about) or _says(talk, "ask_turns", about)):
        spoken = next((one for one in sectors.sectors if any(word in about for word in one.words)), None)
    enterprise = own_enterprise(talk)
    return spoken or (sectors.named(enterprise.sector) if enterprise is not None else None)


def _says(talk: Talk, key: str, about: str) -> bool:
    return any(word in about for word in talk.content.texts.words[key])


def _link(talk: Talk, sector: Sector | None) -> str:
    return talk.links.public(f"standards/{sector.id}" if sector else "standards")


def _complete(talk: Talk, done: Finished) -> Closing:
    return Closing((Outbound(text=talk.say("standards.report"), choices=(opens("ask", talk.say("standards.page")),)),))


ASK = Conversation("ask", EVERYBODY, _open, _complete, _derive)
