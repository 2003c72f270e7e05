"""`import people` knows whom it entered before: officials by their office, as the staff of an enterprise by theirs."""

from __future__ import annotations

from pathlib import Path

from tests.bot.commands.conftest import Run

HEADS = "姓名,身份,信用代码,县区,部门\n"


def test_officials_are_there_already_where_they_hold_that_very_office(ready: Run, folder: Path) -> None:
    """A department with sectors of its own too; somebody of the same name at another department is somebody else."""
    departments = folder / "enterprises.csv"
    departments.write_text(
        "企业名称,统一社会信用代码,县区,行业,监管部门\n甲厂样例,91360702000000019E,章贡区,工贸,章贡区应急管理局\n",
        encoding="utf-8",
    )
    ready("import", "enterprises", departments)
    officials = (
        "周齐,县级监管人员,,章贡区,\n周齐,部门监管人员,,章贡区,章贡区应急管理局\n周齐,部门监管人员,,章贡区,章贡区水利局\n"
        "钱总管,系统管理员,,,\n"
    )
    file = folder / "people.csv"
    file.write_text(HEADS + officials, encoding="utf-8")
    assert "已导入 4 人。" in ready("import", "people", file, "--codes", folder / "codes.csv").output
    again = ready("import", "people", file, "--codes", folder / "again.csv").output
    assert "原来就有、没有改动的：4。" in again
