"""The page of a hazard under an article of an expired standard says that the article is only a lead."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage import hazards
from tests.bot.desk.conftest import Town, Visit
from tests.conftest import SetClock

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(("day", "cautioned"), [((2025, 10, 20), False), ((2025, 11, 20), True)])
async def test_an_expired_article_says_so_on_its_page(
    town: Town, visit: Visit, clock: SetClock, day: tuple[int, int, int], cautioned: bool
) -> None:
    clock.now = datetime(*day, 2, tzinfo=UTC)
    with town.app.open_unit() as unit:
        one = hazards.report(
            unit, enterprise_id=town.rows["hongda"].site, source="self", level="suspected_major", words="没有防火墙",
            place="喷漆房", clause="XF17-7.2.3", found_by=None,
        )  # fmt: skip
        unit.commit()
    role = town.roles["刘明"][1].id
    page = (await visit(town, "刘明").get(f"/r/{role}/hazard/{one.id}")).text
    assert "重大火灾隐患判定方法7.2.3" in page
    assert ("GB 35181-2025" in page) == cautioned
