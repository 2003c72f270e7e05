"""Photos people send: fetched at once, else again and again until the platform no longer keeps them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Generic, Protocol, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import anyio

from bot.channels import awaiting
from bot.channels.awaiting import LOOK_SECONDS
from bot.channels.tencent import http
from bot.channels.tencent.line import Line
from bot.channels.tencent.refusal import Refused, TooLarge, Unanswered
from bot.grumbling import Grumble
from bot.wiring import App
from checklists.errors import AnchaError, UserMistake
from dialogs.messages import InboundMessage
from storage import media
from storage.awaited_photos import AwaitedPhoto

log = logging.getLogger("ancha.tencent")

BEIJING = ZoneInfo("Asia/Shanghai")
FIRST_WAIT_SECONDS = 3.0
"""How long the answer to a callback waits for the first try."""
WAITS = (30, 60, 120, 300, 600, 1800)
"""Seconds between later tries; the last again and again."""

Wanted = Callable[[], bool]
"""Whether anybody still waits for the answer."""


class Replying(Protocol):
    """What the fetching needs to know of a passive reply: its words, and whether the message is on record."""

    @property
    def text(self) -> str: ...

    @property
    def taken(self) -> bool: ...


R = TypeVar("R", bound=Replying)


@dataclass(frozen=True)
class Fetching(Generic[R]):
    """The photos of one account. `answer` carries out the message a photo is, `says` makes a reply of mere words,
    `behind` does what has to follow an answer that no request waits for."""

    app: App
    line: Line
    channel: str
    account: str
    base_url: str
    hosts: tuple[str, ...]
    days: int
    answer: Callable[[InboundMessage, Wanted], Awaitable[R]]
    says: Callable[[str], R]
    behind: Callable[[str, R], Awaitable[None]]

    def words(self, key: str, **params: object) -> str:
        """A sentence of this messenger's own."""
        return self.app.content.texts(f"{self.channel}.{key}", **params)


async def receive(fetching: Fetching[R], photo: AwaitedPhoto, wanted: Wanted) -> R:
    """Try to fetch a photo written down just now, and answer; what takes longer is answered with patience."""
    reply: R | None = None
    with anyio.move_on_after(FIRST_WAIT_SECONDS):
        reply = await _tried(fetching, photo, wanted)
    record = fetching.line.workers.record
    if reply is not None:
        if reply.text and not reply.taken and not wanted():  # it is no photo, and the request is gone
            await record(partial(_over, fetching, photo, reply.text))
        return reply
    await record(lambda: awaiting.postponed(fetching.app, photo, WAITS[0]))
    return fetching.says(fetching.words("photo_waits"))


async def run(fetching: Fetching[R]) -> None:
    """Fetch what is still awaited, until cancelled."""
    grumble = Grumble(log, "fetching photos")
    while True:
        try:
            while await step(fetching):
                pass
            grumble.over()
        except Exception as error:
            grumble.about(error)
        await anyio.sleep(LOOK_SECONDS)


async def step(fetching: Fetching[R]) -> int:
    """Try what is due; how many photos there were."""
    record = fetching.line.workers.record
    due = await record(lambda: awaiting.due(fetching.app, fetching.channel, fetching.account))
    for photo in due:
        reply = await _tried(fetching, photo, lambda: False)
        if reply is None:
            await record(partial(_put_off, fetching, photo))
            continue
        if reply.text:  # it is no photo: that was not recorded as a message, so it has to be said
            await record(partial(_over, fetching, photo, reply.text))
        await fetching.behind(photo.address, reply)
    return len(due)


async def _tried(fetching: Fetching[R], photo: AwaitedPhoto, wanted: Wanted) -> R | None:
    """Fetch, keep, carry out; None when that could not be done this time."""
    try:
        data = await _fetched(fetching, photo)
    except TooLarge:
        await fetching.line.workers.record(lambda: awaiting.finished(fetching.app, photo))
        texts = fetching.app.content.texts
        return fetching.says(texts("photo.too_big", megabytes=media.MAX_BYTES // 2**20))
    if data is None:
        return None
    with anyio.CancelScope(shield=True):  # from here on it is ours: what is begun is brought to its end
        return await _carried_out(fetching, photo, data, wanted)
    return None


async def _carried_out(fetching: Fetching[R], photo: AwaitedPhoto, data: bytes, wanted: Wanted) -> R | None:
    app, workers = fetching.app, fetching.line.workers
    try:
        prepared = await workers.picture(lambda: media.prepare(data))
        message = await workers.record(lambda: awaiting.kept(app, photo, prepared))
    except UserMistake as mistake:
        await workers.record(lambda: awaiting.finished(app, photo))
        return fetching.says(app.content.texts(mistake.key, **mistake.params))
    except AnchaError as error:
        awaiting.note(log, logging.WARNING, photo, f"not kept yet: {error}")
        return None
    reply = await fetching.answer(message, wanted)
    if not reply.taken:  # the record was busy: the photo is ours, the rest is tried again
        return None
    await workers.record(lambda: awaiting.finished(app, photo))
    return reply


async def _fetched(fetching: Fetching[R], photo: AwaitedPhoto) -> bytes | None:
    """Its bytes, from the address in the message or by its name. Raises TooLarge."""
    most = media.MAX_BYTES
    address = allowed(photo.url, fetching.base_url, fetching.hosts)
    if address:
        try:
            status, kind, data = await http.received(fetching.line.http, "GET", address, most)
            if status == 200 and data and not kind.startswith(("application/json", "text/")):
                return data
        except TooLarge:
            raise
        except Unanswered as silence:
            awaiting.note(log, logging.INFO, photo, str(silence))
    if not photo.media:
        return None
    try:
        return await fetching.line.api.download("/cgi-bin/media/get", most, params={"media_id": photo.media})
    except TooLarge:
        raise
    except (Refused, Unanswered) as error:
        awaiting.note(log, logging.WARNING, photo, str(error))
        return None


def allowed(url: str, base_url: str, hosts: tuple[str, ...]) -> str:
    """The address of a picture if it may be fetched, by HTTPS; "" for one that lies anywhere else.

    Whoever knows the callback's token could otherwise have us fetch from inside our network.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or parts.username is not None:
        return ""
    if (parts.scheme, parts.netloc) == urlsplit(base_url)[:2]:
        return url
    known = any(host == one or host.endswith(f".{one}") for one in hosts)
    return parts._replace(scheme="https", netloc=host).geturl() if known and port in (None, 80, 443) else ""


def _put_off(fetching: Fetching[R], photo: AwaitedPhoto) -> None:
    """Later again, or never: then its sender is told."""
    if fetching.app.clock() - photo.received_at < timedelta(days=fetching.days):
        awaiting.postponed(fetching.app, photo, WAITS[min(photo.tries + 1, len(WAITS) - 1)])
        return
    day = photo.received_at.astimezone(BEIJING)
    words = f"could not be fetched within {fetching.days} days; its sender is told"
    awaiting.note(log, logging.ERROR, photo, words)
    _over(fetching, photo, fetching.words("photo_lost", day=fetching.words("day", month=day.month, day=day.day)))


def _over(fetching: Fetching[R], photo: AwaitedPhoto, words: str) -> None:
    awaiting.tell(fetching.app, photo, words, "over", over=True)
