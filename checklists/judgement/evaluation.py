"""How good the judge is on labelled cases: `python -m checklists.judgement.evaluation [FILE …] [--on DAY]`.

Without a file it takes the project's own cases, in people's words and in official ones, and prints the tuning half and
the held-out half of each apart.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from checklists.errors import UserMistake
from checklists.gathering import load
from checklists.judgement.cases import HALVED, MEASURED, OWN, Case, halves, read_cases
from checklists.judgement.judge import Judge, Judgement

BINS = (0.1, 0.3, 0.5, 0.7, 0.9, 1.01)
WORST = 15


@dataclass(frozen=True)
class Figures:
    """Shares are 0..1; `flagged` is the share of ordinary hazards called suspected major."""

    cases: int
    majors: int
    recall: float
    precision: float
    flagged: float
    auc: float
    first: float
    third: float
    milliseconds: float


Judged = tuple[tuple[Case, Judgement], ...]


def judged(judge: Judge, cases: Sequence[Case], on: date) -> Judged:
    """Every case with its judgement for a finding of that day."""
    return tuple((case, judge.judge(case.text, sector=case.sector, on=on)) for case in cases)


def figures(results: Judged, seconds: float = 0.0) -> Figures:
    """Recall, precision, ROC AUC (a tie counts half) and how often the right clause stands first or among three."""
    majors = [said for case, said in results if case.major]
    ordinary = [said for case, said in results if not case.major]
    hits = sum(said.verdict == "suspected_major" for said in majors)
    false = sum(said.verdict == "suspected_major" for said in ordinary)
    known = [(case, said) for case, said in results if case.major and case.clause]
    pairs = sum(
        (one.score > other.score) + 0.5 * (one.score == other.score) for one in majors for other in ordinary
    )  # fmt: skip
    return Figures(
        len(results), len(majors),
        recall=_share(hits, len(majors)), precision=_share(hits, hits + false), flagged=_share(false, len(ordinary)),
        auc=_share(pairs, len(majors) * len(ordinary)),
        first=_share(sum(_among(case, said, 1) for case, said in known), len(known)),
        third=_share(sum(_among(case, said, 3) for case, said in known), len(known)),
        milliseconds=1000 * _share(seconds, len(results)),
    )  # fmt: skip


def calibration(results: Judged) -> Iterator[tuple[float, float, int, float]]:
    """For each band of scores: from, to, how many cases, and the share of majors among them."""
    low = 0.0
    for high in BINS:
        band = [case for case, said in results if low <= said.score < high]
        yield low, min(high, 1.0), len(band), _share(sum(case.major for case in band), len(band))
        low = high


def worst(results: Judged) -> tuple[tuple[Case, Judgement], ...]:
    """The cases judged most wrongly: majors with the lowest scores, ordinary ones with the highest."""
    wrong = [(case, said) for case, said in results if (said.verdict == "suspected_major") != case.major]
    return tuple(sorted(wrong, key=lambda pair: pair[1].score if pair[0].major else 1 - pair[1].score)[:WORST])


def _among(case: Case, said: Judgement, places: int) -> bool:
    return case.clause in [reason.clause for reason in said.clauses[:places]]


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def report(name: str, results: Judged, seconds: float) -> str:
    """All figures as a plain text table."""
    it = figures(results, seconds)
    lines = [
        f"{name}: {it.cases} cases, {it.majors} major",
        f"  recall {it.recall:.3f}  precision {it.precision:.3f}  ordinary flagged {it.flagged:.3f}  AUC {it.auc:.4f}",
        f"  clause first {it.first:.3f}  among three {it.third:.3f}  {it.milliseconds:.1f} ms each",
        "  score        cases  share of majors",
    ]
    lines += [f"  {low:.1f} to {high:.1f} {count:8d}  {share:.2f}" for low, high, count, share in calibration(results)]
    for case, said in worst(results):
        first = said.clauses[0].clause if said.clauses else "-"
        label = case.clause or ("major" if case.major else "ordinary")
        lines.append(f"  miss {case.id}: {said.score:.2f} is {label}, said {first}: {case.text[:60]}")
    return "\n".join(lines)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--on", "day", default="2026-11-21", show_default=True, help="Day of the findings, YYYY-MM-DD.")
def main(files: tuple[Path, ...], day: str) -> None:
    """Print how good the judge is on labelled cases (JSONL with id, text, sector, major, clause)."""
    try:
        on = date.fromisoformat(day)
        if files:
            sets = [(str(file), read_cases(file)) for file in files]
        else:
            sets = [
                (f"{name}, {half} half", cases)
                for name in HALVED
                for half, cases in zip(("tuning", "held-out"), halves(read_cases(OWN / name)), strict=True)
            ] + [(name, read_cases(OWN / name)) for name in MEASURED]
    except (UserMistake, ValueError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    judge = Judge(load())
    for name, cases in sets:
        begun = time.perf_counter()
        results = judged(judge, cases, on)
        click.echo(report(name, results, time.perf_counter() - begun))


if __name__ == "__main__":
    main()
