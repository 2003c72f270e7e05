"""Lists of places and enterprises to choose from."""

from __future__ import annotations

from dialogs.state import Listed
from dialogs.talk import Talk
from storage import enterprises
from storage.scope import NOTHING, Scope, region_prefix

NONE = "none"
MOST = 8


def counties(talk: Talk, scope: Scope) -> tuple[Listed, ...]:
    """The counties of a scope."""
    return tuple(Listed(id=code, label=name) for code, name in enterprises.counties(talk.unit, scope))


def cities(talk: Talk) -> tuple[Listed, ...]:
    """The cities within the speaker's scope in which a plan is or was in force."""
    codes = dict.fromkeys(f"{one.region[:4]}00" for one in enterprises.campaigns(talk.unit))
    within = [code for code in codes if talk.scope.narrowed(region_prefix(code)) != NOTHING]
    return tuple(Listed(id=code, label=enterprises.region_name(talk.unit, code)) for code in within)


def matches(talk: Talk, scope: Scope, words: str, *, none: str) -> tuple[Listed, ...]:
    """Enterprises of the scope whose name holds the words, told apart by county; the last entry is none of them."""
    named = dict(enterprises.counties(talk.unit, scope))
    found = enterprises.found(talk.unit, scope, words, limit=MOST) if words else ()
    listed = tuple(Listed(id=str(one.id), label=f"{one.name}（{named.get(one.region, one.region)}）") for one in found)
    return (*listed, Listed(id=NONE, label=none))
