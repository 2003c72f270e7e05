"""Fits the weights of the text's figures: `python -m checklists.judgement.fitting FILE …` prints them as YAML.

Logistic regression by gradient descent, held near the weights in content/judgement/weights.yaml (a prior by hand), so
that a few hundred cases cannot turn a weight round. Of the files in HALVED only the even lines are ever used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from checklists.gathering import load
from checklists.judgement.cases import HALVED, Case, halves, read_cases
from checklists.judgement.fusion import chance
from checklists.judgement.judge import Judge

STEPS, RATE, NEAR = 1500, 0.5, 0.006


def fit(
    rows: Sequence[tuple[Mapping[str, float], bool]], prior: Mapping[str, float], *, held: Sequence[str] = ("clause",)
) -> dict[str, float]:
    """Weights by name that tell the true rows from the false ones; those `held` keep their prior."""
    names = [name for name in prior if name not in held]
    weights = dict(prior)
    for _ in range(STEPS):
        slope = dict.fromkeys(names, 0.0)
        for figures, label in rows:
            odds = sum(weights[name] * figures.get(name, 0.0) for name in weights)
            error = chance(odds) - label
            for name in names:
                slope[name] += error * figures.get(name, 0.0)
        for name in names:
            weights[name] -= RATE * (slope[name] / len(rows) + NEAR * (weights[name] - prior[name]))
    return weights


def figures(judge: Judge, cases: Sequence[Case], on: date) -> list[tuple[Mapping[str, float], bool]]:
    """Each case's figures and whether it is major."""
    sectors = judge.content.sectors
    return [
        (
            judge.working.consider(
                case.text, sector=sectors.meant(case.sector) if case.sector else None, kinds=(), on=on, clauses=()
            ).figures,
            case.major,
        )
        for case in cases
    ]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--on", "day", default="2026-11-21", show_default=True, help="Day of the findings, YYYY-MM-DD.")
def main(files: tuple[Path, ...], day: str) -> None:
    """Print the fitted weights of the text's figures."""
    judge = Judge(load())
    rows: list[tuple[Mapping[str, float], bool]] = []
    for file in files:
        cases = read_cases(file)
        rows += figures(judge, halves(cases)[0] if file.name in HALVED else cases, date.fromisoformat(day))
    for name, weight in fit(rows, judge.working.lexicon.weights.text).items():
        click.echo(f"  {name}: {weight:.2f}")


if __name__ == "__main__":
    main()
