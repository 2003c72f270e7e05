"""Where pages are found. Conversations and the clock are handed this, since neither knows the web."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Links:
    """Makes addresses to put into `Outbound.link`.

    `personal(unit, person_id, role_id, place)` leads one person in one role to a page of the desk, such as `ledger`
    or `hazard/12`; it expires, and works for nobody else. `public(place)` leads anybody to a page without a secret.
    Both give a path that begins with "/", which is what `Outbound.link` takes and each channel completes, and "" where
    there are no pages. `base_url` (without a slash at its end) completes it for paper and QR pictures.
    """

    personal: Callable[[UnitOfWork, int, int, str], str]
    public: Callable[[str], str]
    base_url: str = ""


def _nowhere(*_: object) -> str:
    return ""


NO_LINKS = Links(personal=_nowhere, public=_nowhere)
"""For whoever runs without pages: nothing is offered then."""
