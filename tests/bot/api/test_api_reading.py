"""Other systems read the ledger, forms and figures: page by page, and nothing outside their scope."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from fastapi import FastAPI
from openapi_spec_validator import validate

from bot.api.application import interface
from checklists.errors import TellOperator, TryLater
from storage import hazards
from storage.api_tokens import make_api_token, revoke_api_token
from tests.bot.api.conftest import SCOPES, Served, System
from tests.bot.desk.conftest import SITES, WORDS

pytestmark = pytest.mark.anyio

JUNE = "from=2023-06-01&to=2023-07-01"
# + answered, - as absent as what never was, 0 not for an enterprise's token; in the order of SCOPES
TABLE = f"""
enterprises                                     + + + + + +
enterprises/{{hongda.site}}                     + + + - + +
enterprises/{{yongxing.site}}                   - - + - - -
hazards                                         + + + + + +
hazards/{{hongda.hazard}}                       + + + - + +
hazards/{{yongxing.hazard}}                     - - + - - -
forms                                           + + + + 0 +
forms/F7?due=2023-06                            + + + + 0 +
forms/F7?due=2023-06&region=360702              + - + - 0 +
forms/F7?due=2023-06&region=360703              - - + - 0 -
forms/F7?due=2023-06&department=1               + + + - 0 +
forms/F7/workbook?due=2023-06                   + + + + 0 +
forms/F7/workbook?due=2023-06&region=360703     - - + - 0 -
forms/F7/cells/C4/records?due=2023-06           + + + + 0 +
forms/F7/cells/C4/records?due=2023-06&region=360703  - - + - 0 -
metrics                                         + + + + 0 +
metrics/found?{JUNE}                            + + + + 0 +
metrics/found?{JUNE}&region=360703              - - + - 0 -
metrics/found/records?{JUNE}                    + + + + 0 +
metrics/found/records?{JUNE}&region=360703      - - + - 0 -
metrics/found/records?{JUNE}&department=1       + + + - 0 +
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_call_answers_within_the_scope_of_its_token(served: Served, system: System, scope: str) -> None:
    asking, column = system(scope), SCOPES.index(scope)
    for place, *marks in ROWS:
        response = await asking.get(place.format(**served.town.rows))
        assert response.status_code == {"+": 200, "-": 404, "0": 403}[marks[column]], (place, response.text[:300])
        hidden = [name for name in SITES if (scope == "环翠") or (scope != "赣州" and name == "yongxing")]
        assert not any(SITES[name] in response.text or WORDS[name] in response.text for name in hidden), place


async def test_the_table_has_every_call_that_reads(served: Served) -> None:
    rows = {place.partition("?")[0] for place, *_ in ROWS}
    known = {
        path.removeprefix("/").replace("{id}", "{hongda.site}").replace("{form}", "F7").replace("{cell}", "C4")
        .replace("{name}", "found") for path, calls in interface_of(served).openapi()["paths"].items() if "get" in calls
    }  # fmt: skip
    assert known <= rows | {"hazards/{hongda.site}"}


def interface_of(served: Served) -> FastAPI:
    return interface(served.web.state.site)


async def test_the_document_is_valid_and_served(system: System) -> None:
    document = (await system().get("openapi.json")).json()
    validate(document)
    assert "ProblemRead" in document["components"]["schemas"]
    for calls in document["paths"].values():
        assert all(call["security"] for call in calls.values())


async def test_without_a_good_token_there_is_nothing(served: Served, system: System) -> None:
    with served.town.app.open_unit() as unit:
        revoked, text = make_api_token(unit, "x", writes=True, valid=timedelta(days=1), region="360702")
        revoke_api_token(unit, revoked.id)
        _, old = make_api_token(unit, "y", writes=True, valid=timedelta(0), region="360702")
        unit.commit()
    for token in ("", "x", "ancha_" + "2" * 40, text, old):
        asking = system()
        asking.headers["Authorization"] = f"Bearer {token}"
        response = await asking.get("hazards")
        assert response.status_code == 401
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["title"] == "没有令牌，或者令牌无效、已过期、已作废"
        assert "Authorization: Bearer" in response.json()["detail"]
    for place, *_ in ROWS:
        assert (await system().get(place.format(**served.town.rows))).status_code == 401


async def test_a_reading_that_is_refused_speaks_of_no_record(system: System) -> None:
    asking = system("章贡")
    for place in ("hazards?limit=0", "forms/F7?due=2023-06-31", "forms/F7?due=Juni", "hazards?foo=1"):
        said = (await asking.get(place)).json()
        assert (said["status"], said["type"]) == (422, "urn:ancha:problem:invalid")
        assert said["title"] == "查询条件有误，请改正后重新查询"
        assert "recorded" not in said["detail"]
    assert (await asking.post("hazards", json={})).json()["title"] == "提交的内容有误，没有记录"


@pytest.mark.parametrize(
    ("error", "status", "kind", "title"),
    [
        (TryLater("Try again in a moment."), 503, "later", "服务暂时繁忙，请稍后再查"),
        (TellOperator("The disk is full."), 500, "operator", "服务暂时不可用，请联系管理员"),
        (RuntimeError("a fault"), 500, "bug", "服务出了错，请联系管理员，告诉他大概的时间"),
    ],
)
async def test_where_the_service_fails_a_reading_says_so(
    served: Served,
    system: System,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    kind: str,
    title: str,
) -> None:
    """Not that nothing was recorded: nothing would have been. Whoever writes is told that."""

    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("bot.api.asking.api_token", fails)
    asking = system("章贡")
    said = (await asking.get("hazards")).json()
    assert (said["status"], said["type"], said["title"]) == (status, f"urn:ancha:problem:{kind}", title)
    assert "recorded" not in said["detail"]
    site = served.town.rows["hongda"].site
    body = {"enterprise_id": site, "found_by": "officials", "place": "车间", "words": WORDS["hongda"]}
    written = (await asking.post("hazards", json=body, headers={"Idempotency-Key": "key-failing"})).json()
    assert (written["status"], "没有记录" in written["title"]) == (status, kind != "operator")


@pytest.mark.parametrize(
    ("place", "where", "what", "takes"),
    [
        ("hazards?statsu=all&limit=1", "query.statsu", "did you mean 'status'?", "status, level, sector, enterprise"),
        ("enterprises?region=360702", "query.region", "use one of: after, limit, words.", "words, after, limit;"),
        (
            "metrics/found?from=2023-06-01&to=2023-07-01&form=1",
            "query.form",
            "did you mean 'from'?",
            "from, to, region",
        ),
        ("forms?plan=ganzhou-2023", "query.plan", "remove it.", "no query parameters;"),
    ],
)
async def test_a_parameter_the_call_does_not_know_is_refused(
    system: System, place: str, where: str, what: str, takes: str
) -> None:
    said = (await system("章贡").get(place)).json()
    assert said["status"] == 422
    assert [one["where"] for one in said["errors"]] == [where]
    assert said["errors"][0]["what"].endswith(what)
    assert takes in said["detail"]


async def test_pages_hold_every_row_once(served: Served, system: System) -> None:
    with served.town.app.open_unit() as unit:
        for number in range(5):
            hazards.report(
                unit, enterprise_id=served.town.rows["yongxing"].site, source="self", level="general",
                words=f"第{number}处", place="车间", found_by=None,
            )  # fmt: skip
        unit.commit()
    asking, seen, after = system("赣州"), [], ""
    while True:
        page = (await asking.get(f"hazards?limit=2&after={after}")).json()
        assert len(page["items"]) <= 2
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert len(seen) == len(set(seen)) == 7
    assert (await asking.get("hazards?limit=201")).status_code == 422
    first = (await asking.get("enterprises?limit=1")).json()
    second = (await asking.get(f"enterprises?limit=1&after={first['next']}")).json()
    assert [one["name"] for one in (*first["items"], *second["items"])] == list(SITES.values())
    assert second["next"] is None


async def test_an_enterprise_is_not_told_who_found_it(served: Served, system: System) -> None:
    place = f"hazards/{served.town.rows['hongda'].hazard}"
    assert (await system("章贡").get(place)).json()["source"] == "whistle"
    assert (await system("宏达").get(place)).json()["source"] is None


async def test_a_figure_is_the_sum_of_its_records(system: System) -> None:
    asking = system("章贡")
    figure = (await asking.get("metrics/enterprises?from=2023-01-01&to=2024-01-01")).json()
    records = (await asking.get("metrics/enterprises/records?from=2023-01-01&to=2024-01-01")).json()
    assert figure["value"] == "1"
    assert sum(float(one["amount"]) for one in records["items"]) == 1
    assert records["items"][0]["enterprise"] == SITES["hongda"]


async def test_a_form_is_the_same_in_figures_and_as_a_workbook(system: System) -> None:
    asking = system("章贡")
    form = (await asking.get("forms/F7?due=2023-06")).json()
    assert form["body"] == "章贡区"
    book = openpyxl.load_workbook(io.BytesIO((await asking.get("forms/F7/workbook?due=2023-06")).content))
    for name, cell in form["cells"].items():
        shown = book.worksheets[0][name].value
        assert ("" if shown is None else str(shown)) == cell["shown"], name


async def test_what_did_not_change_is_not_sent_again(system: System) -> None:
    asking = system("环翠")
    tag = (await asking.get("enterprises")).headers["etag"]
    again = await asking.get("enterprises", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


async def test_who_asks_too_much_is_told_to_wait(served: Served, system: System) -> None:
    from httpx import ASGITransport, AsyncClient

    from bot.server import application

    web = application(served.town.app, ticks=lambda: 0.0)
    headers = {"Authorization": f"Bearer {served.tokens['环翠']}"}
    async with AsyncClient(transport=ASGITransport(web), base_url="http://t/api/v1", headers=headers) as asking:
        statuses = [(await asking.get("forms/F7/workbook?due=x")).status_code for _ in range(2)]
        assert statuses == [422, 422]
        for _ in range(served.town.app.settings.per_address // 10 + 1):
            response = await asking.get("forms/F1000?due=2023-06")
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 0


async def test_calls_that_are_not_there_are_problems_too(system: System) -> None:
    for place in ("nothing", "hazards/", "docs"):
        response = await system("章贡").get(place)
        assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")
    assert (await system("章贡").delete("hazards")).status_code == 405
