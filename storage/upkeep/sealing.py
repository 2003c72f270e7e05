"""Seals what was written in plain words before such words were sealed (migrations know no secret), and knows under
which secret the record stands."""

from __future__ import annotations

from sqlalchemy import Engine

from storage import trail
from storage.faults import translated
from storage.keys import Keys
from storage.unit_of_work import OpenUnit


def seal_plain(open_unit: OpenUnit) -> int:
    """Seal identity numbers and phones that are not; how many rows. Nothing the second time."""
    from storage import registers, signboards

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


def sealed_under(engine: Engine, keys: Keys) -> bool:
    """Whether the trail's last seal was made under that secret. The start asks: going on under another breaks it."""
    with translated(), engine.connect() as connection:
        return trail.fits(connection, keys)
