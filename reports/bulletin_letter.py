"""A bulletin as it stands on the phone of whoever answers for safety at an enterprise."""

from __future__ import annotations

from checklists.content import Content
from storage import bulletins
from storage.bulletins import Bulletin
from storage.letters import LetterBody, Tap
from storage.unit_of_work import UnitOfWork


def bulletin_words(content: Content, unit: UnitOfWork, one: Bulletin) -> str:
    """Its kind, title, words, and in whose name it was sent."""
    kind = content.bulletins.kind(one.draft.kind)
    return content.texts(
        "bulletin.letter", kind=kind.label if kind is not None else "", title=one.draft.title, body=one.draft.body,
        office=bulletins.office_name(unit, one),
    )  # fmt: skip


def bulletin_letter(content: Content, unit: UnitOfWork, one: Bulletin) -> LetterBody:
    """The message with the tap by which its receiver says that it was read."""
    words = bulletin_words(content, unit, one)
    text = content.texts("bulletin.again_letter", words=words) if one.round > 1 else words
    tap = Tap(label=content.texts("bulletin.read_tap"), token=f"m.bulletins.{one.id}")
    return LetterBody(text=text, choices=(tap,), photos=one.draft.photos, kind="notice")
