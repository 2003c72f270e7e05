"""What the judge's indexes came to the last time, so that a start need not work them out again (two thirds of what
building the judge takes); told by the very phrases they are made of and the code that makes them.

What is kept is plain JSON, as with the files that were parsed (`checklists.parsed`): reading it runs nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from itertools import accumulate, pairwise
from pathlib import Path

from checklists.judgement import similarity
from checklists.judgement.similarity import Inverted, inverted_by


class KeptIndexes:
    """Inverted phrases by their hash, kept in one file. Without a file, or where it cannot be read or written, they are
    worked out and all goes on."""

    def __init__(self, file: Path | None = None) -> None:
        # Where there is no folder for it, packing would take a second for nothing.
        self._file = file if file is not None and file.parent.is_dir() else None
        self._known = _read(self._file) if self._file is not None else {}
        self._used: dict[str, object] = {}
        self._code = Path(similarity.__file__).read_bytes()

    def invert(self, phrases: Sequence[str], sizes: tuple[int, ...]) -> Inverted:
        """As `similarity.inverted_by` does."""
        if self._file is None:
            return inverted_by(phrases, sizes)
        name = hashlib.sha256(b"\0".join((self._code, str(sizes).encode(), *(one.encode() for one in phrases))))
        known = _unpacked(self._known.get(name.hexdigest()))
        found = known or inverted_by(phrases, sizes)
        self._used[name.hexdigest()] = self._known[name.hexdigest()] if known else _packed(found, sizes)
        return found

    def keep(self) -> None:
        """Write down what was asked for this time, if anything is new."""
        if self._file is None or self._used.keys() <= self._known.keys():
            return
        beside = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        with suppress(OSError):
            beside.write_text(json.dumps(self._used, ensure_ascii=False), "utf-8")
            beside.replace(self._file)


def _packed(found: Inverted, sizes: tuple[int, ...]) -> dict[str, object]:
    """The grams of each size one behind the other, how many phrases hold each, and these phrases one behind the
    other."""
    by_size = {size: [gram for gram in found.postings if len(gram) == size] for size in sizes}
    ordered = [gram for those in by_size.values() for gram in those]
    return {
        "grams": {str(size): "".join(those) for size, those in by_size.items()},
        "counts": [len(found.postings[gram]) for gram in ordered],
        "numbers": [number for gram in ordered for number in found.postings[gram]],
        "scale": list(found.scale),
    }


def _unpacked(packed: object) -> Inverted | None:
    """What `_packed` made of it; None where it is not whole."""
    try:
        grams, counts, numbers, scale = (packed[one] for one in ("grams", "counts", "numbers", "scale"))  # type: ignore[index]
        ordered = [
            those[at : at + int(size)] for size, those in grams.items() for at in range(0, len(those), int(size))
        ]
        edges = pairwise(accumulate(counts, initial=0))
        return Inverted({gram: numbers[a:b] for gram, (a, b) in zip(ordered, edges, strict=True)}, scale)
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


def _read(file: Path) -> dict[str, object]:
    try:
        known = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
