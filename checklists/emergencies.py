"""The signs by which a message tells that people are in danger now, as content words them (texts, urgent).

A word by itself names an emergency, or only as all of a message (`…_whole`), where a part ends so (`…_end`), beside
another word (`…_pair`), or beside whom it befell and that it did (`…_harm`). The last three count in short messages
alone: in haste nobody writes more, and longer ones describe a hazard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_NAMED = "urgent."
_BESIDE, _WHOLE, _END, _PAIR, _HARM = "_beside", "_whole", "_end", "_pair", "_harm"
_NO_KINDS = frozenset(f"{_NAMED}{one}" for one in ("aside", "elsewhere", "lead", "tail", "alike", "who", "done"))
IN_HASTE = 30
"""Signs of a short message, at most."""
SHORTEST = 2
_NEVER = re.compile(r"(?!)")
_PARTS = re.compile(r"[，。；！？、,;!?\n]+|(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")


def parts(said: str) -> list[str]:
    """What is said, clause by clause: what stands beside a word stands in the same."""
    return _PARTS.split(said)


@dataclass(frozen=True)
class Sign:
    """Words that name an emergency of that kind, where all of `beside` stand in the same part."""

    kind: str
    words: re.Pattern[str]
    beside: tuple[re.Pattern[str], ...] = ()
    in_haste: bool = False


@dataclass(frozen=True)
class Emergencies:
    """All signs, the gravest first. `aside` shows that it is another matter: feared, drilled, prevented or long past;
    `elsewhere` does so anywhere in a message. `lead` and `tail` go before and behind a word that is all of one. `alike`
    are signs that are read as others: 塌咯 is 塌了."""

    signs: tuple[Sign, ...]
    whole: Mapping[str, str]
    aside: re.Pattern[str]
    elsewhere: re.Pattern[str]
    lead: re.Pattern[str]
    tail: str
    alike: Mapping[int, str]

    def told(self, said: str) -> str:
        """The key of the text for the emergency that is told of; "" for none."""
        said = said.translate(self.alike)
        if len(said) < SHORTEST or self.elsewhere.search(said):
            return ""
        pieces, in_haste = parts(said), len(said) <= IN_HASTE
        if in_haste:
            kind = self._whole("".join(pieces))
            if kind:
                return kind
        for sign in self.signs:
            if (in_haste or not sign.in_haste) and any(self._stands(sign, piece) for piece in pieces):
                return sign.kind
        return ""

    def _whole(self, said: str) -> str:
        """我们厂里失火啦！！ is 失火 with where and how loudly."""
        bare, found = said.strip().rstrip(self.tail), ""
        while bare and not found:
            found = self.whole.get(bare, "")
            begins = self.lead.match(bare)
            bare = bare[begins.end() :] if begins else ""
        return found

    def _stands(self, sign: Sign, piece: str) -> bool:
        found = set(sign.words.findall(piece))
        if not found or not all(one.search(piece) for one in sign.beside):
            return False
        # A word's first sign stays, since what is feared goes before it: 会砸到人.
        return any(not self.aside.search(piece.replace(word, word[0])) for word in found)


def emergencies(words: Mapping[str, Iterable[str]]) -> Emergencies:
    """The signs out of the lists of words of one language, in their order."""
    kinds = [kind for kind in words if kind.startswith(_NAMED) and kind not in _NO_KINDS]
    aside, elsewhere, lead = (_any(words[f"{_NAMED}{one}"]) for one in ("aside", "elsewhere", "lead"))
    return Emergencies(
        tuple(_sign(words, kind) for kind in kinds if not kind.endswith((_WHOLE, _BESIDE))),
        {word: kind.removesuffix(_WHOLE) for kind in reversed(kinds) if kind.endswith(_WHOLE) for word in words[kind]},
        aside, elsewhere, lead, "".join(words[f"{_NAMED}tail"]),
        {ord(sign): same[0] for same in words[f"{_NAMED}alike"] for sign in same[1:]},
    )  # fmt: skip


def _sign(words: Mapping[str, Iterable[str]], kind: str) -> Sign:
    if kind.endswith(_END):
        return Sign(kind.removesuffix(_END), _any(words[kind], r"\s*$"), in_haste=True)
    if kind.endswith(_PAIR):
        return Sign(kind.removesuffix(_PAIR), _any(words[kind]), (_any(words[kind + _BESIDE]),), in_haste=True)
    if kind.endswith(_HARM):
        befell = (_any(words[f"{_NAMED}who"]), _any(words[f"{_NAMED}done"]))
        return Sign(kind.removesuffix(_HARM), _any(words[kind]), befell, in_haste=True)
    return Sign(kind, _any(words[kind]))


def _any(words: Iterable[str], behind: str = "") -> re.Pattern[str]:
    """One of the words, the longest that fits."""
    said = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(f"(?:{said}){behind}") if said else _NEVER
