"""Messages a platform was told to be taken before they were carried out: each a note beside the record, until it is.

What takes long on SQLite has the record's only writer, or is waiting for it, so such a note cannot stand in the record
itself. It is a file of its own below DATA_DIR, synced with its folder before anybody is told. It is sealed, and named
by a keyed hash, since nobody knows yet whether it was said in private (docs/threats.md).

Whoever works on a message holds a lock on its note. The lock ends with its process, so a note that can be locked is
left over from one that died (https://man7.org/linux/man-pages/man2/flock.2.html).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from checklists.errors import TellOperator
from storage.keys import Keys
from storage.synced import synced

_PURPOSE, _UNDER_WAY, _WHOSE = "noted", ".part", 32


@dataclass(frozen=True)
class Noted:
    """One message as it came. `raw` is the platform's own words for it, as they are read again; `at` an ISO moment."""

    channel: str
    account: str
    address: str
    id: str
    raw: str
    at: str


@dataclass(frozen=True)
class Held:
    """A note in our hands: nobody else takes it up while we live."""

    path: Path
    descriptor: int


def name_of(keys: Keys, message: Noted) -> str:
    """What its note is called: whose it is and which, both by keyed hashes."""
    whose = keys.name("noted for", message.channel, message.account, message.address)
    return f"{whose[:_WHOSE]}.{keys.name(_PURPOSE, message.channel, message.account, message.id)}"


def of_the_same(name: str, names: Iterable[str]) -> bool:
    """Whether another of these notes is of the same person."""
    return any(one[:_WHOSE] == name[:_WHOSE] and one != name and not one.endswith(_UNDER_WAY) for one in names)


def write(folder: Path, keys: Keys, message: Noted) -> Held | None:
    """Note a message down durably. None when a note of it is in another's hands already.

    Raises OSError when the disk is full or the folder cannot be written: then nothing of it stays.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name_of(keys, message)
    part, descriptor = _begun(path)
    ours = False
    try:
        with open(descriptor, "wb", closefd=False) as file:
            file.write(keys.seal(_PURPOSE, asdict(message)).encode())
        os.fsync(descriptor)
        try:
            os.link(part, path)  # unlike a renaming it fails where one is there
        except FileExistsError:
            os.close(descriptor)
            return _taken(path)
        ours = True
        synced(folder)
    except OSError:
        if ours:
            path.unlink(missing_ok=True)
        os.close(descriptor)
        raise
    finally:
        part.unlink(missing_ok=True)
    return Held(path, descriptor)


def left(folder: Path, keys: Keys) -> tuple[list[tuple[Held, Noted]], int]:
    """Notes nobody is working on, the oldest first, each ours from now on: `done` or `let_go` every one. None behind
    one of the same person that somebody is working on. And how many cannot be opened, since they were sealed under
    another secret; those stay."""
    found, unreadable = [], 0
    worked_on: set[str] = set()
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        held = _taken(path)
        if held is None:
            worked_on.add(path.name)
            continue
        if path.name.endswith(_UNDER_WAY) and os.fstat(held.descriptor).st_nlink > 1:  # it has its own name already
            path.unlink(missing_ok=True)
            let_go(held)
            continue
        sealed = os.pread(held.descriptor, os.fstat(held.descriptor).st_size, 0)
        if path.name.endswith(_UNDER_WAY) or not sealed.strip(b"\0"):  # who had it died before it counted, or after
            done(held)
            continue
        try:
            found.append((held, Noted(**keys.open(_PURPOSE, sealed.decode("ascii")))))
        except TellOperator:
            unreadable += 1
            let_go(held)
    ready = []
    for held, message in found:
        if of_the_same(held.path.name, worked_on):
            let_go(held)
        else:
            ready.append((held, message))
    return sorted(ready, key=lambda one: (one[1].at, os.fstat(one[0].descriptor).st_mtime_ns)), unreadable


def done(held: Held) -> None:
    """It is on record: nothing of the note stays."""
    with suppress(OSError):  # a full disk overwrites what is there all the same
        os.pwrite(held.descriptor, bytes(os.fstat(held.descriptor).st_size), 0)
        os.fsync(held.descriptor)
    held.path.unlink(missing_ok=True)
    os.close(held.descriptor)


def let_go(held: Held) -> None:
    """Leave the note for whoever comes next."""
    os.close(held.descriptor)


def names(folder: Path) -> list[str]:
    """Every note, in whose hands ever. Quick: it is asked with every message."""
    try:
        return os.listdir(folder)  # noqa: PTH208  (a path for each would take longer)
    except FileNotFoundError:
        return []


def _begun(path: Path) -> tuple[Path, int]:
    """A file for a note under way, in our hands. Whoever looks for what is left over may take it for that in the
    instant before it is locked, and wipe it: then another one."""
    while True:
        part = path.with_name(f"{path.name}.{os.urandom(6).hex()}{_UNDER_WAY}")
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        if _stands_at(part, descriptor):
            return part, descriptor
        os.close(descriptor)


def _taken(path: Path) -> Held | None:
    """The note, if nobody has it and it still stands."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    if not _stands_at(path, descriptor):  # between the two it was done with, or got its name: then it is no such note
        os.close(descriptor)
        return None
    return Held(path, descriptor)


def _stands_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))  # noqa: PTH116  (beside the other)
    except FileNotFoundError:
        return False
