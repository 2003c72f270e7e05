"""What is wanted of the menu may be a sentence; what tells something is none."""

from __future__ import annotations

import pytest

from checklists.content import Content
from dialogs.wishes import wish

OWNER, OFFICIAL, STRANGER = (frozenset({one}) for one in ("principal", "county", "stranger"))


@pytest.mark.parametrize(
    ("roles", "said", "command"),
    [
        (OWNER, "我想做这个月的自查", "inspect"), (OWNER, "自查怎么弄", "inspect"), (OWNER, "我要报个隐患", "hazard"),
        (OWNER, "我要动火", "permits"), (OWNER, "请问台账在哪里看", "ledger"), (OWNER, "台账在哪里", "ledger"),
        (OWNER, "我要开一张动火票", "permits"), (OWNER, "登记一下焊工证", "registers"), (OWNER, "外包", "registers"),
        (STRANGER, "我要举报", "whistle"), (OFFICIAL, "看看我们县这个月的情况", "area"), (OFFICIAL, "哪家逾期", "area"),
        (OFFICIAL, "我要记一次抽查", "record"), (OFFICIAL, "写个通报", "bulletin"), (OFFICIAL, "导出", "forms"),
        (OFFICIAL, "怎么报表", "forms"), (OFFICIAL, "自查", None),
        (OWNER, "我不想自查", None), (OWNER, "喷漆房的排风坏了好几天没人修", None), (OWNER, "自查做完了没有问题", None),
        (OWNER, "我要", None), (OWNER, "", None), (OWNER, "整改好了", None), (OWNER, "怎么整改这条喷漆房里面排风扇坏了的隐患", None),
    ],
)  # fmt: skip
def test_a_sentence_opens_what_it_names(
    content: Content, roles: frozenset[str], said: str, command: str | None
) -> None:
    found = wish(content, said, roles)
    assert (found.command if found is not None else None) == command


def test_a_form_is_left_only_by_who_says_what_they_want(content: Content) -> None:
    assert wish(content, "自查怎么弄", OWNER, in_form=True) is None
    assert wish(content, "动火", OWNER, in_form=True) is None
    found = wish(content, "我要报个隐患", OWNER, in_form=True)
    assert found is not None
    assert found.command == "hazard"
