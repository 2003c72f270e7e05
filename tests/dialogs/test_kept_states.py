"""What is remembered of a session counts only where the record says the very same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from dialogs.kept_states import KeptStates
from dialogs.state import State
from storage.keys import Keys
from storage.sessions import Session

KEYS = Keys(b"a secret of the tests")
LEFT = State(step=2, at="permit", answers={})
PLAIN = LEFT.model_dump(mode="json")
ONE = Session(7, "inspection", "s", "f", "v", PLAIN, "active", 1, None, datetime(2023, 6, 1, tzinfo=UTC))


def test_it_is_the_same_object_while_nobody_moved_the_session() -> None:
    kept = KeptStates()
    kept.keep(ONE, PLAIN, LEFT)
    assert kept.state(replace(ONE, state=LEFT.model_dump(mode="json")), KEYS) is LEFT


def test_where_the_record_says_otherwise_the_record_is_believed() -> None:
    """Another process answered meanwhile, or what was remembered was rolled back."""
    kept = KeptStates()
    kept.keep(ONE, PLAIN, LEFT)
    moved = replace(ONE, state={**PLAIN, "step": 3, "at": "watch"}, revision=2)
    assert kept.state(moved, KEYS).at == "watch"
    assert kept.state(replace(ONE, id=8), KEYS) is not LEFT


def test_nothing_of_a_private_session_is_remembered() -> None:
    kept = KeptStates()
    private = replace(ONE, body={})
    kept.keep(private, PLAIN, LEFT)
    assert kept.state(private, KEYS) is not LEFT
