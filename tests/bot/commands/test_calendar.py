"""`calendar`: every due date of a plan."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bot.commands.conftest import Run


def test_the_miners_table_is_due_on_each_25th(run: Run) -> None:
    found = json.loads(run("calendar", "weihai-mines-2023", "--year", "2024", "--json").output)
    due = [item["day"] for item in found if item["forms"] == ["F12"]]
    assert due == [f"2024-{month:02d}-25" for month in range(5, 13)]
    assert found == sorted(found, key=lambda item: str(item["day"]))


def test_the_beginning_of_a_name_is_enough_where_only_one_has_it(run: Run) -> None:
    assert "F12" in run("calendar", "weihai-mines").output
    assert "use one of" in run("calendar", "weihai", status=2).output


def test_a_file_for_other_calendars(run: Run, folder: Path) -> None:
    run("calendar", "ganzhou", "--ics", folder / "plan.ics")
    text = (folder / "plan.ics").read_text(encoding="utf-8")
    assert text.startswith("BEGIN:VCALENDAR")
    assert "Asia/Shanghai" in text
    assert "cannot be written" in run("calendar", "ganzhou", "--ics", folder / "no" / "plan.ics", status=2).output
