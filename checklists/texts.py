"""All sentences a person may see, by key: `say("enrol.welcome", name="王强")`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter


@dataclass(frozen=True)
class Texts:
    """One language's sentences. Lists of words (what people type for 是, 返回 …) live beside them."""

    sentences: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]

    def __call__(self, key: str, /, **params: object) -> str:
        """The sentence of that key with its placeholders filled; KeyError for a key nobody wrote (our bug).

        A day is said as people write it (`engine.day`). `{month:calendar.months}` is the word of that number in that
        list: languages whose months have names use it.
        """
        sentence = self.sentences[key]
        for value in params.values():  # a plain loop: this runs some twenty times for each message
            if type(value) is date:
                params = {name: self.day(one) if type(one) is date else one for name, one in params.items()}
                break
        if ":calendar.months}" in sentence:
            return _Named(self.words).format(sentence, **params)
        return sentence.format(**params)

    def day(self, day: date) -> str:
        """2023年6月12日."""
        return self("engine.day", year=day.year, month=day.month, day=day.day)

    def __contains__(self, key: str) -> bool:
        return key in self.sentences

    def meant(self, command: str, text: str) -> bool:
        """Whether the text is one of the words for that command; the text is already folded (dialogs.folding)."""
        return text in self.words.get(command, ())


class _Named(Formatter):
    """Fills sentences in whose format after the colon may be the name of a list."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self.words = words

    def format_field(self, value: object, format_spec: str) -> str:
        """The word of that number (from 1) of the list, or what Python's own format makes of it."""
        listed = self.words.get(format_spec)
        return listed[int(str(value)) - 1] if listed is not None else str(super().format_field(value, format_spec))


def placeholders(sentence: str) -> frozenset[str]:
    """The names of a sentence's placeholders; ValueError where its braces do not match."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)


def flattened(tree: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    """`{a: {b: x}}` as ("a.b", x); lists are leaves."""
    for name, value in tree.items():
        key = f"{above}.{name}" if above else name
        if isinstance(value, Mapping):
            yield from flattened(value, key)
        else:
            yield key, value
