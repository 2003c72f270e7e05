"""What has to be said first where people are in danger now, and the first step against a danger that is reported.

Neither is a judgement: somebody who writes that a workshop burns reads to call 119 and get everybody out before any
menu, question or refusal, whatever they were doing; and an ordinary hazard can still catch fire tonight. What names an
emergency and what is said of it are content (texts, urgent and danger), the gravest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from checklists.texts import Texts

_EMERGENCY, _DANGER, _BESIDE = "urgent.", "danger.", "_beside"
_NO_KINDS = ("urgent.aside", "urgent.dialled", "danger.aside")
_PARTS = re.compile(r"[，。；！？、,;!?\n]+")


def emergency(texts: Texts, said: str) -> str:
    """The words for the emergency that a text tells of; "" for none, or where it is only feared, drilled or long past.

    >>> emergency(texts, "着火了，喷漆房烧起来了")   # 马上喊人撤出来，打119 …
    >>> emergency(texts, "灭火演练，模拟着火了")     # ""
    """
    if said.strip() in texts.words["urgent.dialled"]:
        return texts("urgent.call")
    if len(said) < 3:
        return ""
    parts = _PARTS.split(said)
    aside = texts.words["urgent.aside"]
    for kind in texts.words:
        if kind.startswith(_EMERGENCY) and kind not in _NO_KINDS:
            for word in texts.words[kind]:
                if word in said and any(word in part and not _any(aside, part.replace(word, "")) for part in parts):
                    return texts(kind)
    return ""


def first_step(texts: Texts, said: str) -> str:
    """What to do first about the danger that a hazard's words name, however it is judged; "" where they name none."""
    plain = "\n".join(part for part in _PARTS.split(said) if not _any(texts.words["danger.aside"], part))
    for kind in texts.words:
        names = kind.startswith(_DANGER) and not kind.endswith(_BESIDE) and kind not in _NO_KINDS
        if names and _any(texts.words[kind], plain) and _any(texts.words[kind + _BESIDE], plain):
            return texts(kind)
    return ""


def _any(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)
