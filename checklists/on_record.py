"""Which checklist items a register answers for: its entries are offered as evidence. Read from on-record.yaml."""

from __future__ import annotations

from typing import Literal

from checklists.record import Identifier, Record


class Feed(Record):
    """One register: the `items` its entries are evidence for, and the questions whose day its newest entry tells.

    `kind` is the kind of drill, where only one kind counts.
    """

    holds: Literal["certificate", "agreement", "drill", "training"]
    kind: Identifier | None = None
    items: tuple[Identifier, ...]
    days: tuple[Identifier, ...] = ()


class OnRecordRules(Record):
    """All of them."""

    feeds: tuple[Feed, ...]
