"""The threads in which blocking work runs, so that the event loop never waits for a disk."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context, copy_context
from dataclasses import dataclass, field, replace
from threading import Condition, Lock
from typing import TypeVar

from anyio import CancelScope, CapacityLimiter, to_thread

from bot.clock import ticks
from storage.beside import CountFirst, found_by, knowing
from storage.findings import Beside
from storage.foreseen import Said
from storage.private_post import Address
from storage.together import Outcome, Piece, done_together
from storage.unit_of_work import OpenUnit

T = TypeVar("T")
MOST_TOGETHER = 64
"""Pieces of one commit. More would save little of the disk's time and let the first wait long for its answer."""
MOST_AT_FIRST = 8
"""As long as nobody knows how long one takes: after a start many wait, and nothing is warm."""
TOGETHER_SECONDS = 1.0
"""So long a commit's pieces may take in all, by what those of the one before took: the first waits for the last, and
its platform for five seconds at most."""
GATHER_SECONDS = 0.008
"""So long a commit waits for as many as came together just now: who was answered with the last one is on the way with
the next word. Where few come nobody waits."""
COMPANY, LIKELY, FADING = 4, 0.75, 0.7
"""How many are company; which share of the last is waited for; and how much of that is left after each commit."""
CONNECTIONS = 8
LOOKING = 2
"""Threads for what only looks at a SQLite record, and on both for what messages ask to have counted: whoever counts a
city holds up no answer."""


@dataclass(frozen=True)
class _Waiting:
    piece: Piece
    said: Said | None
    context: Context
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[Outcome]
    beside: Beside = field(default_factory=dict)


class Workers:
    """Threads for the record and threads for pictures, each with its own limit. One for the whole app: SQLite lets one
    writer in, and others would sleep and retry inside it, so everybody queues here."""

    def __init__(
        self, open_unit: OpenUnit, *, one_writer: bool, ticks: Callable[[], float] = ticks,
        look: OpenUnit | None = None,
    ) -> None:  # fmt: skip
        """`look` opens the units in which is counted what a message asks for, without it each counts in its own."""
        self._open_unit = open_unit
        self._look = look
        self._one_writer = one_writer
        self._ticks = ticks
        self._most = MOST_AT_FIRST
        self._threads = ThreadPoolExecutor(1 if one_writer else CONNECTIONS, "record")
        self._looking = ThreadPoolExecutor(LOOKING, "looking") if one_writer else self._threads
        self._counting = self._looking if one_writer else ThreadPoolExecutor(LOOKING, "counting")
        self._answers = self._threads if one_writer else ThreadPoolExecutor(1, "answers")
        self._pictures = CapacityLimiter(2)  # a decoded photo can take 200 MB
        self._waiting: deque[_Waiting] = deque()
        self._away: dict[Address, list[_Waiting]] = {}
        """Of each address for which something is being counted what came behind that message: it stays behind it."""
        self._asked = False
        self._lock = Lock()
        self._came = Condition(self._lock)
        self._company = 0.0

    async def record(self, work: Callable[[], T]) -> T:
        """Run something short that opens units of work."""
        return await _done(self._threads, work)

    async def look(self, work: Callable[[], T]) -> T:
        """Run something that opens only units that look: nobody who writes waits for it."""
        return await _done(self._looking, work)

    async def together(self, work: Callable[[OpenUnit], T], said: Said | None = None) -> T:
        """Run something short that opens its units by what it is handed, and is durable when this returns. `said` is
        the message it answers, if it does.

        Whatever waits at the same time shares one transaction (storage.together); on PostgreSQL only messages do, since
        all else can go beside them. What it asks to have counted (storage.beside) is counted on another thread, and
        then it is done from its beginning; nobody but its own sender waits for that.
        """
        if said is None and not self._one_writer:
            return await self.record(lambda: work(self._open_unit))
        loop = asyncio.get_running_loop()
        one = _Waiting(work, said, copy_context(), loop, loop.create_future())
        with self._came:
            behind = self._away.get(said.at) if said is not None else None
            (self._waiting if behind is None else behind).append(one)
            self._came.notify()
        loop.call_soon(self._begin)  # not before the loop has taken in all that has arrived: it shares the commit
        outcome = await _to_its_end(one.done)
        if outcome.error is not None:
            raise outcome.error
        found: T = outcome.value
        return found

    async def picture(self, work: Callable[[], T]) -> T:
        """Run something that computes on photos."""
        return await to_thread.run_sync(work, limiter=self._pictures)

    def _drain(self) -> None:
        """Carry out what waits."""
        with self._came:
            if self._company >= COMPANY:
                self._came.wait_for(lambda: len(self._waiting) >= self._company * LIKELY, GATHER_SECONDS)
            batch = self._batch()
            self._company = max(len(batch), self._company * FADING)
            self._asked = False
            self._ask()  # behind whatever else queues for the thread meanwhile
        pieces, begun = [self._piece(one) for one in batch], self._ticks()
        found = done_together(self._open_unit, pieces, [one.said for one in batch])
        each = (self._ticks() - begun) / max(len(batch), 1)
        self._most = max(1, min(MOST_TOGETHER, int(TOGETHER_SECONDS / each))) if each else MOST_TOGETHER
        done: list[tuple[_Waiting, Outcome]] = []
        for one, outcome in zip(batch, found, strict=True):
            if isinstance(outcome.error, CountFirst):
                self._put_back(one, outcome.error)
            else:
                done.append((one, outcome))
        _settle(done)

    def _piece(self, one: _Waiting) -> Piece:
        beside = None if self._look is None else one.beside
        return lambda opened: one.context.run(one.piece, opened if beside is None else knowing(opened, beside))

    def _put_back(self, one: _Waiting, asked: CountFirst) -> None:
        """Have it counted; what else came from that address waits meanwhile."""
        if one.said is not None:
            at = one.said.at
            with self._came:
                theirs = [(other.said is not None and other.said.at == at, other) for other in self._waiting]
                self._away[at] = [other for same, other in theirs if same]
                self._waiting = deque(other for same, other in theirs if not same)
        self._counting.submit(self._count, one, asked)

    def _count(self, one: _Waiting, asked: CountFirst) -> None:
        """Count for a message, and put it first again, with what came behind it."""
        assert self._look is not None  # noqa: S101  (nobody asks for it otherwise)
        found = one.context.run(found_by, self._look, asked)
        again = replace(one, beside={**one.beside, asked.key: found})
        with self._came:
            behind = self._away.pop(one.said.at, []) if one.said is not None else []
            self._waiting.extendleft(reversed([again, *behind]))
            self._came.notify()
            self._ask()

    def _batch(self) -> list[_Waiting]:
        """The first that wait, of each address one message; the messages before all else, which looks at what they
        wrote. Whatever waits did not wait for the rest, so it may be done in any order; one address keeps its own."""
        found: list[_Waiting] = []
        later: list[_Waiting] = []
        there: set[Address] = set()
        while self._waiting and len(found) < self._most:
            one = self._waiting.popleft()
            if one.said is not None and one.said.at in there:
                later.append(one)
                continue
            if one.said is not None:
                there.add(one.said.at)
            found.append(one)
        self._waiting.extendleft(reversed(later))
        return sorted(found, key=lambda one: one.said is None)

    def _begin(self) -> None:
        with self._lock:
            self._ask()

    def _ask(self) -> None:
        if self._waiting and not self._asked:
            self._asked = True
            self._answers.submit(self._drain)


async def _done(threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    context = copy_context()
    future = asyncio.get_running_loop().run_in_executor(threads, lambda: context.run(work))
    with CancelScope(shield=True):  # what has begun is seen to its end, as its caller then knows
        await future
    return future.result()


async def _to_its_end(done: asyncio.Future[Outcome]) -> Outcome:
    """Wait for it even when told to stop: what has begun is seen to its end, as its caller then knows."""
    while not done.done():
        try:
            await asyncio.shield(done)
        except asyncio.CancelledError:
            if done.cancelled():
                raise
    return done.result()


def _settle(outcomes: Sequence[tuple[_Waiting, Outcome]]) -> None:
    """Wake whoever waits, all of one event loop with one call."""
    for loop in {one.loop for one, _ in outcomes}:
        theirs = [(one.done, found) for one, found in outcomes if one.loop is loop]
        if not loop.is_closed():
            loop.call_soon_threadsafe(_wake, theirs)


def _wake(theirs: Sequence[tuple[asyncio.Future[Outcome], Outcome]]) -> None:
    for done, found in theirs:
        if not done.done():
            done.set_result(found)
