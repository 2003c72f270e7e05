"""`flag`: the line format that outside checks rely on."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bot.commands.conftest import Run

SPRAY = "喷漆房用油性漆，没有可燃气体浓度报警器，排风机也坏了"


def test_one_description_as_json(run: Run) -> None:
    found = json.loads(run("flag", SPRAY, "--sector", "工贸", "--on", "2023-06-12", "--json").output)
    assert found["verdict"] == "suspected_major"
    assert {"id", "text", "sector", "on", "verdict", "score", "clauses"} <= set(found)
    assert (found["text"], found["sector"], found["on"]) == (SPRAY, "工贸", "2023-06-12")
    assert 0 <= found["score"] <= 1
    best = found["clauses"][0]
    assert {"id", "standard", "article", "score", "why"} <= set(best)
    assert best["why"]


def test_words_for_a_person(run: Run) -> None:
    said = run("flag", SPRAY).output
    assert said.startswith("suspected major hazard  score 0.")
    assert "why: " in said


def test_a_file_gives_one_line_each_in_its_order(run: Run, folder: Path) -> None:
    cases = [
        {"id": "a", "text": SPRAY, "sector": "工贸"},
        {"id": "b", "text": "一具灭火器压力不足，检查卡没有填", "sector": None},
        {"id": 7, "text": "两名工人没有戴安全帽"},
    ]
    file = folder / "cases.jsonl"
    file.write_text("\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n\n", encoding="utf-8")
    found = [json.loads(line) for line in run("flag", "--jsonl", file).output.splitlines()]
    assert [one["id"] for one in found] == ["a", "b", 7]
    assert found[0]["score"] > found[1]["score"]


def test_a_faulty_line_is_named_and_the_rest_goes_on(run: Run, folder: Path) -> None:
    file = folder / "cases.jsonl"
    lines = [
        '{"id": 1, "text": "喷漆房没有报警器"}', '{"id": 2}', "{", '{"id": 4, "text": "灭火器过期", "on": "2023-02-30"}',
        '{"id": 5, "text": "灭火器过期", "sector": 7}', '{"id": 6, "text": "灭火器过期"}',
    ]  # fmt: skip
    file.write_text("\n".join(lines), encoding="utf-8")
    said = run("flag", "--jsonl", file, status=1)
    assert [json.loads(line)["id"] for line in said.stdout.splitlines()] == [1, 6]
    assert all(f"line {number}: " in said.stderr for number in (2, 3, 4, 5))
    assert "4 of the lines could not be judged" in said.stderr


def test_a_grave_finding_far_behind_in_a_report_is_found(run: Run) -> None:
    small = "二号车间灭火器检查卡未填写，配电箱未张贴标识。" * 100  # longer than a window, on either side
    found = json.loads(run("flag", f"{small}{SPRAY}。{small}", "--sector", "工贸", "--json").output)
    assert (found["verdict"], found["clauses"][0]["id"]) == ("suspected_major", "GM-7-7")


def test_mistakes(run: Run) -> None:
    assert "Nobody knows the sector '天文台'" in run("flag", SPRAY, "--sector", "天文台", status=2).output
    assert "write it as 2023-06-25" in run("flag", SPRAY, "--on", "2023-02-30", status=2).output
    assert "The description is empty" in run("flag", "  ", status=2).output
