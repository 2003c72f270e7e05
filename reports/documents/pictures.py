"""The photos a document shows, read from where they lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from storage import media
from storage.unit_of_work import UnitOfWork


def pictures(unit: UnitOfWork, folder: Path | None, ids: Sequence[int]) -> Mapping[int, bytes]:
    """The files of those photos by id; without those that are gone. The caller has made sure that they may be seen."""
    if folder is None:
        return {}
    paths = {one: media.file_of(unit, folder, one) for one in ids}
    return {one: path.read_bytes() for one, path in paths.items() if path is not None}
