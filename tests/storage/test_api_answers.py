"""A key of another system's is taken once, on either engine, however many come with it at once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from storage import enterprises
from storage.api_answers import keep, kept, take
from storage.api_tokens import api_token, make_api_token, revoke_api_token
from storage.faults import Conflict
from storage.scope import Scope
from tests.conftest import Database


def token(database: Database) -> tuple[int, str]:
    with database.open_unit() as unit:
        enterprises.add_region(unit, "360702", "章贡区", "county")
        one, text = make_api_token(unit, "市平台", writes=True, valid=timedelta(days=1), region="360702")
        unit.commit()
    return one.id, text


def test_of_two_with_one_key_at_once_one_does_the_work(database: Database) -> None:
    number, _ = token(database)
    both, done = threading.Barrier(2), []

    def write() -> None:
        both.wait()
        try:
            with database.open_unit() as unit:
                if kept(unit, number, "key-0001") is None:
                    take(unit, number, "key-0001", "hash")
                    keep(unit, number, "key-0001", 201, {"id": 7})
                    unit.commit()
                    done.append("worked")
                else:
                    done.append("stood")
        except Conflict:
            done.append("stood")

    threads = [threading.Thread(target=write) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(done) == ["stood", "worked"]
    with database.open_unit() as unit:
        there = kept(unit, number, "key-0001")
    assert there is not None
    assert (there.asked, there.status, there.body) == ("hash", 201, {"id": 7})


def test_what_was_not_committed_keeps_no_key(database: Database) -> None:
    number, _ = token(database)
    with database.open_unit() as unit:
        take(unit, number, "key-0001", "hash")
    with database.open_unit() as unit:
        assert kept(unit, number, "key-0001") is None


def test_a_token_is_good_until_it_is_revoked(database: Database) -> None:
    number, text = token(database)
    with database.open_unit() as unit:
        found = api_token(unit, text)
        assert found is not None
        assert found.scope == Scope(region="360702")
        revoke_api_token(unit, number)
        assert api_token(unit, text) is None
        with pytest.raises(Conflict):
            revoke_api_token(unit, number)
