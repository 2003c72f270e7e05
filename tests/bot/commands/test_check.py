"""`check`: counts where all is well; file, line, item, rule and remedy where it is not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from checklists.gathering import HERE
from tests.bot.commands.conftest import Run


def test_our_own_content_has_no_fault(run: Run) -> None:
    found = json.loads(run("check", "--json").output)
    (counts,) = found["counts"].values()
    assert found["problems"] == []
    assert counts["plans"] == 6
    assert min(counts.values()) > 0


def test_a_misspelt_key_is_named_with_line_and_remedy(run: Run, folder: Path) -> None:
    copy = folder / "content"
    shutil.copytree(HERE, copy)
    menu = copy / "menu.yaml"
    lines = menu.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines, 1) if "command: enrol" in line)
    menu.write_text("\n".join(lines).replace("command: enrol, label:", "command: enrol, lable:"), encoding="utf-8")

    said = run("check", copy, status=1).output
    assert f"menu.yaml:{place}:" in said
    assert "nobody knows the key 'lable'; did you mean 'label'?" in said

    found = json.loads(run("check", copy, "--json", status=1).output)
    assert {"file", "line", "item", "rule", "remedy"} == set(found["problems"][0])


def test_a_form_that_asks_for_an_unknown_figure(run: Run, folder: Path) -> None:
    copy = folder / "content"
    shutil.copytree(HERE, copy)
    form = copy / "forms" / "F12.yaml"
    text = form.read_text(encoding="utf-8")
    form.write_text(text.replace("metrics: [dual-penalties]", "metrics: [duel-penalties]"), encoding="utf-8")
    assert "did you mean 'dual-penalties'?" in run("check", copy, status=1).output
