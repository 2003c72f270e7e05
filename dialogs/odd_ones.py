"""Which of several questions are not as they should be, as people name them: 2 5, 没做的是3, 除了3都好."""

from __future__ import annotations

import re

from checklists.texts import Texts
from dialogs.folding import folded

_BETWEEN = re.compile(r"[\s,，、;；/和]+")
_ITEM = re.compile(r"^第?(\d{1,2}|[一二两三四五六七八九十](?=[个项号题条没不以之外也还好]|$))[个项号题条]?(.*)$")
_APART = re.compile(r"(?<=[\d个项号题条])\s+(?=[没未无不缺坏差])")
"""The blank that voice input sets between a number and what is said of it."""
_CLOSING = "。．.!！~～"
_SUCH = re.compile(r"^([^\d]{1,6}?)的(?:就是|只有|就|是|有)?(?=第?[\d一二两三四五六七八九十])")
"""没做的是 before a number."""
_COUNTED = {sign: number for number, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def odd_ones(text: str, count: int, texts: Texts) -> frozenset[int] | None:
    """The numbers (from 1) of the ones that are otherwise, in what somebody typed; None where it is anything else.

    2 5, 第三个没弄过, 1和3没做，别的都好, 没做的是3, or 除了3都好.
    """
    said, framed = _unframed(_APART.sub("", text.strip().rstrip(_CLOSING)), texts)
    rest = _of_the_rest(said, texts)  # voice input sets no commas: 3没有其他有
    named = [folded(piece) for piece in _BETWEEN.split(said.removesuffix(rest)) if piece]
    if framed == "excepted":
        named = [piece.removesuffix(_last(piece, texts.words["beside"])) for piece in named]
    if len(named) == 1 and named[0].isdecimal() and count <= 9 and not framed and not rest:
        named = list(named[0])
    items = [match for piece in named if (match := _ITEM.match(piece))]
    found = [_COUNTED.get(match[1]) or int(match[1]) for match in items if not match[2] or _bad(match[2], texts)]
    said_so = any(match[2] for match in items)
    of_these = bool(rest) and not rest.startswith(texts.words["rest"])  # 1和2都好, unlike 除了1都好
    # 除了3 and 只有3 by themselves do not say what is so of it.
    sure = {"excepted": bool(rest), "only": said_so}.get(framed, said_so or not of_these)
    whole = sure and len(found) == len(named) > 0 and all(1 <= number <= count for number in found)
    return frozenset(found) if whole else None


def _bad(said: str, texts: Texts) -> bool:
    """没做 and 缺了 are otherwise, 没问题 and 不缺 are not."""
    return said.startswith(texts.words["otherwise"]) and not said.startswith(texts.words["not_otherwise"])


def _unframed(said: str, texts: Texts) -> tuple[str, str]:
    """Without what says in front how the numbers are meant (除了, 没做的是), and which of these it was; "" for none."""
    for frame in ("excepted", "only"):
        if said.startswith(texts.words[frame]):
            return said.removeprefix(max((one for one in texts.words[frame] if said.startswith(one)), key=len)), frame
    such = _SUCH.match(said)
    return (said[such.end() :], "such") if such and _bad(such[1], texts) else (said, "")


def _of_the_rest(said: str, texts: Texts) -> str:
    """What stands at the end of the ones that were not named, all of them fine: 其余都正常, 都好; "" for nothing."""
    fine = _last(said, (*texts.words["fine"], *texts.words["all_fine"]))
    whose = _last(said.removesuffix(fine), texts.words["rest"]) if fine else ""
    return whose + fine if whose else _last(said, texts.words["all_fine"])


def _last(said: str, words: tuple[str, ...]) -> str:
    return max((one for one in words if said.endswith(one)), key=len, default="")
