"""A Bot API of our own, written from https://core.telegram.org/bots/api: what a bot may send, what it is refused, and
what people on the other side do. It counts every call and fails when told to.

Kept to: text 1-4096 and captions up to 1024 UTF-16 units, callback_data 1-64 bytes, 100 buttons and 8 in a row, files
up to 20 MB, one way of getting updates at a time, each query answered once and within its time, no edit that changes
nothing, chats that were never started or are blocked.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter, deque
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from typing import Any

import anyio
import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "7000000001:AAtestTESTtestTESTtestTESTtestTEST0"
BASE_URL, BASE_FILE_URL = "http://api.telegram.test/bot", "http://api.telegram.test/file/bot"
MOST_TEXT, MOST_CAPTION, MOST_DATA, MOST_BUTTONS, MOST_IN_ROW = 4096, 1024, 64, 100, 8
MOST_DOWNLOAD = 20 * 1024 * 1024
BOT = {"id": 7000000001, "is_bot": True, "first_name": "安查", "username": "ancha_test_bot"}


class Refused(Exception):
    """An error as the API words it."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Fault:
    """What happens instead of a call: an error of the network (raised at the client), or an answer as it stands."""

    error: Exception | None = None
    status: int = 200
    body: bytes = b""
    after: bool = False
    """Whether the call is carried out first, and only its answer lost."""


@dataclass
class BotApi:
    """The whole of Telegram for one bot."""

    token: str = TOKEN
    started: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    messages: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    """What the bot sent, as it was sent; later edits change `messages` only."""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    updates: deque[dict[str, Any]] = field(default_factory=deque)
    webhook: dict[str, Any] = field(default_factory=dict)
    queries: dict[str, str | None] = field(default_factory=dict)
    """Open callback queries have None, answered ones the words shown."""
    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, deque[Fault | None]] = field(default_factory=dict)
    always: dict[str, Fault] = field(default_factory=dict)
    arrived: anyio.Event = field(default_factory=anyio.Event)
    polls: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    update_numbers: Iterator[int] = field(default_factory=lambda: itertools.count(880_000_001))

    def count(self, method: str) -> int:
        """How often a method was called."""
        return Counter(name for name, _ in self.calls)[method]

    def fail(self, method: str, *faults: Fault | None) -> None:
        """The next calls of that method (or `file`, or `*` for any) end so, one after the other; None goes well."""
        self.faults.setdefault(method, deque()).extend(faults)

    def refuse(self, method: str, code: int, description: str, **parameters: int) -> None:
        """The next call of that method is refused in the API's own words."""
        self.fail(method, Fault(status=code, body=refusal(code, description, **parameters)))

    def fault_of(self, method: str) -> Fault | None:
        """What happens to a call now."""
        for name in (method, "*"):
            if self.faults.get(name):
                return self.faults[name].popleft()
            if name in self.always:
                return self.always[name]
        return None

    def shown(self, chat: int) -> list[dict[str, Any]]:
        """The bot's messages in a chat as they stand there now."""
        return [one for (where, _), one in sorted(self.messages.items()) if where == chat and one["from"] == BOT]

    @property
    def app(self) -> Starlette:
        """The HTTP side."""
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._file),
            ]
        )

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        if request.path_params["token"] != self.token:
            return _answer(Refused(401, "Unauthorized"))
        values = await _values(request)
        self.calls.append((method, values))
        handler = getattr(self, f"_{_snake(method)}", None)
        if handler is None:
            return _answer(Refused(404, "Not Found"))
        try:
            result = await _unless_gone(request, handler(values)) if method == "getUpdates" else await handler(values)
            return JSONResponse({"ok": True, "result": result})
        except Refused as refused:
            return _answer(refused)

    async def _file(self, request: Request) -> Response:
        self.calls.append(("file", {}))
        data = self.files.get(request.path_params["path"].removeprefix("photos/").removesuffix(".jpg"))
        if request.path_params["token"] != self.token or data is None:
            return _answer(Refused(404, "Not Found"))
        return Response(data, media_type="application/octet-stream")

    async def _get_me(self, _: dict[str, Any]) -> object:
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

    async def _set_my_commands(self, values: dict[str, Any]) -> object:
        for one in values["commands"]:
            if not 1 <= len(one["command"]) <= 32 or not 1 <= len(one["description"]) <= 256:
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        return True

    async def _set_webhook(self, values: dict[str, Any]) -> object:
        if values["url"] and not values["url"].startswith("https://"):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = values if values["url"] else {}
        return True

    async def _delete_webhook(self, values: dict[str, Any]) -> object:
        self.webhook = {}
        if values.get("drop_pending_updates"):
            self.updates.clear()
        return True

    async def _get_updates(self, values: dict[str, Any]) -> object:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        if self.polls:
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        self.polls += 1
        try:
            while self.updates and self.updates[0]["update_id"] < (values.get("offset") or 0):
                self.updates.popleft()
            if not self.updates:
                self.arrived = anyio.Event()
                with anyio.move_on_after(values.get("timeout") or 0):
                    await self.arrived.wait()
            return list(self.updates)[: values.get("limit") or 100]
        finally:
            self.polls -= 1

    async def _send_message(self, values: dict[str, Any]) -> object:
        return self._keep(values, text=_text(values.get("text", ""), MOST_TEXT, "message"))

    async def _send_photo(self, values: dict[str, Any]) -> object:
        data = values["photo"]
        if not isinstance(data, bytes) or len(data) > 10 * 1024 * 1024 or not data.startswith(b"\xff\xd8"):
            raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
        picture = [{"file_id": "sent", "file_unique_id": "sent", "width": 90, "height": 90}]
        more = {"caption": _text(values["caption"], MOST_CAPTION, "message caption")} if values.get("caption") else {}
        return self._keep(values, photo=picture, **more)

    async def _edit_message_text(self, values: dict[str, Any]) -> object:
        return self._edited(values, "text", _text(values["text"], MOST_TEXT, "message"))

    async def _edit_message_caption(self, values: dict[str, Any]) -> object:
        return self._edited(values, "caption", _text(values["caption"], MOST_CAPTION, "message caption"))

    async def _edit_message_reply_markup(self, values: dict[str, Any]) -> object:
        return self._edited(values, None, "")

    async def _answer_callback_query(self, values: dict[str, Any]) -> object:
        query = values["callback_query_id"]
        if self.queries.get(query, "") is not None:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(values.get("text", "")) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        self.queries[query] = values.get("text", "")
        return True

    async def _get_file(self, values: dict[str, Any]) -> object:
        data = self.files.get(values["file_id"])
        if data is None:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(data) > MOST_DOWNLOAD:
            raise Refused(400, "Bad Request: file is too big")
        name = values["file_id"]
        return {"file_id": name, "file_unique_id": name, "file_size": len(data), "file_path": f"photos/{name}.jpg"}

    def _keep(self, values: dict[str, Any], **content: object) -> dict[str, Any]:
        chat = int(values["chat_id"])
        if chat not in self.started:
            raise Refused(400, "Bad Request: chat not found")
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        kind = "private" if chat > 0 else "supergroup"
        message = {
            "message_id": next(self.numbers), "date": 1_686_535_200, "from": BOT,
            "chat": {"id": chat, "type": kind, "title" if chat < 0 else "first_name": "某"}, **content,
        }  # fmt: skip
        if values.get("reply_markup"):
            message["reply_markup"] = _keyboard(values["reply_markup"])
        self.messages[chat, message["message_id"]] = message
        self.sent.append(dict(message))
        return message

    def _edited(self, values: dict[str, Any], what: str | None, text: str) -> dict[str, Any]:
        message = self.messages.get((int(values["chat_id"]), int(values["message_id"])))
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        changed = {name: value for name, value in message.items() if name != "reply_markup"}
        if what is not None:
            if what not in message:
                raise Refused(400, "Bad Request: there is no text in the message to edit")
            changed[what] = text
        if values.get("reply_markup"):
            changed["reply_markup"] = _keyboard(values["reply_markup"])
        if changed == message:
            raise Refused(400, "Bad Request: message is not modified: specified new message content is the same")
        self.messages[int(values["chat_id"]), int(values["message_id"])] = changed
        return changed


@dataclass(frozen=True)
class Wire(httpx.AsyncBaseTransport):
    """The network between a bot and this API: where faults happen. What a client sends is taken as it is."""

    api: BotApi

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        method = "file" if path.startswith("/file/") else path.rpartition("/")[2]
        fault = self.api.fault_of(method)
        if fault is None or fault.after:
            answer = await httpx.ASGITransport(self.api.app).handle_async_request(request)
            if fault is None:
                return answer
        else:
            self.api.calls.append((method, {}))
        if fault.error is not None:
            raise fault.error
        return httpx.Response(fault.status, content=fault.body, request=request)


async def _unless_gone(request: Request, work: Awaitable[object]) -> object:
    """What the work comes to; given up when whoever asked hangs up, as one who dies over a long poll does."""
    found: object = None

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        tasks.cancel_scope.cancel()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(gone)
        found = await work
        tasks.cancel_scope.cancel()
    return found


def refusal(code: int, description: str, **parameters: int) -> bytes:
    """The JSON of an error."""
    more = {"parameters": parameters} if parameters else {}
    return json.dumps({"ok": False, "error_code": code, "description": description, **more}).encode()


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _snake(method: str) -> str:
    return re.sub(r"[A-Z]", lambda sign: f"_{sign[0].lower()}", method)


def _answer(refused: Refused) -> Response:
    body = refusal(refused.code, refused.description, **refused.parameters)
    return Response(body, refused.code, media_type="application/json")


async def _values(request: Request) -> dict[str, Any]:
    """Parameters from a form or a multipart body: what is JSON is read as such, files become bytes."""
    values: dict[str, Any] = {}
    async with request.form() as form:
        for name, value in form.items():
            if isinstance(value, str):
                values[name] = _read(name, value)
            else:
                values[name] = await value.read()
    for name, value in values.items():
        if isinstance(value, str) and value.startswith("attach://"):
            values[name] = values[value.removeprefix("attach://")]
    return values


def _read(name: str, value: str) -> Any:
    if name in ("text", "caption", "callback_query_id", "file_id", "url", "secret_token"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _text(text: str, most: int, what: str) -> str:
    if not text.strip():
        raise Refused(
            400, f"Bad Request: {what} text is empty" if what == "message" else f"Bad Request: {what} is empty"
        )
    if units(text) > most:
        raise Refused(400, f"Bad Request: {what} is too long")
    return text.strip()


def _keyboard(markup: dict[str, Any]) -> dict[str, Any]:
    rows = markup["inline_keyboard"]
    if sum(map(len, rows)) > MOST_BUTTONS or any(not 1 <= len(row) <= MOST_IN_ROW for row in rows):
        raise Refused(400, "Bad Request: reply markup is too long")
    for one in itertools.chain(*rows):
        if not one["text"].strip():
            raise Refused(400, "Bad Request: inline keyboard button text is empty")
        if not 1 <= len(one["callback_data"].encode()) <= MOST_DATA:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return markup
