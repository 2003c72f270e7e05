"""A load of WeChat callbacks: `python -m benchmarks.against.load PORT SCRIPT SECONDS [PER_SECOND]`, result as JSON.

SCRIPT is a JSON file: a list of people, each an openid with the messages they send in turn. Sixteen connections share
the people out; each sends one message, waits for the answer, sends the next. With PER_SECOND messages are due at fixed
moments instead and their time counts from that moment, so that a server that stalls cannot hide it; and each connection
begins with its first person at another question, as people do: else all finish their checklists in the same instant.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import cast

from bot.clock import system_now

CONNECTIONS, TOKEN, WARM_SECONDS = 16, "token-of-the-benchmark", 1.0


@dataclass
class Seen:
    """What came back: `(openid, number of messages answered)` in `answered`, seconds per message in `took`."""

    took: list[float] = field(default_factory=list)
    answered: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    begun: float = 0.0
    ended: float = 0.0


class Line(asyncio.Protocol):
    """One connection: a request at a time, opened anew where the server closes it."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.answer: asyncio.Future[bytes] | None = None
        self.got = b""
        self.closes = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The line stands."""
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """A piece of an answer; whole when its length is reached."""
        self.got += data
        head, found, body = self.got.partition(b"\r\n\r\n")
        if not found:
            return
        lower = head.lower()
        at = lower.find(b"content-length:")
        end = lower.find(b"\r\n", at)
        length = int(lower[at + 15 : end if end > 0 else None])
        if len(body) >= length:
            self.closes = lower.startswith(b"http/1.0") or b"connection: close" in lower
            self._done(self.got)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """The server closed it."""
        self.transport = None
        self._done(b"")

    def _done(self, whole: bytes) -> None:
        self.got = b""
        if self.answer is not None and not self.answer.done():
            self.answer.set_result(whole)


async def asked(port: int, line: Line | None, request: bytes) -> tuple[Line, bytes]:
    """The answer to a request, over a line that is still open or a new one."""
    loop = asyncio.get_running_loop()
    if line is None or line.transport is None or line.transport.is_closing():
        _, line = await loop.create_connection(Line, "127.0.0.1", port)
    line.answer = loop.create_future()
    assert line.transport is not None  # noqa: S101  (just opened)
    line.transport.write(request)
    whole = await line.answer
    if line.closes and line.transport is not None:
        line.transport.close()
    return line, whole


async def drive(
    port: int, lot: Iterator[tuple[str, bytes]], seen: Seen, until: float, due: Iterator[float] | None, ahead: int
) -> None:
    """One connection's share, until the time is up or the people have said everything. So many are not paced."""
    line: Line | None = None
    for number, (openid, request) in enumerate(lot):
        begun = time.perf_counter()
        if due is not None and number >= ahead:
            moment = next(due)
            await asyncio.sleep(max(0.0, moment - begun))
            begun = moment
        if begun >= until:
            return
        line, whole = await asked(port, line, request)
        now = time.perf_counter()
        if b"<xml" in whole and b" 200 " in whole[:16]:
            seen.answered[openid] = seen.answered.get(openid, 0) + 1
        else:
            seen.refused += 1
        if begun >= seen.begun:
            seen.took.append(now - begun)
            seen.ended = now


def requests(people: Sequence[tuple[str, Sequence[str]]], first: int) -> Iterator[tuple[str, bytes]]:
    """Every message of these people as the platform posts it: https://developers.weixin.qq.com/doc/service/en/guide/
    product/message/Receiving_standard_messages.html"""
    now, nonce = str(int(system_now().timestamp())), "1372623149"
    signature = hashlib.sha1("".join(sorted((TOKEN, now, nonce))).encode(), usedforsecurity=False).hexdigest()
    path = f"/wechat?signature={signature}&timestamp={now}&nonce={nonce}"
    ids = count(first)
    for openid, messages in people:
        for said in messages:
            body = (
                f"<xml><ToUserName><![CDATA[gh_benchmark]]></ToUserName><FromUserName><![CDATA[{openid}]]>"
                f"</FromUserName><CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
                f"<Content><![CDATA[{said}]]></Content><MsgId>{next(ids)}</MsgId></xml>"
            ).encode()
            head = (
                f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\n"
                f"Content-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            yield openid, head.encode() + body


def moments(first: float, apart: float) -> Iterator[float]:
    """When one connection's messages are due: the connections take turns, so that they come one by one."""
    return (first + number * apart for number in count())


async def run(port: int, people: Sequence[tuple[str, Sequence[str]]], seconds: float, rate: float) -> Seen:
    """Send it all."""
    lots = [list(requests(people[one::CONNECTIONS], (one + 1) * 10**12)) for one in range(CONNECTIONS)]
    seen = Seen(begun=time.perf_counter() + WARM_SECONDS)
    begin, until = time.perf_counter(), seen.begun + seconds
    dues = [moments(begin + one / rate, CONNECTIONS / rate) if rate else None for one in range(CONNECTIONS)]
    whole = len(people[0][1])
    await asyncio.gather(
        *(drive(port, iter(lot), seen, until, due, one % whole if rate else 0)
          for one, (lot, due) in enumerate(zip(lots, dues, strict=True)))
    )  # fmt: skip
    return seen


def main(port: int, script: Path, seconds: float, rate: float = 0.0) -> None:
    """Print what came of it."""
    import uvloop

    people = json.loads(script.read_text(encoding="utf-8"))
    seen = uvloop.run(run(port, people, seconds, rate))
    took = sorted(seen.took)
    print(
        json.dumps(
            {
                "messages": len(took), "seconds": seen.ended - seen.begun, "refused": seen.refused,
                "p50": took[len(took) // 2], "p99": took[len(took) * 99 // 100], "longest": took[-1],
                "answered": seen.answered,
            }
        )
    )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), *map(float, sys.argv[3:]))
