"""The steps of the walk: on whose phone each happens, and what shows that it was done."""

from __future__ import annotations

from dataclasses import dataclass

from bot.demo.days import Place


@dataclass(frozen=True)
class Step:
    """One step; its words are the texts demo.walk.<id>.*. `phones` are pointed at, the first one most.

    It is done once a message of one of `kinds` arrives on one of the phones in `arrives`. `acted`: the program can
    act it; `to`: where the clock goes for it.
    """

    id: str
    phones: tuple[str, ...] = ()
    arrives: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    acted: bool = False
    to: Place | None = None


STEPS = (
    Step("report", ("safety_officer",), ("principal", "county"), ("notice",), acted=True),
    Step("confirm", ("county",), ("principal", "safety_officer"), ("notice",), acted=True),
    Step("rectify", ("safety_officer", "principal"), ("principal",), ("notice",), acted=True),
    Step("digest", ("county",), ("county",), ("digest",), to="digest"),
    Step("reminder", ("principal",), ("principal",), ("reminder",), to="reminder"),
    Step("free"),
)
PHOTOS = ("spray", "welding", "dust", "exit", "extinguisher", "store")
"""The drawn scenes a visitor can send, each before and after."""
