"""Takes updates in as Telegram sends them, by webhook or by polling. Nothing in them is believed to be well formed."""

from __future__ import annotations

import json

from telegram import Bot, Update

from bot.channels.hostile import Hostile

_MOST_ID = 2**63


def read(raw: bytes, bot: Bot | None) -> Update:
    """The update in a webhook's body. Raises Hostile where there is none."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise Hostile("no JSON") from None
    return update_of(data, bot)


def update_of(data: object, bot: Bot | None) -> Update:
    """One update out of its JSON. What the library cannot read becomes an update in which nothing happened, so that
    it is acknowledged and does not come again for ever. Raises Hostile where not even a number stands."""
    number = data.get("update_id") if isinstance(data, dict) else None
    if not isinstance(data, dict) or type(number) is not int or not 0 <= number < _MOST_ID:
        raise Hostile("no update_id")
    try:
        return Update.de_json(data, bot)
    except Exception:  # whatever stands where it expects something else
        return Update(number)


def readable(payload: bytes) -> bytes:
    """The answer to getUpdates without what the library could not read: one odd update must not stop all others."""
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        return payload
    if not isinstance(answer, dict) or not isinstance(answer.get("result"), list):
        return payload
    kept = []
    for data in answer["result"]:
        try:
            update = update_of(data, None)
        except Hostile:
            continue
        kept.append(data if len(update.to_dict()) > 1 else {"update_id": update.update_id})
    return json.dumps({**answer, "result": kept}).encode()
