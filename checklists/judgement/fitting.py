"""Fits the judge to the project's own labelled cases: `python -m checklists.judgement.fitting [--check]`.

It writes what the words lean to (content/judgement/leanings.yaml), where the border between ordinary and major runs
(border.yaml) and the weights of a text's figures (`text` in weights.yaml); the same cases and content give the same
files. With `--check` it writes nothing and says whether it would.

Logistic regression by Newton's method, held near a prior by hand, so that some cases cannot turn a weight round. A
case's own leaning is learned from the other cases only, or the fit would trust what it knows by heart.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import click
import yaml

from checklists.gathering import HERE, load
from checklists.judgement.border import Border
from checklists.judgement.cases import Case, learned_from
from checklists.judgement.fusion import chance
from checklists.judgement.judge import Judge
from checklists.judgement.leaning import unpacked
from checklists.judgement.memory import Learned, border, examples, leanings

TURNS, NEAR = 25, 0.001
"""Newton's steps at most, and how strongly a weight is held near its prior, beside the mean loss of a case."""
STILL = 1e-6
"""A step that moves no weight further ends the fit."""
FOLDS = 8
LISTED, LIST_COMMA = 3, "；"
BY = "by `python -m checklists.judgement.fitting`; never edited by hand.\n"
LEANINGS = (
    "# How groups of characters lean: by size and weight, the groups that have it. Learned from tests/judgement\n# "
    + BY
)
BORDER = (
    "# The border between ordinary and major: by sector, size and weight, the groups of characters that have it.\n"
    "# Learned from tests/judgement " + BY
)
EXAMPLES = (
    "# The cases of tests/judgement that are learned from, as the judge reads them: those that met a clause, and\n"
    "# ordinary ones. Written " + BY
)
Row = tuple[Mapping[str, float], bool]
"""A case's figures by name, and whether it is major."""


def fit(rows: Sequence[Row], prior: Mapping[str, float]) -> dict[str, float]:
    """The weights by name that tell the true rows from the false ones best, held near the prior."""
    names = list(prior)
    table = [([figures.get(name, 0.0) for name in names], label) for figures, label in rows]
    before = [prior[name] for name in names]
    weights = before
    loss = _loss(table, weights, before)
    for _ in range(TURNS):
        step, share = _step(table, weights, before), 1.0
        while True:
            there = [weight - share * moved for weight, moved in zip(weights, step, strict=True)]
            less = _loss(table, there, before)
            if less <= loss or share * max(map(abs, step)) < STILL:
                break
            share /= 2  # too far: where hardly anything is in doubt the curve is flat, and Newton's step leaps
        weights, loss = there, less
        if share * max(map(abs, step)) < STILL:
            break
    return dict(zip(names, weights, strict=True))


def _loss(table: Sequence[tuple[list[float], bool]], weights: list[float], prior: list[float]) -> float:
    """The mean loss of a case, and how far the weights are from their prior."""
    total = 0.0
    for values, label in table:
        odds = sum(weight * value for weight, value in zip(weights, values, strict=True))
        against = -odds if label else odds
        total += max(against, 0.0) + math.log1p(math.exp(-abs(against)))
    apart = sum((weight - before) ** 2 for weight, before in zip(weights, prior, strict=True))
    return total / len(table) + NEAR * apart / 2


def _step(table: Sequence[tuple[list[float], bool]], weights: list[float], prior: list[float]) -> list[float]:
    """Newton's step from these weights: the slope of the loss over its curvature."""
    size = len(weights)
    slope = [NEAR * (weight - before) for weight, before in zip(weights, prior, strict=True)]
    curve = [[NEAR * (row == column) for column in range(size)] for row in range(size)]
    for values, label in table:
        said = chance(sum(weight * value for weight, value in zip(weights, values, strict=True)))
        told = [(place, value) for place, value in enumerate(values) if value]
        off, bent = (said - label) / len(table), said * (1 - said) / len(table)
        for place, value in told:
            slope[place] += off * value
            line = curve[place]
            for other, beside in told:
                line[other] += bent * value * beside
    return _solved(curve, slope)


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a system whose matrix is positive definite, by Gauss's elimination."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for pivot, line in enumerate(rows):
        for below in rows[pivot + 1 :]:
            share = below[pivot] / line[pivot]
            below[pivot:] = [one - share * other for one, other in zip(below[pivot:], line[pivot:], strict=True)]
    found = [0.0] * len(rows)
    for place in reversed(range(len(rows))):
        known = sum(rows[place][later] * found[later] for later in range(place + 1, len(rows)))
        found[place] = (rows[place][-1] - known) / rows[place][place]
    return found


def figures(judge: Judge, cases: Sequence[Case], on: date) -> Iterator[Row]:
    """Each case's figures and whether it is major, then those of lists made of the cases.

    What is remembered is learned from the other folds and the phrases; what a list is made of is of its fold.
    """
    sectors, working = judge.content.sectors, judge.working
    folds = [cases[fold::FOLDS] for fold in range(FOLDS)]
    for fold, tested in enumerate(folds):
        others = learned(judge, [case for number, those in enumerate(folds) if number != fold for case in those])
        memory = working.remembering(examples(others), unpacked(lean(judge, others)), Border(*border(others)))
        for case in (*tested, *lists(tested)):
            sector = sectors.meant(case.sector) if case.sector else None
            said = working.consider(case.text, sector=sector, kinds=(), on=on, clauses=(), memory=memory)
            yield said.figures, case.major


def lists(cases: Sequence[Case]) -> Iterator[Case]:
    """Lists of findings made of cases of one sector: three ordinary ones, every other time with a grave one among them.

    Inspectors write all they saw into one text; a grave finding must not drown there, nor small ones add up.
    """
    by_sector: dict[tuple[str | None, bool], list[Case]] = {}
    for case in cases:
        by_sector.setdefault((case.sector, case.major), []).append(case)
    for (sector, major), ordinary in by_sector.items():
        graves = [one for one in by_sector.get((sector, True), []) if one.clause]
        for place in range(0, 0 if major else len(ordinary) - LISTED + 1, LISTED):
            several = ordinary[place : place + LISTED]
            if graves and place % (2 * LISTED):
                grave = graves[place % len(graves)]
                several.insert(place % (LISTED + 1), grave)
                yield Case(f"list-{grave.id}", LIST_COMMA.join(one.text for one in several), sector, True, grave.clause)
            else:
                yield Case(f"list-{several[0].id}", LIST_COMMA.join(one.text for one in several), sector, False, None)


def learned(judge: Judge, cases: Sequence[Case]) -> tuple[Learned, ...]:
    """The cases as they are learned from."""
    read, sectors = judge.working.reader.read, judge.content.sectors
    meant = {case.sector: sectors.meant(case.sector) if case.sector else None for case in cases}
    return tuple(
        Learned(read(case.text).text, case.major, case.clause, sector.id if (sector := meant[case.sector]) else "")
        for case in cases
    )


def lean(judge: Judge, cases: Sequence[Learned]) -> dict[int, dict[float, str]]:
    """What words lean to by these cases and the content's own phrases."""
    working = judge.working
    return leanings(working.clauses.values(), working.lexicon, lambda text: working.reader.read(text).text, cases)


def leanings_file(judge: Judge, cases: Sequence[Learned]) -> str:
    """What content/judgement/leanings.yaml holds for these cases."""
    return _written(LEANINGS, {"leanings": lean(judge, cases)})


def border_file(cases: Sequence[Learned]) -> str:
    """What content/judgement/border.yaml holds for these cases."""
    weights, bias = border(cases)
    return _written(BORDER, {"bias": round(bias, 4), "weights": weights})


def examples_file(cases: Sequence[Learned]) -> str:
    """What content/judgement/examples.yaml holds for these cases."""
    return _written(EXAMPLES, examples(cases).model_dump(mode="json"))


def _written(head: str, value: Mapping[str, object]) -> str:
    return head + yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100_000)


def weights_file(old: str, weights: Mapping[str, float]) -> str:
    """content/judgement/weights.yaml with these weights in the place of those under `text`."""
    lines = "".join(f"  {name}: {weight:.2f}\n" for name, weight in weights.items())
    return re.sub(r"(?m)(?<=^text:\n)(?:  .*\n)+", lines, old)


@click.command()
@click.option("--on", "day", default="2026-11-21", show_default=True, help="Day of the findings, YYYY-MM-DD.")
@click.option("--check", is_flag=True, help="Write nothing; say whether the files are what the cases make them.")
def main(day: str, check: bool) -> None:
    """Write the leanings and the weights that the project's own cases give."""
    judge, cases = Judge(load()), learned_from()
    rows = tuple(figures(judge, cases, date.fromisoformat(day)))
    fitted = fit(rows, judge.working.lexicon.weights.prior)
    directory, known = HERE / "judgement", learned(judge, cases)
    weights = directory / "weights.yaml"
    files = {
        directory / "leanings.yaml": leanings_file(judge, known),
        directory / "border.yaml": border_file(known),
        directory / "examples.yaml": examples_file(known),
        weights: weights_file(weights.read_text(encoding="utf-8"), fitted),
    }
    changed = [file for file, text in files.items() if file.read_text(encoding="utf-8") != text]
    for file in changed:
        if not check:
            file.write_text(files[file], encoding="utf-8")
        click.echo(f"{file.name} {'is not what the cases make it' if check else 'written'}")
    for name, weight in fitted.items():
        click.echo(f"  {name}: {weight:.2f}")
    sys.exit(int(check and bool(changed)))


if __name__ == "__main__":
    main()
