"""`export` on the command line."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.bot.commands.conftest import Run


def test_a_table_for_the_provinces_system(ready: Run, tmp_path: Path) -> None:
    listed = ready("export", "--list")
    assert "jiangxi-supervision" in listed.output
    file = tmp_path / "may.xlsx"
    written = ready("export", "jiangxi-supervision", "--region", "360702", "--to", "2023-05-31", "--out", str(file))
    assert written.output.endswith("0 hazards.\n")
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert sheet["A1"].value == "企业名称"
    ready("export", "jiangxi-supervision", "--region", "360702", "--out", str(tmp_path / "x.csv"))
    assert (tmp_path / "x.csv").read_text(encoding="utf-8-sig").startswith("企业名称,统一社会信用代码")


def test_what_is_asked_wrongly_is_said(ready: Run, tmp_path: Path) -> None:
    for arguments, words in (
        (("nowhere", "--region", "360702", "--out", "x.xlsx"), "no table for 'nowhere'"),
        (("shandong-mines", "--region", "360702"), "--out FILE.xlsx"),
        (("shandong-mines", "--out", str(tmp_path / "x.xlsx")), "one of --region"),
        (("shandong-mines", "--enterprise", "91", "--out", str(tmp_path / "x.xlsx")), "No enterprise has the code"),
        (("shandong-mines", "--from", "2023-06-02", "--to", "2023-06-01", "--out", "x.xlsx"), "swap them"),
    ):
        said = ready("export", *arguments, status=2)
        assert words in said.output, (arguments, said.output)
