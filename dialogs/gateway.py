"""The one way in: a message is taken, understood, carried out and answered in one transaction."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from checklists.content import Content
from checklists.errors import AnchaError
from checklists.judgement.judge import Judge
from checklists.personal_numbers import masked
from dialogs import trace
from dialogs.aside import read
from dialogs.folding import cleaned
from dialogs.kept_forms import KeptForms
from dialogs.kept_states import KeptStates
from dialogs.messages import InboundMessage, Outbound
from reports.links import NO_LINKS, Links
from storage import inbox, outbox, people, private_post, reaching
from storage.beside import CountFirst
from storage.faults import Conflict
from storage.outbox import Letter
from storage.private_post import Address
from storage.unit_of_work import OpenUnit, UnitOfWork

if TYPE_CHECKING:
    from dialogs.talk import Conversation

log = logging.getLogger("ancha.gateway")

Came = Literal["taken", "repeated", "private", "refused", "failed"]
"""What became of a message: `refused` for now by a busy database or full disk, `failed` by a bug of ours. Of one that
was said in private neither log nor counters may tell when it was."""
Along = Callable[[UnitOfWork, tuple[Letter, ...]], None]
"""What a channel writes in the message's own transaction, with the answers at hand. It may be begun a second time."""
Heard = Callable[[str, Came, float], None]
"""Told of every message that was not said in private: its channel, what became of it, and in how many seconds."""


@dataclass(frozen=True)
class Gateway:
    """Everything needed to answer a message; stateless, so any number of processes may hold one.

    `conversations` are all there are (dialogs.conversations) where it is None.
    """

    content: Content
    judge: Judge
    conversations: Mapping[str, Conversation] | None
    open_unit: OpenUnit
    secret: bytes
    links: Links = NO_LINKS
    reads_photos: bool = False
    media_folder: Path | None = None
    forms: KeptForms = field(default_factory=KeptForms)
    states: KeptStates = field(default_factory=KeptStates)
    ticks: Callable[[], float] = lambda: 0.0
    heard: Heard = lambda *_: None

    def prepare(self) -> None:
        """Import what answers, for which the first message would wait otherwise.

        Whatever stands on conversations and is imported late as well asks for this first: where two threads enter the
        same rooms by two doors each may hold what the other waits for, and Python then fails one of the imports
        (https://github.com/python/cpython/issues/83065).
        """
        import dialogs.answering  # noqa: F401

    def handle(
        self, message: InboundMessage, open_unit: OpenUnit | None = None, along: Along = lambda *_: None, tries: int = 1
    ) -> tuple[Letter, ...]:
        """Carry a message out once and return its answers; a repeat gets the answers of the first time.

        With `open_unit` it is done in such a unit, which may be a part of a transaction that others share
        (storage.together): nobody is answered before that is durable. `along` belongs to it: both stand or neither.

        A conflict with another message of the same instant is tried once more, on what that one left. A busy
        database, a full disk and our own bugs leave no trace of the message, so that sending it again does it; the
        answer says so; where it may have more `tries` it is begun anew before, and counted once. Raises CountFirst in
        units that want what is asked for counted beside them (storage.beside).
        """
        message, open_unit = _without_control_characters(message), open_unit or self.open_unit
        begun, channel = self.ticks(), message.sender.channel
        with trace.about(None):
            for left in reversed(range(tries)):
                letters, came = self._tried(message, open_unit, along, last=not left)
                if came not in ("refused", "failed"):
                    break
            seconds = self.ticks() - begun
            if came in ("taken", "repeated"):
                words = "message %s on %s: %d answers in %d ms"
                log.info(words, came, channel, len(letters), seconds * 1000, extra={"channel": channel})
        if came != "private":
            self.heard(channel, came, seconds)
        return letters

    def _tried(
        self, message: InboundMessage, open_unit: OpenUnit, along: Along, *, last: bool
    ) -> tuple[tuple[Letter, ...], Came]:
        channel = message.sender.channel
        about = {"channel": channel}
        try:
            try:
                return self._handled(message, open_unit, along)
            except Conflict as conflict:
                log.info("message %s on %s once more: %s", _short(message.id), channel, conflict, extra=about)
                return self._handled(message, open_unit, along)
        except CountFirst:
            raise  # nobody is answered yet: it is carried out anew, once that is counted
        except AnchaError as error:
            if last:
                log.warning("message %s on %s not taken: %s", _short(message.id), channel, error, extra=about)
            return (self._unrecorded(error.key),), "refused"
        except Exception:
            log.exception("message %s on %s failed", _short(message.id), channel, extra=about)
            return (self._unrecorded("error.bug"),), "failed"

    def _handled(self, message: InboundMessage, open_unit: OpenUnit, along: Along) -> tuple[tuple[Letter, ...], Came]:
        with open_unit() as unit:
            letters, came = self._answered(unit, message)
            along(unit, letters)
            unit.commit()
            return letters, came

    def _answered(self, unit: UnitOfWork, message: InboundMessage) -> tuple[tuple[Letter, ...], Came]:
        sender = message.sender
        before = inbox.taken(unit, sender.channel, sender.account, message.id)
        if before is not None:
            trace.named(before)
            return outbox.replies(unit, before), "repeated"
        at = Address(sender.channel, sender.account, sender.address)
        again, sheet = private_post.look(unit, at, message.id)
        if again is not None:
            return again, "private"
        letters = self._carried_out(unit, message, at, sheet)
        in_private = not trace.current() or any(letter.id < 0 for letter in letters)
        return letters, "private" if in_private else "taken"

    def _carried_out(
        self, unit: UnitOfWork, message: InboundMessage, at: Address, sheet: Mapping[str, Any] | None
    ) -> tuple[Letter, ...]:
        from dialogs import answering

        binding, person = people.speaker(unit, at.channel, at.account, at.address)
        aside = read(sheet)
        in_private, shown = aside.active is not None, aside.choices
        answers = answering.answers(self, unit, binding, person, aside, message)
        if in_private or aside.touched:
            aside.choices = _choices(answers)
            private_post.keep_sheet(unit, at, aside.as_json())
            reaching.forget_first_moment(unit, binding.id)
            return private_post.answer(unit, at, message.id, binding.id, [_plain(one) for one in answers])
        if shown:
            aside.choices = ()
            private_post.keep_sheet(unit, at, aside.as_json())
        reaching.seen(unit, binding.id)
        words = masked(message.text)  # the record needs no number twice
        kept = message if words == message.text else message.model_copy(update={"text": words})
        inbox_id = inbox.take(
            unit, at.channel, at.account, message.id, binding_id=binding.id, kind=message.kind,
            body=kept.model_dump(mode="json", exclude={"id", "sender", "kind"}, exclude_defaults=True),
        )  # fmt: skip
        trace.named(inbox_id)
        return tuple(
            outbox.answer(
                unit, _plain(answer), kind=answer.kind, binding_id=binding.id,
                person_id=person.id if person is not None else None, reply_to=inbox_id,
            )
            for answer in answers
        )  # fmt: skip

    def _unrecorded(self, key: str) -> Letter:
        """An answer that stands in no table, for a message that was not taken."""
        now = self.open_unit().now
        body = _plain(Outbound(text=self.content.texts(key)))
        return Letter(0, None, None, None, "reply", body, "sent", now, now, 0, None)


def _without_control_characters(message: InboundMessage) -> InboundMessage:
    """The message as it can be kept and shown: PostgreSQL refuses NUL in JSON, and no channel can send half a pair."""
    update: dict[str, object] = {
        name: clean for name in ("text", "scene") if (clean := cleaned(said := getattr(message, name))) != said
    }
    if message.place is not None:
        update["place"] = message.place.model_copy(update={"label": cleaned(message.place.label)})
    return message.model_copy(update=update) if update else message


def _plain(message: Outbound) -> dict[str, Any]:
    return message.model_dump(mode="json", exclude_defaults=True)


def _choices(answers: tuple[Outbound, ...]) -> tuple[tuple[str, str], ...]:
    """The numbered options of the last message that has any."""
    numbered = [one for one in answers if one.choices and one.numbered]
    return tuple((choice.label, choice.token) for choice in numbered[-1].choices) if numbered else ()


def _short(message_id: str) -> str:
    """Finds a message whose platform's id is known, and tells nothing without it: in some ids its sender stands."""
    return hashlib.sha256(message_id.encode()).hexdigest()[:12]
