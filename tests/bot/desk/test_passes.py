"""What a link out of the chat says, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.web.desk.passes import (
    LINK_LASTS,
    OPENING,
    Link,
    Pass,
    links,
    read_link,
    read_pass,
    signed_link,
    signed_pass,
)
from storage.unit_of_work import OpenUnit
from tests.conftest import SetClock

NOW = datetime(2023, 6, 12, 2, 0, tzinfo=UTC)
SECRET = b"a secret of the tests"
LINK = Link("hazard/12?photo=1", 3, 4, "C000000001", NOW + timedelta(days=8))


def test_a_link_says_who_in_which_role_and_which_page() -> None:
    assert read_link(signed_link(LINK, SECRET), NOW, SECRET) == LINK


def test_a_link_opens_nothing_after_its_time_or_with_another_secret() -> None:
    token = signed_link(LINK, SECRET)
    assert read_link(token, LINK.expires, SECRET) is None
    assert read_link(token, NOW, b"another secret of the tests") is None


@pytest.mark.parametrize("at", [0, 10, -1])
def test_a_link_with_another_sign_in_it_opens_nothing(at: int) -> None:
    token = signed_link(LINK, SECRET)
    signs = list(token)
    signs[at] = "A" if signs[at] != "A" else "B"
    assert read_link("".join(signs), NOW, SECRET) is None


@pytest.mark.parametrize("garbage", ["", ".", "隐患", "a" * 3000, "bnVsbA.x"])
def test_garbage_opens_nothing(garbage: str) -> None:
    assert read_link(garbage, NOW, SECRET) is None
    assert read_pass(garbage, NOW, SECRET) is None


@pytest.mark.parametrize("place", ["//evil.example", "/ledger", "https://evil.example", "台账", "a\\b", "javascript:1"])
def test_a_link_leads_to_the_desk_only(place: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a link"):
        signed_link(Link(place, 1, 1, "n", NOW), SECRET)


def test_a_link_is_no_pass() -> None:
    one = Pass(3, 4, "browser", NOW + timedelta(hours=1))
    assert read_pass(signed_pass(one, SECRET), NOW, SECRET) == one
    assert read_pass(signed_link(LINK, SECRET), NOW, SECRET) is None
    assert read_link(signed_pass(one, SECRET), NOW, SECRET) is None


def test_links_out_of_the_chat_differ_each_time(open_unit: OpenUnit, clock: SetClock) -> None:
    made = links("https://ancha.example/", SECRET)
    with open_unit() as unit:
        first, second = (made.personal(unit, 3, 4, "ledger") for _ in range(2))
    assert first != second
    assert first.startswith(OPENING)
    assert made.public("standards/dl") == "/standards/dl"
    assert made.base_url == "https://ancha.example"
    link = read_link(first.removeprefix(OPENING), clock(), SECRET)
    assert link is not None
    assert (link.person_id, link.role_id, link.place, link.expires) == (3, 4, "ledger", clock() + LINK_LASTS)
