"""Who sees which page: every address of the desk for every role, with the rows of the own area and of another's."""

from __future__ import annotations

from io import BytesIO

import httpx
import openpyxl
import pytest
from starlette.routing import Route

from bot.web.desk.routes import ROUTES
from tests.bot.desk.conftest import SITES, WORDS, Town, Visit

pytestmark = pytest.mark.anyio

# 宏达 lies in 章贡, 永兴 in 南康, both in 赣州. + the page is there, - it is as absent as one that never was.
#   刘明 county 章贡, 钱进 its department, 何静 city 赣州, 高强 county 环翠 (another city), 苏平 administrator,
#   王建国 principal and 李安 safety officer of 宏达, 陈永兴 principal of 永兴
PEOPLE = ("刘明", "钱进", "何静", "高强", "苏平", "王建国", "李安", "陈永兴")
TABLE = """
area                                        + + + + + - - -
ledger                                      + + + + + + + +
enterprises                                 + + + + + - - -
forms                                       + + + + + - - -
not-inspected                               + + + + + - - -
not-reported                                + + + + + - - -
record                                      + + + + - - - -
hazard/{hongda.hazard}                      + + + - + + + -
hazard/{yongxing.hazard}                    - - + - + - - +
enterprise/{hongda.site}                    + + + - + + + -
enterprise/{yongxing.site}                  - - + - + - - +
inspection/{hongda.inspection}              + + + - + + + -
inspection/{yongxing.inspection}            - - + - + - - +
photo/hazard/{hongda.hazard}/1              + + + - + + + -
photo/hazard/{yongxing.hazard}/6            - - + - + - - +
photo/hazard/{hongda.hazard}/6              - - - - - - - -
photo/inspection/{hongda.inspection}/2      + + + - + + + -
photo/inspection/{yongxing.inspection}/7    - - + - + - - +
photo/check/{hongda.check}/3                + + + - + - - -
photo/check/{yongxing.check}/8              - - + - + - - -
photo/entry/{hongda.entry}/4                + + + - + + + -
photo/entry/{yongxing.entry}/9              - - + - + - - +
photo/risk/{hongda.risk}/5                  + + + - + + + -
photo/risk/{yongxing.risk}/10               - - + - + - - +
photo/media/1/1                             - - - - - - - -
boards/F5                                   + + + - - - - -
boards/F7                                   - - - - - - - -
boards/F5/{hongda.site}                     + + + - - - - -
boards/F5/{yongxing.site}                   - - + - - - - -
copy/{hongda.copy}                          + - + - + - - -
copy/{yongxing.copy}                        - - + - + - - -
forms/F7/2023-05-23                         + - + - - - - -
forms/F7/2023-05-23/cell/C4                 + - + - - - - -
forms/F7/2023-05-23/workbook                + - + - - - - -
forms/F7/2023-07-23                         - - - - - - - -
export/jiangxi-supervision                  + + + - + + + +
export/shandong-mines                       - - - + + - - -
export/none                                 - - - - - - - -
documents                                   + + + + + + + +
document/{hongda.paper}                     + + + - + + + -
document/{yongxing.paper}                   - - + - + - - +
document/{hongda.paper}/file/pdf            + + + - + + + -
document/{yongxing.paper}/file/pdf          - - + - + - - +
document/{hongda.paper}/file/docx           + + + - + + + -
document/{yongxing.paper}/file/docx         - - + - + - - +
document/{hongda.paper}/file/exe            - - - - - - - -
draft/self-inspection.ganzhou-2023/2023-Q2  - - - - - + + +
draft/self-inspection.ganzhou-2023/2023-Q2/file/pdf - - - - - + + +
draft/circular.ganzhou-2023/2023-Q2         + - + - - - - -
draft/circular.ganzhou-2023/2023-Q9         - - - - - - - -
draft/rectify-notice.ganzhou-2023/{hongda.hazard} + + + - - - - -
draft/rectify-notice.ganzhou-2023/{yongxing.hazard} - - + - - - - -
fill/spot-check/{hongda.site}               + + + - - - - -
fill/spot-check/{yongxing.site}             - - + - - - - -
fill/action/penalty.{hongda.site}           + + + - - - - -
fill/action/penalty.{yongxing.site}         - - + - - - - -
fill/found-hazard/{hongda.check}            + - - - - - - -
fill/found-hazard/{yongxing.check}          - - - - - - - -
fill/enrol/x                                - - - - - - - -
checklist/ganzhou-2023/ledger               - - - - - + + +
checklist/weihai-industry-2023/ledger       - - - - - - - -
checklist/ganzhou-2023/nothing              - - - - - - - -
photo/session/1/1                           - - - - - - - -
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


def address(town: Town, place: str, name: str) -> str:
    return f"/r/{town.roles[name][1].id}/{place.format(**town.rows)}"


@pytest.mark.parametrize("name", PEOPLE)
async def test_a_page_is_there_for_whom_it_is_meant(standing_town: Town, visit: Visit, name: str) -> None:
    browser, column = visit(standing_town, name), PEOPLE.index(name)
    for place, *marks in ROWS:
        response = await browser.get(address(standing_town, place, name))
        assert response.status_code == (200 if marks[column] == "+" else 404), (place, response.status_code)


def test_the_table_has_every_address() -> None:
    """Of the desk's pages; the door and leaving have tests of their own."""
    wanted = {
        route.path.removeprefix("/r/{role:int}/").split("/")[0]
        for route in ROUTES if isinstance(route, Route) and "/o/" not in route.path
    } - {"leave"}  # fmt: skip
    assert {place.split("/")[0] for place, *_ in ROWS} == wanted


@pytest.mark.parametrize(
    ("name", "hidden"),
    [("刘明", "yongxing"), ("钱进", "yongxing"), ("王建国", "yongxing"), ("陈永兴", "hongda"),
     ("高强", "hongda"), ("高强", "yongxing")],
)  # fmt: skip
async def test_lists_hold_nothing_of_another_area(
    standing_town: Town, visit: Visit, name: str, hidden: str
) -> None:  # fmt: skip
    browser = visit(standing_town, name)
    queries = ("", "?status=all", "?words=" + WORDS[hidden], f"?enterprise={standing_town.rows[hidden].site}",
               "?county=360703", "?county=3607", "?status=all&sector=industry")  # fmt: skip
    places = ["area", "enterprises", "not-inspected", *(f"ledger{query}" for query in queries)]
    places += [f"enterprises?words={SITES[hidden]}", f"record?enterprise={standing_town.rows[hidden].site}"]
    for place in places:
        shown = (await browser.get(address(standing_town, place, name))).text
        words = (SITES[hidden], WORDS[hidden])
        typed = "value=" if "words=" in place else "no such thing"  # what was typed stands in its field again
        for line in shown.splitlines():
            assert typed in line or not any(word in line for word in words), place


@pytest.mark.parametrize("role", ["何静", "李安"])
async def test_a_pass_opens_no_other_desk(standing_town: Town, visit: Visit, role: str) -> None:
    browser = visit(standing_town, "刘明")
    response = await browser.get(f"/r/{standing_town.roles[role][1].id}/ledger")
    assert response.status_code == 401


async def test_staff_have_no_desk(standing_town: Town, visit: Visit) -> None:
    browser = visit(standing_town, "赵小兵")
    for place in ("ledger", "area", f"hazard/{standing_town.rows['hongda'].hazard}"):
        assert (await browser.get(address(standing_town, place, "赵小兵"))).status_code == 401


async def test_without_a_pass_there_is_nothing(standing_town: Town, visit: Visit) -> None:
    browser = visit(standing_town)
    for place, *_ in ROWS:
        response = await browser.get(address(standing_town, place, "刘明"))
        assert response.status_code == 401, place
        assert SITES["hongda"] not in response.text


async def test_an_enterprise_does_not_see_who_found_it_or_what_officials_noted(
    standing_town: Town, visit: Visit
) -> None:  # fmt: skip
    rows = standing_town.rows["hongda"]
    official, own = visit(standing_town, "刘明"), visit(standing_town, "王建国")
    assert "举报查实" in await _shown(official, standing_town, f"hazard/{rows.hazard}", "刘明")
    assert "举报" not in await _shown(own, standing_town, f"hazard/{rows.hazard}", "王建国")
    assert "主要负责人未带队" in await _shown(official, standing_town, f"enterprise/{rows.site}", "刘明")
    seen = await _shown(own, standing_town, f"enterprise/{rows.site}", "王建国")
    assert "主要负责人未带队" not in seen
    assert "行政处罚" not in seen
    assert "焊工证" in seen


async def test_boards_are_downloaded_where_the_other_forms_are(standing_town: Town, visit: Visit) -> None:
    """For the whole area from the page of forms, for one enterprise from its own page."""
    site = standing_town.rows["hongda"].site
    browser = visit(standing_town, "刘明")
    for page, place in (("forms", "boards/F5"), (f"enterprise/{site}", f"boards/F5/{site}")):
        wanted = address(standing_town, place, "刘明")
        assert f'href="{wanted}"' in await _shown(browser, standing_town, page, "刘明")
        book = openpyxl.load_workbook(BytesIO((await browser.get(wanted)).content))
        said = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value]  # type: ignore[union-attr]
        assert f"公司/企业名称：{SITES['hongda']}" in said
        assert not any(SITES["yongxing"] in words for words in said)
    own = visit(standing_town, "王建国")
    assert "boards/" not in await _shown(own, standing_town, f"enterprise/{site}", "王建国")


async def _shown(browser: httpx.AsyncClient, town: Town, place: str, name: str) -> str:
    return (await browser.get(address(town, place, name))).text
