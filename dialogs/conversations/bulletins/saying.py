"""Bulletins in words: before they are sent, in lists, and the questions that may go with them."""

from __future__ import annotations

from dialogs.conversations.officials.saying import beijing_day
from dialogs.folding import folded
from dialogs.state import Listed
from dialogs.talk import Talk
from storage.bulletins import Bulletin, Draft

MOST_FOUND = 12


def preview(talk: Talk, draft: Draft, sites: int, people: int) -> str:
    """What the receivers will see, and how many they are."""
    kind = talk.content.bulletins.kind(draft.kind)
    asked = "\n".join(talk.say("permit.measure", words=talk.content.items[one].ask) for one in draft.items)
    return talk.say(
        "bulletin.preview", sites=sites, people=people, kind=kind.label if kind is not None else "", title=draft.title,
        body=draft.body, check=talk.say("bulletin.with_check", asked=asked) if draft.items else "",
    )  # fmt: skip


def line(talk: Talk, one: Bulletin) -> str:
    """One line of a list."""
    kind = talk.content.bulletins.kind(one.draft.kind)
    day = beijing_day(one.sent_at)
    return talk.say(
        "bulletin.line", kind=kind.label if kind is not None else "", title=one.draft.title, month=day.month,
        day=day.day,
    )  # fmt: skip


def by_words(talk: Talk, words: str) -> tuple[Listed, ...]:
    """Shared questions that read like these words, to choose from: those that hold them whole first."""
    pieces = [folded(piece) for piece in words.replace("、", " ").split()]
    scored = []
    for item in talk.content.items.values():
        if item.kind != "choice" or item.negative is None:
            continue
        said = folded(f"{item.ask}{item.negative.missing}{item.help}")
        hits = sum(piece in said for piece in pieces if piece)
        if hits:
            scored.append((-hits, item.id))
    return tuple(Listed(id=name, label=talk.content.items[name].ask) for _, name in sorted(scored)[:MOST_FOUND])
