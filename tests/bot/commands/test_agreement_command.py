"""`agreement`: figures for people, by clause."""

from __future__ import annotations

import json

from tests.bot.commands.conftest import Run


def test_an_empty_record_has_nothing_to_agree_on(ready: Run) -> None:
    found = json.loads(ready("agreement", "--region", "360702", "--json").output)
    assert found["totals"]["flags-decided"] == 0
    assert found["clauses"] == []
    assert "(flags-decided)" in ready("agreement", "--clause", "GM-3-2").output


def test_mistakes(ready: Run) -> None:
    for words, said in (
        (("--clause", "GM-99"), "No standard has the clause"),
        (("--region", "360702", "--department", "1"), "not both"),
        (("--from", "2030-01-02", "--to", "2030-01-01"), "swap them"),
    ):
        assert said in ready("agreement", *words, status=2).output
