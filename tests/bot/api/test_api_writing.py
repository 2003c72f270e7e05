"""Other systems enter enterprises and hazards: checked as people's words are, and once however often they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from sqlalchemy import text

from bot.api.refusals import MEDIA_TYPE
from checklists.content import Content
from checklists.judgement.judge import Judge
from tests.bot.api.conftest import Served, System, towns_served
from tests.databases import Databases

pytestmark = pytest.mark.anyio

NEW = {"name": "章贡新星木业有限公司", "uscc": "91360702000000040M", "region": "360702", "sector": "工贸"}
FIVE = {
    "responsible": "老李",
    "measures": "装排风",
    "funds": "1200.50",
    "deadline": "2023-12-01",
    "contingency": "停用",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def served(
    content: Content, judge: Judge, databases: Databases, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Served]:
    yield from towns_served(content, judge, databases, tmp_path, request.param)


def hazard(served: Served, name: str = "hongda", **other: object) -> dict[str, object]:
    words = "喷漆房没有通风，也没有可燃气体报警"
    return {
        "enterprise_id": served.town.rows[name].site, "found_by": "enterprise", "place": "喷漆房", "words": words, **other
    }  # fmt: skip


def key(name: str) -> dict[str, str]:
    return {"Idempotency-Key": f"key-{name:0>8}"}


def count(served: Served, table: str, where: str = "1=1") -> int:
    with served.town.app.open_unit() as unit:
        return int(unit.execute(text(f"SELECT count(*) FROM {table} WHERE {where}")).scalar_one())


async def test_a_hazard_is_judged_told_and_on_the_trail(served: Served, system: System) -> None:
    before = count(served, "outbox")
    response = await system("宏达").post("hazards", json=hazard(served, **FIVE), headers=key("a"))
    assert response.status_code == 201, response.text
    said = response.json()["hazard"]
    assert (said["level"], said["status"], said["source"], said["funds"]) == (
        "suspected_major",
        "open",
        None,
        "1200.50",
    )
    assert said["clause"]
    assert count(served, "outbox") > before
    assert count(served, "audit", "action='api.wrote' AND entity='hazards'") == 1
    ledger = (await system("章贡").get("hazards")).json()["items"]
    assert [one["source"] for one in ledger if one["id"] == said["id"]] == ["self"]


async def test_the_same_key_has_one_effect(served: Served, system: System) -> None:
    asking, hazards = system("宏达"), count(served, "hazards")
    first = await asking.post("hazards", json=hazard(served), headers=key("b"))
    again = await asking.post("hazards", json=hazard(served), headers=key("b"))
    assert (again.status_code, again.json()) == (201, first.json())
    other = await asking.post("hazards", json=hazard(served, place="仓库"), headers=key("b"))
    assert (other.status_code, other.json()["type"]) == (422, "urn:ancha:problem:key_used")
    assert count(served, "hazards") == hazards + 1
    # Another token's key is another key.
    assert (await system("章贡").post("hazards", json=hazard(served), headers=key("b"))).status_code == 201


async def test_the_same_key_at_once_has_one_effect(served: Served, system: System) -> None:
    asking, hazards, found = system("宏达"), count(served, "hazards"), []

    async def send() -> None:
        response = await asking.post("hazards", json=hazard(served), headers=key("c"))
        found.append((response.status_code, response.text))

    async with anyio.create_task_group() as tasks:
        for _ in range(6):
            tasks.start_soon(send)
    assert len(set(found)) == 1
    assert found[0][0] == 201
    assert count(served, "hazards") == hazards + 1


async def test_what_was_refused_may_be_corrected_under_its_key(served: Served, system: System) -> None:
    asking = system("宏达")
    half = {name: value for name, value in FIVE.items() if name != "funds"}
    response = await asking.post("hazards", json=hazard(served, **half), headers=key("d"))
    assert (response.status_code, response.headers["content-type"]) == (422, MEDIA_TYPE)
    assert response.json()["errors"] == [{"where": "body.funds", "what": "is missing; give all five fields or none"}]
    assert (await asking.post("hazards", json=hazard(served, **FIVE), headers=key("d"))).status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [{"place": "x"}, {"words": "坏\0了坏了"}, {"found_by": "x"}, {"unknown": 1}, {"words": ""},
     {**FIVE, "deadline": "2023-01-01"}, {**FIVE, "funds": "-1"}, {**FIVE, "funds": "0.001"}, {**FIVE, "funds": "NaN"}],
    ids=str,
)  # fmt: skip
async def test_a_faulty_hazard_records_nothing(served: Served, system: System, wrong: dict[str, object]) -> None:
    hazards = count(served, "hazards")
    response = await system("宏达").post("hazards", json=hazard(served, **wrong), headers=key("e"))
    assert response.status_code == 422, response.text
    assert (count(served, "hazards"), count(served, "api_answers")) == (hazards, 0)


async def test_a_write_needs_a_key(served: Served, system: System) -> None:
    assert (await system("宏达").post("hazards", json=hazard(served))).status_code == 422
    assert (
        await system("宏达").post("hazards", json=hazard(served), headers={"Idempotency-Key": "x"})
    ).status_code == 422


# 章贡, 章贡局, 赣州, 环翠, 宏达, 只读
@pytest.mark.parametrize(
    ("name", "found_by", "statuses"),
    [("hongda", "enterprise", (201, 201, 201, 404, 201, 403)), ("hongda", "officials", (201, 201, 201, 404, 403, 403)),
     ("yongxing", "enterprise", (404, 404, 201, 404, 404, 403)), ("yongxing", "officials", (404, 404, 201, 404, 404, 403))],
)  # fmt: skip
async def test_who_may_enter_which_hazard(
    served: Served, system: System, name: str, found_by: str, statuses: tuple[int, ...]
) -> None:
    for scope, status in zip(served.tokens, statuses, strict=True):
        sent = hazard(served, name, found_by=found_by)
        response = await system(scope).post("hazards", json=sent, headers=key("f"))
        assert response.status_code == status, (scope, response.text)
    by_department = count(served, "hazards", "source='department' AND found_by_department=1")
    assert by_department == (1 if (name, found_by) == ("hongda", "officials") else 0)


async def test_who_may_enter_which_enterprise(served: Served, system: System) -> None:
    places = {"章贡": 201, "章贡局": 200, "赣州": 200, "环翠": 403, "宏达": 403, "只读": 403}
    for scope, status in places.items():
        response = await system(scope).post("enterprises", json=NEW, headers=key("g"))
        assert response.status_code == status, (scope, response.text)
    assert count(served, "enterprises", f"uscc='{NEW['uscc']}'") == 1
    assert count(served, "audit", "action='api.wrote' AND entity='enterprises'") == 1
    mine = {**NEW, "uscc": "91360702000000050N", "sector": "煤矿"}  # not a sector of the department's
    assert (await system("章贡局").post("enterprises", json=mine, headers=key("h"))).status_code in (403, 422)


async def test_an_enterprise_is_checked_as_a_table_is(served: Served, system: System) -> None:
    wrong = {**NEW, "uscc": NEW["uscc"][:-1] + "0", "sector": "天知道", "region": "没有的县"}
    response = await system("赣州").post("enterprises", json=wrong, headers=key("i"))
    assert response.status_code == 422
    assert {one["where"] for one in response.json()["errors"]} == {"body.uscc", "body.sector", "body.region"}


async def test_a_code_that_is_taken_tells_nothing_of_whose_it_is(served: Served, system: System) -> None:
    """永兴's code, sent by 章贡 with the right name, with a wrong name: the same answer."""
    said = []
    for number, name in enumerate(("赣州永兴食品有限公司", "别的公司")):
        sent = {**NEW, "name": name, "uscc": "91360703000000027P"}
        response = await system("章贡").post("enterprises", json=sent, headers=key(f"j{number}"))
        assert response.status_code == 409
        said.append(response.text)
    assert said[0] == said[1]


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 30_000, b"\xff\xfe", b'{"\\ud800": 1}', b"null", b"x" * 70_000])
async def test_hostile_bodies_are_refused_in_words(served: Served, system: System, body: bytes) -> None:
    headers = {**key("k"), "Content-Type": "application/json"}
    response = await system("赣州").post("enterprises", content=body, headers=headers)
    assert response.status_code in (400, 413, 422)
    assert response.headers["content-type"] == MEDIA_TYPE
