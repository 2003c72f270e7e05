"""Sending to members: a card, a text, a picture, each as one app message.

https://developer.work.weixin.qq.com/document/path/90236
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.channels.channel import Elsewhere, Held, Later, Never, Result, Sent
from bot.channels.tencent.refusal import Refused, Remedy, Unanswered
from bot.channels.tencent.splitting import cut, size
from bot.channels.wecom import cards
from bot.channels.wecom.account import NAME
from bot.channels.wecom.desk import Desk
from bot.channels.wecom.wording import written
from dialogs.messages import Outbound
from storage import interrupted, media, open_cards, outbox, pace, reaching
from storage.open_cards import OpenCard
from storage.reaching import Binding
from storage.unit_of_work import UnitOfWork

log = logging.getLogger("ancha.wecom")

SOON, TOO_FAST, TROUBLED = 20.0, 300.0, 600.0
BULK = ("reminder", "digest")
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Piece:
    """One app message: its type and body, whether it is a card, and what of the message remains for the next."""

    type: str
    body: Mapping[str, object]
    rest: Outbound | None = None


class WeComChannel:
    """The WeCom app as the delivery loop sees it."""

    name = NAME
    at_once = 8

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._doubtful: set[int] = set()

    async def send(self, binding: Binding, message: Outbound, letter: int) -> Result:
        """Send the message, or its first piece: the rest follows as its own letter."""
        desk = self._desk
        if binding.account != desk.account.corp_id:
            return Elsewhere("it belongs to a corporation that is not served here")
        if not (message.text or message.choices or message.link or message.photos):
            return Sent()  # its words were to be forgotten, and are
        if not desk.sending:
            return Later(TROUBLED, "the app has a fault", tried=False)
        wait = await self._wait(binding, message, letter)
        if wait is not None:
            return wait
        try:
            piece = await self._piece(message, letter)
            result = await self._sent(binding, message, letter, piece) if piece.type else Sent()
        except Refused as refused:
            return await self._refused(binding, refused)
        except Unanswered as silence:
            if silence.arrived:
                self._doubtful.add(letter)
                if not self._knows_repeats(message):
                    raise
            return Later(SOON, str(silence))
        self._doubtful.discard(letter)
        if isinstance(result, Sent) and piece.rest is not None:
            await self._follow_up(binding, message, letter, piece.rest)
        return result

    def settled(self, binding: Binding) -> None:
        """Nothing waits for it."""

    async def _wait(self, binding: Binding, message: Outbound, letter: int) -> Later | None:
        """Not in the minutes in which everybody sends, nor faster than a member is let have it: what is above the
        platform's limit it drops without a word (https://developer.work.weixin.qq.com/document/path/90454)."""
        now, limits = self._desk.app.clock(), self._desk.rules.limits
        if message.kind in BULK and now.minute in self._desk.rules.busy_minutes:
            return Later(60 - now.second + letter % 60, "a minute in which everybody sends", tried=False)
        minute, hour = await self._desk.record(
            lambda unit: (pace.sent_within(unit, binding.id, _MINUTE), pace.sent_within(unit, binding.id, _HOUR))
        )
        if minute >= limits.per_minute:
            return Later(60, "too many to this member within a minute", tried=False)
        if hour >= limits.per_hour:
            return Later(600, "too many to this member within an hour", tried=False)
        return None

    async def _piece(self, message: Outbound, letter: int) -> Piece:
        """The first app message of it: a card if it fits on one; else words, then pictures, then its options."""
        desk, texts, rules = self._desk, self._desk.app.content.texts, self._desk.rules
        with_cards = desk.cards and letter >= 0  # one of a private message would have to be remembered
        if with_cards and cards.on_a_card(message, rules.cards):
            task = cards.task_id(letter, desk.app.secret)
            return Piece("template_card", cards.card(message, task, rules.cards, texts))
        options_left = message.choices if with_cards and cards.wants_card(message, rules.cards) else ()
        if message.text or message.link or not message.photos:
            return self._words(message, options_left)
        first, *others = message.photos
        left = message.model_copy(update={"photos": tuple(others), "choices": options_left})
        rest = left if left.photos or left.choices else None
        name = await self._uploaded(first)
        return Piece("image" if name else "", {"media_id": name}, rest)  # a lost file does not hold up the rest

    def _words(self, message: Outbound, options_left: tuple[object, ...]) -> Piece:
        texts, most = self._desk.app.content.texts, self._desk.rules.limits.text_bytes
        whole = written(message, texts, self._desk.base_url)
        if size(whole) <= most:
            left = Outbound(
                text="", choices=message.choices if options_left else (), numbered=message.numbered,
                several=message.several, photos=message.photos, kind=message.kind,
            )  # fmt: skip
            return Piece("text", {"content": whole}, left if left.choices or left.photos else None)
        mark = "\n" + texts("wecom.more")
        bare = message.model_copy(update={"choices": (), "link": "", "photos": ()})
        head, tail = cut(written(bare, texts, self._desk.base_url), most - size(mark))
        if not head:  # nothing but options, more than one text holds
            head, tail = cut(whole, most - size(mark))
            return Piece("text", {"content": head + mark}, Outbound(text=tail, kind=message.kind))
        return Piece("text", {"content": head + mark}, message.model_copy(update={"text": tail}))

    async def _sent(self, binding: Binding, message: Outbound, letter: int, piece: Piece) -> Result:
        desk = self._desk
        body: dict[str, object] = {
            "touser": binding.address,
            "agentid": desk.account.agent_id,
            "msgtype": piece.type,
            piece.type: piece.body,
        }
        seconds: int = getattr(desk.rules.same_words, message.kind)
        if seconds:
            body |= {"enable_duplicate_check": 1, "duplicate_check_interval": seconds}
        try:
            answer = await desk.api.call("/cgi-bin/message/send", body)
        except Refused as refused:
            if piece.type != "template_card" or refused.remedy is not Remedy.NEVER:
                raise
            if letter in self._doubtful:  # the try before was taken, and the card's name cannot be used again
                return Sent()
            # Perhaps the platform has it from a process that died: its name is taken then, and no fault of cards.
            if await desk.record(lambda unit: interrupted.interrupted(unit, letter)):
                return await self._sent(binding, message, letter, self._words(message, ()))
            desk.rests.no_cards(refused.code)
            return await self.send(binding, message, letter)  # as text now
        if answer.get("invaliduser") or answer.get("unlicenseduser"):  # the only member it was for
            return Held("the member is out of the app's sight or has no licence", shut=True)
        code = answer.get("response_code")
        if isinstance(code, str) and 0 < len(code) <= 512 and _asks(message):
            card = OpenCard(cards.task_id(letter, desk.app.secret), code)
            lasts = timedelta(hours=desk.rules.cards.hours)
            await desk.record(lambda unit: open_cards.keep(unit, binding.id, card, lasts))
        return Sent()

    def _knows_repeats(self, message: Outbound) -> bool:
        """Whether the platform can tell a second try from a second message."""
        on_card = self._desk.cards and cards.on_a_card(message, self._desk.rules.cards)
        return on_card or bool(getattr(self._desk.rules.same_words, message.kind))

    async def _uploaded(self, photo: int) -> str:
        """The platform's name for a picture of ours, kept there for three days; "" where its file is lost."""
        most = self._desk.rules.limits.photo_bytes

        def read(unit: UnitOfWork) -> bytes | None:
            for small in (False, True):
                path = media.file_of(unit, self._desk.app.media_folder, photo, thumbnail=small)
                if path is not None and path.stat().st_size <= most:
                    return path.read_bytes()
            return None

        data = await self._desk.record(read)
        if data is None:
            return ""
        answer = await self._desk.api.upload(
            "/cgi-bin/media/upload", "photo.jpg", data, "image/jpeg", params={"type": "image"}
        )
        return str(answer.get("media_id", ""))

    async def _refused(self, binding: Binding, refused: Refused) -> Result:
        why = str(refused)
        match refused.remedy:
            case Remedy.GONE:
                log.warning("address %d is closed, the platform knows no such member: %s", binding.id, why)
                await self._desk.record(lambda unit: _gone(unit, binding))
                return Elsewhere(why)
            case Remedy.BLOCKED:
                return Held(f"{why}: the member is out of the app's sight", shut=True)
            case Remedy.CLOSED | Remedy.SPENT:
                return Elsewhere(why)
            case Remedy.OPERATOR | Remedy.TOKEN | Remedy.OFF:
                self._desk.rests.trouble(refused.code)
                return Later(TROUBLED, why, tried=False)
            case Remedy.NEVER:
                return Never(why)
            case Remedy.LATER | Remedy.MIDNIGHT:
                return Later(TOO_FAST, why)
        return Later(SOON, why)  # busy, or a file that has to be uploaded again

    async def _follow_up(self, binding: Binding, message: Outbound, letter: int, rest: Outbound) -> None:
        """What did not fit goes as a letter of its own."""
        await self._desk.record(
            lambda unit: outbox.put(
                unit, rest.model_dump(mode="json", exclude_defaults=True), kind=message.kind,
                binding_id=binding.id, person_id=binding.person_id, dedupe=f"rest.{letter}", behind=letter,
            )
        )  # fmt: skip


def _asks(message: Outbound) -> bool:
    """Whether its options answer one question, and mean nothing once that is answered."""
    return all(cards.OF_A_QUESTION.fullmatch(choice.token) for choice in message.choices)


def _gone(unit: UnitOfWork, binding: Binding) -> None:
    """Nobody is reached here any more."""
    live = reaching.bound(unit, binding.channel, binding.account, binding.address)
    reaching.unbind(unit, live.id, by=None)
