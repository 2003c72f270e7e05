"""kill -9 while people fill checklists: nothing acknowledged is lost, nothing is done twice."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from tests.faults.recorder import platform
from tests.faults.rounds import Ground, Rounds, killed

pytestmark = pytest.mark.unwatched


@pytest.mark.timeout(3600)
def test_no_death_loses_an_answer_or_does_anything_twice(tmp_path: Path, fault_rounds: int) -> None:
    long = fault_rounds > 10
    seed = random.randrange(10**6)
    wanted = Rounds(seed, fault_rounds, 50 if long else 8, 1.5 if long else 0.7, real_every=20 if long else 0)
    with platform() as one:
        ground = Ground(tmp_path, one)
        found = asyncio.run(killed(ground, wanted))
    print(f"seed {seed}: {found}")
    words = "\n".join(found.faults[:20])
    assert not found.faults, f"seed {seed}, the record in {tmp_path}; {found}\n{words}"
    assert found.counts["acknowledged"] > 0
