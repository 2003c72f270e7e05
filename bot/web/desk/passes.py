"""Signed things a browser holds: the link out of the chat, and the pass that opening it gives.

Both name a person and one of that person's roles. They say nothing about what the role may see: that is looked up
whenever a page is asked for, so that a role that was taken away opens nothing from that moment on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer

from reports.links import Links
from storage.unit_of_work import UnitOfWork

LINK_LASTS = timedelta(days=8)
"""A Monday's digest can be opened until the next one is there."""
PASS_LASTS = timedelta(hours=12)
OPENING = "/r/o/"
_PLACE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./?=&")


@dataclass(frozen=True)
class Link:
    """What a link says: who, in which role, which page, until when; `nonce` tells one link from another."""

    place: str
    person_id: int
    role_id: int
    nonce: str
    expires: datetime


@dataclass(frozen=True)
class Pass:
    """What a browser shows with every request: `browser` is its own random name."""

    person_id: int
    role_id: int
    browser: str
    expires: datetime


def links(base_url: str, secret: bytes) -> Links:
    """The maker of links that conversations and the clock are handed."""

    def personal(unit: UnitOfWork, person_id: int, role_id: int, place: str) -> str:
        one = Link(place, person_id, role_id, unit.codes(10), unit.now + LINK_LASTS)
        return OPENING + signed_link(one, secret)

    return Links(personal=personal, public=lambda place: f"/{place.lstrip('/')}", base_url=base_url.rstrip("/"))


def signed_link(link: Link, secret: bytes) -> str:
    """A link's token. Raises ValueError for a place that is none of ours."""
    if link.place.startswith("/") or not _PLACE.issuperset(link.place):
        raise ValueError(f"{link.place!r} cannot stand in a link; name a page below the desk, such as ledger")
    said = [link.place, link.person_id, link.role_id, link.nonce, int(link.expires.timestamp())]
    return str(_signs(secret, "link").dumps(said))


def read_link(token: str, now: datetime, secret: bytes) -> Link | None:
    """What a token says; None for a forged, damaged or expired one."""
    try:
        place, person_id, role_id, nonce, expires = _signs(secret, "link").loads(token)
    except (BadData, ValueError):
        return None
    moment = datetime.fromtimestamp(expires, now.tzinfo)
    return Link(place, person_id, role_id, nonce, moment) if now < moment else None


def signed_pass(one: Pass, secret: bytes) -> str:
    """A pass as it stands in its cookie."""
    return str(_signs(secret, "pass").dumps([one.person_id, one.role_id, one.browser, int(one.expires.timestamp())]))


def read_pass(token: str, now: datetime, secret: bytes) -> Pass | None:
    """The pass a cookie holds; None for a forged, damaged or expired one."""
    try:
        person_id, role_id, browser, expires = _signs(secret, "pass").loads(token)
    except (BadData, ValueError):
        return None
    moment = datetime.fromtimestamp(expires, now.tzinfo)
    return Pass(person_id, role_id, browser, moment) if now < moment else None


def form_key(one: Pass, secret: bytes) -> str:
    """What goes with every form of this browser's pages for that role: another site can neither read nor make it."""
    return str(_signs(secret, "form").dumps([one.role_id, one.browser]))


def _signs(secret: bytes, purpose: str) -> URLSafeSerializer:
    """https://itsdangerous.palletsprojects.com/en/stable/serializer/ : the salt keeps one purpose from another."""
    return URLSafeSerializer(
        secret, salt=f"ancha desk {purpose}", signer_kwargs={"key_derivation": "hmac", "digest_method": sha256}
    )
