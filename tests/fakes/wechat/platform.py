"""A stand-in for api.weixin.qq.com, written from its documents; nothing of the program under test is used here.

* tokens: https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
* customer-service messages and their quotas: https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
* template messages: https://developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage.html
* subscription messages: https://developers.weixin.qq.com/doc/service/guide/product/subscription_messages/intro.html
* media: https://developers.weixin.qq.com/doc/service/api/material/temporary/api_getmedia
* QR pictures: https://developers.weixin.qq.com/doc/service/Account_Management/Generating_a_Parametric_QR_Code.html
* menus: https://developers.weixin.qq.com/doc/service/en/guide/product/menu/intro.html
* codes: https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html
"""

from __future__ import annotations

import itertools
import json
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

APP_ID, SECRET = "wx0123456789abcdef", "5ecre70f7hef4ke5ecre70f7hef4ke00"
TOKEN_LASTS = timedelta(seconds=7200)
EARLY = timedelta(minutes=5)
"""A stable token is renewed so long before its end; both hold for that time."""
TEXT_BYTES = 2048
IMAGE_BYTES = 2 * 1024 * 1024
MEDIA_LASTS = timedelta(days=3)
FIELD_MOST = {"thing": 20, "phrase": 5, "const": 20}

Answer = dict[str, Any]


class Refusal(Exception):
    """An error code, as the platform answers it with HTTP 200."""

    def __init__(self, code: int, words: str = "") -> None:
        super().__init__(code)
        self.answer = {"errcode": code, "errmsg": f"{words or 'refused'} rid: 65a1"}


@dataclass
class Follower:
    """Somebody: do they follow, what may be pushed to them, what did they agree to."""

    follows: bool = True
    grants: list[tuple[int, datetime]] = field(default_factory=list)
    granted: bool = False
    agreed: Counter[str] = field(default_factory=Counter)
    got: list[Answer] = field(default_factory=list)
    tags: set[int] = field(default_factory=set)


@dataclass
class Platform:
    """The account's side of the platform. `calls` counts requests by path; `faults` are answered before anything else:
    an error code, a (status, body), or an exception of httpx that stands for the network's doing."""

    now: Callable[[], datetime]
    verified: bool = True
    templates: frozenset[str] = frozenset()
    calls: Counter[str] = field(default_factory=Counter)
    followers: defaultdict[str, Follower] = field(default_factory=lambda: defaultdict(Follower))
    faults: defaultdict[str, list[object]] = field(default_factory=lambda: defaultdict(list))
    always: dict[str, object] = field(default_factory=dict)
    quotas: dict[str, int] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    pictures_at: str = "http://mmbiz.qpic.cn"
    menus: list[Answer] = field(default_factory=list)
    tags: dict[str, int] = field(default_factory=dict)
    scenes: list[Answer] = field(default_factory=list)
    _tokens: list[tuple[str, datetime]] = field(default_factory=list)
    _media: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _template_ids: dict[tuple[str, str], datetime] = field(default_factory=dict)

    # what people do

    def says(self, openid: str) -> None:
        """Somebody wrote: five messages for 48 hours."""
        self._grant(openid, 5, timedelta(hours=48))

    def acts(self, openid: str) -> None:
        """Somebody tapped, followed or scanned: three messages for a minute."""
        self._grant(openid, 3, timedelta(minutes=1))

    def agrees(self, openid: str, template: str) -> None:
        """Somebody agreed to one message of a template."""
        self.followers[openid].agreed[template] += 1

    def sends_picture(self, data: bytes) -> str:
        """Somebody sent a picture; the name under which media/get gives it."""
        name = f"media-{next(self._ids)}"
        self._media[name] = (data, self.now() + MEDIA_LASTS)
        return name

    def forget_tokens(self) -> None:
        """As when somebody else forces a new token: those given out hold no more."""
        self._tokens.clear()

    def texts(self, openid: str) -> list[str]:
        """The texts somebody was pushed."""
        return [one["text"]["content"] for one in self.followers[openid].got if one.get("msgtype") == "text"]

    def _grant(self, openid: str, count: int, lasts: timedelta) -> None:
        follower = self.followers[openid]
        follower.granted = True
        follower.grants = [(count, self.now() + lasts)]  # the newest doing replaces what was left

    # the interfaces

    def stable_token(self, body: Answer) -> Answer:
        if body.get("grant_type") != "client_credential" or body.get("appid") != APP_ID:
            raise Refusal(40013, "invalid appid")
        if body.get("secret") != SECRET:
            raise Refusal(40125, "invalid appsecret")
        now = self.now()
        if not self._tokens or self._tokens[-1][1] - now <= EARLY or body.get("force_refresh"):
            self._tokens.append((f"token-{next(self._ids)}", now + TOKEN_LASTS))
        token, until = self._tokens[-1]
        return {"access_token": token, "expires_in": int((until - now).total_seconds())}

    def custom_send(self, body: Answer) -> Answer:
        self._only_verified()
        follower = self._follower(body)
        kind = body.get("msgtype")
        if kind == "text":
            if len(body["text"]["content"].encode()) > TEXT_BYTES:
                raise Refusal(45002, "content size out of limit")
        elif kind == "image":
            self._known_media(body["image"]["media_id"])
        else:
            raise Refusal(40008, "invalid message type")
        live = [(count, until) for count, until in follower.grants if until > self.now()]
        if not follower.follows or not live:
            raise Refusal(45015, "response out of time limit or subscription is canceled")
        count, until = live[0]
        if count == 0:
            raise Refusal(45047, "out of response count limit")
        follower.grants = [(count - 1, until)]
        follower.got.append(body)
        return {"errcode": 0, "errmsg": "ok"}

    def template_send(self, body: Answer) -> Answer:
        self._only_verified()
        follower = self._follower(body)
        if not follower.follows:
            raise Refusal(43004, "require subscribe")
        self._template(body)
        key = (body["touser"], body.get("client_msg_id", ""))
        if key[1] and self._template_ids.get(key, self.now()) > self.now():
            return {"errcode": 0, "errmsg": "ok", "msgid": 1}  # the same once more within ten minutes
        self._template_ids[key] = self.now() + timedelta(minutes=10)
        follower.got.append({"template": body["template_id"], **body})
        return {"errcode": 0, "errmsg": "ok", "msgid": next(self._ids)}

    def bizsend(self, body: Answer) -> Answer:
        self._only_verified()
        follower = self._follower(body)
        self._template(body)
        if follower.agreed[body["template_id"]] < 1:
            raise Refusal(43101, "user refuse to accept the msg")
        follower.agreed[body["template_id"]] -= 1
        follower.got.append({"subscription": body["template_id"], **body})
        return {"errcode": 0, "errmsg": "ok"}

    def qrcode_create(self, body: Answer) -> Answer:
        self._only_verified()
        scene = body["action_info"]["scene"]["scene_str"]
        if body["action_name"] != "QR_STR_SCENE" or not 1 <= len(scene) <= 64:
            raise Refusal(40035, "invalid parameter")
        if not 1 <= body.get("expire_seconds", 60) <= 2592000:
            raise Refusal(40035, "invalid expire_seconds")
        self.scenes.append(body)
        return {
            "ticket": "gQH47joAAAA+/=",
            "expire_seconds": body["expire_seconds"],
            "url": "http://weixin.qq.com/q/x1",
        }

    def menu_create(self, body: Answer) -> Answer:
        self._check_buttons(body["button"])
        self.menus = [body]
        return {"errcode": 0, "errmsg": "ok"}

    def menu_conditional(self, body: Answer) -> Answer:
        self._only_verified()
        self._check_buttons(body["button"])
        if int(body["matchrule"]["tag_id"]) not in self.tags.values():
            raise Refusal(65303, "no such tag")
        self.menus.append(body)
        return {"menuid": str(next(self._ids))}

    def tags_get(self, body: Answer) -> Answer:
        self._only_verified()
        return {"tags": [{"id": tag, "name": name, "count": 0} for name, tag in self.tags.items()]}

    def tags_create(self, body: Answer) -> Answer:
        name = body["tag"]["name"]
        if name in self.tags or len(name.encode()) > 30:
            raise Refusal(45157, "tag name exists or is too long")
        self.tags[name] = 100 + next(self._ids)
        return {"tag": {"id": self.tags[name], "name": name}}

    def tag(self, body: Answer) -> Answer:
        for openid in body["openid_list"]:
            self.followers[openid].tags.add(body["tagid"])
        return {"errcode": 0, "errmsg": "ok"}

    def untag(self, body: Answer) -> Answer:
        for openid in body["openid_list"]:
            self.followers[openid].tags.discard(body["tagid"])
        return {"errcode": 0, "errmsg": "ok"}

    # what all interfaces share

    async def answer(self, request: Request) -> Response:
        path = request.url.path.removeprefix("/cgi-bin")
        self.calls[path] += 1
        fault = self.faults[path].pop(0) if self.faults[path] else self.always.get(path)
        if isinstance(fault, float):
            await anyio.sleep(fault)  # hangs so many seconds
        if isinstance(fault, tuple):
            return Response(fault[1], status_code=fault[0])
        try:
            if isinstance(fault, int):
                raise Refusal(fault)
            if path != "/stable_token":
                self._authorised(request.query_params.get("access_token"))
            if path in self.quotas and self.calls[path] > self.quotas[path]:
                raise Refusal(45009, "reach max api daily quota limit")
            if path == "/media/get":
                return Response(self._known_media(request.query_params["media_id"]), media_type="image/jpeg")
            if path == "/media/upload":
                return JSONResponse(await self._uploaded(request))
            body = json.loads(await request.body() or b"{}")
            return JSONResponse(_INTERFACES[path](self, body))
        except Refusal as refusal:
            return JSONResponse(refusal.answer)

    async def picture(self, request: Request) -> Response:
        """What a PicUrl leads to."""
        self.calls["picture"] += 1
        fault = self.faults["picture"].pop(0) if self.faults["picture"] else self.always.get("picture")
        if isinstance(fault, tuple):
            return Response(fault[1], status_code=fault[0])
        return Response(self.pictures[request.path_params["name"]], media_type="image/jpeg")

    def application(self) -> Starlette:
        """As a web application, to be served or called directly."""
        interfaces = (*_INTERFACES, "/media/get", "/media/upload")
        routes = [Route(f"/cgi-bin{path}", self.answer, methods=["GET", "POST"]) for path in interfaces]
        return Starlette(routes=[*routes, Route("/mmbiz_jpg/{name}/0", self.picture)])

    def transport(self) -> httpx.AsyncBaseTransport:
        """In place of the network."""
        return Line(self)

    def _authorised(self, token: str | None) -> None:
        if not token:
            raise Refusal(41001, "access_token missing")
        known = dict(self._tokens)
        if token not in known:
            raise Refusal(40001, "invalid credential, access_token is invalid or not latest")
        if known[token] <= self.now():
            raise Refusal(42001, "access_token expired")

    def _only_verified(self) -> None:
        if not self.verified:
            raise Refusal(48001, "api unauthorized")

    def _follower(self, body: Answer) -> Follower:
        if body.get("touser") not in self.followers:
            raise Refusal(40003, "invalid openid")
        return self.followers[body["touser"]]

    def _template(self, body: Answer) -> None:
        if body.get("template_id") not in self.templates:
            raise Refusal(40037, "invalid template_id")
        for name, value in body["data"].items():
            most = FIELD_MOST.get(name.rstrip("0123456789"), 200)
            if not value["value"] or len(value["value"]) > most or "\n" in value["value"]:
                raise Refusal(47003, f"argument invalid! data.{name}.value invalid")

    def _known_media(self, name: str) -> bytes:
        data, until = self._media.get(name, (b"", self.now()))
        if until <= self.now():
            raise Refusal(40007, "invalid media_id")
        return data

    async def _uploaded(self, request: Request) -> Answer:
        form = await request.form()
        file = form["media"]
        assert not isinstance(file, str)
        data = await file.read()
        if request.query_params.get("type") != "image" or not data.startswith(b"\xff\xd8"):
            raise Refusal(40004, "invalid media type")
        if len(data) > IMAGE_BYTES:
            raise Refusal(40009, "invalid image size")
        await form.close()
        return {"type": "image", "media_id": self.sends_picture(data), "created_at": int(self.now().timestamp())}

    def _check_buttons(self, buttons: list[Answer], deepest: bool = False) -> None:
        if not 1 <= len(buttons) <= (5 if deepest else 3):
            raise Refusal(40016, "invalid button size")
        for one in buttons:
            if len(one["name"].encode()) > (60 if deepest else 16):
                raise Refusal(40018, "invalid button name size")
            if "sub_button" in one:
                self._check_buttons(one["sub_button"], deepest=True)
            elif one["type"] != "click" or not 0 < len(one["key"].encode()) <= 128:
                raise Refusal(40019, "invalid button key size")


class Line(httpx.AsyncBaseTransport):
    """The network between the program and the platform; faults that are exceptions happen here."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._inner = httpx.ASGITransport(platform.application())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/cgi-bin")
        path = "picture" if path.startswith("/mmbiz") else path
        waiting = self._platform.faults[path]
        fault = waiting[0] if waiting else self._platform.always.get(path)
        if isinstance(fault, httpx.HTTPError):
            if waiting:
                waiting.pop(0)
            self._platform.calls[path] += 1
            raise fault
        return await self._inner.handle_async_request(request)


_INTERFACES: dict[str, Callable[[Platform, Answer], Answer]] = {
    "/stable_token": Platform.stable_token,
    "/message/custom/send": Platform.custom_send,
    "/message/template/send": Platform.template_send,
    "/message/subscribe/bizsend": Platform.bizsend,
    "/qrcode/create": Platform.qrcode_create,
    "/menu/create": Platform.menu_create,
    "/menu/addconditional": Platform.menu_conditional,
    "/tags/get": Platform.tags_get,
    "/tags/create": Platform.tags_create,
    "/tags/members/batchtagging": Platform.tag,
    "/tags/members/batchuntagging": Platform.untag,
}
