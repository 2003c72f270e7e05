"""Fetches updates and acknowledges them once they are on record, so that none is lost when we die in between
(https://core.telegram.org/bots/api#getupdates)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import ExitStack

import anyio
from anyio.abc import TaskGroup
from telegram import Update
from telegram.error import Conflict, InvalidToken

from bot.channels.telegram import faults
from bot.channels.telegram.answering import Answering, Taken
from bot.channels.telegram.desk import Desk
from bot.channels.telegram.exchange import TooFast
from bot.channels.telegram.understanding import WANTED
from checklists.errors import TryLater
from storage.lease import lease

log = logging.getLogger("ancha.telegram")

LONG_POLL_SECONDS = 25
MOST_AT_ONCE = 100
MOST_UNDER_WAY = 200
AGAIN_SECONDS = (1.0, 2.0, 4.0, 8.0)
TOKEN_SECONDS, CONFLICT_SECONDS, MOST_SECONDS = 300.0, 15.0, 60.0


async def run(desk: Desk, answering: Answering, long_poll: int = LONG_POLL_SECONDS) -> None:
    """Poll until cancelled, whenever no other process does: Telegram gives its updates to one at a time."""
    while True:
        with ExitStack() as stack:
            ours = await desk.workers.record(lambda: _lease(desk, stack))
            if ours:
                await _poll(desk, answering, long_poll)
        await anyio.sleep(CONFLICT_SECONDS)


def _lease(desk: Desk, stack: ExitStack) -> bool:
    try:
        return stack.enter_context(lease(desk.app.engine, f"telegram polling {desk.account.id}"))
    except TryLater as error:
        log.warning("nobody polls for Telegram yet: %s", error)
        return False


async def _poll(desk: Desk, answering: Answering, long_poll: int) -> None:
    offset: int | None = None
    failures = 0
    under_way = anyio.CapacityLimiter(MOST_UNDER_WAY)
    async with anyio.create_task_group() as tasks:
        while True:
            try:
                updates = await desk.bot.get_updates(
                    offset=offset, limit=MOST_AT_ONCE, timeout=long_poll, allowed_updates=WANTED
                )
                failures = 0
            except Exception as error:
                failures += 1
                await anyio.sleep(_wait(error, failures))
                continue
            await _take(answering, updates, tasks, under_way)
            if updates:
                offset = updates[-1].update_id + 1


async def _take(
    answering: Answering, updates: Sequence[Update], tasks: TaskGroup, under_way: anyio.CapacityLimiter
) -> None:
    """Put a batch on record, each chat's updates in their order, and begin to answer."""
    chats: dict[int, list[Update]] = {}
    for update in updates:
        chat = update.effective_chat
        chats.setdefault(chat.id if chat is not None else 0, []).append(update)

    async def in_order(queue: list[Update]) -> None:
        for update in queue:
            taken = await _taken(answering, update)
            if taken is not None:
                tasks.start_soon(finish, taken)

    async def finish(taken: Taken) -> None:
        async with under_way:
            await answering.finish(taken)

    async with anyio.create_task_group() as taking:
        for queue in chats.values():
            taking.start_soon(in_order, queue)


async def _taken(answering: Answering, update: Update) -> Taken | None:
    """What is on record of an update and is to be answered. What is not on record is acknowledged when its sender was
    told so: taking it and telling are tried again a few times, and no more, since all others wait behind it."""
    for wait in (*AGAIN_SECONDS, None):
        taken = await answering.take(update)
        if taken is None or taken.kept:
            return taken
        if await answering.finish(taken):
            return None
        if wait is not None:
            await anyio.sleep(wait)
    log.error("update %d is given up: it is not on record, and its sender could not be told", update.update_id)
    return None


def _wait(error: Exception, failures: int) -> float:
    """Tell the operator what only they can put right; the seconds to wait before polling again."""
    if isinstance(error, InvalidToken):
        log.error(faults.NOT_LET_IN)
        return TOKEN_SECONDS
    if isinstance(error, Conflict):
        log.error(
            "Somebody else polls for this bot, or it has a webhook. Only one process may poll: stop the other, or "
            "use ANCHA_TELEGRAM_MODE=webhook."
        )
        return CONFLICT_SECONDS
    if isinstance(error, TooFast):
        return error.seconds
    if failures == 1 or failures % 10 == 0:
        log.warning("no updates from Telegram (%d times): %s", failures, faults.named(error))
    return float(min(2 ** min(failures, 10) / 2, MOST_SECONDS))
