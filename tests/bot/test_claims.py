"""Whose a message is while it is sent: claimed in its turn, kept in order, settled whatever happens."""

from __future__ import annotations

import anyio
import pytest

from bot.channels.channel import Result
from bot.delivery import Delivery
from bot.workers import Workers
from checklists.errors import TryLater
from dialogs.messages import Outbound
from storage import inbox, outbox, reaching
from storage.reaching import Binding
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.bot.post_office import Post, Postman
from tests.conftest import SetClock

pytestmark = pytest.mark.anyio


async def test_one_persons_messages_keep_their_order_answers_first(post: Post) -> None:
    person = post.person(("wechat", "w1"))
    for text, kind in (("周报", "digest"), ("提醒", "reminder"), ("通知一", "notice"), ("通知二", "notice")):
        post.put(text, person, kind)
    wechat = Postman("wechat")
    await post.delivery(wechat).step()
    assert [text for _, text in wechat.handed] == ["通知一", "通知二", "提醒", "周报"]


async def test_two_loops_send_a_message_once(post: Post) -> None:
    people_ = [post.person(("wechat", f"w{number}")) for number in range(8)]
    for person in people_:
        post.put("通知", person)
    wechat = Postman("wechat")
    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(post.delivery(wechat).step)
    assert sorted(address for address, _ in wechat.handed) == sorted(f"w{number}" for number in range(8))


async def test_a_message_is_claimed_durably_before_it_is_handed_over(post: Post) -> None:
    letter = post.put("通知", post.person(("wechat", "w1")))
    seen: list[str] = []
    wechat = Postman("wechat", before=lambda: seen.append(post.letter(letter).status))
    await post.delivery(wechat).step()
    assert seen == ["sending"]


async def test_after_a_crash_while_sending_notices_go_again_and_reminders_do_not(post: Post, clock: SetClock) -> None:
    person = post.person(("wechat", "w1"))
    letters = [post.put("通知", person), post.put("提醒", post.person(("wechat", "w2")), "reminder")]
    with post.open_unit() as unit:
        for letter in letters:
            assert outbox.claim(unit, letter)
        unit.commit()
    wechat = Postman("wechat")
    delivery = post.delivery(wechat)
    assert await delivery.step() == 0
    clock.move(minutes=11)
    assert delivery.release_stuck() == 2
    assert post.letter(letters[0]).attempts == 0, "no platform refused it"
    await delivery.step()
    assert wechat.handed == [("w1", "通知")]
    assert [post.letter(one).status for one in letters] == ["sent", "failed"]


@pytest.mark.parametrize("of_person", [True, False])
async def test_what_another_process_is_sending_is_not_overtaken(post: Post, of_person: bool) -> None:
    """The first message of two is under way elsewhere: the second to the same person keeps, others go."""
    person, other = post.person(("wechat", "w1")), post.person(("wechat", "w2"))
    first, second = post.put("一", person), post.put("二", person if of_person else other)
    with post.open_unit() as unit:
        assert outbox.claim(unit, first)
        unit.commit()
    wechat = Postman("wechat")
    delivery = post.delivery(wechat)
    assert await delivery.step() == (0 if of_person else 1)
    with post.open_unit() as unit:
        outbox.settle(unit, first, "sent")
        unit.commit()
    await delivery.step()
    assert [text for _, text in wechat.handed] == ["二"]
    assert post.letter(second).status == "sent"


async def test_told_to_stop_it_finishes_what_is_at_the_platform_and_claims_no_more(post: Post) -> None:
    stopped, at_platform, answered = False, anyio.Event(), anyio.Event()

    class Slow(Postman):
        async def send(self, binding: Binding, message: Outbound, letter: int) -> Result:
            at_platform.set()
            await answered.wait()
            return await super().send(binding, message, letter)

    slow = Slow("wechat", at_once=1)
    workers = Workers(post.open_unit, one_writer=True)
    delivery = Delivery(post.open_unit, (slow,), workers, stopping=lambda: stopped)
    wang, li = post.person(("wechat", "w1")), post.person(("wechat", "w2"))
    first, second = post.put("一", wang), post.put("二", wang)
    other = post.put("三", li, kind="reminder")  # claimed, and waiting for its turn at the platform
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(delivery.run)
        await at_platform.wait()
        stopped = True
        delivery.wake()
        await anyio.sleep(0.01)
        answered.set()
    sent = [post.letter(first).status, post.letter(other).status]
    assert sorted(sent) == ["sent", "waiting"]
    assert post.letter(second).status == "waiting"
    assert [post.letter(one).attempts for one in (first, second, other)] == [
        int(s == "sent") for s in (sent[0], "", sent[1])
    ]


async def test_what_was_answered_last_is_on_record_before_it_stops(post: Post) -> None:
    with post.open_unit() as unit:
        where = reaching.bound(unit, "web", "default", "a1").id
        taken = inbox.take(unit, "web", "default", "m1", binding_id=where, kind="text", body={})
        letter = outbox.answer(unit, {"text": "好"}, kind="reply", binding_id=where, person_id=None, reply_to=taken)
        unit.commit()
    delivery = post.delivery()
    delivery.answered([letter])
    await delivery.settle_answered()
    assert post.letter(letter.id).status == "sent"


async def test_what_waits_for_its_turn_is_not_claimed_yet(post: Post) -> None:
    """Whoever dies now leaves two reminders of which nobody knows whether they arrived, and not twelve."""
    letters = [post.put("提醒", post.person(("wechat", f"w{number}")), "reminder") for number in range(12)]
    sending: list[int] = []
    wechat = Postman(
        "wechat", at_once=2, before=lambda: sending.append(sum(post.letter(one).status == "sending" for one in letters))
    )
    await post.delivery(wechat).step()
    assert len(wechat.handed) == 12
    assert max(sending) <= 2


async def test_answers_are_settled_while_a_long_step_goes_on(post: Post, open_unit: OpenUnit) -> None:
    """Or a death within it would have all of them sent again."""
    person = post.person(("wechat", "w1"))
    post.put("通知", post.person(("slow", "s1")))
    free = anyio.Event()

    class Slow(Postman):
        async def send(self, binding: Binding, message: Outbound, letter: int) -> Result:
            await free.wait()
            return await super().send(binding, message, letter)

    slow = Slow("slow")
    delivery = post.delivery(slow, Postman("wechat"))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(delivery.run)
        await anyio.sleep(0.1)
        with open_unit() as unit:
            (binding,) = reaching.bindings_of(unit, person)
            asked = inbox.take(unit, "wechat", "default", "m1", binding_id=binding.id, kind="text", body={"text": "x"})
            answer = outbox.answer(
                unit, {"text": "答"}, kind="reply", binding_id=binding.id, person_id=person, reply_to=asked
            )
            unit.commit()
        delivery.answered([answer])
        with anyio.fail_after(5):
            while post.letter(answer.id).status != "sent":
                await anyio.sleep(0.02)
        assert slow.handed == []
        free.set()
        tasks.cancel_scope.cancel()


async def test_answers_that_could_not_be_settled_are_not_forgotten(post: Post) -> None:
    person = post.person(("wechat", "w1"))
    with post.open_unit() as unit:
        (binding,) = reaching.bindings_of(unit, person)
        asked = inbox.take(unit, "wechat", "default", "m1", binding_id=binding.id, kind="text", body={"text": "x"})
        answer = outbox.answer(
            unit, {"text": "答"}, kind="reply", binding_id=binding.id, person_id=person, reply_to=asked
        )
        unit.commit()
    away = [True]

    def open_unit() -> UnitOfWork:
        if away[0]:
            raise TryLater("the record is away")
        return post.open_unit()

    delivery = Delivery(open_unit, (), Workers(open_unit, one_writer=True))
    delivery.answered([answer])
    with pytest.raises(TryLater):
        await delivery.settle_answered()
    away[0] = False
    await delivery.settle_answered()
    assert post.letter(answer.id).status == "sent"
