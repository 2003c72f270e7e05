"""Records are frozen, so what is worked out of one holds for it; a copy that differs works it out anew."""

from __future__ import annotations

from checklists.menu import Menu, MenuEntry
from checklists.question import Negative, Question

ROLES = frozenset({"principal"})


def test_a_changed_copy_knows_nothing_of_what_was_worked_out_before() -> None:
    entry = MenuEntry(command="inspect", label="自查", roles=("principal",), explain="自查一遍")
    menu = Menu(entries=(entry,))
    assert menu.seen_by(ROLES) == (entry,)
    assert menu.model_copy(update={"entries": ()}).seen_by(ROLES) == ()
    assert menu.seen_by(ROLES) == (entry,)


def test_a_question_made_key_is_no_longer_harmless() -> None:
    plain = Question(id="q", ask="有没有？", negative=Negative(on=("no",), missing="没有"))
    assert plain.harmless
    assert not plain.model_copy(update={"key": True}).harmless
