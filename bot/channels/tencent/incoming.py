"""What callbacks of WeChat and WeCom say in the same elements. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from bot.channels.hostile import Hostile
from bot.channels.tencent.positions import to_wgs84
from bot.channels.tencent.reading import Fields
from dialogs.messages import Place
from dialogs.routing import looks_like_code
from storage.invitations import CODE_LENGTH

TOKEN = re.compile(r"[\x21-\x7e]{1,48}")


@dataclass(frozen=True)
class Picture:
    """A photo that lies at the platform: its address, and the name under which `media/get` gives it."""

    url: str
    media: str


def token(text: str) -> str:
    """An option's token; "?" for what cannot be one, which is refused in words like any stale one."""
    return text if TOKEN.fullmatch(text) else "?"


def place(fields: Fields) -> Place:
    """A shared position, its shift taken out. Raises Hostile where it is none on earth."""
    latitude, longitude = fields.number("Location_X"), fields.number("Location_Y")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise Hostile("no place on earth")
    latitude, longitude = to_wgs84(latitude, longitude)
    return Place(latitude=latitude, longitude=longitude, label=fields.text("Label")[:200])


def scanned(event: str, fields: Fields) -> str:
    """A code scanned from the menu where it looks like an invitation's; "" otherwise."""
    found = [one.text("ScanResult") for one in fields.inner("ScanCodeInfo")] if event == "scancode_waitmsg" else []
    return next((one for one in found if looks_like_code(one, CODE_LENGTH)), "")


def message_id(fields: Fields, names: tuple[str, ...]) -> str:
    """MsgId for messages; for events those elements of theirs. Hashed, so that a log that shows a part of it names
    nobody."""
    number = fields.text("MsgId")
    if number.isascii() and number.isdecimal() and len(number) <= 32 and fields.text("Event") == "":
        return number
    whole = "\n".join((*(fields.text(name) for name in names), number, fields.text("Content")))
    return f"e-{hashlib.sha256(whole.encode()).hexdigest()[:40]}"
