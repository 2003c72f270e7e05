"""What every test may ask for: content, judge, an empty database (once on each engine), a clock, codes, a gateway."""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from checklists.content import Content
from checklists.judgement.judge import Judge
from dialogs.conversations import CONVERSATIONS
from dialogs.gateway import Gateway
from storage.database import open_engine, units
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.databases import BEGINNING, EMPTY, AsNew, Databases
from tests.own import own_content
from tests.transcripts.town import build

Fresh = Callable[[str, Path], str]


@dataclass
class SetClock:
    """A clock that stands until it is moved."""

    now: datetime = BEGINNING

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
    parser.addoption("--hostile", type=int, default=200, help="how many hostile bodies each callback is sent")
    parser.addoption("--update-pictures", action="store_true", help="keep what the browser shows as docs/pictures")
    parser.addoption("--fuzz", type=int, default=4, help="how many requests each call of the interface is sent")
    parser.addoption("--faults", type=int, default=7, help="how many serving processes are killed")


@contextmanager
def unwatched() -> Iterator[None]:
    """Coverage looks away: what is done within was watched before. Watching takes two to three times as long.

    (pytest-cov's own mark, no_cover, changes nothing in xdist's processes: there a second measurement stands behind the
    one that is stopped.)
    """
    tracer, of_threads = sys.gettrace(), threading.gettrace()
    threading.settrace(None)  # type: ignore[arg-type]
    sys.settrace(None)
    try:
        yield
    finally:
        threading.settrace(of_threads)  # type: ignore[arg-type]
        sys.settrace(tracer)


@pytest.fixture(autouse=True)
def watched_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Coverage looks away from what other tests run too: everything marked `unwatched`, and what is done on PostgreSQL
    after SQLite outside the room that speaks SQL.

    What lasts a session is made before.
    """
    parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    again = "postgresql" in parameters.values() and "storage" not in request.path.parts
    if sys.gettrace() is None or not (again or request.node.get_closest_marker("unwatched")):
        yield
        return
    with unwatched():
        yield


@pytest.fixture
def hostile_bodies(request: pytest.FixtureRequest) -> int:
    """How many hostile bodies a callback is sent; `make hostile` sends ten thousand."""
    return int(request.config.getoption("--hostile"))


@pytest.fixture
def fuzz_cases(request: pytest.FixtureRequest) -> int:
    """How many requests each call of the interface is sent; `make fuzz` sends a thousand."""
    return int(request.config.getoption("--fuzz"))


@pytest.fixture(scope="session")
def content() -> Content:
    return own_content()


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
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """What databases are made from; the PostgreSQL server starts when the first test needs it."""
    with ExitStack() as stack:
        yield Databases(tmp_path_factory.mktemp("databases"), stack)


@pytest.fixture
def two_towns() -> None:
    """Asked for beside a database: it then holds the two towns of the transcripts instead of nothing."""


@pytest.fixture
def fresh(request: pytest.FixtureRequest, databases: Databases) -> Fresh:
    """`fresh(kind, file)`: the address of a database as new, in that file where it is SQLite's."""
    towns = "two_towns" in request.fixturenames

    def plant(unit: UnitOfWork) -> None:
        build(unit, request.getfixturevalue("content"))

    def made(kind: str, file: Path) -> str:
        as_new = AsNew("two_towns", plant) if towns else EMPTY
        return databases.sqlite(file, as_new) if kind == "sqlite" else databases.postgresql(as_new)

    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, fresh: Fresh, databases: Databases, tmp_path: Path, clock: SetClock,
    codes: CountedCodes,
) -> Iterator[Database]:  # fmt: skip
    """An empty database, once on each engine we promise."""
    engine = databases.quick(open_engine(fresh(request.param, tmp_path / "ancha.sqlite3")))
    yield Database(request.param, engine, units(engine, clock, codes, b"a secret of the tests"))
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
