"""The stage of the tour: a fixed clock, codes that come in a fixed order, and actors who speak through the gateway."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.channels.terminal import shown
from bot.codes import ALPHABET
from bot.sample.scenes import scene
from bot.wiring import App
from checklists.form import Form
from checklists.periods import BEIJING
from checklists.question import Question
from dialogs.messages import InboundMessage, Outbound, Sender
from dialogs.state import State
from storage import media, outbox, reaching, sessions
from storage.outbox import Letter
from storage.unit_of_work import UnitOfWork

CHANNEL = "terminal"


class FixedClock:
    """Shows the moment it was last put to."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def __call__(self) -> datetime:
        return self._moment

    def put(self, moment: datetime) -> None:
        """Show that moment from now on."""
        self._moment = moment


def fixed_codes(seed: str) -> Callable[[int], str]:
    """Codes in an order that the seed decides. Guessable: for the tour only."""
    dice = random.Random(seed)  # noqa: S311

    def codes(length: int) -> str:
        # A digit first, since a code always holds one.
        return dice.choice(ALPHABET[:8]) + "".join(dice.choice(ALPHABET) for _ in range(length - 1))

    return codes


@dataclass(frozen=True)
class Actor:
    """Somebody with a phone: name and role as they are told, the address on a channel."""

    name: str
    role: str
    address: str
    channel: str = CHANNEL

    @property
    def sender(self) -> Sender:
        """Where this actor's messages come from."""
        return Sender(channel=self.channel, address=self.address)


@dataclass(frozen=True)
class Asked:
    """What an actor is being asked: the conversation, its form, the question, and where it stands."""

    session_id: int
    conversation: str
    form: Form
    question: Question | None
    state: State


@dataclass
class Stage:
    """Speaks for the actors and writes down what is said."""

    app: App
    clock: FixedClock
    write: Callable[[str], None]
    numbers: Iterator[int] = field(default_factory=itertools.count)
    chapters: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def say(self, key: str, **params: object) -> str:
        """A sentence of the tour."""
        return self.app.content.texts(f"tour.{key}", **params)

    def chapter(self, title: str, day: date, clock: time, told: str = "") -> None:
        """Put the clock there and begin a new chapter."""
        self.clock.put(datetime.combine(day, clock, BEIJING))
        weekday = self.app.content.texts.words["tour.weekdays"][day.weekday()]
        self.write(
            self.say(
                "chapter", number=next(self.chapters), title=title, month=day.month, day=day.day, weekday=weekday,
                clock=f"{clock:%H:%M}",
            )
        )  # fmt: skip
        self.write(f"{told}\n" if told else "")

    def type(self, actor: Actor, words: str) -> None:
        """The actor writes something."""
        self._send(actor, InboundMessage(id=self._id(), sender=actor.sender, kind="text", text=words), words)

    def tap(self, actor: Actor, token: str, label: str) -> None:
        """The actor taps a button."""
        message = InboundMessage(id=self._id(), sender=actor.sender, kind="choice", token=token, text=label)
        self._send(actor, message, self.say("tapped", label=label))

    def send_photo(self, actor: Actor, name: str, *, fixed: bool) -> None:
        """The actor sends a picture of that scene."""
        prepared = media.prepare(scene(name, fixed=fixed))
        with self.app.open_unit() as unit:
            binding = reaching.bound(unit, actor.channel, actor.sender.account, actor.address)
            photo = media.keep(unit, self.app.media_folder, prepared, owner_binding=binding.id)
            unit.commit()
        message = InboundMessage(id=self._id(), sender=actor.sender, kind="photo", photos=(photo.id,))
        self._send(actor, message, self.say("sent_photo"))

    def asked(self, actor: Actor) -> Asked | None:
        """What the actor is being asked now; None when nothing is."""
        with self.app.open_unit() as unit:
            binding = reaching.bound(unit, actor.channel, actor.sender.account, actor.address)
            one = sessions.active(unit, binding.person_id, binding.id)
            if one is None:
                return None
            form = Form.model_validate(sessions.body(unit, one.form, one.version))
        state = State.model_validate(one.state)
        question = next((question for question in form.questions if question.id == state.at), None)
        return Asked(one.id, one.conversation, form, question, state)

    def arrivals(self, actors: tuple[Actor, ...]) -> list[Outbound]:
        """Show what waits for these actors now, and count it as delivered."""
        arrived = []
        for actor in actors:
            with self.app.open_unit() as unit:
                binding = reaching.bound(unit, actor.channel, actor.sender.account, actor.address)
                mine = [
                    letter
                    for letter in outbox.due(unit, 100_000)
                    if letter.person_id is not None and letter.person_id == binding.person_id
                ]
                _settle(unit, mine)
                unit.commit()
            for letter in mine:
                message = Outbound.model_validate(letter.body)
                self.write(self.say("notice", name=actor.name, role=actor.role))
                self._show(message)
                arrived.append(message)
        return arrived

    def _send(self, actor: Actor, message: InboundMessage, words: str) -> None:
        self.write(self.say("said", name=actor.name, role=actor.role, words=words))
        letters = self.app.gateway.handle(message)
        with self.app.open_unit() as unit:
            _settle(unit, letters)
            unit.commit()
        self.write(self.say("bot"))
        for letter in letters:
            self._show(Outbound.model_validate(letter.body))

    def _show(self, message: Outbound) -> None:
        lines = shown(message, self.app.content.texts).rstrip("\n").split("\n")
        self.write("\n".join(f"    {line}".rstrip() for line in lines) + "\n")

    def _id(self) -> str:
        return f"tour-{next(self.numbers)}"


def _settle(unit: UnitOfWork, letters: Iterable[Letter]) -> None:
    """Count letters as delivered: the terminal is where they are read."""
    for letter in letters:
        if letter.id and outbox.claim(unit, letter.id):
            outbox.settle(unit, letter.id, "sent", binding_id=letter.binding_id)
