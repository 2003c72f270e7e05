"""`documents` and `document`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from bot.commands.house import record
from storage import enterprises, hazards
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


def test_nobody_is_ordered_to_be_done_by_a_day_that_is_over(ready: Run, folder: Path) -> None:
    ready("import", "enterprises", book(folder / "1.xlsx", HEADS, ("甲厂样例", ONE, "章贡区", "工贸")))
    with record() as house, house.open_unit() as unit:
        site = enterprises.by_code(unit, ONE)
        assert site is not None
        number = hazards.report(
            unit, enterprise_id=site.id, source="self", level="general", words="灭火器过期", place="", found_by=None,
            fields={"deadline": date(2023, 6, 30)},
        ).number  # fmt: skip
        unit.commit()
    notice = ("rectify-notice", "--hazard", number, "--region", "360702", "--out", folder / "n.pdf", "--as-of")
    assert "Written: " in ready("document", *notice, "2023-06-30T23:00").output
    (folder / "n.pdf").unlink()
    said = ready("document", *notice, "2023-07-01T00:00", status=2).output
    assert f"The deadline of {number} was 2023-06-30, which is over" in said
    assert "issue it in the chat (文书), which asks for a new one" in said
    assert not (folder / "n.pdf").exists()
