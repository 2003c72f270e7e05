"""Taking a conversation out of the record, where a person was promised that nothing leads back to them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from storage.tables import audit, inbox, media, outbox, sessions
from storage.unit_of_work import UnitOfWork


def forget_session(unit: UnitOfWork, session_id: int, binding_id: int, photos: Sequence[int]) -> None:
    """Remove a session, its trail, and the words exchanged in it; its photos lose their owner.

    The inbox rows stay, empty, so that a platform's repeat of a message is still recognised. The one exception to
    an append-only trail: these rows say only that somebody held a conversation whose existence must not be known.
    """
    begun = unit.execute(select(sessions.c.started_at).where(sessions.c.id == session_id)).scalar_one_or_none()
    if begun is None:
        return
    exchanged = select(inbox.c.id).where(inbox.c.binding_id == binding_id, inbox.c.received_at >= begun)
    unit.execute(update(outbox).where(outbox.c.reply_to.in_(exchanged)).values(body={"text": ""}))
    unit.execute(update(inbox).where(inbox.c.binding_id == binding_id, inbox.c.received_at >= begun).values(body={}))
    if photos:
        unit.execute(update(media).where(media.c.id.in_(list(photos))).values(owner_binding=None))
    unit.execute(delete(audit).where(audit.c.entity == "sessions", audit.c.entity_id == str(session_id)))
    unit.execute(delete(sessions).where(sessions.c.id == session_id))


def forget_letter(unit: UnitOfWork, letter_id: int) -> None:
    """Empty a delivered message whose words must not be kept (a receipt code)."""
    unit.execute(update(outbox).where(outbox.c.id == letter_id).values(body={"text": ""}))
