"""How texts are divided and options laid out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.splitting import size, split
from bot.channels.telegram.wording import in_rows, parts
from checklists.content import Content
from dialogs.messages import Choice, Outbound


def test_texts_are_divided_between_lines_then_sentences_then_characters() -> None:
    assert split("一二三\n四五六\n七八九", 8) == ("一二三\n四五六", "七八九")
    assert split("甲乙丙丁。戊己庚辛", 6) == ("甲乙丙丁。", "戊己庚辛")
    assert split("甲" * 7, 3) == ("甲甲甲", "甲甲甲", "甲")
    assert split("", 3) == ("",)


def test_an_emoji_counts_two_and_is_never_divided() -> None:
    assert size("火🔥") == 3
    assert split("🔥🔥🔥", 3) == ("🔥", "🔥", "🔥")


@given(st.text(alphabet=st.sampled_from("甲乙。\n🔥 a\u200d"), max_size=300), st.integers(8, 40))
def test_nothing_but_white_space_is_lost(text: str, most: int) -> None:
    pieces = split(text, most)
    assert all(size(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def _rows(*labels: str) -> list[int]:
    return [len(row) for row in in_rows([Choice(label=label, token="1.1.1") for label in labels])]


def test_short_options_stand_beside_each_other_and_long_ones_alone() -> None:
    assert _rows("1. 是", "2. 否", "3. 不涉及") == [2, 1]
    assert _rows("1. 没有按规定设置安全出口", "2. 安全出口锁闭") == [1, 1]
    assert _rows("a", "b", "c", "d", "e") == [4, 1]


def test_options_too_long_for_a_button_stand_in_the_text_too(content: Content) -> None:
    label = "未对有限空间进行辨识、建立安全管理台账，并且未设置明显的安全警示标志"
    choices = (Choice(label=label, token="1.1.1"), Choice(label="都不是", token="1.1.2"))
    (part,) = parts(Outbound(text="最像哪一条？", choices=choices), content.texts, "https://ancha.test")
    assert part.text == f"最像哪一条？\n1. {label}\n2. 都不是"
    assert [one.token for row in part.rows for one in row] == ["1.1.1", "1.1.2"]


def test_where_a_number_is_an_answer_options_bear_none(content: Content) -> None:
    message = Outbound(text="几处？", choices=(Choice(label="跳过", token="1.1.1"),), numbered=False)
    (part,) = parts(message, content.texts, "")
    assert part.rows[0][0].label == "跳过"


def test_a_message_whose_words_were_forgotten_has_no_parts(content: Content) -> None:
    assert parts(Outbound(text=""), content.texts, "") == ()
