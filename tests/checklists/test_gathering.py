"""What `check` says of a content directory: file, line, item, rule, remedy; every fault, not just the first."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklists.errors import TellOperator
from checklists.gathering import gather, load
from tests.checklists.drafts import ITEMS, MENU, PLAN, SECTORS, STANDARD, faults, read


def test_the_small_directory_is_whole(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


def test_our_own_content_is_whole() -> None:
    _, problems = gather()
    assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "negative: {", "negatve: {",
            "items/items.yaml:5: [drill-held] nobody knows the key 'negatve'; did you mean 'negative'?",
        ),
        (
            "missing: 没有演练", "mising: 没有演练",
            "items/items.yaml:5: [drill-held] nobody knows the key 'mising'; did you mean 'missing'?",
        ),
        ("    ask: 演练了吗？\n", "", "items/items.yaml:3: [drill-held] 'ask' is missing; add it."),
        (
            "ask: 演练了吗？", "ask: 演练了吗？\n    kind: chioce",
            "items/items.yaml:5: [drill-held] kind: Input should be 'choice', 'several'",
        ),
        ("id: drill-held", "id: 演练", "items/items.yaml:3: [演练] id: String should match pattern"),
        ("演练了吗？", '""', "items/items.yaml:4: [drill-held] ask: String should have at least 1 character"),
        (
            "没有演练}", "没有演练, on: [maybe]}",
            "items/items.yaml:3: [drill-held] 0: negative.on names the option 'maybe'; options are no, yes",
        ),
        (
            "ask: 演练了吗？", "ask: 演练了吗？\n    kind: text\n    options: [{id: a, label: 甲}]",
            "a question of kind text has no options; remove them or use kind: choice",
        ),
        ("ask: 演练了吗？", "ask: 演练了吗？\n    kind: several", "a question of kind several needs options"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_item(tmp_path: Path, old: str, new: str, said: str) -> None:
    found = faults(tmp_path, items__items=ITEMS.replace(old, new))
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("every: month, ", "every: month, dys: [25], ", "[table] nobody knows the key 'dys'; did you mean 'days'?"),
        (", days: [25]", "", "a deadline with every: month needs days: [..]"),
        ("every: month, days: [25]", "every: once", "a deadline with every: once needs on: MM-DD"),
        ("begin: 05-01", "begin: 5-1", "plans/qinghe.yaml:13: [all] begin: String should match pattern"),
        (
            "issued: 2024-04-20",
            "issued: 2024-02-30",
            "plans/qinghe.yaml:7: [qinghe] issued: Input should be a valid date",
        ),
        ("every: quarter, basis: 二}\nled", "every: fortnight, basis: 二}\nled", "given was 'fortnight'"),
        ("use: drill-held", "use: drill-held, na: yes", "plans/qinghe.yaml:27: [drill-held] nobody knows the key 'na'"),
    ],
)
def test_what_is_wrong_with_a_plan(tmp_path: Path, old: str, new: str, said: str) -> None:
    found = faults(tmp_path, plans__qinghe=PLAN.replace(old, new))
    assert any(said in fault for fault in found), found


def test_the_same_thing_twice_names_both_places(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, items__more="items:\n  - {id: drill-held, ask: 又一个？}\n")
    assert fault == (
        "items/more.yaml:2: [drill-held] item 'drill-held' stands twice; the first is in items.yaml:3; rename one."
    )


def test_a_focus_file_of_no_plan(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, focus__a="plan: qingha\nchecklists: []\n")
    assert "focus/a.yaml:1:" in fault
    assert "there is no plan 'qingha'; did you mean 'qinghe'?" in fault


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path, items__items=ITEMS.replace("ask:", "aks:"), sectors=SECTORS.replace("[GM]", "[MG]"),
        menu=MENU.replace("explain", "explian"), standards__gm=STANDARD.replace("verified: A", "verified: D"),
    )  # fmt: skip
    assert len({fault.split(":")[0] for fault in found}) >= 3


def test_broken_files_do_not_hide_the_others(tmp_path: Path) -> None:
    found = faults(tmp_path, items__broken="items: [", items__items=ITEMS.replace("ask:", "aks:"))
    assert any(fault.startswith("items/broken.yaml:2: not YAML") for fault in found)
    assert any("'aks'" in fault for fault in found)


def test_without_menu_or_sectors_there_is_no_content(tmp_path: Path) -> None:
    content, found = read(tmp_path, menu=MENU.replace("entries", "entires"))
    assert content is None
    assert found


def test_the_program_does_not_start_with_faulty_content(tmp_path: Path) -> None:
    read(tmp_path, items__items=ITEMS.replace("ask:", "aks:"))
    with pytest.raises(TellOperator, match=r"run `python bot.py check` and mend them"):
        load(tmp_path)
