"""Carries an update out: first it is put on record, then answered.

Once `take` has returned what is `kept`, nothing is lost if we die: Telegram may be told that the update has arrived.
Of what is not kept its sender is told first, by `finish`: Telegram brings it again where that fails or we die over it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import partial

import anyio
from telegram import Update

from bot.channels.handling import handled, said, turned_away
from bot.channels.handling import taken as recorded
from bot.channels.telegram import answered, faults, photos
from bot.channels.telegram.desk import Desk
from bot.channels.telegram.groups import Groups
from bot.channels.telegram.posting import post, tell
from bot.channels.telegram.understanding import Understood, understand
from bot.delivery import ANSWERING
from dialogs.messages import Outbound
from storage import blocking, media, outbox, reaching
from storage.awaited_photos import AwaitedPhoto
from storage.outbox import Letter
from storage.unit_of_work import OpenUnit

log = logging.getLogger("ancha.telegram")


@dataclass(frozen=True)
class Taken:
    """What is on record of an update: its answers, or the photo to be fetched; `chosen` when a tap answered the
    question asked; `failed` when nothing of it is on record. `word` is said before any of it."""

    got: Understood
    letters: tuple[Letter, ...] = ()
    word: tuple[Letter, ...] = ()
    photo: AwaitedPhoto | None = None
    chosen: bool = False
    failed: bool = False

    @property
    def kept(self) -> bool:
        """Whether all there is to it is on record. Whoever writes too fast is told to slow down, and no more."""
        return not self.failed and (recorded(self.letters) or turned_away(self.letters))


class Answering:
    """One bot's updates. Belongs to one event loop."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._groups = Groups(desk)

    async def take(self, update: Update) -> Taken | None:
        """Put an update on record; None where there is nothing to it. Never raises: what fails is logged and said."""
        desk = self._desk
        try:
            got = understand(update, desk.account.id, desk.app.content.texts)
        except Exception as error:
            log.warning("an update is passed over: %s", faults.named(error))
            return None
        if got is None:
            return None
        try:
            async with desk.taking.turn(got.sender.address):
                about = said(got.message) if got.message is not None else None
                return await desk.workers.together(partial(_taken, desk, got), about)
        except Exception as error:
            log.error("an update is not taken: %s", faults.named(error))
            return Taken(got, failed=True)

    async def finish(self, taken: Taken) -> bool:
        """Answer what was taken. Never raises. False where it is not kept and its sender could not be told so."""
        desk, got, told = self._desk, taken.got, True
        try:
            async with anyio.create_task_group() as tasks:
                if got.tap is not None:
                    tasks.start_soon(answered.stop_spinner, desk, got.tap, self._word(taken))
                if got.group is not None:
                    tasks.start_soon(self._groups.refuse, got.group)
                elif taken.failed and got.sender.address:
                    told = await tell(desk, got.sender, desk.app.content.texts("telegram.trouble"))
                if taken.word:
                    await post(desk, got.sender, taken.word)
                if taken.photo is not None:
                    await photos.first_try(desk, taken.photo)
                elif got.message is not None and not taken.failed:
                    if got.tap is not None and not answered.stays(got.message.token) and recorded(taken.letters):
                        await answered.close(desk, got.tap, chosen=taken.chosen)
                    told = await post(desk, got.sender, taken.letters)
        except Exception as error:
            log.error("an update is not answered here, the delivery loop may do it: %s", faults.named(error))
            return taken.kept
        return told or taken.kept

    def _word(self, taken: Taken) -> str:
        texts = self._desk.app.content.texts
        if taken.failed:  # said in a message, where there is a chat to say it in
            return "" if taken.got.sender.address else texts("telegram.trouble")
        if taken.got.group is not None or taken.got.message is None:
            return texts("telegram.closed")
        return ""


def _taken(desk: Desk, got: Understood, open_unit: OpenUnit) -> Taken:
    """Everything of an update that is kept."""
    if got.group is not None or not got.sender.address:
        return Taken(got)
    if got.blocked or got.came_back or (got.message is not None and got.message.kind == "follow"):
        _blocked(got, open_unit)
    word = _say(desk, got, open_unit) if got.say else ()
    if got.photo:
        return Taken(got, word=word, photo=photos.expected(open_unit, got.sender, got.id, got.photo))
    message = got.message
    if message is None:
        return Taken(got, word=word)
    chosen = False
    if got.tap is not None:
        with open_unit() as unit:
            binding = reaching.bound(unit, got.sender.channel, got.sender.account, got.sender.address)
            chosen = answered.is_asked(unit, binding, message.token)
            if chosen:
                tap = answered.from_record(unit, binding, got.tap, message.token, desk.app.content.texts)
                got = replace(got, tap=tap)
    letters = handled(desk.app, message, open_unit)
    return Taken(got, letters, chosen=chosen and recorded(letters))


def _blocked(got: Understood, open_unit: OpenUnit) -> None:
    """Somebody blocked the bot, or let it in again: `my_chat_member` says so, or a new /start where that was lost."""
    sender = got.sender
    with open_unit() as unit:
        change = blocking.block if got.blocked else blocking.unblock
        changed = bool(change(unit, sender.channel, sender.account, sender.address))
        if got.came_back:  # what was held for them goes to them now, without another word
            changed |= blocking.heard(unit, sender.channel, sender.account, sender.address)
        if changed:
            unit.commit()


def _say(desk: Desk, got: Understood, open_unit: OpenUnit) -> tuple[Letter, ...]:
    """A word that is no answer of a conversation: queued once for every delivery of the update. It is said at once, and
    left to the delivery loop only where that fails: what the loop is just sending holds up the answer behind it."""
    words = desk.app.content.texts(
        got.say, **({"megabytes": media.MAX_BYTES // 2**20} if got.say == "photo.too_big" else {})
    )
    sender = got.sender
    body = Outbound(text=words, kind="notice").model_dump(mode="json", exclude_defaults=True)
    with open_unit() as unit:
        dedupe = f"telegram.{sender.account}.{got.id}"
        word = outbox.tell(
            unit, sender.channel, sender.account, sender.address, body, dedupe=dedupe, due_at=unit.now + ANSWERING
        )
        unit.commit()
    return (word,) if word is not None else ()
