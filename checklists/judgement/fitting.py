"""Fits the judge to labelled cases: `python -m checklists.judgement.fitting FILE …` prints the weights of the text's
figures as YAML, and with `--leanings OUT` writes what the words lean to (content/judgement/leanings.yaml).

Logistic regression by gradient descent, held near the weights in content/judgement/weights.yaml (a prior by hand), so
that a few hundred cases cannot turn a weight round. Of the files in HALVED only the even lines are ever used. A case's
own leaning is learned from the other cases only, or the fit would trust what it knows by heart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import click
import yaml

from checklists.gathering import load
from checklists.judgement.cases import HALVED, Case, halves, read_cases
from checklists.judgement.fusion import chance
from checklists.judgement.judge import Judge
from checklists.judgement.leaning import learn, unpacked

STEPS, RATE, NEAR = 1500, 0.5, 0.006
FOLDS = 8
HEAD = (
    "# How pairs of characters lean: by weight, the pairs that have it. Learned from tests/judgement by\n"
    "# `python -m checklists.judgement.fitting FILE … --leanings THIS`; never edited by hand.\n"
)


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


def figures(judge: Judge, cases: Sequence[Case], on: date) -> Iterator[tuple[Mapping[str, float], bool]]:
    """Each case's figures and whether it is major; the leaning is learned from the other folds."""
    sectors, read = judge.content.sectors, judge.working.reader.read
    texts = [(read(case.text).text, case.major) for case in cases]
    others = [unpacked(learn(text for place, text in enumerate(texts) if place % FOLDS != one)) for one in range(FOLDS)]
    for place, case in enumerate(cases):
        sector = sectors.meant(case.sector) if case.sector else None
        said = judge.working.consider(
            case.text, sector=sector, kinds=(), on=on, clauses=(), leaning=others[place % FOLDS]
        )
        yield said.figures, case.major


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--on", "day", default="2026-11-21", show_default=True, help="Day of the findings, YYYY-MM-DD.")
@click.option("--leanings", type=click.Path(path_type=Path), help="File to write the leanings to.")
def main(files: tuple[Path, ...], day: str, leanings: Path | None) -> None:
    """Print the fitted weights of the text's figures."""
    judge = Judge(load())
    cases: list[Case] = []
    for file in files:
        read = read_cases(file)
        cases += halves(read)[0] if file.name in HALVED else read
    if leanings is not None:
        read_text = judge.working.reader.read
        learned = learn((read_text(case.text).text, case.major) for case in cases)
        packed = yaml.safe_dump({"leanings": learned}, allow_unicode=True, sort_keys=False, width=100_000)
        leanings.write_text(HEAD + packed, encoding="utf-8")
    rows = tuple(figures(judge, cases, date.fromisoformat(day)))
    for name, weight in fit(rows, judge.working.lexicon.weights.text).items():
        click.echo(f"  {name}: {weight:.2f}")


if __name__ == "__main__":
    main()
