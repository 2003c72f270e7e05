"""Reads content files; those that were parsed before are not parsed again.

What parsing needs is imported with the first file that is not known: a start usually meets none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from checklists.parsed import Parsed, Path_
from checklists.problems import Problem

if TYPE_CHECKING:
    import yaml


@dataclass(frozen=True)
class Document:
    """A parsed file: plain values, and what they were read from (None: known from the last time, see Parsed)."""

    file: Path
    value: object
    node: yaml.Node | None

    @cached_property
    def lines(self) -> dict[Path_, int]:
        """The line (from 1) on which each path into the values begins; worked out when a fault asks for it."""
        from checklists.parsing import places

        return dict(places(self.file, self.node))

    def line(self, path: Path_) -> int:
        """The line of that path, or of the nearest one above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(file: Path, parsed: Parsed | None = None) -> Document | Problem:
    """Parse one file, unless it was parsed before; a Problem with line and remedy where it is not YAML."""
    data = file.read_bytes()
    name = Parsed.name(data) if parsed is not None else ""
    known = parsed.get(name, file) if parsed is not None else None
    if known is not None:
        return Document(file, known, None)
    from checklists.parsing import parse

    found = parse(file, data)
    if isinstance(found, Problem):
        return found
    if parsed is not None:
        parsed.put(name, found[0])
    return Document(file, *found)
