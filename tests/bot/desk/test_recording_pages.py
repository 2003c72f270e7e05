"""Officials record from a page what they would in the chat: same questions, same limits, same record."""

from __future__ import annotations

import html
import re

import httpx
import pytest
from sqlalchemy import func, select

from storage.oversight.actions import acts_of_site
from storage.oversight.spot_checks import checks_of_site
from storage.scope import EVERYTHING
from storage.tables import audit, hazards, media, outbox, spot_checks
from tests.bot.desk.conftest import Town, Visit, picture

pytestmark = pytest.mark.anyio

CHECK = {
    "checked_on": "2023-06-10", "inspectors": "张三、李四", "findings": ["not_led", "uncertified"],
    "problems_found": "3", "note": "", "hazards": "no",
}  # fmt: skip


class Sheet:
    """A form on a page: what a browser would send."""

    def __init__(self, browser: httpx.AsyncClient, address: str) -> None:
        self.browser, self.address = browser, address
        self.shown = ""

    async def open(self) -> str:
        self.shown = (await self.browser.get(self.address)).text
        return self.shown

    async def send(self, answers: dict[str, object], photo: bytes = b"", **more: str) -> httpx.Response:
        """Send the answers with the form's own hidden fields."""
        hidden = dict(re.findall(r'type="hidden" name="(key|once)" value="([^"]*)"', self.shown))
        kept = re.findall(r'name="(\w+\.kept)" value="(\d+)"', self.shown)
        fields: list[tuple[str, tuple[str | None, bytes]]] = []
        for name, value in [*hidden.items(), *kept, *answers.items(), *more.items()]:
            for one in value if isinstance(value, list) else [value]:
                fields.append((name, (None, str(one).encode())))
        fields.append(("photos", ("p.png" if photo else "", photo)))
        response = await self.browser.post(self.address, files=fields)
        self.shown = response.text
        return response


def sheet(town: Town, visit: Visit, name: str, what: str) -> Sheet:
    return Sheet(visit(town, name), f"/r/{town.roles[name][1].id}/fill/{what}")


async def test_a_spot_check_is_read_back_and_then_recorded_once(town: Town, visit: Visit) -> None:
    site = town.rows["yongxing"].site
    one = sheet(town, visit, "何静", f"spot-check/{site}")
    assert "赣州永兴食品有限公司" in await one.open()
    await one.send(CHECK, picture("red"))
    assert "其中已经整改了几个" in one.shown, "the question that follows from the answer"
    await one.send({**CHECK, "problems_fixed": "5"})
    assert 'class="wrong"' in one.shown
    assert "确认提交" not in one.shown
    whole: dict[str, object] = {**CHECK, "problems_fixed": "2"}
    await one.send(whole)
    assert "请核对" in one.shown
    assert "主要负责人未带队" in one.shown
    assert "照片 1 张" in one.shown
    with town.app.open_unit() as unit:
        assert len(checks_of_site(unit, EVERYTHING, site)) == 1, "nothing is recorded yet but what was there"
    before = one.shown
    assert "已记下" in (await one.send(whole, step="sure")).text
    one.shown = before
    assert "已经提交过" in (await one.send(whole, step="sure")).text
    with town.app.open_unit() as unit:
        _, check = checks_of_site(unit, EVERYTHING, site)  # the day of the one that was there is later
        assert check.facts.inspectors == ("张三", "李四")
        assert check.facts.findings == ("not_led", "uncertified")
        assert (check.facts.problems_found, check.facts.problems_fixed) == (3, 2)
        assert len(check.facts.photos) == 1
        assert check.office.level == "city"
        recorded = select(audit.c.person_id).where(
            audit.c.action == "spot_checks.recorded", audit.c.entity_id == str(check.id)
        )
        assert unit.execute(recorded).scalar_one() == town.roles["何静"][0]


async def test_read_back_it_can_be_changed(town: Town, visit: Visit) -> None:
    one = sheet(town, visit, "刘明", f"spot-check/{town.rows['hongda'].site}")
    await one.open()
    answers: dict[str, object] = {**CHECK, "problems_found": "0"}
    await one.send(answers)
    assert "请核对" in one.shown
    await one.send(answers, step="change")
    assert "请核对" not in one.shown
    assert 'value="2023-06-10"' in one.shown
    assert re.search(r'value="uncertified" checked', one.shown)


async def test_a_hazard_found_in_the_check_goes_to_the_ledger_and_to_the_enterprise(town: Town, visit: Visit) -> None:
    one = sheet(town, visit, "刘明", f"found-hazard/{town.rows['hongda'].check}")
    await one.open()
    answers: dict[str, object] = {
        "place": "打磨间", "words": "木粉尘除尘器没有装泄爆装置，粉尘清扫不及时", "reply": "", "on_site": "当场停产",
        "administrative": "", "more": "no",
    }  # fmt: skip
    await one.send(answers)
    assert "重大事故隐患" in one.shown, "what the judge says is shown before it is recorded"
    if "请核对" not in one.shown:
        await one.send({**answers, "alike": "none"})
        answers["alike"] = "none"
    done = html.unescape((await one.send(answers, step="sure")).text)
    assert "2023-0000" in done
    with town.app.open_unit() as unit:
        found = unit.execute(select(hazards).where(hazards.c.place == "打磨间")).one()
        assert (found.source, found.level) == ("department", "suspected_major")
        told = unit.execute(select(outbox.c.person_id).where(outbox.c.kind == "notice")).scalars().all()
        assert town.roles["王建国"][0] in told


async def test_a_penalty_is_recorded_with_its_sum(town: Town, visit: Visit) -> None:
    site = town.rows["hongda"].site
    one = sheet(town, visit, "钱进", f"action/penalty.{site}")
    await one.open()
    answers: dict[str, object] = {"happened_on": "2023-06-11", "count_times": "1", "fine": "2万", "note": "无证上岗"}
    await one.send(answers)
    assert "20000" in one.shown
    await one.send(answers, step="sure")
    with town.app.open_unit() as unit:
        act = acts_of_site(unit, EVERYTHING, site)[0]
    assert (act.facts.kind, act.facts.amount, act.facts.note) == ("penalty", 20000, "无证上岗")
    assert act.office.department_id is not None


async def test_a_form_of_another_site_is_not_taken(town: Town, visit: Visit) -> None:
    one = sheet(town, visit, "刘明", f"spot-check/{town.rows['hongda'].site}")
    good = await one.open()
    one.shown = re.sub(r'name="key" value="[^"]*"', 'name="key" value="forged"', good)
    assert (await one.send(CHECK)).status_code == 403
    one.shown = good
    one.browser.headers["Sec-Fetch-Site"] = "cross-site"
    assert (await one.send(CHECK)).status_code == 403
    with town.app.open_unit() as unit:
        assert unit.execute(select(func.count()).select_from(spot_checks)).scalar_one() == 2


async def test_somebody_elses_photo_cannot_be_hung_on_a_check(town: Town, visit: Visit) -> None:
    """Who may see a check may see its photos: an id written into the form must not make it so."""
    theirs = town.rows["yongxing"].photo
    one = sheet(town, visit, "刘明", f"spot-check/{town.rows['hongda'].site}")
    await one.open()
    answers: dict[str, object] = {**CHECK, "problems_found": "0", "photos.kept": [str(theirs)]}
    await one.send(answers)
    assert "照片 1 张" not in one.shown
    await one.send(answers, step="sure")
    with town.app.open_unit() as unit:
        assert checks_of_site(unit, EVERYTHING, town.rows["hongda"].site)[-1].facts.photos == ()


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [(b"x", {"content-type": "text/plain"}, 403), (b"--b--", {"content-type": "multipart/form-data"}, 400)],
)
async def test_what_is_no_form_is_refused_in_words(
    town: Town, visit: Visit, body: bytes, headers: dict[str, str], status: int
) -> None:  # fmt: skip
    browser = visit(town, "刘明")
    address = f"/r/{town.roles['刘明'][1].id}/fill/spot-check/{town.rows['hongda'].site}"
    assert (await browser.post(address, content=body, headers=headers)).status_code == status


async def test_what_is_no_photo_is_said_and_keeps_nothing(town: Town, visit: Visit) -> None:
    one = sheet(town, visit, "刘明", f"spot-check/{town.rows['hongda'].site}")
    await one.open()
    refused = await one.send(CHECK, b"%PDF-1.4")
    assert refused.status_code == 422
    assert "不是照片" in refused.text
    with town.app.open_unit() as unit:
        assert unit.execute(select(func.count()).select_from(media)).scalar_one() == 10
