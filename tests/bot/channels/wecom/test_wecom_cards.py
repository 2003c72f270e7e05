"""Choices on cards: sent once, tapped or typed, changed once answered, and as numbered text where cards do not go."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.channels.wecom import cards
from bot.channels.wecom.rules import Rules, load
from checklists.content import Content
from dialogs.messages import Choice, Outbound
from storage import open_cards
from storage.tables import outbox
from tests.bot.channels.wecom.conftest import House

SEND, UPDATE = "/message/send", "/message/update_template_card"
TWO = [{"label": "合格", "token": "1.1.1"}, {"label": "不合格", "token": "1.1.2"}]


@pytest.fixture(params=["on"])
def rules(request: pytest.FixtureRequest) -> Rules:
    made = load()
    return made.model_copy(update={"cards": made.cards.model_copy(update={"on": request.param == "on"})})


async def reach_photo_question(house: House, officer: str) -> None:
    await house.phone(officer).does("click", "<EventKey>m.hazard</EventKey>")
    await house.deliver()


@pytest.mark.anyio
async def test_a_question_is_a_card_whose_tap_answers_it_and_changes_it(house: House, officer: str) -> None:
    phone = house.phone(officer)
    assert await phone.does("click", "<EventKey>m.hazard</EventKey>") == ""  # a card follows by itself, at once
    await house.deliver()
    card = phone.card
    label = next(iter(card.keys()))
    assert label.startswith("1 ")
    assert await phone.taps(label) == f"已点：{label[2:]}"
    await house.deliver()
    assert len(house.platform.members[officer].got) == 2  # the next question, and no word about the card
    assert house.platform.calls[UPDATE] == 0  # the passive reply did it


@pytest.mark.anyio
async def test_typing_the_number_does_the_same_and_the_card_is_changed_too(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await reach_photo_question(house, officer)
    before = phone.card
    await phone.says("1")
    await house.deliver()
    assert before.replaced == "这一题不用再点了"
    assert house.platform.calls[UPDATE] == 1
    binding = house.binding(officer)
    with house.app.open_unit() as unit:
        left = open_cards.take(unit, binding)
    assert before.body["task_id"] not in {one.task for one in left}


@pytest.mark.anyio
async def test_an_old_card_is_refused_in_words(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await reach_photo_question(house, officer)
    old = phone.card
    label = next(iter(old.keys()))
    await phone.taps(label)
    await house.deliver()
    answered = len(house.platform.members[officer].got)
    house.clock.move(minutes=1)
    await phone.taps(label, old)
    await house.deliver()
    assert len(house.platform.members[officer].got) == answered + 1
    shown = str(house.platform.members[officer].got[-1])
    assert "前面" in shown or "已经" in shown


@pytest.mark.anyio
async def test_a_card_is_one_card_however_often_it_is_tried(house: House, officer: str) -> None:
    house.platform.lost.append(SEND)  # taken, but the answer did not arrive
    letter = house.queue(officer, "第三项合格吗？", choices=TWO)
    await house.deliver()
    assert house.letter(letter).status == "waiting"
    await house.deliver(seconds=30)
    assert house.letter(letter).status == "sent"
    assert len(house.platform.members[officer].got) == 1
    assert house.platform.calls[SEND] == 2


@pytest.mark.anyio
async def test_several_options_are_ticked_on_one_card(house: House, officer: str) -> None:
    house.queue(
        officer, "用到哪些？", several=True, numbered=True,
        choices=[{"label": one, "token": f"9.9.{number}"} for number, one in enumerate(("煤气", "氨", "粉尘"), 1)],
    )  # fmt: skip
    await house.deliver()
    phone = house.phone(officer)
    assert phone.card.body["card_type"] == "vote_interaction"
    assert await phone.ticks("1 煤气", "3 粉尘") == "已点：煤气、粉尘"


@pytest.mark.anyio
async def test_what_is_long_comes_as_text_with_numbers_and_the_card_after_it(house: House, officer: str) -> None:
    house.queue(officer, "隐" * 200, choices=TWO)
    await house.deliver()
    got = house.platform.members[officer].got
    assert [one["msgtype"] for one in got] == ["text", "template_card"]
    assert got[0]["text"]["content"].endswith("1. 合格\n2. 不合格")


@pytest.mark.anyio
async def test_seven_options_are_text(house: House, officer: str) -> None:
    choices = [{"label": f"第{number}项", "token": f"1.1.{number}"} for number in range(1, 8)]
    house.queue(officer, "哪一项？", choices=choices)
    await house.deliver()
    assert house.platform.texts(officer) == ["哪一项？\n" + "\n".join(f"{n}. 第{n}项" for n in range(1, 8))]
    assert house.platform.members[officer].cards == []


@pytest.mark.parametrize("rules", ["off"], indirect=True)
@pytest.mark.anyio
async def test_without_cards_the_answer_is_the_passive_reply(house: House, officer: str) -> None:
    assert "1. " in await house.phone(officer).does("click", "<EventKey>m.hazard</EventKey>")
    await house.deliver()
    assert house.platform.calls[SEND] == 0


@pytest.mark.anyio
async def test_where_cards_are_refused_the_same_goes_as_text(house: House, officer: str) -> None:
    house.platform.faults[SEND] = [40058]
    house.queue(officer, "合格吗？", choices=TWO)
    await house.deliver()
    assert house.platform.texts(officer) == ["合格吗？\n1. 合格\n2. 不合格"]
    house.queue(officer, "这个呢？", choices=TWO)
    await house.deliver()
    assert house.platform.members[officer].cards == []
    assert house.platform.calls[SEND] == 3


@pytest.mark.anyio
async def test_a_card_that_was_overtaken_does_not_say_it_was_answered(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await reach_photo_question(house, officer)
    before = phone.card
    await phone.does("click", "<EventKey>m.help</EventKey>")  # something else altogether
    await house.deliver()
    assert before.replaced == "这一题不用再点了"


def test_a_title_is_neither_cut_within_a_word_nor_said_twice(rules: Rules, content: Content) -> None:
    two = (Choice(label="有", token="1.1.1"), Choice(label="没有", token="1.1.2"))
    comma = "涉及可燃性粉尘的除尘系统的泄爆口有没有朝着室外，有没有避开人员经过的通道"
    none = "涉及可燃性粉尘的除尘系统的泄爆口有没有朝着室外并且避开了人员经过的通道"
    for text, title, body in (
        (comma, "涉及可燃性粉尘的除尘系统的泄爆口有没有朝着室外，", "有没有避开人员经过的通道"),
        (none, "请选择", none),
    ):
        made = cards.card(Outbound(text=text, choices=two), "t", rules.cards, content.texts)
        assert (made["main_title"], made["sub_title_text"]) == ({"title": title}, body)


@pytest.mark.anyio
async def test_a_card_whose_sender_died_over_it_takes_no_cards_from_others(house: House, officer: str) -> None:
    """The platform may have it, and refuses its name then: its words go as text, and the next question on a card."""
    first = house.queue(officer, "合格吗？", choices=TWO)
    await house.deliver()
    with house.app.open_unit() as unit:  # as it stood before that was written down
        unit.execute(update(outbox).where(outbox.c.id == first).values(status="sending", sent_at=unit.now))
        unit.commit()
    house.clock.move(minutes=11)
    house.delivery.release_stuck()
    await house.deliver()
    assert house.platform.texts(officer) == ["合格吗？\n1. 合格\n2. 不合格"]
    house.queue(officer, "这个呢？", choices=TWO)
    await house.deliver()
    assert len(house.platform.members[officer].cards) == 2


def test_long_labels_stand_whole_above_their_buttons(rules: Rules, content: Content) -> None:
    label = "有，但是没有按规定每半年检测一次"
    message = Outbound(
        text="检测了吗？", choices=(Choice(label=label, token="1.1.1"), Choice(label="有", token="1.1.2"))
    )
    made = cards.card(message, "t", rules.cards, content.texts)
    assert made["sub_title_text"] == f"1. {label}\n2. 有"
    assert [one["text"] for one in made["button_list"]] == ["1 有，但是没有按规定…", "2 有"]  # type: ignore[attr-defined]


def test_a_cards_name_says_which_letter_it_was_and_cannot_be_made_up() -> None:
    task = cards.task_id(41, b"secret")
    assert cards.letter_of(task, b"secret") == 41
    assert cards.letter_of(task, b"other") is None
    assert cards.letter_of(task.replace("41", "42", 1), b"secret") is None
    assert cards.letter_of("", b"secret") is None
