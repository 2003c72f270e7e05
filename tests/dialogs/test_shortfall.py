"""A bad answer hears at once what is missing and what to do: the summary may come days later."""

from __future__ import annotations

from tests.dialogs.asking import form
from tests.dialogs.conftest import Ask


def test_a_bad_answer_hears_at_once_what_to_do(ask: Ask) -> None:
    negative = "negative: {missing: 无证上岗, fix: 马上离岗}"
    grave = "negative: {missing: 无证上岗, fix: 马上离岗, clause: GM-3-2}"
    assert ask(form(f"[{{id: q, ask: 都有证吗？, {negative}}}]")).say("否").said == ["engine.shortfall"]
    assert ask(form(f"[{{id: q, ask: 都有证吗？, {grave}}}]")).say("否").said == ["engine.shortfall_major"]
    assert ask(form(f"[{{id: q, ask: 都有证吗？, {grave}}}]")).say("是").said == []
