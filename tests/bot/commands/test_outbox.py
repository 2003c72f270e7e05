"""`outbox`: what did not arrive, why, and once more."""

from __future__ import annotations

from pathlib import Path

from bot.clock import system_now
from bot.codes import codes
from storage import outbox, people
from storage.database import open_engine, units
from tests.bot.commands.conftest import Run


def test_a_failed_message_goes_out_again(ready: Run, folder: Path) -> None:
    engine = open_engine(f"sqlite:///{folder / 'data' / 'ancha.db'}")
    with units(engine, system_now, codes)() as unit:
        one = outbox.put(unit, {"text": "林启明，您好"}, kind="reminder")
        other = outbox.put(unit, {"text": "林启明，您好"}, kind="notice")
        assert one is not None
        outbox.settle(unit, one, "failed", error="the platform says 45015")
        unit.commit()
        person = people.add_person(unit, "林启明")
        people.grant(unit, person, "county", region="360702", by=None)
        unit.commit()
    engine.dispose()

    assert "no_address     章贡区" in ready("outbox", "unreachable").output
    assert "Nobody." in ready("outbox", "unreachable", "--region", "360703").output
    listed = ready("outbox", "list").output
    assert "45015" in listed
    assert "林启明" not in listed
    assert "failed           1" in ready("outbox").output
    assert "not failed, held or dropped" in ready("outbox", "retry", str(other), status=1).output
    assert "1 messages wait" in ready("outbox", "retry", str(one)).output
    assert "Nothing." in ready("outbox", "list", "--status", "failed").output
    assert "0 messages wait" in ready("outbox", "retry", "--all", "failed").output
    assert "Give the ids" in ready("outbox", "retry", status=2).output
