"""What a check came to, and the rows it looks at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select

from storage.database import Engine


@dataclass
class Found:
    """What a check came to. `faults` must be empty."""

    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def wrong(self, words: str) -> None:
        self.faults.append(words)

    def __str__(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in self.counts.items())


def rows_of(engine: Engine, table: Table) -> list[Any]:
    """All rows of a table in their order, by column."""
    with engine.connect() as connection:
        return list(connection.execute(select(table).order_by(*table.primary_key.columns)).mappings())
