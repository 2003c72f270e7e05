"""What the platform may answer, to a serving process: what becomes of the message, and that people are answered on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.clock import system_now
from bot.codes import codes
from storage import outbox
from storage.database import open_engine, units
from storage.outbox import Letter
from storage.unit_of_work import OpenUnit
from tests.fakes.clock import RealClock
from tests.fakes.wechat.phone import Phone
from tests.faults import works
from tests.faults.over.wechat import OverWeChat, wechat
from tests.faults.rounds import Ground

pytestmark = pytest.mark.unwatched
SEND, TOKEN = "/message/custom/send", "/stable_token"
STATES = ("waiting", "sending", "sent", "held", "failed", "dropped")

TABLE: tuple[tuple[str, dict[str, list[object]], str, str], ...] = (
    # kind, what the platform answers, what becomes of it, and with what the reason begins
    ("notice", {SEND: [42001]}, "sent", ""),
    ("notice", {SEND: [-1]}, "sent", ""),
    ("notice", {SEND: [45011]}, "waiting", ""),
    ("notice", {SEND: [(500, b"")]}, "waiting", ""),
    ("notice", {SEND: [(200, b"<html>502</html>")]}, "waiting", ""),
    ("reminder", {SEND: [(500, b"")]}, "failed", "wechat: "),
    ("reminder", {SEND: [(200, b"<html>502</html>")]}, "failed", "wechat: "),
    ("reminder", {SEND: [-1]}, "sent", ""),
    ("notice", {SEND: [45015]}, "held", ""),
    ("digest", {SEND: [45047]}, "held", ""),
    ("notice", {SEND: [43019]}, "dropped", ""),
    ("notice", {SEND: [43004]}, "held", ""),
    ("notice", {SEND: [45002]}, "failed", ""),
    ("notice", {SEND: [40164]}, "waiting", ""),
)
"""The last one has the account rest as a whole: the operator must act."""


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground[OverWeChat]]:
    with wechat() as one:
        made = Ground(tmp_path, one)
        made.prepare(len(TABLE) + 1)
        served = made.served(False)
        try:
            yield made
        finally:
            served.stop()


def test_every_answer_of_the_platform_has_its_consequence_and_nobody_is_told_twice(ground: Ground[OverWeChat]) -> None:
    engine = open_engine(ground.address)
    try:
        asyncio.run(_through_the_table(ground, units(engine, system_now, codes, works.KEY)))
    finally:
        engine.dispose()


async def _through_the_table(ground: Ground[OverWeChat], open_unit: OpenUnit) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{ground.port}", timeout=5, trust_env=False) as client:
        for number, (kind, answers, becomes, why) in enumerate(TABLE):
            phone = Phone(client, RealClock(), ground.over.platform, works.openid(number))
            assert await phone.says("菜单"), "whatever went before"
            for path, faults in answers.items():
                ground.over.platform.faults[path].extend(faults)
            with open_unit() as unit:
                works.post(unit, kind, number, number)
                unit.commit()
            letter = await _when_tried(open_unit, number)
            assert (letter.status, number) == (becomes, number), (TABLE[number], letter.error)
            assert (letter.error or "").startswith(why)
            assert len(ground.over.platform.texts(phone.openid)) == (becomes == "sent")
        ground.over.platform.forget_tokens()  # revoked, while the account rests
        phone = Phone(client, RealClock(), ground.over.platform, works.openid(len(TABLE)))
        assert await phone.says("菜单")


async def _when_tried(open_unit: OpenUnit, mark: int, seconds: float = 20) -> Letter:
    """The letter of that mark as soon as the platform has answered."""
    until = time.monotonic() + seconds
    while True:
        with open_unit() as unit:
            found = next(one for one in outbox.listed(unit, STATES) if works.MARK.format(mark=mark) in one.body["text"])
        untouched = found.status == "sending" or (found.status == "waiting" and found.error is None)
        if not untouched:
            return found
        assert time.monotonic() < until, found
        await asyncio.sleep(0.05)


def test_waiting_messages_go_when_the_platform_is_itself_again_and_with_a_token_that_was_revoked(
    ground: Ground[OverWeChat],
) -> None:
    engine = open_engine(ground.address)
    open_unit = units(engine, system_now, codes, works.KEY)

    async def run() -> None:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{ground.port}", timeout=5, trust_env=False) as client:
            for number in range(4):
                assert await Phone(client, RealClock(), ground.over.platform, works.openid(number)).says("菜单")
            ground.over.platform.always[SEND] = -1
            with open_unit() as unit:
                for number in range(4):
                    works.post(unit, ("notice", "reminder")[number % 2], number, number)
                unit.commit()
            letters = [await _when_tried(open_unit, number) for number in range(4)]
            del ground.over.platform.always[SEND]
            ground.over.platform.forget_tokens()
            with open_unit() as unit:
                outbox.put_off(unit, [one.id for one in letters], unit.now - timedelta(seconds=1))
                unit.commit()
            for number in range(4):
                for _ in range(200):
                    if ground.over.platform.texts(works.openid(number)):
                        break
                    await asyncio.sleep(0.05)
                assert len(ground.over.platform.texts(works.openid(number))) == 1

    try:
        asyncio.run(run())
    finally:
        engine.dispose()
