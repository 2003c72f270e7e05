"""`invite`: codes, pictures, lists."""

from __future__ import annotations

import csv
from pathlib import Path

from PIL import Image

from tests.bot.commands.conftest import Run
from tests.bot.commands.test_bulk import HEADS, ONE, TWO, book


def test_a_code_for_an_enterprise_with_its_picture(ready: Run, folder: Path) -> None:
    ready("import", "enterprises", book(folder / "1.xlsx", HEADS, ("甲厂样例", ONE, "章贡区", "工贸")))
    picture = folder / "code.png"
    said = ready("invite", "create", "principal", "--enterprise", ONE, "--note", "甲厂", "--qr", picture).output
    code = said.split()[0]
    assert f"/chat/?scene={code}" in said
    with Image.open(picture) as image:
        assert image.width == image.height >= 290
    assert f"{code}  good     principal" in ready("invite", "list").output

    ready("invite", "revoke", code.lower())
    assert code not in ready("invite", "list").output
    assert f"{code}  revoked" in ready("invite", "list", "--all").output
    assert "revoked already" in ready("invite", "revoke", code, status=1).output
    assert "There is no code" in ready("invite", "revoke", "NOSUCHCODE1", status=1).output


def test_what_does_not_go_together(ready: Run) -> None:
    assert "give --enterprise USCC, or --region" in ready("invite", "create", "staff", status=2).output
    assert "has no enterprise" in ready("invite", "create", "county", "--enterprise", ONE, status=2).output
    assert "--region CODE" in ready("invite", "create", "county", status=2).output
    assert "--department ID" in ready("invite", "create", "department", status=2).output
    assert "No enterprise has the code" in ready("invite", "create", "staff", "--enterprise", ONE, status=2).output
    assert "No region has the code" in ready("invite", "create", "city", "--region", "999999", status=2).output


def test_one_code_for_every_enterprise_that_has_no_principal(ready: Run, folder: Path) -> None:
    rows = (HEADS[:4], ("=甲厂", ONE, "章贡区", "工贸"), ("乙厂样例", TWO, "南康区", "工贸"))
    (folder / "1.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    ready("import", "enterprises", folder / "1.csv")
    people = book(folder / "p.xlsx", ("姓名", "身份", "信用代码"), ("林启明", "主要负责人", TWO))
    assert "2 codes." in ready("invite", "bulk", "--out", folder / "all.csv").output
    assert "1 codes." in ready("invite", "bulk", "--out", folder / "one.csv", "--region", "360702").output
    ready("import", "people", people, "--codes", folder / "codes.csv")
    assert "1 codes." in ready("invite", "bulk", "--out", folder / "rest.csv").output
    (_, row) = csv.reader((folder / "rest.csv").read_text(encoding="utf-8-sig").splitlines())
    assert row[0] == "'=甲厂"  # a spreadsheet must not take a name for a formula
