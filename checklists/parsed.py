"""What files were parsed into the last time, so that a start does not parse them again; told by what stands in them.

A file that was changed by a single sign is parsed anew. What is kept is plain JSON: reading it runs nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

FORMAT = "1"
"""Another one whenever `checklists.reading` makes something else of the same words."""


class Parsed:
    """Values by the hash of the file they were read from, kept in one file. Without a file, or where it cannot be read
    or written, nothing is known and all goes on."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._known = _read(file) if file is not None else {}
        self._used: dict[str, object] = {}

    @staticmethod
    def name(text: bytes) -> str:
        """What a file of these bytes goes by."""
        return hashlib.sha256(text).hexdigest()

    def get(self, name: str) -> object | None:
        """What it was parsed into; None where that is not known."""
        value = self._known.get(name)
        if value is not None:
            self._used[name] = value
        return value

    def put(self, name: str, value: object) -> None:
        """Keep it for the next time."""
        self._used[name] = value

    def keep(self) -> None:
        """Write down what was asked for this time, if anything is new."""
        if self._file is None or self._used.keys() <= self._known.keys():
            return
        beside = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        with suppress(OSError):
            beside.write_text(json.dumps([FORMAT, self._used], ensure_ascii=False), "utf-8")
            beside.replace(self._file)


def _read(file: Path) -> dict[str, object]:
    try:
        form, known = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, TypeError):
        return {}
    return known if form == FORMAT and isinstance(known, dict) else {}
