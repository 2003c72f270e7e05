"""Who has read an office's bulletins, who has not, and one tap to remind those."""

from __future__ import annotations

from dialogs.conversations.bulletins.saying import line
from dialogs.conversations.officials.saying import beijing_day
from dialogs.conversations.officials.sites import OFFICIALS, own_office
from dialogs.engine import Derived, Notice
from dialogs.messages import Choice, Outbound, opens
from dialogs.state import Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from reports.bulletin_letter import bulletin_letter
from storage import bulletins
from storage.bulletins import Bulletin

NEW = "new"
MOST, SHOWN = 9, 20


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    office = own_office(talk)
    if office is None:
        return Outbound(text=talk.say("record.not_office"), choices=(opens("menu", talk.say("inspect.to_menu")),))
    sent = bulletins.sent_by(talk.unit, office, limit=MOST)
    listed = (
        Listed(id=NEW, label=talk.say("bulletin.new"), words=("写", "新的", "写新的", "写通报")),
        *(Listed(id=str(one.id), label=_line(talk, one)) for one in sent),
    )
    return Opening(
        talk.content.dialogs["bulletin"], facts={"chosen": "no", "unread": "no"}, lists={"bulletins": listed}
    )


def _line(talk: Talk, one: Bulletin) -> str:
    tally = bulletins.tally(talk.unit, talk.scope, one)
    return line(talk, one) + talk.say("bulletin.read_of", read=tally.read, sent=tally.sent)


def _derive(talk: Talk, step: str, state: State) -> Derived:
    chosen = str(state.value("bulletin") or "")
    if chosen == NEW:
        return Derived()
    one = _chosen(talk, chosen)
    if one is None:
        return Derived(notices=(Notice("bulletin.gone"),), ask_again=True)
    tally = bulletins.tally(talk.unit, talk.scope, one)
    told = talk.say(
        "bulletin.tally", title=one.draft.title, sent=tally.sent, read=tally.read, unread=tally.sent - tally.read,
        nobody=talk.say("bulletin.nobody_there", count=tally.nobody) if tally.nobody else "",
        check=talk.say("bulletin.checked_of", checked=tally.checked, found=tally.found) if one.draft.items else "",
        more=talk.say("bulletin.still_sending") if one.sending else "",
    )  # fmt: skip
    missing = tally.sent > tally.read
    return Derived(
        facts={"chosen": "yes" if missing else "no", "unread": "yes"},
        notices=(Notice("refuse.own", {"message": told}),),
    )


def _complete(talk: Talk, done: Finished) -> Closing:
    chosen, action = done.value("bulletin"), done.value("action")
    if chosen == NEW:
        return Closing((), then="bulletin-new")
    one = _chosen(talk, chosen)
    if one is None or talk.person_id is None:
        return _said(talk, talk.say("bulletin.gone"))
    if action == "list":
        return _said(talk, _unread(talk, one))
    if action == "remind":
        return _said(talk, _remind(talk, one, talk.person_id))
    return _said(talk, talk.say("bulletin.everybody") if not action else talk.say("ledger.nothing_done"))


def _unread(talk: Talk, one: Bulletin) -> str:
    found = bulletins.unread(talk.unit, talk.scope, one, limit=SHOWN + 1)
    lines = [talk.say("bulletin.unread", title=one.draft.title)]
    for name, people in found[:SHOWN]:
        lines.append(talk.say("bulletin.unread_line" if people else "bulletin.unread_nobody", name=name))
    if len(found) > SHOWN:
        tally = bulletins.tally(talk.unit, talk.scope, one)
        lines.append(talk.say("bulletin.unread_more", count=tally.sent - tally.read - SHOWN))
    return "\n".join(lines)


def _remind(talk: Talk, one: Bulletin, by: int) -> str:
    if one.sending:
        return talk.say("bulletin.still_sending")
    if one.reminded_at is not None and talk.today == beijing_day(one.reminded_at):
        return talk.say("bulletin.reminded_today")
    bulletins.call_again(talk.unit, one, by=by)
    again = _chosen(talk, str(one.id))
    assert again is not None  # noqa: S101  (it was there a moment ago)
    body = bulletin_letter(talk.content, talk.unit, again).as_json()
    portion = bulletins.send(talk.unit, again, body, talk.content.bulletins.batch)
    return talk.say("bulletin.reminded" if portion.last else "bulletin.sent_some", count=portion.enterprises)


def _chosen(talk: Talk, bulletin_id: str) -> Bulletin | None:
    office = own_office(talk)
    if office is None or not bulletin_id.isdecimal():
        return None
    return bulletins.bulletin(talk.unit, int(bulletin_id), office)


def _said(talk: Talk, text: str) -> Closing:
    return Closing((Outbound(text=text, choices=_onward(talk)),))


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (opens("bulletin", talk.say("bulletin.back")), opens("menu", talk.say("inspect.to_menu")))


BULLETIN = Conversation("bulletin", OFFICIALS, _open, _complete, _derive)
