"""What has to be said first where people are in danger now, and the first step against a danger that is reported.

Neither is a judgement: somebody who writes that a workshop burns reads to call 119 and get everybody out before any
menu, question or refusal, whatever they were doing; and an ordinary hazard can still catch fire tonight. What names an
emergency and what is said of it are content (checklists.emergencies; texts, urgent and danger), the gravest first.
"""

from __future__ import annotations

from collections.abc import Iterable

from checklists.content import Content
from checklists.emergencies import parts
from checklists.texts import Texts

_DANGER, _BESIDE, _ASIDE = "danger.", "_beside", "danger.aside"


def emergency(content: Content, said: str) -> str:
    """The words for the emergency that a text tells of; "" for none, or where it is only feared, drilled or long past.

    >>> emergency(content, "着火了，喷漆房烧起来了")   # 马上喊人撤出来，打119 …
    >>> emergency(content, "灭火演练，模拟着火了")     # ""
    """
    kind = content.emergencies.told(said)
    return content.texts(kind) if kind else ""


def first_step(texts: Texts, said: str) -> str:
    """What to do first about the danger that a hazard's words name, however it is judged; "" where they name none."""
    plain = "\n".join(part for part in parts(said) if not _any(texts.words[_ASIDE], part))
    for kind in texts.words:
        names = kind.startswith(_DANGER) and not kind.endswith(_BESIDE) and kind != _ASIDE
        if names and _any(texts.words[kind], plain) and _any(texts.words[kind + _BESIDE], plain):
            return texts(kind)
    return ""


def _any(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)
