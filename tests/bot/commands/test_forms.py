"""`forms`, `form` and `explain`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bot.commands.conftest import Run
from tests.bot.commands.test_bulk import HEADS, ONE, book


def test_the_list(run: Run) -> None:
    found = json.loads(run("forms", "--json").output)
    assert {"F7", "F12"} <= {one["id"] for one in found}
    assert "weihai-mines-2023" in run("forms").output


def test_a_figure_explains_itself(ready: Run, folder: Path) -> None:
    ready("import", "enterprises", book(folder / "1.xlsx", HEADS, ("甲厂样例", ONE, "章贡区", "工贸")))
    whose = ("--region", "360702", "--period", "2030-06")
    assert "Written: " in ready("form", "f7", *whose, "--out", folder / "F7.xlsx").output
    (figure,) = json.loads(ready("explain", "F7", "C4", *whose, "--json").output)
    assert figure["figure"] == 1
    assert [row["enterprise"] for row in figure["records"]] == ["甲厂样例"]
    assert "甲厂样例" in ready("explain", "F7", "C4", *whose).output
    earlier = ready("explain", "F7", "C4", "--region", "360702", "--period", "2023-06", "--json").output
    assert json.loads(earlier)[0]["figure"] == 0  # it was entered years after


def test_another_citys_form_is_filled_with_a_word_whose_it_is(ready: Run, folder: Path) -> None:
    """Also years before and after its own plan was in force nothing is said of the body's own."""
    whose = ("--region", "360702", "--out", folder / "x.xlsx")
    foreign = ready("form", "F9", *whose, "--period", "2023-06")
    assert "F9 is a form of 红河哈尼族彝族自治州 (honghe-2023), whose plan is not in force for 章贡区" in foreign.stderr
    assert "Written: " in foreign.stdout
    for period in ("2023-06", "2030-06"):
        assert "is a form of" not in ready("form", "F7", *whose, "--period", period).output


def test_mistakes(ready: Run, folder: Path) -> None:
    out = ("--out", folder / "x.xlsx")
    for words, said in (
        (("F99", "--region", "360702", "--period", "2023-06"), "There is no form 'F99'; did you mean 'F9'?\n"),
        (("F7", "--period", "2023-06"), "Say who reports"),
        (("F7", "--region", "999999", "--period", "2023-06"), "No region has the code"),
        (("F7", "--region", "360702", "--period", "Juni"), "write it as 2023-06"),
        (("F7", "--region", "360702", "--period", "2023-06", "--as-of", "gestern"), "is no moment"),
    ):
        assert said in ready("form", *words, *out, status=2).output
    named_otherwise = ("F7", "--region", "360702", "--period", "2023-06", "--out", folder / "x.pdf")
    assert "is no .xlsx" in ready("form", *named_otherwise, status=2).output
    assert not (folder / "x.pdf").exists()
    far = ("--out", folder / "no" / "x.xlsx")
    wrong = ready("form", "F7", "--region", "360702", "--period", "2023-06", *far, status=2)
    assert "cannot be written" in wrong.output
    whose = ("--region", "360702", "--period", "2023-06")
    for form, cell, said in (
        ("F7", "Z99", "F7 has no figure at 'Z99'; its figures stand in C4:C20, E4:E20.\n"),
        ("F5", "A2", "F5 has no figure at 'A2', nor anywhere: it lists records.\n"),
    ):
        assert said in ready("explain", form, cell, *whose, status=2).output


def test_a_table_of_hundreds_of_figures_names_where_they_stand_in_a_line(ready: Run) -> None:
    said = ready("explain", "F10", "N5", "--region", "360702", "--period", "2023-06", status=2).output
    assert "F10 has no figure at 'N5'; its figures stand in B7:" in said
    assert len(said) < 200
