"""Two real processes at one port over one PostgreSQL: every message carried out once, in order, and a stop heeded."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select, text

from bot.giving_way import AT_ONCE_SECONDS, MOST_HELD, SHARE, Patience, giving_way
from storage.database import open_engine
from storage.tables import bindings, inbox, outbox
from storage.upkeep.schema import head
from tests.conftest import Fresh

ROOT = Path(__file__).parents[2]
TOKEN, PEOPLE, EACH = "callbackToken", 6, 5


@pytest.fixture
def address(fresh: Fresh, tmp_path: Path) -> str:
    return fresh("postgresql", tmp_path / "unused")


@pytest.fixture
def port(address: str, tmp_path: Path) -> Iterator[int]:
    """Where two processes serve that database."""
    engine = open_engine(address)
    with engine.begin() as connection:  # its tables are those of the newest migration
        connection.execute(text("CREATE TABLE alembic_version (version_num varchar(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head()})
    engine.dispose()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    environment = {
        **os.environ, "ANCHA_DATA_DIR": str(tmp_path), "ANCHA_DATABASE_URL": address, "ANCHA_WECHAT_APP_ID": "wx1",
        "ANCHA_WECHAT_SECRET": "s", "ANCHA_WECHAT_TOKEN": TOKEN, "ANCHA_WECHAT_API_BASE_URL": "http://127.0.0.1:9",
        "ANCHA_SECRET_KEY": "a secret of the tests", "ANCHA_LOG_FORMAT": "plain",
    }  # fmt: skip
    command = [sys.executable, "bot.py", "serve", "--port", str(number), "--workers", "2"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE) as process:
        try:
            _until_both_serve(process)
            yield number
        finally:
            process.terminate()
            assert process.wait(15) == 0


def _until_both_serve(process: subprocess.Popen[bytes]) -> None:
    assert process.stderr is not None
    ready = 0
    while ready < 2:
        line = process.stderr.readline()
        assert line, "it has stopped"
        ready += b"ancha.server: ready" in line


def _said(port: int, openid: str, number: int) -> str:
    now = str(int(time.time()))
    signature = hashlib.sha1("".join(sorted((TOKEN, now, "n"))).encode()).hexdigest()
    body = (
        f"<xml><ToUserName>gh_1</ToUserName><FromUserName>{openid}</FromUserName><CreateTime>{now}</CreateTime>"
        f"<MsgType>text</MsgType><Content>菜单</Content><MsgId>{number}</MsgId></xml>"
    )
    query = {"signature": signature, "timestamp": now, "nonce": "n"}
    # A connection for each message, so that either process gets it.
    return httpx.post(f"http://127.0.0.1:{port}/wechat", params=query, content=body.encode(), timeout=20).text


def test_each_message_is_carried_out_once_whichever_process_gets_it(port: int, address: str) -> None:
    def speak(person: int) -> list[str]:
        numbers = [1000 * person + number for number in range(EACH) for _ in range(2)]  # each delivered twice
        return [_said(port, f"oPerson{person}", number) for number in numbers]

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = [answer for found in pool.map(speak, range(1, PEOPLE + 1)) for answer in found]
    assert all("<xml>" in answer for answer in answers)
    engine = open_engine(address)
    with engine.connect() as connection:
        taken = connection.execute(select(func.count()).select_from(inbox)).scalar_one()
        answered = connection.execute(select(func.count()).select_from(outbox)).scalar_one()
        people = connection.execute(select(func.count()).select_from(bindings)).scalar_one()
    engine.dispose()
    assert (taken, answered, people) == (PEOPLE * EACH, PEOPLE * EACH, PEOPLE)


def test_who_holds_more_connections_leaves_the_next_to_the_others_for_longer_and_waits_for_nobody_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door, socket.socket() as caller:
        assert giving_way(door, 5) == 0
        caller.connect(door.getsockname())
        waits = [giving_way(door, held) for held in (1, 2, MOST_HELD, 1000)]
        assert 0 < waits[0] < waits[1] < waits[2] == waits[3] < 0.005


def test_a_process_gives_away_little_of_its_time_where_somebody_always_waits() -> None:
    patience = Patience()
    spent = [patience.spent(0.004, 10 + number * 0.004) for number in range(1000)]  # four seconds
    assert spent[0] == 0.004
    assert sum(spent) == pytest.approx(AT_ONCE_SECONDS + SHARE * 4, rel=0.05)
