"""How long the judge takes to build and to judge, and how much memory it holds; limits as promised in its issue."""

from __future__ import annotations

import resource
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from checklists.gathering import load
from checklists.judgement.cases import OWN, read_cases
from checklists.judgement.judge import Judge

BUILD, VERDICT, MEMORY = 2.0, 0.030, 300.0
"""Seconds to build, seconds for a verdict at the median, MiB of the whole process."""


def main() -> int:
    """Print the figures; 1 where one is over its limit."""
    content = load()
    begun = time.perf_counter()
    judge = Judge(content)
    judge.working  # noqa: B018 - it is built when it is first asked for
    build = time.perf_counter() - begun
    times = []
    for case in read_cases(OWN / "cases.jsonl"):
        begun = time.perf_counter()
        judge.judge(case.text, sector=case.sector, on=date(2026, 11, 21))
        times.append(time.perf_counter() - begun)
    verdict = median(times)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"judge: built in {build:.2f} s, {1000 * verdict:.1f} ms a verdict (median), {memory:.0f} MiB")
    return int(build > BUILD or verdict > VERDICT or memory > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
