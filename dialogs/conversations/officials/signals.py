"""Formality signals in an official's area: which enterprises, why, and what else could be behind it."""

from __future__ import annotations

from dialogs.engine import Derived
from dialogs.messages import Choice, Outbound, opens
from dialogs.state import Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from reports.signals import SignalledSite, SignalPage, signal_page
from storage.unit_of_work import UnitOfWork

LOOKERS = ("county", "department", "city", "administrator")
MOST = 8
MORE = "more"


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    page = _page(talk)
    days = talk.content.signals.days
    if not page.total:
        return Outbound(text=talk.say("signals.none", days=days), choices=(opens("menu", talk.say("inspect.to_menu")),))
    return Opening(
        talk.content.dialogs["signals"], facts={"after": "0"}, lists={"sites": _listed(talk, page, 0)},
        intro=talk.say("signals.intro", days=days, total=page.total),
    )  # fmt: skip


def _page(talk: Talk, after: int = 0, enterprise: int | None = None) -> SignalPage:
    def count(unit: UnitOfWork) -> SignalPage:
        return signal_page(
            talk.content, unit, talk.scope, talk.today, limit=MOST, after=after, enterprise_id=enterprise
        )

    return talk.counted("signals", count, after, enterprise)


def _listed(talk: Talk, page: SignalPage, after: int) -> tuple[Listed, ...]:
    listed = tuple(Listed(id=str(one.id), label=_line(talk, one)) for one in page.sites)
    return (*listed, Listed(id=MORE, label=talk.say("ledger.next"))) if page.total > after + MOST else listed


def _line(talk: Talk, one: SignalledSite) -> str:
    return talk.say("signals.line", name=one.name, titles="、".join(signal.title for signal in one.signals))


def _derive(talk: Talk, step: str, state: State) -> Derived:
    if state.value("site") != MORE:
        return Derived()
    after = int(str(state.facts.get("after") or "0")) + MOST
    page = _page(talk, after)
    return Derived(facts={"after": str(after)}, lists={"sites": _listed(talk, page, after)}, ask_again=True)


def _complete(talk: Talk, done: Finished) -> Closing:
    chosen = done.value("site")
    number = int(chosen) if chosen.isdecimal() else 0
    page = _page(talk, enterprise=number)
    choices: tuple[Choice, ...] = (
        opens("signals", talk.say("signals.back")), opens("menu", talk.say("inspect.to_menu")),
    )  # fmt: skip
    if not page.sites:
        text = talk.say("signals.none", days=talk.content.signals.days)
        return Closing((Outbound(text=text, choices=choices),))
    one = page.sites[0]
    lines = [talk.say("signals.detail", name=one.name)]
    lines += [
        talk.say("signals.reason", title=signal.title, reason=signal.reason, innocent=signal.innocent)
        for signal in one.signals
    ]
    lines.append(talk.say("signals.advice"))
    if talk.role is not None and talk.role.role != "administrator":
        choices = (opens(f"spot-check.{one.id}", talk.say("signals.check")), *choices)
    return Closing((Outbound(text="\n".join(lines), choices=choices),))


SIGNALS = Conversation("signals", LOOKERS, _open, _complete, _derive)
