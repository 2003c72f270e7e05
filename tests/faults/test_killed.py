"""kill -9 while people fill checklists: nothing acknowledged is lost, nothing is done twice."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.faults.found import Found
from tests.faults.over.messenger import Messenger
from tests.faults.over.telegram import telegram
from tests.faults.over.wechat import wechat
from tests.faults.over.wecom import wecom
from tests.faults.pairs import killed_in_pairs
from tests.faults.rounds import Ground, Rounds, killed

pytestmark = [pytest.mark.unwatched, pytest.mark.timeout(3600)]
Platform = Callable[[], AbstractContextManager[Messenger]]
OVER: dict[str, Platform] = {
    "wecom": wecom,
    "telegram": partial(telegram, "webhook"),
    "telegram fetching": partial(telegram, "polling"),
}


def test_no_death_loses_an_answer_or_does_anything_twice(tmp_path: Path, fault_rounds: int) -> None:
    long = fault_rounds > 10
    seed = random.randrange(10**6)
    wanted = Rounds(seed, fault_rounds, 50 if long else 8, 1.5 if long else 0.7, real_every=20 if long else 0)
    with wechat() as one:
        found = asyncio.run(killed(Ground(tmp_path, one), wanted))
    _nothing_wrong(found, seed, tmp_path)


@pytest.mark.parametrize("over", OVER)
def test_nor_over_the_other_messengers(tmp_path: Path, fault_rounds: int, over: str) -> None:
    """`make test` kills twice over each, `make faults` a fifth as often as over WeChat. A photo whose taker dies may be
    taken up only after ninety seconds, so that only the long run has any."""
    long = fault_rounds > 10
    seed = random.randrange(10**6)
    rounds = fault_rounds // 5 if long else 2
    wanted = Rounds(seed, rounds, 40 if long else 6, 3 if long else 1, real_every=10 if long else 0, photos=long)
    with OVER[over]() as one:
        found = asyncio.run(killed(Ground(tmp_path, one), wanted))
    _nothing_wrong(found, seed, tmp_path)


def test_nor_where_two_processes_share_a_postgresql_record(
    tmp_path: Path, fault_rounds: int, databases: Databases
) -> None:
    """`make test` kills three times, over a messenger that the seed chooses; `make faults` over each a fifth as often as
    with SQLite."""
    long = fault_rounds > 10
    seed = random.randrange(10**6)
    wanted = Rounds(
        seed,
        fault_rounds // 5 if long else 3,
        50 if long else 8,
        2 if long else 0.7,
        real_every=8 if long else 0,
        photos=long,
    )
    databases.postgresql()
    everywhere = {"wechat": wechat, **OVER}
    for name in everywhere if long else random.Random(seed).sample(list(everywhere), 1):
        print(f"over {name}, ", end="")
        folder = tmp_path / name.replace(" ", "-")
        folder.mkdir()
        with everywhere[name]() as one:
            found = asyncio.run(killed_in_pairs(Ground(folder, one, databases.address), wanted))
        _nothing_wrong(found, seed, folder)


def _nothing_wrong(found: Found, seed: int, folder: Path) -> None:
    print(f"seed {seed}: {found}")
    words = "\n".join(found.faults[:20])
    assert not found.faults, f"seed {seed}, the record in {folder}; {found}\n{words}"
    assert found.counts["acknowledged"] > 0
