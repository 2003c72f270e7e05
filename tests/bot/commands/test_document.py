"""`documents` and `document`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bot.commands.conftest import Run
from tests.bot.commands.test_bulk import HEADS, ONE, book


def test_the_list(run: Run) -> None:
    found = json.loads(run("documents", "--json").output)
    assert {"circular", "rectify-notice", "self-inspection"} <= {one["id"] for one in found}
    assert "工作情况通报" in run("documents").output


def test_drafts_are_written(ready: Run, folder: Path) -> None:
    ready("import", "enterprises", book(folder / "1.xlsx", HEADS, ("甲厂样例", ONE, "章贡区", "工贸")))
    whose = ("circular", "--region", "360702", "--period", "2023-Q2", "--as-of", "2023-08-01T09:00")
    assert "Written: " in ready("document", *whose, "--out", folder / "c.pdf").output
    assert (folder / "c.pdf").read_bytes().startswith(b"%PDF-")
    ready("document", *whose, "--out", folder / "c.docx")
    assert (folder / "c.docx").read_bytes().startswith(b"PK")
    ready("document", "self-inspection", "--enterprise", ONE, "--period", "2023-06", "--out", folder / "r.pdf")


def test_mistakes(ready: Run, folder: Path) -> None:
    out = ("--out", folder / "x.pdf")
    for words, said in (
        (("circulaire", *out), "'circular'"),
        (("circular", "--region", "360702", *out), "give --period"),
        (("circular", "--region", "360702", "--period", "2023-99", *out), "no stretch of circular"),
        (("circular", "--period", "2023-06", *out), "Say who reports"),
        (("self-inspection", "--period", "2023-06", *out), "give --enterprise"),
        (("self-inspection", "--enterprise", ONE, "--period", "2023-06", *out), f"No enterprise has the code '{ONE}'"),
        (("rectify-notice", "--region", "360702", *out), "is about a hazard; give --hazard"),
        (("rectify-notice", "--region", "360702", "--hazard", "2026-99999", *out), "has the number '2026-99999'; "),
        (("circular", "--region", "360702", "--period", "2023-06", "--out", folder / "x.txt"), "name the file"),
    ):
        assert said in ready("document", *words, status=2).output
