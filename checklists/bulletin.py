"""Kinds of bulletins 警示通报, and which checklist items a bulletin that was read ticks. Read from bulletins.yaml."""

from __future__ import annotations

from checklists.record import Identifier, Record, Words


class BulletinKind(Record):
    """One kind. `read_ticks`: items that are filled in once the principal has read one of this kind in the campaign;
    `checked_ticks`: those that are once its short checklist was answered. A person still confirms them."""

    id: Identifier
    label: Words
    words: tuple[Words, ...] = ()
    read_ticks: tuple[Identifier, ...] = ()
    checked_ticks: tuple[Identifier, ...] = ()


class BulletinRules(Record):
    """All kinds; `batch`: enterprises written to in one transaction; `most_items`: questions of a short checklist."""

    kinds: tuple[BulletinKind, ...]
    batch: int = 200
    most_items: int = 5

    def kind(self, kind_id: str) -> BulletinKind | None:
        """The kind of that id; None when there is none any more."""
        return next((one for one in self.kinds if one.id == kind_id), None)
