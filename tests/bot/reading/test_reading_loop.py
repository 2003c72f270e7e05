"""Reading behind the conversation: what is read follows as a message of its own, once, and never holds anything up."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pydantic import SecretStr

from bot.delivery import Delivery
from bot.reading import engine
from bot.reading.loop import KEEPS, MOST_TRIES, Reader, in_own_process, told
from bot.settings import Settings
from bot.wiring import App, wire
from checklists.certificate_fields import Line, fields
from checklists.content import Content
from checklists.judgement.judge import Judge
from dialogs.messages import InboundMessage, Sender
from storage import enterprises, media, outbox, people, reaching, readings
from tests.conftest import CountedCodes, Fresh, SetClock
from tests.fakes.certificates.drawing import draw
from tests.fakes.certificates.holders import holder
from tests.fakes.certificates.photographing import SHOTS, photograph

pytestmark = pytest.mark.anyio

ME = Sender(channel="web", address="li-an")
WAITING = [Line("姓名：赵玉海", 0.99), Line("证号：T539900198705120019", 0.99)]


@pytest.fixture
def app(
    fresh: Fresh, tmp_path: Path, content: Content, judge: Judge, clock: SetClock, codes: CountedCodes
) -> Iterator[App]:
    url = SecretStr(fresh("sqlite", tmp_path / "ancha.db"))
    settings = Settings(_env_file=None, data_dir=tmp_path, database_url=url)  # type: ignore[call-arg]
    made = wire(settings, clock, codes, content=content, judge=judge, reads_photos=True)
    with made.open_unit() as unit:
        enterprises.add_region(unit, "360702", "章贡区", "county")
        site = enterprises.add_enterprise(
            unit, name="宏达机械", uscc="91360700MA35F0000X", region="360702", sector="industry"
        )
        person = people.add_person(unit, "李安")
        reaching.bind(unit, reaching.bound(unit, ME.channel, ME.account, ME.address).id, person)
        people.grant(unit, person, "safety_officer", by=None, enterprise_id=site)
        unit.commit()
    yield made
    made.engine.dispose()


def say(app: App, number: int, text: str = "", photo: int = 0) -> None:
    kind = "photo" if photo else "text"
    message = InboundMessage(id=f"m-{number:08}", sender=ME, kind=kind, text=text, photos=(photo,) if photo else ())  # type: ignore[arg-type]
    letters = app.gateway.handle(message)
    assert all(letter.id for letter in letters)


def sent_a_photo(app: App) -> int:
    """A certificate's photo sent where it is asked for."""
    data = io.BytesIO()
    Image.new("RGB", (32, 24), "red").save(data, "PNG")
    with app.open_unit() as unit:
        binding = reaching.bound(unit, ME.channel, ME.account, ME.address)
        photo = media.accept(unit, app.media_folder, data.getvalue(), owner_binding=binding.id).id
        unit.commit()
    for number, text in enumerate(("登记", "操作证", "登记一条")):
        say(app, number, text)
    say(app, 3, photo=photo)
    return photo


def last_said(app: App) -> str:
    with app.open_unit() as unit:
        binding = reaching.bound(unit, ME.channel, ME.account, ME.address)
        return str(max(outbox.addressed(unit, binding.id), key=lambda letter: letter.id).body["text"])


class Books:
    """Reads what it was told to, or breaks."""

    def __init__(self, *answers: list[Line] | Exception) -> None:
        self.answers = list(answers)
        self.read: list[str] = []

    async def __call__(self, path: str) -> list[Line]:
        self.read.append(path)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def reader(app: App, books: Books) -> Reader:
    return Reader(app, app.workers, Delivery(app.open_unit, (), app.workers), books)


async def test_what_is_read_follows_by_itself(app: App) -> None:
    sent_a_photo(app)
    assert "正在读" in last_said(app)
    books = Books(WAITING)
    assert await reader(app, books).step() == 1
    assert "持证人：赵玉海" in last_said(app)
    assert await reader(app, books).step() == 0
    assert len(books.read) == 1


async def test_who_did_not_wait_is_not_disturbed(app: App) -> None:
    sent_a_photo(app)
    with app.open_unit() as unit:  # the loop has taken it up when the person decides not to wait
        (one,) = readings.take_due(unit, KEEPS)
        unit.commit()
    say(app, 4, "不等了")
    before = last_said(app)
    assert told(app, one, WAITING) == ()
    assert last_said(app) == before


async def test_a_reader_that_breaks_is_tried_again_and_then_said(app: App, clock: SetClock) -> None:
    sent_a_photo(app)
    books = Books(*[RuntimeError("broken")] * MOST_TRIES)
    for _ in range(MOST_TRIES):
        assert "正在读" in last_said(app)
        assert await reader(app, books).step() == 1
        clock.now += KEEPS
    assert "没有读出操作证" in last_said(app)
    assert await reader(app, books).step() == 0


async def test_a_drawn_card_is_read_by_the_real_reader(tmp_path: Path, content: Content) -> None:
    dice = random.Random(7)
    printed = holder(dice)
    file = tmp_path / "card.jpg"
    file.write_bytes(media.prepare(photograph(draw(printed, "phone", dice), SHOTS["small"], dice)).jpeg)
    assert engine.installed()
    found = fields(await in_own_process(str(file)), content.certificates)
    assert (found.holder, found.number, found.ends) == (printed.holder, printed.number, printed.ends)
