"""Writes tables that commands hand out as CSV files which Excel opens as Chinese."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.commands.exits import Misused


def write_csv(file: Path, rows: Iterable[Sequence[object]], *, secret: bool = False) -> None:
    """Write the rows, `secret` ones for nobody else of this machine to read. Raises Misused for a file that cannot be.

    A cell that a spreadsheet would take for a formula is put after an apostrophe: names come from anybody.
    """
    target = io.StringIO(newline="")
    csv.writer(target).writerows([[_plain(cell) for cell in row] for row in rows])
    try:
        if secret and (file.is_file() or not file.exists()):  # and no pipe or terminal
            file.unlink(missing_ok=True)  # the rights of one that was there would stay
            file.touch(mode=0o600, exist_ok=False)
        file.write_text(target.getvalue(), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise Misused(f"{file} cannot be written ({error.strerror}); give another file.") from error


def _plain(cell: object) -> str:
    words = str(cell)
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words
