"""The files below the media folder: written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from checklists.errors import TellOperator, TryLater
from storage.synced import synced

HALF_WRITTEN = ".part"
_LATER = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENFILE)


def write(folder: Path, name: str, data: bytes) -> None:
    """Write a file durably: under another name, synced, renamed, and the directory synced.

    Raises TryLater when the disk is full or does not answer, TellOperator when it may not be written.
    """
    target = folder / name
    part = target.with_name(target.name + HALF_WRITTEN)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
        synced(target.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        if error.errno in _LATER:
            raise TryLater(
                "Try again in a moment: a photo could not be written; free some room on the disk."
            ) from error
        raise TellOperator(
            "The media folder cannot be written; mend it and give the service's user the right to write DATA_DIR."
        ) from error


def names(folder: Path) -> Iterator[tuple[str, datetime]]:
    """Every file below the folder by its name relative to it, with the moment it was last written (UTC)."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
