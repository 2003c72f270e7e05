"""What files were parsed into the last time, and whether all of them together were without fault, so that a start need
not find out again; told by what stands in them.

A file that was changed by a single sign is parsed anew, and then all are checked against each other anew; so they are
when the program itself is another one. What is kept is plain JSON: reading it runs nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

FORMAT = "2"
"""Another one whenever `checklists.parsing` makes something else of the same words."""
Path_ = tuple[str | int, ...]
"""The way from a file's top to one of its values: keys, and places in lists."""


class Parsed:
    """Values by the hash of the file they were read from, kept in one file. Without a file, or where it cannot be read
    or written, nothing is known and all goes on."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._known, self._sound = _read(file) if file is not None else ({}, "")
        self._used: dict[str, object] = {}
        self._asked = _rules()

    @staticmethod
    def name(text: bytes) -> str:
        """What a file of these bytes goes by."""
        return hashlib.sha256(text).hexdigest()

    def get(self, name: str, file: Path) -> object | None:
        """What a file of that name was parsed into; None where that is not known."""
        self._asked.update(f"{file}\0{name}\n".encode())
        value = self._known.get(name, self._used.get(name))
        if value is not None:
            self._used[name] = value
        return value

    def put(self, name: str, value: object) -> None:
        """Keep it for the next time."""
        self._used[name] = value

    @property
    def sound(self) -> bool:
        """Whether these very files, in the same places, were found without fault by this very program the last time."""
        return self._sound == self._asked.hexdigest()

    def keep(self, *, sound: bool = False) -> None:
        """Write down what was asked for this time, if anything is new, and whether all of it is without fault."""
        told = self._asked.hexdigest() if sound else ""
        if self._file is None or (self._used.keys() <= self._known.keys() and told == self._sound):
            return
        beside = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        with suppress(OSError):
            beside.write_text(json.dumps([FORMAT, self._used, told], ensure_ascii=False), "utf-8")
            beside.replace(self._file)


def _read(file: Path) -> tuple[dict[str, object], str]:
    try:
        form, known, sound = json.loads(file.read_bytes())
    except (OSError, ValueError, TypeError):
        return {}, ""
    return (known, str(sound)) if form == FORMAT and isinstance(known, dict) else ({}, "")


def _rules() -> hashlib._Hash:
    """The rules are the code of this room."""
    told = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        told.update(file.read_bytes())
    return told
