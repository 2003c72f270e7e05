"""Messages in: each is taken once per channel and account."""

from __future__ import annotations

import pytest

from storage import inbox, reaching
from storage.unit_of_work import OpenUnit, UnitOfWork


def take(unit: UnitOfWork, message: str, channel: str = "web", account: str = "default") -> int:
    binding = reaching.bound(unit, channel, account, "a").id
    return inbox.take(unit, channel, account, message, binding_id=binding, kind="text", body={"text": message})


def test_a_message_is_known_again_on_its_channel_and_account_only(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        first = take(unit, "m-1")
        assert inbox.taken(unit, "web", "default", "m-1") == first
        for channel, account, message in (("web", "default", "m-2"), ("web", "b", "m-1"), ("wechat", "default", "m-1")):
            assert inbox.taken(unit, channel, account, message) is None


def test_the_database_itself_refuses_a_second_one(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        take(unit, "m-1")
        with pytest.raises(Exception, match=r"(?i)unique|changed by|same"):
            take(unit, "m-1")


def test_history_is_the_latest_messages_the_oldest_first(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        for number in range(5):
            take(unit, f"m-{number}")
        binding = reaching.bound(unit, "web", "default", "a").id
        assert [one.body["text"] for one in inbox.history(unit, binding, limit=3)] == ["m-2", "m-3", "m-4"]
