"""Somebody with Telegram on their phone: what they do becomes updates as the Bot API words them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.api import BotApi

DATE = 1_686_535_200


@dataclass
class Person:
    """One user in a private chat with the bot (or, with `group`, in a group with it). Every method returns the update,
    which also waits to be polled."""

    api: BotApi
    number: int
    name: str = "王建国"
    group: int = 0

    def __post_init__(self) -> None:
        self.api.started.add(self.chat)

    @property
    def chat(self) -> int:
        return self.group or self.number

    def says(self, text: str) -> dict[str, Any]:
        entity = (
            {"offset": 0, "length": len(text.split(maxsplit=1)[0]), "type": "bot_command"}
            if text.startswith("/")
            else None
        )
        return self.message(text=text, **({"entities": [entity]} if entity else {}))

    def sends_photo(self, data: bytes, **more: object) -> dict[str, Any]:
        """A photo in three sizes, of which the last is the whole one."""
        name = self.file(data)
        sizes = [self._size(self.file(b"small"), 90, 60, 5), self._size(self.file(b"middle"), 320, 240, 6)]
        return self.message(photo=[*sizes, self._size(name, 1280, 960, len(data))], **more)

    def sends_document(self, name: str, mime: str, data: bytes, **more: object) -> dict[str, Any]:
        file = self.file(data)
        return self.message(
            document={
                "file_id": file, "file_unique_id": file, "file_name": name, "mime_type": mime, "file_size": len(data)
            },
            **more,
        )  # fmt: skip

    def sends_place(self, latitude: float, longitude: float, title: str = "", address: str = "") -> dict[str, Any]:
        location = {"latitude": latitude, "longitude": longitude}
        if not title:
            return self.message(location=location)
        return self.message(location=location, venue={"location": location, "title": title, "address": address})

    def sends_voice(self) -> dict[str, Any]:
        name = self.file(b"OggS")
        return self.message(voice={"file_id": name, "file_unique_id": name, "duration": 3, "mime_type": "audio/ogg"})

    def taps(self, token: str) -> dict[str, Any]:
        """The button of that data that came last, even where the bot has taken the keyboard away meanwhile."""
        sent = next(
            one
            for one in reversed(self.api.sent)
            if one["chat"]["id"] == self.chat and any(token == each["callback_data"] for each in buttons(one))
        )
        return self.taps_under(self.api.messages[self.chat, sent["message_id"]], token)

    def taps_under(self, message: dict[str, Any] | None, token: str) -> dict[str, Any]:
        query = f"{next(self.api.numbers)}{self.number}"
        self.api.queries[query] = None
        body = {"id": query, "from": self.user, "chat_instance": "1", "data": token}
        return self.update(callback_query={**body, **({"message": message} if message else {})})

    def edits(self, text: str) -> dict[str, Any]:
        return self.update(edited_message={**self._message(), "text": text, "edit_date": DATE + 5})

    def blocks(self) -> dict[str, Any]:
        self.api.blocked.add(self.chat)
        return self._membership("member", "kicked")

    def unblocks(self) -> dict[str, Any]:
        self.api.blocked.discard(self.chat)
        return self._membership("kicked", "member")

    def adds_bot(self) -> dict[str, Any]:
        return self._membership("left", "member")

    def message(self, **content: object) -> dict[str, Any]:
        message = {**self._message(), **content}
        self.api.messages[self.chat, message["message_id"]] = message
        return self.update(message=message)

    def update(self, **content: object) -> dict[str, Any]:
        update = {"update_id": next(self.api.update_numbers), **content}
        self.api.updates.append(update)
        self.api.arrived.set()
        return update

    def file(self, data: bytes) -> str:
        """A file that lies at Telegram; its name."""
        name = f"file{len(self.api.files) + 1}"
        self.api.files[name] = data
        return name

    @property
    def user(self) -> dict[str, Any]:
        return {"id": self.number, "is_bot": False, "first_name": self.name, "language_code": "zh-hans"}

    def _message(self) -> dict[str, Any]:
        return {"message_id": next(self.api.numbers), "date": DATE, "from": self.user, "chat": self._chat()}

    def _chat(self) -> dict[str, Any]:
        if self.group:
            return {"id": self.group, "type": "supergroup", "title": "车间群"}
        return {"id": self.number, "type": "private", "first_name": self.name}

    def _membership(self, before: str, after: str) -> dict[str, Any]:
        def member(status: str) -> dict[str, Any]:
            return {"user": {"id": 7000000001, "is_bot": True, "first_name": "安查"}, "status": status} | (
                {"until_date": 0} if status == "kicked" else {}
            )

        return self.update(
            my_chat_member={
                "chat": self._chat(), "from": self.user, "date": DATE, "old_chat_member": member(before),
                "new_chat_member": member(after),
            }
        )  # fmt: skip

    @staticmethod
    def _size(name: str, width: int, height: int, size: int) -> dict[str, Any]:
        return {"file_id": name, "file_unique_id": name, "width": width, "height": height, "file_size": size}


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """All buttons below a message, row after row."""
    return [one for row in message.get("reply_markup", {}).get("inline_keyboard", []) for one in row]
