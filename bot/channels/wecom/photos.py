"""Photos members send to the app."""

from __future__ import annotations

from functools import partial

from bot.channels.awaiting import AT_ONCE
from bot.channels.tencent import photos
from bot.channels.tencent.photos import Fetching, Wanted
from bot.channels.wecom.account import NAME
from bot.channels.wecom.answering import Reply, answer
from bot.channels.wecom.changing import change
from bot.channels.wecom.desk import Desk
from bot.channels.wecom.understanding import Understood
from dialogs.messages import InboundMessage
from storage import awaited_photos, reaching
from storage.awaited_photos import AwaitedPhoto
from storage.unit_of_work import UnitOfWork


def fetching(desk: Desk) -> Fetching[Reply]:
    """The app's photos."""

    async def carried_out(message: InboundMessage, wanted: Wanted) -> Reply:
        return await answer(desk, message, wanted)

    async def closed(address: str, reply: Reply) -> None:
        for card in reply.closed:
            await change(desk, address, card, desk.app.content.texts("wecom.overtaken"))

    return Fetching(
        app=desk.app, line=desk.line, channel=NAME, account=desk.account.corp_id, base_url=desk.account.base_url,
        hosts=desk.rules.picture_hosts, days=desk.rules.limits.photo_days, answer=carried_out,
        says=lambda words: Reply(words, taken=False), behind=closed,
    )  # fmt: skip


async def receive(desk: Desk, got: Understood, wanted: Wanted) -> Reply:
    """Write the photo down; then fetch it and answer."""
    return await photos.receive(fetching(desk), await desk.record(partial(_expected, got)), wanted)


def _expected(got: Understood, unit: UnitOfWork) -> AwaitedPhoto:
    assert got.picture is not None  # noqa: S101  (the callback sends only photos here)
    sender = got.sender
    reaching.bound(unit, sender.channel, sender.account, sender.address)
    return awaited_photos.expect(
        unit, channel=sender.channel, account=sender.account, address=sender.address, message_id=got.id,
        url=got.picture.url[:2000], media=got.picture.media, first_try=AT_ONCE,
    )  # fmt: skip
