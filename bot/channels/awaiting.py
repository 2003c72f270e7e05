"""Photos that lie at a messenger, on record from the first word of them until they are kept or given up."""

from __future__ import annotations

import logging
from datetime import timedelta

from bot.web.rate import may_send_photos
from bot.wiring import App
from checklists.errors import UserMistake
from dialogs.messages import InboundMessage, Outbound, Sender
from storage import awaited_photos, media, outbox, private_post, reaching
from storage.awaited_photos import AwaitedPhoto
from storage.media import Prepared
from storage.private_post import Address

AT_ONCE = timedelta(seconds=90)
"""How long the first try has for itself; then anybody may take it up, since whoever began has died."""
LOOK_SECONDS = 5.0


def due(app: App, channel: str, account: str) -> tuple[AwaitedPhoto, ...]:
    """Photos to be tried now, taken for this try."""
    with app.open_unit() as unit:
        found = awaited_photos.take_due(unit, channel, account, AT_ONCE)
        if found:
            unit.commit()
    return found


def kept(app: App, photo: AwaitedPhoto, prepared: Prepared) -> InboundMessage:
    """Keep a fetched photo as its sender's; the message it is. Raises UserMistake for more than anybody needs in a day,
    and for one of a private conversation that has ended meanwhile: on record it would name its sender."""
    with app.open_unit() as unit:
        here = Address(photo.channel, photo.account, photo.address)
        if photo.private and not private_post.under_way(unit, here):
            raise UserMistake("The private conversation is over; send the photo again.", key="photo.late")
        binding = reaching.bound(unit, photo.channel, photo.account, photo.address)
        may_send_photos(app.photos, "\0".join((photo.channel, photo.account, photo.address)))
        found = media.keep(unit, app.media_folder, prepared, owner_binding=binding.id)
        unit.commit()
    sender = Sender(channel=photo.channel, account=photo.account, address=photo.address)
    return InboundMessage(id=photo.message_id, sender=sender, kind="photo", photos=(found.id,))


def note(log: logging.Logger, level: int, photo: AwaitedPhoto, words: str) -> None:
    """A line in the log about a photo; none about one of a private conversation."""
    if not photo.private:
        log.log(level, "photo %d: %s", photo.id, words)


def postponed(app: App, photo: AwaitedPhoto, seconds: float) -> None:
    """Try again after so many seconds."""
    with app.open_unit() as unit:
        awaited_photos.postpone(unit, photo.id, timedelta(seconds=seconds))
        unit.commit()


def finished(app: App, photo: AwaitedPhoto) -> None:
    """Nothing more has to be tried."""
    with app.open_unit() as unit:
        awaited_photos.done(unit, photo.id)
        unit.commit()


def tell(app: App, photo: AwaitedPhoto, words: str, what: str, *, over: bool) -> None:
    """Say something about a photo, once for each `what`; with `over` nothing more has to be tried."""
    body = Outbound(text=words, kind="notice").model_dump(mode="json", exclude_defaults=True)
    with app.open_unit() as unit:
        dedupe = f"photo.{photo.id}.{what}"
        outbox.tell(unit, photo.channel, photo.account, photo.address, body, dedupe=dedupe, private=photo.private)
        if over:
            awaited_photos.done(unit, photo.id)
        unit.commit()
