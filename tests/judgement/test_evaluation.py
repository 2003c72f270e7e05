"""The figures of the judge may not fall. `cases.jsonl` (people's words) and `cases_official.jsonl` (official ones) were
written by people who did not see the rules, `cases_clauses.jsonl` (clause by clause, with ordinary neighbours) by somebody
who saw the conditions alone: their even lines are learned from, their odd lines are held out. From `denied.jsonl` (what is
denied or works, beside majors told with such words; somebody who saw no rules) nothing is learned; its even lines have
been read, its odd ones not. All other cases are learned by heart and would say nothing.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from checklists.errors import UserMistake
from checklists.gathering import HERE
from checklists.judgement.cases import OWN, Case, halves, learned_from, read_cases
from checklists.judgement.evaluation import figures, judged, main, worst
from checklists.judgement.fitting import border_file, examples_file, fit, leanings_file, learned
from checklists.judgement.judge import Judge, Judgement

TODAY = date(2026, 11, 21)


@pytest.mark.unwatched  # a thousand judgements, and not a line that the other tests of this folder do not run
@pytest.mark.parametrize(
    ("name", "sector", "recall", "flagged", "auc", "first", "third"),
    [
        ("cases.jsonl", True, 0.99, 0.10, 0.996, 0.965, 0.995),
        ("cases.jsonl", False, 0.99, 0.12, 0.997, 0.94, 0.99),
        ("cases_official.jsonl", True, 0.995, 0.02, 0.9995, 0.94, 0.995),
        ("cases_official.jsonl", False, 0.995, 0.03, 0.999, 0.93, 0.995),
        ("cases_clauses.jsonl", False, 0.975, 0.035, 0.996, 0.895, 0.985),
        ("denied.jsonl", True, 0.97, 0.42, 0.88, 0.0, 0.0),
    ],
)
def test_the_figures_do_not_fall(
    judge: Judge, name: str, *, sector: bool, recall: float, flagged: float, auc: float, first: float, third: float
) -> None:
    held_out = halves(read_cases(OWN / name))[1]
    cases = held_out if sector else [replace(case, sector=None) for case in held_out]
    it = figures(judged(judge, cases, TODAY))
    assert it.recall >= recall
    assert it.flagged <= flagged
    assert it.auc >= auc
    assert it.first >= first
    assert it.third >= third


@pytest.mark.unwatched
def test_where_people_may_be_trapped_hardly_anything_is_called_ordinary(judge: Judge) -> None:
    """`trapped.jsonl`: exits, windows and beds in everyday words, by somebody who saw no rules. Whether they are major
    takes one more question, so that they count as met where they are not called ordinary. All of them have been read
    since, for the words they use."""
    results = judged(judge, read_cases(OWN / "trapped.jsonl"), TODAY)
    ordinary = [case.text for case, said in results if said.verdict == "general"]
    assert len(ordinary) <= 2, ordinary


def said(score: float) -> Judgement:
    return Judgement("suspected_major" if score >= 0.5 else "general", score, (), "", "")


def case(name: str, *, major: bool) -> Case:
    return Case(name, name, None, major, None)


def test_figures_by_hand() -> None:
    results = (
        (case("a", major=True), said(0.9)),
        (case("b", major=True), said(0.4)),
        (case("c", major=False), said(0.6)),
        (case("d", major=False), said(0.1)),
    )
    it = figures(results)
    # Pairs major over ordinary: a>c, a>d, b<c, b>d.
    assert (it.recall, it.precision, it.flagged, it.auc) == (0.5, 0.5, 0.5, 0.75)
    assert [one.id for one, _ in worst(results)] == ["b", "c"]


def test_a_weight_follows_the_labels_and_a_held_one_stays() -> None:
    rows = [({"bias": 1.0, "clause": 0.0, "paper": 1.0}, False), ({"bias": 1.0, "clause": 0.0, "paper": 0.0}, True)]
    fitted = fit(rows, {"bias": 0.0, "clause": 1.0, "paper": 0.0})
    assert fitted["paper"] < -1 < 0 < fitted["bias"]
    assert fitted["clause"] == 1.0


@pytest.mark.unwatched  # the border is learned from seventeen thousand texts; test_border.py watches how
def test_what_the_judge_remembers_is_what_the_cases_make_it(judge: Judge) -> None:
    """The weights take minutes: `make fitting` compares those as well."""
    cases = learned(judge, learned_from())
    assert examples_file(cases) == (HERE / "judgement" / "examples.yaml").read_text(encoding="utf-8")
    assert border_file(cases) == (HERE / "judgement" / "border.yaml").read_text(encoding="utf-8")
    assert leanings_file(judge, cases) == (HERE / "judgement" / "leanings.yaml").read_text(encoding="utf-8")


def test_a_line_that_is_no_case_is_named(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps({"id": "1", "text": "x", "major": True}) + "\n{}\n", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"cases\.jsonl:2"):
        read_cases(file)


def test_the_command_prints_the_figures_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    row = {"id": "1", "text": "喷漆房没装可燃气体报警器", "sector": "工贸", "major": True, "clause": "GM-7-7"}
    file.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    result = CliRunner().invoke(main, [str(file)])
    assert result.exit_code == 0
    assert "recall 1.000" in result.output
    missing = CliRunner().invoke(main, [str(tmp_path / "none.jsonl")])
    assert missing.exit_code == 2
