"""What the inbox holds, said once more in the same order to a new record that no fault befell, must leave the same
sessions, inspections, answers, hazards, replies and the same trail.

Messages that came in between come in between again: a number typed long after its options, behind five others, is asked
about, not taken.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert

from bot.channels.handling import taken
from checklists.judgement.judge import Judge
from dialogs.conversations import CONVERSATIONS
from dialogs.gateway import Gateway
from dialogs.messages import InboundMessage, Sender
from storage.database import Engine, open_engine, units
from storage.tables import (
    audit,
    bindings,
    hazard_events,
    hazard_photos,
    hazards,
    inbox,
    inspection_answers,
    inspections,
    media,
    outbox,
    sessions,
)  # fmt: skip
from tests.conftest import SetClock
from tests.faults.found import Found, rows_of
from tests.faults.works import KEY
from tests.own import own_content

_NUMBER = re.compile(r"\b\d{4}-\d{5}\b")
_CHANGES = {"id", "codes", "code", "updated_at", "started_at"}
BESIDE = ("fault.", "held.", "rest.")
"""What letters are marked with that these tests planted, and parts of long ones: the platform's doing, not the gateway's."""
SAME = (sessions, inspections, inspection_answers, hazards, hazard_events, hazard_photos, audit)
"""Tables that must come out the same."""


def same_as_without_faults(engine: Engine, new: str, found: Found) -> None:
    """Say it all again to a record without faults, and compare."""
    messages, photos = rows_of(engine, inbox), rows_of(engine, media)
    senders = {row["id"]: row for row in rows_of(engine, bindings)}
    clock, content = SetClock(), own_content()
    with _opened(new) as other:
        codes = iter(range(10**9))
        open_unit = units(other, clock, lambda length: f"{next(codes):0{length}d}", KEY)
        with other.begin() as connection:
            if photos:
                connection.execute(insert(media), [dict(row) for row in photos])
        gateway = Gateway(content, _judge(), CONVERSATIONS, open_unit, KEY)
        between, ours = _came_between(engine), _names(engine)
        for row in messages:
            clock.now = row["received_at"]
            letters = [_told_there(letter, ours, other) for letter in between.get(row["id"], ())]
            with other.begin() as connection:
                for letter in letters:
                    connection.execute(insert(outbox), letter)
            tapped = row["body"].get("token", "")
            body = {**row["body"], "token": _there(tapped, ours, other)} if tapped else row["body"]
            _say_again(gateway, row, body, senders[row["binding_id"]], found)
        found.counts["messages"] = len(messages)
        names, others = _names(engine), _names(other)
        for table in SAME:
            found.counts[table.name] = len(rows_of(engine, table))
            _compare(table.name, _plain_rows(engine, table, names), _plain_rows(other, table, others), found)
        _compare("answers", _replies(engine, names), _replies(other, others), found)


def _came_between(engine: Engine) -> dict[int, list[dict[str, Any]]]:
    """What no message of theirs brought about, by the message of the inbox that it came before."""
    found: dict[int, list[dict[str, Any]]] = {}
    others: dict[int, list[dict[str, Any]]] = {}
    moments = {row["id"]: row["received_at"] for row in rows_of(engine, inbox)}
    for row in rows_of(engine, outbox):
        if (row["dedupe"] or "").startswith(BESIDE):
            letter = {**row, "reply_to": None}
            del letter["id"]
            others.setdefault(row["binding_id"], []).append(letter)
        elif row["reply_to"] not in (None, *found) and row["created_at"] == moments[row["reply_to"]]:
            found[row["reply_to"]] = others.pop(row["binding_id"], [])
    return found


def _there(token: str, ours: Names, other: Engine) -> str:
    """An option's token with the number that its session has in the other record."""
    before, number, dot, rest = _parted(token)
    name = ours.get(("sessions", int(number))) if number.isdecimal() else None
    if name is None:
        return token
    theirs = next(
        (there for (table, there), one in _names(other).items() if (table, one) == ("sessions", name)), number
    )
    return f"{before}{theirs}{dot}{rest}"


def _told_there(letter: dict[str, Any], ours: Names, other: Engine) -> dict[str, Any]:
    """A letter as it goes in between: its options name the other record's sessions."""
    choices = letter["body"].get("choices")
    if not choices:
        return letter
    moved = [{**choice, "token": _there(choice["token"], ours, other)} for choice in choices]
    return {**letter, "body": {**letter["body"], "choices": moved}}


def _say_again(gateway: Gateway, row: Any, body: dict[str, Any], sender: Any, found: Found) -> None:
    said = InboundMessage.model_validate(
        {
            "id": row["message_id"], "kind": row["kind"], **body,
            "sender": Sender(channel=row["channel"], account=row["account"], address=sender["address"]),
        }
    )  # fmt: skip
    if not taken(gateway.handle(said)):
        found.wrong(f"message {row['message_id']} is not taken when it is said again")


def _replies(engine: Engine, names: Names) -> Counter[str]:
    """Every answer by whom it is for; which message it belongs to changes where a later answer takes it along."""
    found: Counter[str] = Counter()
    quoted = _quoted(engine, names)
    for row in rows_of(engine, outbox):
        planted = (row["dedupe"] or "").startswith(BESIDE)
        if row["reply_to"] is not None and not planted:
            body = {name: value for name, value in row["body"].items() if name != "link"}
            tokens = [_token(one["token"], names) for one in body.pop("choices", ())]
            labels = [one["label"] for one in row["body"].get("choices", ())]
            said = json.dumps([row["binding_id"], body, labels, tokens], sort_keys=True, ensure_ascii=False)
            found[quoted(said)] += 1
    return found


def _token(token: str, names: Names) -> str:
    """An option's token with its session's name: SESSION.STEP.NUMBER, or r.SESSION for one to go on with."""
    resumed, number, dot, rest = _parted(token)
    return f"{resumed}{names['sessions', int(number)]}{dot}{rest}" if number.isdecimal() else token


def _parted(token: str) -> tuple[str, str, str, str]:
    """What stands before a session's number, the number, a dot, and the rest."""
    before, rest = ("r.", token.removeprefix("r.")) if token.startswith("r.") else ("", token)
    return (before, *rest.partition("."))


Names = dict[tuple[str, int], str]
"""What a row is called whose id depends on what else happened: PostgreSQL leaves ids out where something failed, and
gives them in another order to those who speak in the same instant. (table, id): whose it is, and the how-manieth."""


def _names(engine: Engine) -> Names:
    found: Names = {}
    for table, of in ((sessions, "person_id"), (inspections, "person_id"), (hazards, "found_by")):
        counts: Counter[object] = Counter()
        for row in rows_of(engine, table):
            whose = row[of]
            counts[whose] += 1
            found[table.name, row["id"]] = f"{table.name} {whose}/{counts[whose]}"
    return found


def _quoted(engine: Engine, names: Names) -> Callable[[str], str]:
    """Words in which a hazard's number, made of its id, is its name."""
    numbers = {row["number"]: names["hazards", row["id"]] for row in rows_of(engine, hazards)}
    return lambda words: _NUMBER.sub(lambda number: numbers.get(number[0], number[0]), words)


def _compare(what: str, ours: Counter[str], theirs: Counter[str], found: Found) -> None:
    for word, more in (("too much", ours - theirs), ("missing", theirs - ours)):
        for row in list(more.elements())[:3]:
            found.wrong(f"{what}, {word}: {row[:600]}")


def _plain_rows(engine: Engine, table: Table, names: Names) -> Counter[str]:
    """Its rows without what changes from one time to the next."""
    quoted = _quoted(engine, names)
    points = {
        column.name: key.column.table.name for column in table.columns for key in column.foreign_keys
    }  # fmt: skip

    def plain(row: Any) -> str:
        values = {name: value for name, value in row.items() if name not in _CHANGES}
        for name, other in points.items():
            if name in values:
                values[name] = names.get((other, values[name]), values[name])
        if table is audit and row["entity_id"].isdecimal():
            values["entity_id"] = names.get((row["entity"], int(row["entity_id"])), row["entity_id"])
        return quoted(json.dumps(
            values, sort_keys=True, ensure_ascii=False,
            default=lambda one: one.isoformat() if isinstance(one, datetime) else str(one),
        ))  # fmt: skip

    return Counter(plain(row) for row in rows_of(engine, table))


def _judge() -> Judge:
    from tests.faults.serving import judge

    return judge()


@contextmanager
def _opened(address: str) -> Iterator[Engine]:
    engine = open_engine(address)
    try:
        yield engine
    finally:
        engine.dispose()
