"""The two towns of the transcripts with something on record in each, their pages, and browsers with a pass."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from PIL import Image
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.server import application
from bot.settings import Settings
from bot.web.desk.page import BROWSER_COOKIE, pass_cookie
from bot.web.desk.passes import PASS_LASTS, Pass, signed_pass
from bot.wiring import App, wire
from checklists.content import Content
from checklists.judgement.judge import Judge
from reports.documents.paper import Paper
from storage import documents, enterprises, hazards, inspections, media, people, registers, submissions
from storage.documents import Place
from storage.inspections import AnswerRow
from storage.oversight.actions import ActFacts, record_act
from storage.oversight.office import Office
from storage.oversight.spot_checks import CheckFacts, record_check
from storage.people import Role
from storage.risks import RiskFacts, enter_risk
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork
from tests.conftest import CountedCodes, SetClock
from tests.databases import AsNew, Databases
from tests.transcripts.town import build

if TYPE_CHECKING:
    from tests.bot.desk.deep_town import DeepTown  # which is built on what stands here

PAPER = Paper(title="承诺书", number="1号", day="2023年6月12日", stamp="2023-06-12", date_label="日期：", pieces=())
BROWSER = "BROWSER0000000000000000001"
SITES = {"hongda": "赣州宏达家具有限公司", "yongxing": "赣州永兴食品有限公司"}
WORDS = {"hongda": "喷漆房没有通风", "yongxing": "冷库氨机房没有报警"}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass(frozen=True)
class Rows:
    """The ids of one enterprise's rows."""

    site: int
    hazard: int
    photo: int
    inspection: int
    check: int
    entry: int
    risk: int
    copy: int
    paper: int


@dataclass(frozen=True)
class Town:
    """The app, what stands on record by enterprise, and everybody's role by name."""

    app: App
    rows: dict[str, Rows]
    roles: dict[str, tuple[int, Role]]


def picture(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(data, "PNG")
    return data.getvalue()


def build_town(
    content: Content, judge: Judge, databases: Databases, folder: Path, clock: SetClock, kind: str = "sqlite"
) -> Town:
    """An app on a database of its own, in that folder where it is SQLite's."""
    as_new = AsNew("two_towns", lambda unit: build(unit, content))
    folder.mkdir(parents=True, exist_ok=True)
    url = databases.sqlite(folder / "ancha.sqlite3", as_new) if kind == "sqlite" else databases.postgresql(as_new)
    # every page at one stroke, as nobody reads: what one person may ask for stands in tests/bot/test_limits.py
    settings = Settings(_env_file=None, data_dir=folder, database_url=SecretStr(url), per_person=1000)  # type: ignore[call-arg]
    app = wire(settings, clock, CountedCodes(), content=content, judge=judge)
    databases.quick(app.engine)
    with app.open_unit() as unit:
        rows = {name: _planted(unit, app, name) for name in SITES}
        roles = {
            person.name: (person.id, person.roles[0])
            for person in (people.person(unit, number) for number in range(1, 30) if people.known(unit, number))
        }
        unit.commit()
    return Town(app, rows, roles)


def _planted(unit: UnitOfWork, app: App, name: str) -> Rows:
    site = enterprises.found(unit, EVERYTHING, SITES[name])[0]
    photos = [
        media.accept(unit, app.media_folder, picture(f"#{index}0{len(name)}0{len(name)}0"), owner_binding=None).id
        for index in range(1, 6)
    ]
    found, *others = photos
    hazard = hazards.report(
        unit, enterprise_id=site.id, source="whistle", level="suspected_major", words=WORDS[name], place="车间",
        found_by=None, photos=(found,), fields={"deadline": date(2023, 6, 1), "responsible": "老李"},
    )  # fmt: skip
    answer = AnswerRow("q", "no", "", {"photos": [others[0]], "text": "现场"}, True, None, hazard.id)
    inspection = inspections.finish(
        unit, enterprise_id=site.id, plan="ganzhou-2023", year=2023, checklist="study", form_version="v", person_id=1,
        role="principal", started_at=datetime(2023, 5, 10, tzinfo=UTC), answers=[answer],
    )  # fmt: skip
    office = Office("county", site.region, None)
    check = record_check(
        unit, office, CheckFacts(site.id, unit.now, ("张三",), ("not_led",), photos=(others[1],)), by=1
    )  # fmt: skip
    record_act(unit, office, ActFacts("penalty", date(2023, 6, 1), site.id, amount=Decimal(30000)), by=1)
    entry = registers.enter(
        unit, enterprise_id=site.id, register="certificate", title="焊工证", photos=(others[2],), by=1
    )  # fmt: skip
    risk = enter_risk(unit, site.id, RiskFacts("red", "喷漆房", "爆炸", photos=(others[3],)), by=1)
    copy = submissions.submit(
        unit, form="F7", plan="ganzhou-2023", region=site.region, department_id=None, due=date(2023, 6, 23),
        figures={"cells": {}}, workbook=b"PK workbook", remark="", by=1,
    )  # fmt: skip
    paper = documents.issue(
        unit, Place(f"e{site.id}", site.region, enterprise_id=site.id), template="safety-promise", plan="ganzhou-2023",
        year=2023, count=1, number="安全承诺〔2023〕1号", title=f"{site.name}承诺书", stretch="2023-all", below=False,
        signers=("safety_director",), paper=PAPER.model_dump(mode="json"), pdf=b"%PDF of " + name.encode(), by=1,
    )  # fmt: skip
    return Rows(site.id, hazard.id, found, inspection, check, entry, risk, copy, paper)


@pytest.fixture(scope="session")
def standing_town(
    content: Content, judge: Judge, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """A town that tests only look at."""
    town = build_town(content, judge, databases, tmp_path_factory.mktemp("town"), SetClock())
    yield town
    town.app.engine.dispose()


@pytest.fixture
def town(content: Content, judge: Judge, databases: Databases, tmp_path: Path, clock: SetClock) -> Iterator[Town]:
    """A town of a test's own."""
    one = build_town(content, judge, databases, tmp_path / "data", clock)
    yield one
    one.app.engine.dispose()


Visit = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def visit(request: pytest.FixtureRequest) -> AsyncIterator[Visit]:
    """Browsers: `visit(town)` a bare one, `visit(town, name)` one with that person's pass."""
    async with AsyncExitStack() as stack:
        served: dict[int, Starlette] = {}

        def browser(one: Town, name: str = "") -> httpx.AsyncClient:
            web = served.setdefault(id(one), application(one.app))
            client = httpx.AsyncClient(
                transport=httpx.ASGITransport(web, raise_app_exceptions=False), base_url="http://ancha.test",
                headers={"Accept": "text/html", "Origin": "http://ancha.test", "Sec-Fetch-Site": "same-origin"},
            )  # fmt: skip
            if name:
                person, role = one.roles[name]
                made = Pass(person, role.id, BROWSER, one.app.clock() + PASS_LASTS)
                client.cookies.set(BROWSER_COOKIE, BROWSER, path="/r")
                client.cookies.set(pass_cookie(role.id), signed_pass(made, one.app.secret), path="/r")
            stack.push_async_callback(client.aclose)
            return client

        yield browser


@pytest.fixture(scope="module")
def deep_town(
    content: Content, judge: Judge, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DeepTown]:
    """The town with more on record, for whoever tries every read and write; made once for a file of tests."""
    from tests.bot.desk.deep_town import deepened

    town = build_town(content, judge, databases, tmp_path_factory.mktemp("deep"), SetClock())
    yield deepened(town)
    town.app.engine.dispose()
