"""Whoever scans the picture at the site sees whether work may go on there; a wrong code finds nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.wiring import App
from storage import permits
from storage.permits import Application, Worker
from storage.scope import EVERYTHING
from tests.bot.conftest import Web

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("app", ["sqlite"], indirect=True)]


def granted(app: App) -> str:
    """A permit for two hours from now on; its code."""
    with app.open_unit() as unit:
        asked = Application(
            1, "hot-work", "second", "货架区 <b>", "补焊立柱", unit.now, unit.now + timedelta(hours=2),
            (Worker("丁大勇", 1),), "刘洋", ("清走可燃物",),
        )  # fmt: skip
        one = permits.apply(unit, asked, by=2, role=None)
        permits.approve(unit, one, reported=False, by=1, role="principal")
        unit.commit()
        return one.code


async def test_it_needs_no_pass_and_says_no_more_than_it_may(web: Web) -> None:
    code = granted(web.site.app)
    response = await web.visit().client.get(f"/r/p/{code}")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    for shown in ("现在有效", "丁**", "刘*", "王建国", "货架区 &lt;b&gt;", "06-12 10:00 至 06-12 12:00", "<svg"):
        assert shown in response.text, shown
    for hidden in ("丁大勇", "补焊", "清走", "style="):
        assert hidden not in response.text, hidden


async def test_out_of_its_time_it_is_not_valid(web: Web) -> None:
    app = web.site.app
    code = granted(app)
    app.clock.move(hours=2)  # type: ignore[attr-defined]
    assert "现在无效" in (await web.visit().client.get(f"/r/p/{code}")).text
    with app.open_unit() as unit:
        assert permits.permit(unit, 1, EVERYTHING) is not None


@pytest.mark.parametrize("code", ["C000000000000000", "1", "ZY2023-00001", "%00", "é"])
async def test_a_wrong_code_finds_nothing(web: Web, code: str) -> None:
    granted(web.site.app)
    response = await web.visit().client.get(f"/r/p/{code}")
    assert response.status_code == 404
    assert "没有这张作业票" in response.text
