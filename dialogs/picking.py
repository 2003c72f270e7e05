"""Which earlier question somebody wants to change: by its number (3, 第三题), or by what it is called (位置)."""

from __future__ import annotations

import re

from checklists.form import Form
from checklists.texts import Texts
from dialogs.folding import folded
from dialogs.numbers import read_number
from dialogs.relevance import applicable
from dialogs.state import State

_NUMBER = re.compile(r"^第?(\d{1,3}|[一二两三四五六七八九十]{1,3})(?:[题项个条]|小题)?$")


def number_in(said: str) -> int | None:
    """3, 第3题, 第三项 → 3; None where a folded text is no number of a question."""
    match = _NUMBER.match(said)
    number = read_number(match[1]) if match else None
    return int(number) if number is not None else None


def wanted(said: str, texts: Texts) -> str | None:
    """What is to be changed, of a folded text that asks for it: 修改3 → 3, 位置错了 → 位置, 修改 → ""; None of others.

    3不对 asks for nothing: it says of the third of several questions how it stands. 第三题不对 does.
    """
    if lead := max((one for one in texts.words["change"] if said.startswith(one)), key=len, default=""):
        return said.removeprefix(lead)
    what = said.removesuffix(max((one for one in texts.words["change_end"] if said.endswith(one)), key=len, default=""))
    bare = number_in(what) is not None and not what.endswith("题")
    return None if what in ("", said) or bare else what


def picked(form: Form, state: State, said: str, texts: Texts) -> int | None:
    """The number of the question meant by a number, or by a label that only one of those asked bears."""
    what = wanted(said, texts) or said
    number = number_in(what)
    if number is not None:
        return number
    found = [number for number, one in enumerate(applicable(form, state), 1) if folded(one.label or one.ask) == what]
    return found[0] if len(found) == 1 else None
