"""How many answers to a checklist a second come in durably by the plain WeChat callback, beside others in the same run.

    python benchmarks/callback.py [--rounds N] [--seconds N] [--people N]

Sixteen connections. Against WeRoBot with its default SQLite session, which keeps an answer and nothing else, and
against a stateless wechatpy on uvicorn, which keeps nothing at all. What we acknowledged is looked for in the record
afterwards. Ratios of one run count, seconds do not: other work on the machine changes both alike. Exits with 1 below
4 times WeRoBot, below 40 % of the ceiling, above 100 ms for 99 of 100 at 200 messages a second, or where something
acknowledged is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import IO, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import func, select

from benchmarks.against.load import TOKEN
from benchmarks.against.record import prepare
from storage.database import open_engine
from storage.tables import audit, bindings, inbox, outbox

ROOT = Path(__file__).parents[1]
APP_ID, PORT, CALM = "wx0123456789abcdef", 8761, 200.0
OVER_ROBOT, OF_CEILING, CALM_SECONDS = 4.0, 0.4, 0.1


@dataclass(frozen=True)
class Bench:
    """Where a run happens and how long each measurement takes."""

    folder: Path
    script: Path
    environment: dict[str, str]
    seconds: float


def main() -> int:
    """Measure in turn; 1 where it is not quick enough, or not whole."""
    parser = argparse.ArgumentParser(description="Durable answers a second, beside others.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--people", type=int, default=2500)
    wanted = parser.parse_args()
    rates: dict[str, list[float]] = {"echo": [], "robot": [], "ancha": []}
    whole = True
    with tempfile.TemporaryDirectory() as folder:
        for number in range(wanted.rounds):
            bench = made_ready(Path(folder) / f"round-{number}", wanted.people, wanted.seconds)
            for name, found in rates.items():
                result = measured(bench, name)
                found.append(result["messages"] / result["seconds"])
                print(f"round {number + 1} {name:<6}{said(result)}", flush=True)
                whole &= name != "ancha" or kept(bench, result)
        calm = made_ready(Path(folder) / "calm", wanted.people, wanted.seconds)
        result = measured(calm, "ancha", CALM)
        print(f"at {CALM:.0f} a second  {said(result)}")
        whole &= kept(calm, result)
    per_second = {name: median(found) for name, found in rates.items()}
    over, of = per_second["ancha"] / per_second["robot"], per_second["ancha"] / per_second["echo"]
    print(", ".join(f"{name} {rate:,.0f}/s" for name, rate in per_second.items()), "(medians)")
    print(f"{over:.2f} × WeRoBot; {of:.0%} of the stateless ceiling; p99 {result['p99'] * 1000:.0f} ms when calm")
    quick = over >= OVER_ROBOT and of >= OF_CEILING and result["p99"] < CALM_SECONDS
    return int(not (quick and whole))


def made_ready(folder: Path, people: int, seconds: float) -> Bench:
    """A record with so many people in the middle of a checklist."""
    folder.mkdir()
    environment = {
        "ANCHA_DATA_DIR": str(folder), "ANCHA_WECHAT_APP_ID": APP_ID, "ANCHA_WECHAT_SECRET": "s" * 32,
        "ANCHA_WECHAT_TOKEN": TOKEN, "ANCHA_WECHAT_API_BASE_URL": "http://127.0.0.1:9",
    }  # fmt: skip
    os.environ.update(environment)
    prepare(folder / "script.json", people)
    return Bench(folder, folder / "script.json", {**os.environ, **environment}, seconds)


def measured(bench: Bench, name: str, rate: float = 0.0) -> dict[str, Any]:
    """Start one server, load it, stop it."""
    port = str(PORT)
    commands = {
        "echo": ["-m", "benchmarks.against.echo", port],
        "robot": ["-m", "benchmarks.against.robot", port, str(bench.folder)],
        "ancha": ["bot.py", "serve", "--port", port],
    }
    with served(commands[name], bench.environment) as process:
        before = worked(process.pid)
        load = ["-m", "benchmarks.against.load", port, str(bench.script), str(bench.seconds), str(rate)]
        done = subprocess.run(  # noqa: S603  (our own command)
            [sys.executable, *load], cwd=ROOT, check=True, capture_output=True, text=True
        )
        found: dict[str, Any] = json.loads(done.stdout)
        found["worked"] = (worked(process.pid) - before) / max(1, sum(found["answered"].values()))
    return found


def worked(process_id: int) -> float:
    """Seconds of the processor a process has used (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html)."""
    fields = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(
    command: Sequence[str], environment: dict[str, str], log: IO[bytes] | int = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers, until the block is left."""
    with subprocess.Popen(  # noqa: S603  (our own command)
        [sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=log
    ) as process:
        try:
            for _ in range(200):
                time.sleep(0.1)
                with socket.socket() as line:
                    if line.connect_ex(("127.0.0.1", PORT)) == 0:
                        break
            time.sleep(6)  # what it does once at its start is over, on a slow machine too: the port opens long before
            yield process
        finally:
            process.terminate()


def said(result: dict[str, Any]) -> str:
    """A measurement in a line."""
    milliseconds = " ".join(f"{name} {result[name] * 1000:.0f} ms" for name in ("p50", "p99", "longest"))
    rate, each = result["messages"] / result["seconds"], result["worked"] * 1000
    counts = f"{result['messages']} answered, {result['refused']} refused"
    return f"{rate:8,.0f}/s  {milliseconds}, {each:.2f} ms of the processor each ({counts})"


def kept(bench: Bench, result: dict[str, Any]) -> bool:
    """Whether everything acknowledged is on record once: message in, answer out, and a row of the trail for each."""
    engine = open_engine(f"sqlite:///{bench.folder / 'ancha.db'}")
    with engine.connect() as connection:
        query = (
            select(bindings.c.address, func.count(inbox.c.id).label("taken"), func.count(outbox.c.id).label("answered"))
            .select_from(inbox)
            .join(bindings, bindings.c.id == inbox.c.binding_id)
            .outerjoin(outbox, outbox.c.reply_to == inbox.c.id)
            .where(inbox.c.kind == "text")
            .group_by(bindings.c.address)
        )
        there = {row.address: row for row in connection.execute(query)}
        moves = (
            select(func.count()).select_from(audit).where(audit.c.action.in_(("session.active", "session.finished")))
        )
        trail = connection.execute(moves).scalar_one()
    engine.dispose()
    lost = {name for name, count in result["answered"].items() if name not in there or there[name].taken < count}
    silent = {name for name, row in there.items() if row.answered < row.taken}
    if lost or silent or trail < sum(result["answered"].values()) or result["refused"]:
        print(f"NOT WHOLE: {len(lost)} people lost answers, {len(silent)} have no reply, {trail} rows of the trail")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
