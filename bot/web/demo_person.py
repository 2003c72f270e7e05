"""Somebody of the sample county whose phone can be picked up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoPerson:
    """`key` stands in the address (`/chat/?as=key`), `title` and `role_label` are shown, `address` is the one on the
    web channel that the person is bound to (letters, digits, - and _). A stranger's address is bound to nobody."""

    key: str
    title: str
    role_label: str
    address: str
    body: str = ""
    """What they belong to: an enterprise, an office; people of one body are offered together."""
