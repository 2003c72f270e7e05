"""`serve` as a process of its own: told to stop in the middle of the day's work, it loses and doubles nothing."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from sqlalchemy import create_engine, text

from tests.bot.commands.conftest import Run
from tests.docs.pages import ROOT

HEADERS = {"X-Ancha": "chat"}


@contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, once it says that it is ready, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, str(ROOT / "bot.py"), "serve", "--port", str(port)]
    environment = {**os.environ, "ANCHA_DATA_DIR": str(folder / "data"), "PYTHONDONTWRITEBYTECODE": ""}
    with subprocess.Popen(words, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            for line in process.stderr:
                if json.loads(line)["said"].startswith("ready"):
                    break
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def talk(base: str, name: str, acknowledged: list[str]) -> None:
    """Say one thing after the other until nobody answers; what was acknowledged is noted."""
    with httpx.Client(base_url=base, headers=HEADERS, timeout=20) as client:
        try:
            client.post("/chat/hello", json={})
            for number in range(1000):
                answer = client.post("/chat/messages", json={"id": f"{name}-{number}", "kind": "text", "text": "你好"})
                if answer.status_code == 429:
                    time.sleep(0.05)
                elif answer.status_code == 200 and answer.json()["taken"]:
                    acknowledged.append(f"{name}-{number}")
        except httpx.HTTPError:
            return


def test_told_to_stop_under_load_it_is_gone_in_ten_seconds_and_all_it_answered_is_settled(
    ready: Run, folder: Path
) -> None:
    acknowledged: list[str] = []
    with served(folder) as (process, base):
        people = [threading.Thread(target=talk, args=(base, f"visitor{one}", acknowledged)) for one in range(4)]
        for one in people:
            one.start()
        while len(acknowledged) < 40 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=10)
        for one in people:
            one.join()
    assert process.returncode in (0, -signal.SIGTERM)
    assert "stopped" in [json.loads(line)["said"] for line in said.splitlines()[-10:]]
    engine = create_engine(f"sqlite:///{folder / 'data' / 'ancha.db'}")
    with engine.connect() as connection:
        taken = [row[0].split(".")[0] for row in connection.execute(text("SELECT message_id FROM inbox"))]
        left = connection.execute(text("SELECT status, count(*) FROM outbox GROUP BY status")).all()
    engine.dispose()
    assert len(taken) == len(set(taken))
    assert set(acknowledged) <= set(taken)
    # A message that was carried out while its visitor was cut off may wait for the next start; four spoke at once.
    waiting = dict(map(tuple, left))
    assert set(waiting) <= {"sent", "waiting"}
    assert waiting.get("waiting", 0) <= 4
