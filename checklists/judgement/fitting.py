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
from checklists.judgement.leaning import Labelled, learn, unpacked

STEPS, RATE, NEAR = 1500, 0.3, 0.001
FOLDS = 8
LISTED, LIST_COMMA = 3, "；"
PHRASE = 0.3
"""How much a clause's own phrase counts beside a case: several say the same of one clause."""
HEAD = (
    "# How groups of characters lean: by size and weight, the groups that have it. Learned from tests/judgement by\n"
    "# `python -m checklists.judgement.fitting FILE … --leanings THIS`; never edited by hand.\n"
)


def fit(
    rows: Sequence[tuple[Mapping[str, float], bool]], prior: Mapping[str, float], *, held: Sequence[str] = ()
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
    """Each case's figures and whether it is major, then those of lists made of the cases.

    The leaning is learned from the other folds and the phrases; what a list is made of is of its fold.
    """
    sectors, phrases = judge.content.sectors, tuple(own_phrases(judge))
    folds = [cases[fold::FOLDS] for fold in range(FOLDS)]
    for fold, tested in enumerate(folds):
        others = [case for number, those in enumerate(folds) if number != fold for case in those]
        leaning = unpacked(learn((*phrases, *labelled(judge, others))))
        for case in (*tested, *lists(tested)):
            sector = sectors.meant(case.sector) if case.sector else None
            said = judge.working.consider(case.text, sector=sector, kinds=(), on=on, clauses=(), leaning=leaning)
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


def labelled(judge: Judge, cases: Sequence[Case]) -> tuple[Labelled, ...]:
    """The cases as the leaning learns from them."""
    read = judge.working.reader.read
    return tuple(Labelled(read(case.text).text, case.major) for case in cases)


def own_phrases(judge: Judge) -> Iterator[Labelled]:
    """What the content itself says of major hazards (conditions and signs of clauses) and of ordinary ones."""
    read, content = judge.working.reader.read, judge.content
    for standard in content.standards.values():
        for clause in standard.clauses:
            for phrase in (*clause.signs, clause.condition):
                yield Labelled(read(phrase).text, True, PHRASE)
    for phrase in content.lexicon.ordinary.phrases:
        yield Labelled(read(phrase).text, False)


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
        learned = learn((*own_phrases(judge), *labelled(judge, cases)))
        packed = yaml.safe_dump({"leanings": learned}, allow_unicode=True, sort_keys=False, width=100_000)
        leanings.write_text(HEAD + packed, encoding="utf-8")
    rows = tuple(figures(judge, cases, date.fromisoformat(day)))
    for name, weight in fit(rows, judge.working.lexicon.weights.text).items():
        click.echo(f"  {name}: {weight:.2f}")


if __name__ == "__main__":
    main()
