"""Photos people send to the account."""

from __future__ import annotations

from functools import partial

from bot.channels.awaiting import AT_ONCE
from bot.channels.tencent import photos
from bot.channels.tencent.photos import Fetching, Wanted
from bot.channels.wechat.account import NAME
from bot.channels.wechat.answering import Reply, answer, granted
from bot.channels.wechat.desk import Desk
from bot.channels.wechat.understanding import Understood
from dialogs.messages import InboundMessage
from storage import awaited_photos, private_post, reaching
from storage.awaited_photos import AwaitedPhoto
from storage.private_post import Address


def fetching(desk: Desk) -> Fetching[Reply]:
    """The account's photos."""

    async def carried_out(message: InboundMessage, wanted: Wanted) -> Reply:
        return await answer(desk, message, None, wanted)

    async def nothing(_address: str, _reply: Reply) -> None:
        return

    return Fetching(
        app=desk.app, line=desk.line, channel=NAME, account=desk.account.app_id, base_url=desk.account.base_url,
        hosts=desk.rules.picture_hosts, days=desk.rules.limits.photo_days, answer=carried_out,
        says=lambda words: Reply(words, taken=False), behind=nothing,
    )  # fmt: skip


async def receive(desk: Desk, got: Understood, wanted: Wanted) -> Reply:
    """Write the photo down, with what its sender grants by it; then fetch it and answer."""
    photo = await desk.workers.record(partial(_expected, desk, got))
    return await photos.receive(fetching(desk), photo, wanted)


def _expected(desk: Desk, got: Understood) -> AwaitedPhoto:
    assert got.picture is not None  # noqa: S101  (the callback sends only photos here)
    sender = got.sender
    with desk.app.open_unit() as unit:
        binding = reaching.bound(unit, sender.channel, sender.account, sender.address)
        if not private_post.under_way(unit, Address(sender.channel, sender.account, sender.address)):
            granted(desk, unit, binding.id, "said")
        photo = awaited_photos.expect(
            unit, channel=sender.channel, account=sender.account, address=sender.address, message_id=got.id,
            url=got.picture.url[:2000], media=got.picture.media[:512], first_try=AT_ONCE,
        )  # fmt: skip
        unit.commit()
    return photo
