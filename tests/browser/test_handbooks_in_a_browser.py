"""Each handbook followed on a phone, in the chat as it is served. `make pictures` draws the handbooks' pictures on the way."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize
from playwright.sync_api import TimeoutError as TooLong

from bot.sample.scenes import scene
from bot.server import application
from bot.settings import Settings
from bot.web.demo_person import DemoPerson
from bot.wiring import wire
from checklists.content import Content
from checklists.judgement.judge import Judge
from storage import reaching
from tests.conftest import CountedCodes, SetClock
from tests.databases import AsNew, Databases
from tests.docs.handbooks import PHOTO, STORY, Step, Way, ways
from tests.transcripts.stage import PAUSE
from tests.transcripts.town import build

PHONE: ViewportSize = {"width": 390, "height": 780}
ANSWER = """words => {
    const said = [...document.querySelectorAll("#log > *")];
    const mine = said.findLastIndex(one => one.classList.contains("mine"));
    const after = said.slice(mine + 1);
    const text = after.map(one => one.innerText).join("\\n");
    return mine >= 0 && !document.querySelector("#log .sending, #log .typing")
        && after.some(one => one.classList.contains("say")) && words.every(one => text.includes(one));
}"""
"""Whether what came after one's own last word says all this."""


@pytest.fixture(scope="module")
def county(
    content: Content, judge: Judge, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the two towns' chat, where everybody of the handbooks can be picked up. The clock goes on."""
    clock = SetClock()

    def ticking() -> object:
        clock.now += PAUSE / 100
        return clock.now

    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("handbooks"))  # type: ignore[call-arg]
    app = wire(settings, ticking, CountedCodes(), content=content, judge=judge)  # type: ignore[arg-type]
    databases.sqlite(settings.data_dir / "ancha.db", AsNew("two_towns", lambda unit: build(unit, content)))
    with app.open_unit() as unit:
        for handbook, name in STORY:
            known = reaching.bound(unit, "web", "default", name)
            assert known.person_id is not None
            reaching.bind(unit, reaching.bound(unit, "web", "default", f"demo-{handbook}").id, known.person_id)
        unit.commit()
    shown = tuple(
        DemoPerson(handbook, name, content.texts(f"role.{handbook.replace('-', '_')}"), f"demo-{handbook}")
        for handbook, name in STORY
    )
    server = uvicorn.Server(
        uvicorn.Config(application(app, demo_people=shown, tick=lambda: None), port=0, log_config=None, ws="none")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server could not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
    app.engine.dispose()


def test_each_handbook_on_a_phone(chromium: Browser, county: str, request: pytest.FixtureRequest) -> None:
    draws = bool(request.config.getoption("--update-pictures"))
    for handbook, _ in STORY:
        context = chromium.new_context(viewport=PHONE, locale="zh-CN", device_scale_factor=1.5 if draws else 1)
        page = context.new_page()
        page.goto(f"{county}/chat/?as={handbook}")
        page.locator("#log .say").first.wait_for()
        for way in ways(handbook):
            shown = next((step for step in way.steps if step.pictured), way.steps[-1])
            for step in way.steps:
                _followed(page, handbook, way, step)
                if draws and way.picture is not None and step is shown:
                    way.picture.parent.mkdir(parents=True, exist_ok=True)
                    page.wait_for_timeout(400)
                    page.screenshot(path=way.picture)
        context.close()


def _followed(page: Page, handbook: str, way: Way, step: Step) -> None:
    _say(page, step, fixed="整改后" in page.locator("#log .say:not(.mine)").last.inner_text())
    try:
        page.wait_for_function(ANSWER, arg=list(step.hears), timeout=10_000, polling=30)
    except TooLong as error:
        heard = page.locator("#log").inner_text()[-600:]
        raise AssertionError(f"{handbook}, {way.heading}: {step} is answered:\n{heard}") from error


def _say(page: Page, step: Step, *, fixed: bool) -> None:
    """Tap the button of that name where there is one, else type the words."""
    button = page.locator(".choices:not(.past) button", has=page.get_by_text(step.says, exact=True))
    if step.says == PHOTO:
        photo = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": _photo(fixed=fixed)}
        page.set_input_files("#album-file", photo)  # type: ignore[arg-type]
    elif button.count():
        button.last.click()
    else:
        page.fill("#text", step.says)
        page.click("#send")


def _photo(*, fixed: bool) -> bytes:
    """The paint room, drawn."""
    data = io.BytesIO()
    Image.open(io.BytesIO(scene("spray", fixed=fixed))).save(data, "JPEG")
    return data.getvalue()
