"""Seals what was written in plain words before such words were sealed: migrations know no secret."""

from __future__ import annotations

from storage import registers, signboards
from storage.unit_of_work import OpenUnit


def seal_plain(open_unit: OpenUnit) -> int:
    """Seal identity numbers and phones that are not; how many rows. Nothing the second time."""
    sealed = 0
    for seal in (registers.seal_plain, signboards.seal_plain):
        while True:
            with open_unit() as unit:
                step = seal(unit)
                if not step:
                    break
                unit.commit()
                sealed += step
    return sealed
