"""A stand-in for qyapi.weixin.qq.com, written from its documents; nothing of the program under test is used here.

* tokens: https://developer.work.weixin.qq.com/document/path/91039
* app messages and cards: https://developer.work.weixin.qq.com/document/path/90236
* changing cards: https://developer.work.weixin.qq.com/document/path/94945
* media: https://developer.work.weixin.qq.com/document/path/90254, sizes path/90253
* menus: https://developer.work.weixin.qq.com/document/path/90231
* how often: https://developer.work.weixin.qq.com/document/path/90454 · codes: path/90313
"""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import anyio
import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.wecom.envelope import AGENT, CORP, SECRET

TOKEN_LASTS, MEDIA_LASTS, CODE_LASTS = timedelta(seconds=7200), timedelta(days=3), timedelta(hours=72)
TEXT_BYTES, IMAGE_BYTES = 2048, 10 * 1024 * 1024
PER_MINUTE, PER_HOUR = 30, 1000
Answer = dict[str, Any]


class Refusal(Exception):
    """An error code, as the platform answers it with HTTP 200."""

    def __init__(self, code: int, words: str = "refused") -> None:
        super().__init__(code)
        self.answer = {"errcode": code, "errmsg": f"{words}, hint: [1686535200_1], from ip: 10.0.0.1"}


@dataclass
class Card:
    """A card as its reader sees it; `replaced` stands in place of its buttons."""

    body: Answer
    code: str
    until: datetime
    replaced: str = ""

    def keys(self) -> dict[str, str]:
        """Words on buttons or beside boxes, and what they send."""
        if self.body["card_type"] == "button_interaction":
            return {one["text"]: one["key"] for one in self.body["button_list"]}
        return {one["text"]: one["id"] for one in self.body["checkbox"]["option_list"]}


@dataclass
class Member:
    """What one member was shown, and when; `dropped` counts what came too fast and vanished."""

    got: list[Answer] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)
    dropped: int = 0


@dataclass
class Platform:
    """The corporation's side of the platform. `calls` counts requests by path; `faults` are answered before anything
    else, `always` for ever: an error code, a (status, body), or an exception of httpx for the network's doing.
    `lost` are answers that do not arrive though the call was carried out."""

    now: Callable[[], datetime]
    calls: Counter[str] = field(default_factory=Counter)
    members: defaultdict[str, Member] = field(default_factory=lambda: defaultdict(Member))
    strangers: set[str] = field(default_factory=set)
    faults: defaultdict[str, list[object]] = field(default_factory=lambda: defaultdict(list))
    always: dict[str, object] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    pictures_at: str = "http://shp.qpic.cn"
    menu: Answer = field(default_factory=dict)
    per_minute: int = PER_MINUTE
    per_hour: int = PER_HOUR
    _token: tuple[str, datetime] | None = None
    _media: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    _tasks: set[str] = field(default_factory=set)
    _repeats: dict[str, datetime] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def texts(self, member: str) -> list[str]:
        """The texts a member was sent."""
        return [one["text"]["content"] for one in self.members[member].got if one["msgtype"] == "text"]

    def sends_picture(self, data: bytes) -> str:
        """A member sent a picture; the name under which media/get gives it."""
        name = f"media-{next(self._ids)}"
        self._media[name] = (data, self.now() + MEDIA_LASTS)
        return name

    def forget_token(self) -> None:
        """As when the secret's token is renewed by somebody else."""
        self._token = None

    def gettoken(self, query: dict[str, str]) -> Answer:
        if query.get("corpid") != CORP:
            raise Refusal(40013, "invalid corpid")
        if query.get("corpsecret") != SECRET:
            raise Refusal(40001, "invalid credential")
        if self._token is None or self._token[1] <= self.now():
            self._token = (f"token-{next(self._ids)}", self.now() + TOKEN_LASTS)
        token, until = self._token
        return {
            "errcode": 0,
            "errmsg": "ok",
            "access_token": token,
            "expires_in": int((until - self.now()).total_seconds()),
        }

    def send(self, body: Answer) -> Answer:
        if body.get("agentid") != AGENT:
            raise Refusal(40056, "invalid agentid")
        name = body.get("touser", "")
        if name in self.strangers:
            raise Refusal(81013, "user & party & tag all invalid")
        code = self._check(body)
        member, now = self.members[name], self.now()
        answer: Answer = {"errcode": 0, "errmsg": "ok", "msgid": f"m{next(self._ids)}"}
        if body.get("enable_duplicate_check"):
            lasts = body.get("duplicate_check_interval", 1800)
            assert 0 < lasts <= 14400
            said = json.dumps([name, body[body["msgtype"]]], sort_keys=True)
            if self._repeats.get(said, now) > now:
                return answer
            self._repeats[said] = now + timedelta(seconds=lasts)
        member.times = [*(one for one in member.times if one > now - timedelta(hours=1)), now]
        minute = sum(one > now - timedelta(minutes=1) for one in member.times)
        if minute > self.per_minute or len(member.times) > self.per_hour:
            member.dropped += 1
            return answer
        member.got.append(body)
        if code:
            member.cards.append(Card(body["template_card"], code, now + CODE_LASTS))
            answer["response_code"] = code
        return answer

    def _check(self, body: Answer) -> str:
        """What is wrong with a message; the response code of a card with buttons."""
        kind = body.get("msgtype")
        if kind == "text":
            content = body["text"]["content"]
            if not content:
                raise Refusal(44004, "empty content")
            if len(content.encode()) > TEXT_BYTES:
                raise Refusal(45002, "content size out of limit")
        elif kind == "image":
            if self._media.get(body["image"]["media_id"], (b"", self.now()))[1] <= self.now():
                raise Refusal(40007, "invalid media_id")
        elif kind == "template_card":
            card = body["template_card"]
            task = card.get("task_id", "")
            if not re.fullmatch(r"[A-Za-z0-9_@-]{1,128}", task) or task in self._tasks:
                raise Refusal(40058, "invalid or repeated task_id")
            if not card.get("main_title", {}).get("title"):
                raise Refusal(40058, "missing main_title")
            if card["card_type"] == "button_interaction":
                options = [(one["text"], one["key"]) for one in card["button_list"]]
                most = 6
            elif card["card_type"] == "vote_interaction":
                options, most = [(one["text"], one["id"]) for one in card["checkbox"]["option_list"]], 20
                assert card["submit_button"]["text"]
            else:
                raise Refusal(40058, "card_type")
            if not 1 <= len(options) <= most or not all(text and 0 < len(key) <= 1024 for text, key in options):
                raise Refusal(40058, "options")
            self._tasks.add(task)
            return f"code-{next(self._ids)}"
        else:
            raise Refusal(40008, "invalid message type")
        return ""

    def update_card(self, body: Answer) -> Answer:
        if body.get("agentid") != AGENT:
            raise Refusal(40056, "invalid agentid")
        for name in body["userids"]:
            for card in self.members[name].cards:
                if card.code == body["response_code"] and card.until > self.now():
                    card.code, card.replaced = "", body["button"]["replace_name"]
                    return {"errcode": 0, "errmsg": "ok", "invaliduser": []}
        raise Refusal(40058, "invalid response_code")

    def menu_create(self, body: Answer) -> Answer:
        for button in body["button"]:
            assert len(button["name"].encode()) <= 16
            below = button.get("sub_button", ())
            assert len(below) <= 5
            assert all(len(one["name"].encode()) <= 40 and len(one["key"].encode()) <= 128 for one in below)
        self.menu = body
        return {"errcode": 0, "errmsg": "ok"}

    # the wire

    def application(self) -> Starlette:
        """The platform as a server."""
        return Starlette(
            routes=[
                Route("/cgi-bin/{path:path}", self._serve, methods=["GET", "POST"]),
                Route("/pictures/{name}", self._picture),
            ]
        )

    def transport(self) -> httpx.AsyncBaseTransport:
        """The platform in place of the network."""
        return _Line(self)

    async def _serve(self, request: Request) -> Response:
        path, query = request.path_params["path"], dict(request.query_params)
        self.calls[f"/{path}"] += 1
        waiting = self.faults[f"/{path}"]
        fault = waiting.pop(0) if waiting else self.always.get(f"/{path}")
        if isinstance(fault, float):
            await anyio.sleep(fault)  # hangs so many seconds
        if isinstance(fault, tuple):
            return Response(fault[1], status_code=fault[0])
        try:
            if isinstance(fault, int):
                raise Refusal(fault)
            if path == "gettoken":
                return JSONResponse(self.gettoken(query))
            if self._token is None or query.get("access_token") != self._token[0]:
                raise Refusal(40014, "invalid access_token")
            if self._token[1] <= self.now():
                raise Refusal(42001, "access_token expired")
            if path == "media/get":
                data, until = self._media.get(query.get("media_id", ""), (b"", self.now()))
                if until <= self.now():
                    raise Refusal(40007, "invalid media_id")
                return Response(data, media_type="image/jpeg")
            if path == "media/upload":
                async with request.form() as form:
                    data = await form["media"].read()  # type: ignore[union-attr]
                if not 5 < len(data) <= IMAGE_BYTES:
                    raise Refusal(40006, "invalid file size")
                return JSONResponse({"errcode": 0, "type": "image", "media_id": self.sends_picture(data)})
            body = json.loads(await request.body())
            doing = {
                "message/send": self.send,
                "message/update_template_card": self.update_card,
                "menu/create": self.menu_create,
            }
            return JSONResponse(doing[path](body))
        except Refusal as refusal:
            return JSONResponse(refusal.answer)

    async def _picture(self, request: Request) -> Response:
        return Response(self.pictures[request.path_params["name"]], media_type="image/jpeg")


class _Line(httpx.AsyncBaseTransport):
    """Between the program and the platform: where faults happen."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._inner = httpx.ASGITransport(platform.application())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        platform, path = self._platform, request.url.path.removeprefix("/cgi-bin")
        waiting = platform.faults[path]
        fault = waiting[0] if waiting else platform.always.get(path)
        if isinstance(fault, Exception):
            platform.calls[path] += 1
            if waiting:
                waiting.pop(0)
            raise fault
        answer = await self._inner.handle_async_request(request)
        if path in platform.lost:
            platform.lost.remove(path)
            raise httpx.ReadTimeout("no answer")
        return answer
