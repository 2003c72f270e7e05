"""Seven seconds of work in a serving process, while the platform waits five and tries three times; and a platform that
itself hangs."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot.clock import system_now
from bot.codes import codes
from storage.database import open_engine, units
from storage.tables import inbox, outbox
from tests.fakes.clock import RealClock
from tests.fakes.wechat.phone import Phone, bare, message, signed
from tests.faults import works
from tests.faults.over.wechat import OverWeChat, wechat
from tests.faults.points import Points
from tests.faults.rounds import Ground
from tests.faults.serving import Served

pytestmark = pytest.mark.unwatched
SEND = "/message/custom/send"


def test_seven_seconds_of_work_and_three_tries_have_one_effect_and_one_answer(tmp_path: Path) -> None:
    with wechat() as one:
        ground = Ground(tmp_path, one)
        ground.prepare(4)
        served = ground.served(False, Points(slow=7))
        try:
            asyncio.run(_slowly(ground))
            asyncio.run(_while_the_platform_hangs(ground))
        finally:
            served.stop()


async def _slowly(ground: Ground[OverWeChat]) -> None:
    """What the person describes is judged for seven seconds. Answered in the meantime with nothing, then pushed."""
    who = works.openid(1)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{ground.port}", timeout=5, trust_env=False) as client:
        phone = Phone(client, RealClock(), ground.over.platform, who)
        for said in ("上报", "跳过", "门卫室"):
            assert await phone.says(said)
        ground.over.platform.says(who)
        xml = message("text", who, RealClock(), "<Content>喷漆房的可燃气体报警器坏了，还在喷漆</Content>")
        heard = []
        for number in range(3):
            begun = time.monotonic()
            response = await client.post("/wechat", content=xml.encode(), params=signed(RealClock(), number))
            assert time.monotonic() - begun < 5
            heard.append(response.text)
            await asyncio.sleep(0.5)
    pushed = await _pushed(ground, who)
    passive = [text for text in set(heard) if text != "success"]
    assert len(passive) + len(pushed) == 1, (heard, pushed)
    engine = open_engine(ground.address)
    with units(engine, system_now, codes, works.KEY)() as unit:
        rows = unit.execute(
            select(inbox.c.id).where(inbox.c.kind == "text", inbox.c.body["text"].as_string().like("喷漆%"))
        )
        (number,) = rows.scalars().all()
        letters = unit.execute(select(outbox.c.status).where(outbox.c.reply_to == number)).scalars().all()
    engine.dispose()
    assert set(letters) == {"sent"}


def test_who_was_acknowledged_is_on_record_though_the_process_died_over_the_work(tmp_path: Path) -> None:
    """Killed between the acknowledgement after four seconds and the end of the work after seven. Somebody reports in
    private at the same time: of that too nothing is lost, and nothing can be read in the note."""
    with wechat() as one:
        ground = Ground(tmp_path, one)
        ground.prepare(4)
        served = ground.served(False, Points(slow=7))
        asyncio.run(_acknowledged_and_killed(ground, served))


async def _acknowledged_and_killed(ground: Ground[OverWeChat], served: Served) -> None:
    words = "喷漆房的可燃气体报警器坏了，还在喷漆"
    openly, private = works.openid(1), works.openid(2)

    def delivery(who: str, what: str) -> str:
        return message("text", who, RealClock(), f"<Content>{what}</Content>")

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{ground.port}", timeout=8, trust_env=False) as client:
        for who, asked in (
            (openly, ("上报", "跳过", "门卫室")),
            (private, ("举报", "匿名", "不是", "第1家具厂", "1", "门卫室")),
        ):
            phone = Phone(client, RealClock(), ground.over.platform, who)
            for said in asked:
                assert await phone.says(said)
            ground.over.platform.says(who)
        deliveries = [delivery(openly, words), delivery(private, words)]
        heard = await asyncio.gather(
            *(
                client.post("/wechat", content=xml.encode(), params=signed(RealClock(), at))
                for at, xml in enumerate(deliveries)
            )
        )
        assert [response.text for response in heard] == ["success", "success"]
        left = list((ground.folder / "data" / "noted" / "wechat").iterdir())
        served.kill()
        assert len(left) == 2
        assert not any(words.encode() in path.read_bytes() or openly.encode() in path.read_bytes() for path in left)
        served = ground.served(False)
        try:
            phone = Phone(client, RealClock(), ground.over.platform, openly)
            assert "第 5 题" in bare(await phone.says("0")), "what was acknowledged came before"
            assert len(await _pushed(ground, openly, 20)) == 1
            assert words in bare(await Phone(client, RealClock(), ground.over.platform, private).says("没有"))
            assert not list((ground.folder / "data" / "noted" / "wechat").iterdir())
            again = await client.post("/wechat", content=deliveries[0].encode(), params=signed(RealClock(), 9))
            assert again.status_code == 200
        finally:
            served.stop()
    engine = open_engine(ground.address)
    with units(engine, system_now, codes, works.KEY)() as unit:
        bodies = unit.execute(select(inbox.c.body["text"].as_string()).order_by(inbox.c.id)).scalars().all()
    engine.dispose()
    assert [text for text in bodies if text in (words, "0")] == [words, "0"]


async def _pushed(ground: Ground[OverWeChat], who: str, seconds: float = 10) -> list[str]:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not ground.over.platform.texts(who):
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.5)
    return ground.over.platform.texts(who)


async def _while_the_platform_hangs(ground: Ground[OverWeChat]) -> None:
    """Eight messages hang at the platform; people are answered all the same, and each message arrives once."""
    ground.over.platform.always[SEND] = 3.0
    engine = open_engine(ground.address)
    open_unit = units(engine, system_now, codes, works.KEY)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{ground.port}", timeout=5, trust_env=False) as client:
        phones = [Phone(client, RealClock(), ground.over.platform, works.openid(number)) for number in (2, 3)]
        for phone in phones:
            assert await phone.says("菜单")
        with open_unit() as unit:
            for mark in range(4):
                works.post(unit, "notice", 2 + mark % 2, mark)
            unit.commit()
        await asyncio.sleep(1.2)
        for phone in phones:
            begun = time.monotonic()
            assert "厂长" in bare(await phone.says("菜单"))
            assert time.monotonic() - begun < 3
        del ground.over.platform.always[SEND]
        for phone in phones:
            for _ in range(100):
                if len(ground.over.platform.texts(phone.openid)) >= 2:
                    break
                await asyncio.sleep(0.1)
    for mark in range(4):
        texts = ground.over.platform.texts(works.openid(2 + mark % 2))
        assert sum(works.MARK.format(mark=mark) in text for text in texts) == 1
    engine.dispose()
