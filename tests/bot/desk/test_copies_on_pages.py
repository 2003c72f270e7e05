"""What was handed in stands beside the form as it is now, and what was said with it can be read by who collects it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from storage import submissions
from tests.bot.desk.conftest import Town, Visit
from tests.conftest import SetClock

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(("who", "page"), [("刘明", "forms/F7/2023-06-23"), ("何静", "not-reported")])
async def test_the_remark_is_read_where_the_copy_is_fetched(
    town: Town, visit: Visit, clock: SetClock, who: str, page: str
) -> None:
    clock.now = datetime(2023, 6, 23, 2, tzinfo=UTC)
    with town.app.open_unit() as unit:
        copies = {
            submissions.submit(
                unit, form=form, plan="ganzhou-2023", region="360702", department_id=None, due=date(2023, 6, 23),
                figures={"cells": {}}, workbook=b"PK", remark="上次少报一条\n王庄另报", by=1,
            )
            for form in ("F6", "F7")
        }  # fmt: skip
        unit.commit()
    role = town.roles[who][1].id
    shown = (await visit(town, who).get(f"/r/{role}/{page}")).text
    assert "版，" in shown
    assert "说明：上次少报一条" in shown
    assert "说明：王庄另报" in shown
    assert any(f"copy/{copy}" in shown for copy in copies)
