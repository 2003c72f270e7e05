"""Carries a callback out and makes the passive reply to it.

Answers with options go on cards, which only an app message can bear: then the delivery loop brings all of them at
once, in order, and the passive reply changes the card that was tapped, or says nothing. Other answers are the passive
reply themselves where they fit into one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.channels.handling import back, handled, said, taken
from bot.channels.tencent.splitting import cut, size
from bot.channels.wecom import cards
from bot.channels.wecom.desk import Desk
from bot.channels.wecom.understanding import Tapped, Understood
from bot.channels.wecom.wording import joined, written
from dialogs.messages import InboundMessage, Outbound, Sender
from storage import blocking, inbox, last_shown, open_cards, outbox, reaching
from storage.open_cards import OpenCard
from storage.outbox import Letter
from storage.reaching import Binding
from storage.unit_of_work import UnitOfWork

AFTER_THE_REPLY = timedelta(seconds=2)
_FAR_BACK = 1000
"""How many messages later a card's words are still looked up."""


@dataclass(frozen=True)
class Reply:
    """A passive reply: a text, or words in place of the tapped card's buttons; "" for neither.

    `answers` are the letters it delivers, `onward` those the delivery loop shall bring now, `closed` cards that were
    answered otherwise; `taken` whether the message it answers is on record.
    """

    text: str = ""
    buttons: str = ""
    answers: tuple[Letter, ...] = ()
    onward: tuple[Letter, ...] = ()
    closed: tuple[OpenCard, ...] = ()
    taken: bool = True


NOTHING = Reply()


async def answer(
    desk: Desk, message: InboundMessage, wanted: Callable[[], bool], *, tapped: Tapped | None = None
) -> Reply:
    """Carry a message out, and write the reply if it is still `wanted`; else the delivery loop brings the answer."""
    if tapped is not None and len(tapped.tokens) > 1:
        message = await desk.record(partial(_ticked, message, tapped))
    if message.kind == "follow":
        await desk.workers.record(lambda: back(desk.app.open_unit, message.sender))
    letters = await desk.workers.together(partial(handled, desk.app, message), said(message))
    messages = [Outbound.model_validate(letter.body) for letter in letters]
    if not taken(letters):
        return Reply(text=_text(desk, messages), taken=False)
    closed = await desk.record(partial(_closed, message.sender, tapped))
    if not wanted():
        return Reply(closed=closed)
    if tapped is not None:
        buttons = await desk.record(partial(_tapped_words, desk, message.sender, tapped))
        return Reply(buttons=buttons, onward=letters, closed=closed)
    private = any(one.private for one in letters)  # a card would have to be remembered with whose it is
    if desk.cards and not private and any(cards.wants_card(one, desk.rules.cards) for one in messages):
        return Reply(onward=letters, closed=closed)
    text, most = _text(desk, messages), desk.rules.limits.text_bytes
    pictures = any(one.photos for one in messages)
    if size(text) > most or pictures:
        if desk.sending:
            return Reply(onward=letters, closed=closed)
        mark = "\n" + desk.app.content.texts("wecom.more")
        text, rest = cut(text, most - size(mark))
        follow = Outbound(text=rest, photos=tuple(photo for one in messages for photo in one.photos))
        if rest or pictures:
            text += mark if rest else ""
            await desk.record(lambda unit: _later(unit, letters[-1], follow))
    return Reply(text=text, answers=letters, closed=closed)


def apart(got: Understood, unit: UnitOfWork) -> None:
    """What is no message: somebody left, or goes by another id."""
    sender = got.sender
    if not (got.left or got.renamed):
        return
    if got.left and not got.deleted:  # out of the app's reach, and perhaps in it again tomorrow
        blocking.block(unit, sender.channel, sender.account, sender.address)
        return
    binding = reaching.bound(unit, sender.channel, sender.account, sender.address)
    open_cards.take(unit, binding.id)
    reaching.unbind(unit, binding.id, by=None)
    if got.renamed and binding.person_id is not None:
        new = reaching.bound(unit, sender.channel, sender.account, got.renamed)
        if new.person_id is None:
            reaching.bind(unit, new.id, binding.person_id)


def known(sender: Sender, unit: UnitOfWork) -> bool:
    """Whether anything came from this member before, or they are enrolled: then opening the chat says nothing."""
    binding = reaching.bound(unit, sender.channel, sender.account, sender.address)
    before = inbox.history(unit, binding.id, 1)
    return binding.person_id is not None or bool(before)


def _ticked(message: InboundMessage, tapped: Tapped, unit: UnitOfWork) -> InboundMessage:
    """Several options ticked at once are said by their numbers, if the card is the one shown last: only then do the
    numbers mean what was ticked. Else the first of them stands for all, and is refused as stale."""
    binding = _bound(unit, message.sender)
    shown = [token for _, token in last_shown.last_choices(unit, binding.id)]
    if not all(token in shown for token in tapped.tokens):
        return message
    numbers = sorted(shown.index(token) + 1 for token in tapped.tokens)
    return message.model_copy(update={"kind": "text", "token": "", "text": " ".join(map(str, numbers))})


def _closed(sender: Sender, tapped: Tapped | None, unit: UnitOfWork) -> tuple[OpenCard, ...]:
    """Cards of earlier questions: answered now, or overtaken. The tapped one is changed by the reply itself."""
    found = open_cards.take(unit, _bound(unit, sender).id)
    return tuple(one for one in found if tapped is None or one.task != tapped.task)


def _tapped_words(desk: Desk, sender: Sender, tapped: Tapped, unit: UnitOfWork) -> str:
    letter = cards.letter_of(tapped.task, desk.app.secret)
    sent = outbox.addressed(unit, _bound(unit, sender).id, after=letter - 1, limit=_FAR_BACK) if letter else ()
    body = next((one.body for one in sent if one.id == letter), None)
    return cards.tapped_words(body, tapped.tokens, desk.app.content.texts)


def _bound(unit: UnitOfWork, sender: Sender) -> Binding:
    return reaching.bound(unit, sender.channel, sender.account, sender.address)


def _text(desk: Desk, messages: list[Outbound]) -> str:
    texts = desk.app.content.texts
    return joined([written(one, texts, desk.base_url) for one in messages], texts)


def _later(unit: UnitOfWork, last: Letter, rest: Outbound) -> None:
    outbox.put(
        unit, rest.model_dump(mode="json", exclude_defaults=True), kind=last.kind, binding_id=last.binding_id,
        person_id=last.person_id, due_at=unit.now + AFTER_THE_REPLY, dedupe=f"rest.{last.id}", behind=last.id,
    )  # fmt: skip
