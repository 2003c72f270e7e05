"""Looks at what is left after the faults: was anything lost, done twice, or done without a trace?

The strongest question is the simplest. What the inbox holds, said once more in the same order to a new record that no
fault befell, must leave the same sessions, inspections, answers, hazards, replies and the same trail. Messages that came
in between come in between again: a number typed long after its options, behind five others, is asked about, not taken.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select

from bot.channels.handling import taken
from checklists.judgement.judge import Judge
from dialogs.conversations import CONVERSATIONS
from dialogs.gateway import Gateway
from dialogs.messages import InboundMessage, Sender
from storage import upkeep
from storage.database import Engine, open_engine, units
from storage.keys import Keys
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
from tests.faults.crowd import Said, refused
from tests.faults.over.messenger import Messenger
from tests.faults.works import KEY
from tests.own import own_content

_CHANGES = {"id", "codes", "code", "updated_at", "started_at"}
BESIDE = ("fault.", "held.", "rest.")
"""What letters are marked with that these tests planted, and parts of long ones: the platform's doing, not the gateway's."""
SAME = (sessions, inspections, inspection_answers, hazards, hazard_events, hazard_photos, audit)
"""Tables that must come out the same."""


@dataclass
class Killed:
    """What may be told twice, since its process died at the one instant at which nobody can know: after the platform
    had it, before that was written down. How many deaths left each row of the outbox there."""

    sending: Counter[int] = field(default_factory=Counter)
    unsettled: Counter[int] = field(default_factory=Counter)
    rounds: int = 0

    def look(self, engine: Engine) -> None:
        """Remember what hangs now: what was being sent, and answers that may be in their phones already."""
        self.rounds += 1
        query = select(outbox.c.id, outbox.c.status, outbox.c.kind).where(outbox.c.status.in_(("sending", "waiting")))
        with engine.connect() as connection:
            for row in connection.execute(query):
                if row.status == "sending":
                    self.sending[row.id] += 1
                elif row.kind == "reply":
                    self.unsettled[row.id] += 1


@dataclass
class Found:
    """What a check came to. `faults` must be empty."""

    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def wrong(self, words: str) -> None:
        self.faults.append(words)

    def __str__(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in self.counts.items())


def check(engine: Engine, folder: Path, history: Sequence[Said], over: Messenger, killed: Killed, new: str) -> Found:
    """Everything. `folder` holds the photos; `new` is the address of a record as it was before the first message."""
    found = Found()
    health = upkeep.check(engine, Keys(KEY))
    for fault in health.faults:
        found.wrong(fault)
    _taken_once(engine, history, over, found)
    _delivered(engine, history, over, killed, found)
    _files(engine, folder, found)
    _same_as_without_faults(engine, new, found)
    return found


def _rows(engine: Engine, table: Table) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(select(table).order_by(*table.primary_key.columns)).mappings())


def _taken_once(engine: Engine, history: Sequence[Said], over: Messenger, found: Found) -> None:
    """What was acknowledged is in the inbox, in the order in which it was said, unless its sender was told that it did
    not count; nothing else is."""
    stands = [row["message_id"] for row in _rows(engine, inbox)]
    if len(set(stands)) != len(stands):
        found.wrong("a message is in the inbox twice")
    found.counts["acknowledged"] = len({one.id for one in history})
    found.counts["answered in words"] = len({one.id for one in history if one.counts})
    there, told = set(stands), {one.id for one in history if one.refused}
    missing = {one.who: {said.id for said in history if said.who == one.who} - there - told for one in history}
    for who, lost in missing.items():
        told_apart = sum(refused(one.text) for one in over.shown(who))
        if len(lost) > told_apart:
            found.counts["lost"] += len(lost) - told_apart
            found.wrong(f"{len(lost)} messages of {who} were acknowledged and are not on record: {sorted(lost)[:3]}")
    for one in history:
        if one.counts and one.id not in there:
            found.wrong(f"message {one.id} was answered and is not on record")
    for invented in sorted(there - {one.id for one in history}):
        found.wrong(f"message {invented} is on record, and nobody said it")
    position = {number: at for at, number in enumerate(stands)}
    for who in missing:
        order = [
            position[one.id]
            for one in history
            if one.who == who and one.id in position and (over.in_order or one.what != "photo")
        ]
        if order != sorted(order):
            found.wrong(f"the messages of {who} are on record in another order")
    answers: dict[str, set[str]] = {}
    for one in history:
        if one.counts:
            answers.setdefault(one.id, set()).add(one.reply)
    found.counts["answered differently"] = sum(len(replies) > 1 for replies in answers.values())


def _delivered(engine: Engine, history: Sequence[Said], over: Messenger, killed: Killed, found: Found) -> None:
    """Every row of the outbox reached its phone; twice only where a death explains it, and reminders never."""
    addresses = {row["id"]: row["address"] for row in _rows(engine, bindings)}
    heard_texts: dict[str, list[str]] = {}
    for one in {(said.who, said.id, said.reply) for said in history if said.reply}:
        heard_texts.setdefault(one[0], []).append(one[2])
    pushed = {who: over.shown(who) for who in addresses.values()}
    heard = {one.id for one in history if one.counts}
    numbers = {row["id"]: row["message_id"] for row in _rows(engine, inbox)}
    groups: dict[tuple[str, str], list[Any]] = {}
    others: dict[tuple[str, str], list[Any]] = {}
    for row in _rows(engine, outbox):
        found.counts[f"{row['kind']} {row['status']}"] += 1
        who = addresses[row["binding_id"]]
        if (row["dedupe"] or "").startswith("fault."):
            mark = row["body"]["text"].partition("》")[0] + "》"
            times = sum(mark in text for text in (*heard_texts.get(who, ()), *(one.text for one in pushed[who])))
            _once(row, times, killed, found)
        elif row["reply_to"] is not None and row["body"].get("text"):
            key, again_as = over.key(row["id"], row["body"]), over.key_again(row["id"], row["body"])
            groups.setdefault((who, key), []).append(row)
            if again_as != key:
                others.setdefault((who, again_as), []).append(row)
    for (who, key), rows in groups.items():
        again = sum(one.key == key for one in pushed[who])
        unheard = [row for row in rows if numbers[row["reply_to"]] not in heard]
        lost = sum(row["status"] == "sent" for row in unheard) - again
        if lost > 0:
            found.wrong(f"{lost} answers to {who} count as sent and did not arrive: {key}")
        twice = again - len(unheard)
        _explained(twice, [*rows, *others.pop((who, key), ())], killed, f"answers to {who}: {key}", found)
    for (who, key), rows in others.items():
        twice = sum(one.key == key for one in pushed[who])
        _explained(twice, rows, killed, f"answers to {who}: {key}", found)
    for status in ("waiting", "sending"):
        left = [row["id"] for row in _rows(engine, outbox) if row["status"] == status]
        if left:
            found.wrong(f"still {status}: {left}")


def _explained(twice: int, rows: Sequence[Any], killed: Killed, which: str, found: Found) -> None:
    """So many of these came once more: as often as somebody died over them, at most."""
    if twice > 0:
        found.counts["answers twice, explained"] += twice
        if twice > sum(killed.sending[row["id"]] + killed.unsettled[row["id"]] for row in rows):
            found.wrong(f"{twice} arrived twice, and no death explains it, of {which}")


def _once(row: Any, times: int, killed: Killed, found: Found) -> None:
    explained, once_only = killed.sending[row["id"]], row["kind"] in ("reminder", "digest")
    if times == 0 and row["status"] == "sent":
        found.wrong(f"{row['kind']} {row['id']} counts as sent and did not arrive")
    if times == 0 and row["status"] in ("failed", "dropped") and not (once_only and explained):
        found.wrong(f"{row['kind']} {row['id']} is given up: {row['error']}")
    if row["status"] == "failed" and once_only and explained:
        found.counts[f"{row['kind']} not repeated, {'arrived' if times else 'unknown to us'}"] += 1
    if times > 1 and (once_only or times > 1 + explained):
        found.wrong(f"{row['kind']} {row['id']} arrived {times} times")
    elif times > 1:
        found.counts[f"{row['kind']} twice, explained"] += times - 1


def _files(engine: Engine, folder: Path, found: Found) -> None:
    """Each photo has its two files; no file is half written. Files without a row are swept an hour later."""
    rows = _rows(engine, media)
    found.counts["photos"] = len(rows)
    for row in rows:
        for name in (row["path"], row["thumbnail"]):
            if not (folder / name).is_file() or (name == row["path"] and (folder / name).stat().st_size != row["size"]):
                found.wrong(f"photo {row['id']} has lost its file {name}")
    named = {name for row in rows for name in (row["path"], row["thumbnail"])}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    found.counts["files without a row"] = len(there - named)
    notes = [path.name for path in folder.parent.glob("noted/*/*")]
    if notes:
        found.wrong(f"{len(notes)} messages were acknowledged, noted down and not carried out")


def _same_as_without_faults(engine: Engine, new: str, found: Found) -> None:
    """Say it all again to a record without faults, and compare."""
    messages, photos = _rows(engine, inbox), _rows(engine, media)
    senders = {row["id"]: row for row in _rows(engine, bindings)}
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
            found.counts[table.name] = len(_rows(engine, table))
            _compare(table.name, _plain_rows(engine, table, names), _plain_rows(other, table, others), found)
        _compare("answers", _replies(engine, names), _replies(other, others), found)


def _came_between(engine: Engine) -> dict[int, list[dict[str, Any]]]:
    """What no message of theirs brought about, by the message of the inbox that it came before."""
    found: dict[int, list[dict[str, Any]]] = {}
    others: dict[int, list[dict[str, Any]]] = {}
    moments = {row["id"]: row["received_at"] for row in _rows(engine, inbox)}
    for row in _rows(engine, outbox):
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
    for row in _rows(engine, outbox):
        planted = (row["dedupe"] or "").startswith(BESIDE)
        if row["reply_to"] is not None and not planted:
            body = {name: value for name, value in row["body"].items() if name != "link"}
            tokens = [_token(one["token"], names) for one in body.pop("choices", ())]
            labels = [one["label"] for one in row["body"].get("choices", ())]
            found[json.dumps([row["binding_id"], body, labels, tokens], sort_keys=True, ensure_ascii=False)] += 1
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
    for table in (sessions, inspections):
        counts: Counter[object] = Counter()
        for row in _rows(engine, table):
            whose = row["person_id"]
            counts[whose] += 1
            found[table.name, row["id"]] = f"{table.name} {whose}/{counts[whose]}"
    return found


def _compare(what: str, ours: Counter[str], theirs: Counter[str], found: Found) -> None:
    for word, more in (("too much", ours - theirs), ("missing", theirs - ours)):
        for row in list(more.elements())[:3]:
            found.wrong(f"{what}, {word}: {row[:600]}")


def _plain_rows(engine: Engine, table: Table, names: Names) -> Counter[str]:
    """Its rows without what changes from one time to the next."""
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
        return json.dumps(
            values, sort_keys=True, ensure_ascii=False,
            default=lambda one: one.isoformat() if isinstance(one, datetime) else str(one),
        )  # fmt: skip

    return Counter(plain(row) for row in _rows(engine, table))


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
