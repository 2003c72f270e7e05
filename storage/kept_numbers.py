"""Identity numbers and phones in where a conversation stands: masked there, and sealed beside it until it is over.

A state is one value of JSON (dialogs.state). In its `answers`, its `last` ones and its `facts` such a number stands by
its last signs; the whole of it stands under `sealed`, and is gone with the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklists.personal_numbers import HIDDEN, SHORTEST, hidden, masked
from storage.keys import Keys

PURPOSE = "numbers of a conversation"
SEALED = "sealed"


def at_rest(keys: Keys, plain: dict[str, Any], *, over: bool) -> dict[str, Any]:
    """A state as it is kept; the same object where no number stands in it. `over`: nobody goes on with it."""
    kept, taken = dict(plain), dict[str, dict[str, Any]]()
    for part in ("answers", "last", "facts"):
        covered = _covered(plain[part])
        if covered:
            kept[part] = {**plain[part], **covered}
            taken[part] = {name: plain[part][name] for name in covered}
    if not taken:
        return plain
    return kept if over else {**kept, SEALED: keys.seal(PURPOSE, taken)}


def whole(keys: Keys, kept: dict[str, Any]) -> dict[str, Any]:
    """A state as it was before. Raises TellOperator when it was sealed under another secret."""
    if SEALED not in kept:
        return kept
    parts = keys.open(PURPOSE, kept[SEALED])
    return {name: value for name, value in kept.items() if name != SEALED} | {
        part: {**kept[part], **taken} for part, taken in parts.items()
    }


def _covered(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those that hold a number, masked."""
    found = {}
    for name, value in values.items():
        if isinstance(value, dict) and _too_short(value):
            continue
        covered = _answer(value) if isinstance(value, dict) else _words(value)
        if covered != value:
            found[name] = covered
    return found


def _too_short(one: Mapping[str, Any]) -> bool:
    """Whether no number can stand in an answer: nearly all are 是 and 否, and are looked at with every message."""
    value, shown = one["value"], one["shown"]
    return (
        len(shown) < SHORTEST
        and not shown.startswith(HIDDEN)
        and len(one["note"]) < SHORTEST
        and len(one["not_applicable"]) < SHORTEST
        and not (isinstance(value, str) and len(value) >= SHORTEST)
    )


def _answer(one: dict[str, Any]) -> dict[str, Any]:
    value, shown = one["value"], one["shown"]
    if isinstance(value, str) and value != shown == hidden(value):
        return {**one, "value": shown, "note": _words(one["note"])}  # personal by its question, whatever it looks like
    return {**one, **{name: _words(one[name]) for name in ("value", "shown", "note", "not_applicable")}}


def _words(value: object) -> object:
    return masked(value) if isinstance(value, str) and len(value) >= SHORTEST else value
