"""Carries a callback out and makes the passive reply to it.

The reply holds what the gateway answered, what was held for this person's next word as far as it fits, and where the
answer is too long its beginning: the rest follows through the delivery loop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.channels.handling import back, handled, said, taken
from bot.channels.tencent.splitting import cut, size
from bot.channels.wechat.desk import Desk
from bot.channels.wechat.rests import CUSTOM
from bot.channels.wechat.understanding import Understood
from bot.channels.wechat.wording import Fitted, fitted
from dialogs.messages import InboundMessage, Outbound
from storage import allowance, blocking, held, outbox, reaching
from storage.allowance import Granted
from storage.outbox import Letter
from storage.unit_of_work import OpenUnit, UnitOfWork

AFTER_THE_REPLY = timedelta(seconds=2)


@dataclass(frozen=True)
class Reply:
    """A passive reply: its words, "" for nothing to say; and what it delivers once it is sent.

    `taken`: whether the message it answers is on record.
    """

    text: str
    answers: tuple[Letter, ...] = ()
    taken_along: tuple[Letter, ...] = ()
    taken: bool = True


NOTHING = Reply("")


async def answer(desk: Desk, message: InboundMessage, grants: Granted | None, wanted: Callable[[], bool]) -> Reply:
    """Carry a message out, and write the reply if it is still `wanted`; else the delivery loop brings the answer."""
    work = partial(_answered, desk, message, grants, wanted)
    reply = await desk.workers.together(work, said(message))
    return reply if wanted() or not reply.taken else await let_go(desk, reply)


async def let_go(desk: Desk, reply: Reply) -> Reply:
    """The reply comes too late: the delivery loop brings all of it."""
    await desk.workers.record(lambda: _let_go(desk, reply))
    return NOTHING


def apart(desk: Desk, got: Understood) -> None:
    """What is no message but changes the ledger: somebody left, agreed to templates, or refused them."""
    sender = got.sender
    if not (got.left or got.agreed or got.refused):
        return
    with desk.app.open_unit() as unit:
        if got.left:
            shut_out(unit, sender.channel, sender.account, sender.address)
        else:
            binding = reaching.bound(unit, sender.channel, sender.account, sender.address)
            for template in got.agreed:
                allowance.subscribe(unit, binding.id, template)
            for template in got.refused:
                allowance.unsubscribe(unit, binding.id, template)
        unit.commit()


def shut_out(unit: UnitOfWork, channel: str, account: str, address: str) -> None:
    """Somebody no longer follows us: nothing they granted holds; until they come back they are reached elsewhere."""
    closed = blocking.block(unit, channel, account, address)
    if closed is not None:
        allowance.withdraw(unit, closed)


def granted(desk: Desk, unit: UnitOfWork, binding_id: int, grants: Granted | None) -> None:
    """Enter what the person's doing lets us push."""
    if grants is not None:
        grant = desk.rules.limits.said if grants == "said" else desk.rules.limits.acted
        allowance.grant(unit, binding_id, grants, grant.count, grant.lasts)


def _answered(
    desk: Desk, message: InboundMessage, grants: Granted | None, wanted: Callable[[], bool], open_unit: OpenUnit
) -> Reply:
    """Carry it out, and write the reply to it; who follows us again is who they were."""
    if message.kind == "follow":
        back(open_unit, message.sender)
    found = NOTHING

    def along(unit: UnitOfWork, letters: tuple[Letter, ...]) -> None:
        nonlocal found
        found = _reply(desk, unit, message, letters, grants, in_time=wanted())

    letters = handled(desk.app, message, open_unit, along)
    if not taken(letters):
        return Reply(_fitted(desk, [_message(one) for one in letters]).text, taken=False)
    return found


def _reply(
    desk: Desk, unit: UnitOfWork, message: InboundMessage, letters: tuple[Letter, ...], grants: Granted | None,
    *, in_time: bool,
) -> Reply:  # fmt: skip
    """The reply, and in the record what it leaves to the delivery loop. One that comes too late says nothing."""
    sender = message.sender
    inbox_id = next((letter.reply_to for letter in letters if letter.reply_to is not None), None)
    if inbox_id is None:
        return NOTHING
    binding_id = letters[0].binding_id
    if binding_id is None:
        binding_id = reaching.bound(unit, sender.channel, sender.account, sender.address).id
    private = any(one.private for one in letters)  # it leaves no moment, and takes nothing along
    if not private:
        granted(desk, unit, binding_id, grants)
    if not in_time:
        return NOTHING
    before = {letter.id for letter in letters}
    chosen: list[int] = []
    if not private:
        waiting = held.waiting_for(unit, binding_id)
        chosen = _fitting(desk, waiting, letters) if waiting else []
        if waiting and _only_way(desk):
            chosen += _part_of_the_next(desk, unit, chosen, binding_id, letters)
    if chosen:
        letters = held.take_along(unit, chosen, inbox_id)
    found = _fitted(desk, [_message(one) for one in letters], more=_more(desk))
    in_it = letters[: max(found.whole, 1)]
    if found.rest is not None:
        last = in_it[-1]
        outbox.put(
            unit, found.rest.model_dump(mode="json", exclude_defaults=True), kind=last.kind,
            binding_id=binding_id, person_id=last.person_id, due_at=unit.now + AFTER_THE_REPLY,
            dedupe=f"rest.{last.id}", behind=last.id,
        )  # fmt: skip
    return Reply(
        found.text,
        answers=tuple(one for one in in_it if one.id in before),
        taken_along=tuple(one for one in in_it if one.id not in before),
    )


def _let_go(desk: Desk, reply: Reply) -> None:
    """What it took along goes through the delivery loop after all."""
    if reply.taken_along:
        with desk.app.open_unit() as unit:
            for letter in reply.taken_along:
                outbox.settle(unit, letter.id, "waiting", due_at=unit.now)
            unit.commit()


def _fitting(desk: Desk, waiting: tuple[tuple[int, dict[str, object]], ...], letters: tuple[Letter, ...]) -> list[int]:
    """Which of the held messages the reply has room for, the oldest first.

    They do not cost the answer its links, unless nothing can be pushed and this is their only way.
    """
    answers = [_message(one) for one in letters]
    chosen: list[int] = []
    bodies: list[Outbound] = []
    for letter_id, body in waiting:
        more = [*bodies, Outbound.model_validate(body)]
        found = _fitted(desk, [*more, *answers])
        if found.whole < len(more) + len(answers) or not (found.tappable or _only_way(desk)):
            break
        chosen.append(letter_id)
        bodies = more
    return chosen


def _part_of_the_next(
    desk: Desk, unit: UnitOfWork, chosen: list[int], binding_id: int, letters: tuple[Letter, ...]
) -> list[int]:
    """The beginning of the first held message that the reply has no room for: where nothing can be pushed, a long one
    would never arrive otherwise. What remains of it is held on."""
    waiting = held.waiting_for(unit, binding_id)
    along = [Outbound.model_validate(body) for one, body in waiting if one in chosen]
    left = [(one, Outbound.model_validate(body)) for one, body in waiting if one not in chosen]
    if not left:
        return []
    texts, most = desk.app.content.texts, desk.rules.limits.text_bytes
    number, message = left[0]
    mark = "\n" + texts(_more(desk))
    beside = _fitted(desk, [*along, Outbound(text="－"), *(_message(one) for one in letters)])
    room = most - size(beside.text) - size(mark)
    if beside.rest is not None or room < _LEAST_PART or size(message.text) <= _LEAST_PART:
        return []
    head, tail = cut(message.text, room)
    rest = message.model_copy(update={"text": tail})
    held.divide(
        unit, number, Outbound(text=head + mark, kind=message.kind).model_dump(mode="json", exclude_defaults=True),
        rest.model_dump(mode="json", exclude_defaults=True),
    )  # fmt: skip
    return [number]


_LEAST_PART = 300
"""Bytes of a held message for which it is worth being divided."""


def _only_way(desk: Desk) -> bool:
    """Whether the passive reply is all there is: the account may not push."""
    return desk.rests.until(CUSTOM) is not None


def _more(desk: Desk) -> str:
    """The key of the words that tell how the rest of a long text comes."""
    return "wechat.more_on_word" if _only_way(desk) else "wechat.more"


def _fitted(desk: Desk, messages: list[Outbound], more: str = "wechat.more") -> Fitted:
    app = desk.app
    base_url = app.settings.base_url.rstrip("/")
    return fitted(messages, desk.rules.limits.text_bytes, app.content.texts, base_url, more)


def _message(letter: Letter) -> Outbound:
    return Outbound.model_validate(letter.body)
