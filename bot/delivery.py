"""The delivery loop: the only thing in the program that sends.

Every message is claimed durably before it is handed to its channel, and settled durably after. Killed in between, it
is settled by storage.interrupted: replies and notices go again, reminders and digests prefer once. So that a death
leaves few in between, a message is claimed when it is its turn at its channel and not before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import anyio

from bot import settling
from bot.channels.channel import Channel, Result, Sent
from bot.clock import ticks
from bot.grumbling import Grumble
from bot.handing import PREFER_ONCE, Hands, Noted
from bot.pulse import Pulse
from bot.quiet import NEVER, Quiet
from bot.turn import Turn
from bot.workers import Workers
from checklists.errors import TryLater
from dialogs import trace
from storage import held, interrupted, outbox, reaching
from storage.outbox import Letter
from storage.reaching import Binding
from storage.unit_of_work import OpenUnit, UnitOfWork

log = logging.getLogger("ancha.delivery")

ANSWERING = timedelta(seconds=8)
"""How long a reply is left to the adapter that answers the request it belongs to."""
HELD_EVERY = timedelta(seconds=2)
"""How often all that is held is looked through for people who have spoken: there may be a message for everybody."""
STUCK = timedelta(minutes=10)
"""Much longer than any sending takes: whoever claimed it has died. Where processes show that they live it does not come
to that (bot/lifeline.py)."""
AWAKE = timedelta(minutes=30)
"""Whoever was heard from so lately does not sleep, whatever the hour."""
IDLE_SECONDS, SETTLE_SECONDS = 1.0, 0.05


@dataclass(frozen=True)
class _Due:
    """A message that may go now, and the channels it will probably be handed to, the best first."""

    letter: Letter
    channels: tuple[str, ...]


class Delivery:
    """Takes what is due from the outbox and hands it to the channels; any number of processes may do so at once."""

    def __init__(
        self, open_unit: OpenUnit, channels: Iterable[Channel], workers: Workers, quiet: Quiet = NEVER, *,
        noted: Noted = lambda *_: None, stopping: Callable[[], bool] = lambda: False,
        pulse: Pulse | None = None,
    ) -> None:  # fmt: skip
        self._open_unit = open_unit
        self._quiet = quiet
        self._channels: Mapping[str, Channel] = {channel.name: channel for channel in channels}
        self._limits = {name: anyio.CapacityLimiter(channel.at_once) for name, channel in self._channels.items()}
        self._workers = workers
        self._stopping = stopping
        self._pulse = pulse or Pulse(ticks)
        self._hands = Hands(self._channels, noted, self._pulse)
        self._answered: dict[int, Letter] = {}
        self._now: set[int] = set()
        self._woken = anyio.Event()
        self._settle_soon = anyio.Event()
        self._released: datetime | None = None

    def wake(self) -> None:
        """Look now: something was just written."""
        self._woken.set()

    def answered(self, letters: Iterable[Letter]) -> None:
        """These replies were handed over by the adapter itself; the loop writes it down with its next step."""
        if not self._answered:
            self._settle_soon.set()
        self._answered.update({one.id: one for one in letters if one.id and one.status == "waiting"})

    def send_now(self, letters: Iterable[Letter]) -> None:
        """These replies the adapter leaves to the loop: they go with its next step."""
        self._now.update(one.id for one in letters if one.id and one.status == "waiting")
        self.wake()

    async def run(self) -> None:
        """Deliver until told to stop. A database that does not answer is tried again, nothing is lost by it.

        Told to stop, it claims no more, sees to its end what was claimed, and returns.
        """
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._settling)
            await self._delivering()
            tasks.cancel_scope.cancel()

    async def _delivering(self) -> None:
        released, grumble = ticks(), Grumble(log, "the delivery loop")
        while not self._stopping():
            try:
                if ticks() - released > 60:
                    released = ticks()
                    await self._workers.record(self.release_stuck)
                while await self.step() and not self._stopping():
                    pass
                grumble.over()
            except Exception as error:
                self._pulse.failed()
                grumble.about(error)
            await self._idle()

    async def _idle(self) -> None:
        """Wait for something to do."""
        with anyio.move_on_after(IDLE_SECONDS):
            await self._woken.wait()
        self._woken = anyio.Event()

    async def _settling(self) -> None:
        """Settle what adapters have answered, a little later and together: one by one would cost as much as the
        answers. Beside the steps, since one may take a minute, and whoever dies in it would have the next start send
        all those answers again."""
        while True:
            await self._settle_soon.wait()
            await anyio.sleep(SETTLE_SECONDS)
            try:
                await self.settle_answered()
            except Exception as error:
                log.warning("some answers are not settled yet: %s", error)
                await anyio.sleep(IDLE_SECONDS)

    async def settle_answered(self) -> None:
        """Write down what adapters have answered, or the next start would send it again."""
        answered, self._answered, self._settle_soon = self._answered, {}, anyio.Event()
        try:
            if answered:
                await self._workers.together(lambda open_unit: settling.given(open_unit, tuple(answered.values())))
        except BaseException:
            self.answered(answered.values())
            raise

    def release_stuck(self, age: timedelta = STUCK) -> int:
        """Settle what was being sent by a process that died that long ago; how many messages there were."""
        with self._open_unit() as unit:
            released = interrupted.release_stuck(unit, unit.now - age)
            if released:
                unit.commit()
        return released

    async def step(self) -> int:
        """Settle what adapters answered, send what is due now; how many messages were taken up."""
        answered, self._answered, self._settle_soon = self._answered, {}, anyio.Event()
        now, self._now = self._now, set()
        try:
            due = await self._workers.together(lambda open_unit: self._due(open_unit, tuple(answered.values()), now))
        except BaseException:
            self.answered(answered.values())
            self._now |= now
            raise
        self._pulse.done()
        queues: dict[tuple[str, int], list[_Due]] = {}
        for one in due:
            letter = one.letter
            whose = ("person", letter.person_id) if letter.person_id is not None else ("at", letter.binding_id or 0)
            queues.setdefault(whose, []).append(one)
        taken: list[int] = []
        async with anyio.create_task_group() as tasks:
            for queue in queues.values():
                tasks.start_soon(self._in_order, queue, taken)
        return len(taken)

    async def _in_order(self, letters: list[_Due], taken: list[int]) -> None:
        """One person's messages one after the other. Where another process has one, those behind it keep for later."""
        for one in letters:
            if self._stopping():
                return
            with trace.about(one.letter.reply_to):
                if not await self._deliver(one.letter, Turn(self._limits, self._stopping), one.channels):
                    return
            taken.append(one.letter.id)

    async def _deliver(self, letter: Letter, turn: Turn, channels: Sequence[str]) -> bool:
        """Whether the message was ours to send; if so, what became of it is on record. It is its turn at the first of
        its channels from before it is claimed until it is settled."""
        first = next((name for name in channels if name in self._channels), None)
        try:
            if first is not None and not await turn.at(first):
                return False
            addresses = await self._claim(letter)
            if addresses is None:
                return False
            result, binding = await self._hands.tried(letter, addresses, turn)
            await self._settled(letter, result, binding)
        finally:
            turn.over()
        settling.told(letter, result, binding)
        if isinstance(result, Sent) and binding is not None:
            self._channels[binding.channel].settled(binding)
        return True

    async def _settled(self, letter: Letter, result: Result, binding: Binding | None) -> None:
        """The platform has it: only the record is behind, and must catch up or it would be sent again."""
        while True:
            try:
                await self._workers.together(lambda open_unit: settling.settled(open_unit, letter, result, binding))
                return
            except TryLater as error:
                log.warning("letter %d is not settled yet: %s", letter.id, error)
                await anyio.sleep(IDLE_SECONDS)

    async def _claim(self, letter: Letter) -> tuple[Binding, ...] | None:
        """Claim it durably; where it may go. What must not go twice is not claimed in one commit with others, which
        would all stand between when the process dies right behind it."""
        if letter.kind in PREFER_ONCE:
            return await self._workers.record(lambda: settling.claimed(self._open_unit, letter))
        return await self._workers.together(lambda open_unit: settling.claimed(open_unit, letter))

    def _due(self, open_unit: OpenUnit, answered: tuple[Letter, ...], now: set[int]) -> tuple[_Due, ...]:
        with open_unit() as unit:
            settling.hand_over(unit, answered)
            fresh = unit.now - ANSWERING
            released = 0
            if self._released is None or not timedelta(0) <= unit.now - self._released < HELD_EVERY:
                released, self._released = held.release_spoken(unit, fresh), unit.now
            due = [one for one in outbox.due(unit) if one.reply_to is None or one.created_at <= fresh or one.id in now]
            asleep = self._asleep(unit, due)
            awake = [one for one in due if one.id not in asleep]
            places = ((one.binding_id, one.person_id) for one in awake)
            found = tuple(map(_Due, awake, reaching.channels(unit, places))) if awake else ()
            if answered or released or asleep:
                unit.commit()
        return found

    def _asleep(self, unit: UnitOfWork, due: Sequence[Letter]) -> frozenset[int]:
        """Of what is due, that which is put off till the morning: no answer, not urgent, and its person not awake."""
        morning = self._quiet.until(unit.now)
        if morning is None:
            return frozenset()
        since = unit.now - AWAKE
        found = frozenset(
            one.id
            for one in due
            if one.kind != "reply"
            and not one.body.get("urgent")
            and not reaching.awake(unit, since, person_id=one.person_id, binding_id=one.binding_id)
        )
        if found:
            outbox.put_off(unit, sorted(found), morning)
        return found
