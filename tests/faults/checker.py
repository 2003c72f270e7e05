"""Looks at what is left after the faults: was anything lost, done twice, or done without a trace?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from storage import upkeep
from storage.database import Engine
from storage.keys import Keys
from storage.tables import (
    bindings,
    inbox,
    media,
    outbox,
)  # fmt: skip
from tests.faults.crowd import Said, refused
from tests.faults.found import Found, rows_of
from tests.faults.over.messenger import Messenger
from tests.faults.said_again import same_as_without_faults
from tests.faults.works import KEY


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


def check(engine: Engine, folder: Path, history: Sequence[Said], over: Messenger, killed: Killed, new: str) -> Found:
    """Everything. `folder` holds the photos; `new` is the address of a record as it was before the first message."""
    found = Found()
    health = upkeep.check(engine, Keys(KEY))
    for fault in health.faults:
        found.wrong(fault)
    _taken_once(engine, history, over, found)
    _delivered(engine, history, over, killed, found)
    _files(engine, folder, found)
    same_as_without_faults(engine, new, found)
    return found


def _taken_once(engine: Engine, history: Sequence[Said], over: Messenger, found: Found) -> None:
    """What was acknowledged is in the inbox, in the order in which it was said, unless its sender was told that it did
    not count; nothing else is."""
    stands = [row["message_id"] for row in rows_of(engine, inbox)]
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
        order = list(dict.fromkeys(order))  # a repeat may be acknowledged after what was said later
        if order != sorted(order):
            found.wrong(f"the messages of {who} are on record in another order")
    answers: dict[str, set[str]] = {}
    for one in history:
        if one.counts:
            answers.setdefault(one.id, set()).add(one.reply)
    found.counts["answered differently"] = sum(len(replies) > 1 for replies in answers.values())


def _delivered(engine: Engine, history: Sequence[Said], over: Messenger, killed: Killed, found: Found) -> None:
    """Every row of the outbox reached its phone; twice only where a death explains it, and reminders never."""
    addresses = {row["id"]: row["address"] for row in rows_of(engine, bindings)}
    heard_texts: dict[str, list[str]] = {}
    for one in {(said.who, said.id, said.reply) for said in history if said.reply}:
        heard_texts.setdefault(one[0], []).append(one[2])
    pushed = {who: over.shown(who) for who in addresses.values()}
    heard = {one.id for one in history if one.counts}
    numbers = {row["id"]: row["message_id"] for row in rows_of(engine, inbox)}
    groups: dict[tuple[str, str], list[Any]] = {}
    others: dict[tuple[str, str], list[Any]] = {}
    for row in rows_of(engine, outbox):
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
        left = [row["id"] for row in rows_of(engine, outbox) if row["status"] == status]
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
    rows = rows_of(engine, media)
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
