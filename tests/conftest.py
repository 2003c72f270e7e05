"""What every test may ask for: content, judge, an empty database (once on each engine), a clock, codes, a gateway."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from checklists.content import Content
from checklists.gathering import load
from checklists.judgement.judge import Judge
from dialogs.conversations import CONVERSATIONS
from dialogs.gateway import Gateway
from storage.database import open_engine, units
from storage.tables import metadata
from storage.unit_of_work import OpenUnit
from tests.postgres import server


@dataclass
class SetClock:
    """A clock that stands until it is moved."""

    now: datetime = datetime(2023, 6, 12, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Beijing

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Move on, such as `clock.move(days=3)`."""
        self.now += timedelta(**by)


@dataclass
class CountedCodes:
    """Codes that are the same in every run: C0DE000001 …"""

    count: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __call__(self, length: int) -> str:
        return f"C{next(self.count):0{length - 1}d}"


@dataclass(frozen=True)
class Database:
    """An empty database with all tables."""

    kind: str
    engine: Engine
    open_unit: OpenUnit


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--hostile", type=int, default=1000, help="how many hostile bodies each callback is sent")


@pytest.fixture
def hostile_bodies(request: pytest.FixtureRequest) -> int:
    """How many hostile bodies a callback is sent; `make hostile` sends ten thousand."""
    return int(request.config.getoption("--hostile"))


@pytest.fixture(scope="session")
def content() -> Content:
    return load()


@pytest.fixture(scope="session")
def judge(content: Content) -> Judge:
    return Judge(content)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def codes() -> CountedCodes:
    return CountedCodes()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[str], str]]:
    """Creates an empty database with all tables and returns its address; made anew from a template each time."""
    with server() as address:
        admin = create_engine(address.format(database="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE template_ancha"))
        template = create_engine(address.format(database="template_ancha"))
        metadata.create_all(template)
        template.dispose()
        names = itertools.count(1)

        def fresh(_: str) -> str:
            name = f"test_{next(names)}"
            with admin.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_ancha"))
            return address.format(database=name)

        yield fresh
        admin.dispose()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and no rows: copying it takes a millisecond, making it a hundred."""
    file = tmp_path_factory.mktemp("template") / "ancha.sqlite3"
    engine = open_engine(f"sqlite:///{file}")
    metadata.create_all(engine)
    engine.dispose()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock, codes: CountedCodes
) -> Iterator[Database]:
    """An empty database, once on each engine we promise."""
    if request.param == "sqlite":
        file = tmp_path / "ancha.sqlite3"
        shutil.copyfile(request.getfixturevalue("empty_sqlite"), file)
        engine = open_engine(f"sqlite:///{file}")
    else:
        engine = open_engine(request.getfixturevalue("postgres")(""))
    yield Database(request.param, engine, units(engine, clock, codes))
    engine.dispose()


@pytest.fixture
def open_unit(database: Database) -> OpenUnit:
    return database.open_unit


@pytest.fixture
def media_folder(tmp_path: Path) -> Path:
    return tmp_path / "media"


@pytest.fixture
def gateway(content: Content, judge: Judge, open_unit: OpenUnit) -> Gateway:
    return Gateway(content, judge, CONVERSATIONS, open_unit, b"a secret of the tests")
