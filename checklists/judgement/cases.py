"""Labelled descriptions, one JSON object a line, for evaluation and fitting."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from checklists.errors import UserMistake

OWN = Path(__file__).parents[2] / "tests" / "judgement"
"""Where the project's own labelled cases lie in a checkout."""
HALVED = ("cases.jsonl", "cases_official.jsonl", "cases_clauses.jsonl")
"""Our own files of cases of which the odd lines are held out: in people's words, in those of official lists, and clause
by clause with ordinary neighbours."""
MEASURED = ("denied.jsonl", "trapped.jsonl")
"""Our own files of cases that nothing is learned from: what is denied or works beside majors told with such words, and
where people may be trapped."""
WHOLE = (
    "tuning.jsonl", "practice.jsonl", "findings.jsonl", "mines.jsonl", "trades.jsonl", "retold.jsonl",
    "industry.jsonl", "sectors.jsonl", "everyday.jsonl", "voices.jsonl",
)  # fmt: skip
"""Our own files of cases that are learned from as a whole."""


@dataclass(frozen=True)
class Case:
    """A description and what it is: `clause` is the right one, or None where several or none fits."""

    id: str
    text: str
    sector: str | None
    major: bool
    clause: str | None


def read_cases(file: Path) -> tuple[Case, ...]:
    """The cases of a JSONL file; UserMistake names the line that is not one."""
    cases: list[Case] = []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserMistake(f"{file} cannot be read as UTF-8 text: {error}; name a JSONL file of cases.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            case = Case(
                str(value["id"]), str(value["text"]), value.get("sector"), bool(value["major"]), value.get("clause")
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UserMistake(
                f'{file}:{number}: write {{"id", "text", "sector", "major": true or false, "clause"}} ({error}).'
            ) from error
        cases.append(case)
    return tuple(cases)


def halves(cases: Sequence[Case]) -> tuple[tuple[Case, ...], tuple[Case, ...]]:
    """The even lines, for tuning, and the odd ones, held out."""
    return tuple(cases[1::2]), tuple(cases[::2])


def learned_from(directory: Path = OWN) -> tuple[Case, ...]:
    """All own cases that the judge is fitted to: none of the held-out halves."""
    halved = (case for name in HALVED for case in halves(read_cases(directory / name))[0])
    return (*halved, *(case for name in WHOLE for case in read_cases(directory / name)))
