"""The delivery loop against a channel that does as it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time

import anyio
import pytest

from bot.channels.channel import Channel, Elsewhere, Held, Later, Never, Result, Sent
from bot.delivery import Delivery
from bot.quiet import Quiet
from bot.settling import MOST_TRIES
from bot.workers import Workers
from checklists.errors import TryLater
from dialogs.messages import Outbound
from storage import inbox, outbox, people, reaching
from storage.outbox import Letter
from storage.reaching import Binding
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.conftest import SetClock

pytestmark = pytest.mark.anyio


@dataclass
class Postman:
    """A channel that notes what it is handed and answers what it was told to, by default that it is sent."""

    name: str
    answers: list[Result | Exception] = field(default_factory=list)
    handed: list[tuple[str, str]] = field(default_factory=list)
    settled_at: list[str] = field(default_factory=list)
    at_once: int = 4
    before: Callable[[], None] = lambda: None

    async def send(self, binding: Binding, message: Outbound, letter: int) -> Result:
        await anyio.sleep(0)
        self.before()
        self.handed.append((binding.address, message.text))
        answer = self.answers.pop(0) if self.answers else Sent()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def settled(self, binding: Binding) -> None:
        self.settled_at.append(binding.address)


@dataclass
class Post:
    """A post office with some people."""

    open_unit: OpenUnit

    def person(self, *addresses: tuple[str, str]) -> int:
        """Somebody reached at these (channel, address), the first used last."""
        with self.open_unit() as unit:
            person = people.add_person(unit, "王建国")
            for number, (channel, address) in enumerate(reversed(addresses)):
                bound = reaching.bound(unit, channel, "default", address)
                reaching.bind(unit, bound.id, person)
                if number == len(addresses) - 1:
                    reaching.seen(unit, bound.id)
            unit.commit()
        return person

    def put(self, text: str, person: int | None = None, kind: str = "notice", **more: object) -> int:
        with self.open_unit() as unit:
            letter = outbox.put(unit, {"text": text, **more}, kind=kind, person_id=person)
            unit.commit()
        assert letter is not None
        return letter

    def letter(self, letter: int) -> Letter:
        with self.open_unit() as unit:
            states = ("waiting", "sending", "sent", "held", "failed", "dropped")
            return next(one for one in outbox.listed(unit, states) if one.id == letter)

    def delivery(self, *channels: Channel) -> Delivery:
        return Delivery(self.open_unit, channels, Workers(self.open_unit, one_writer=True))


@pytest.fixture
def post(open_unit: OpenUnit) -> Post:
    return Post(open_unit)


async def test_a_message_goes_to_the_address_last_used(post: Post) -> None:
    person = post.person(("wechat", "w1"), ("telegram", "t1"))
    wechat, telegram = Postman("wechat"), Postman("telegram")
    letter = post.put("通知", person)
    await post.delivery(wechat, telegram).step()
    assert (wechat.handed, telegram.handed) == ([("w1", "通知")], [])
    assert wechat.settled_at == ["w1"]
    assert post.letter(letter).status == "sent"


async def test_where_the_first_address_does_not_do_the_next_is_tried(post: Post) -> None:
    person = post.person(("wechat", "w1"), ("telegram", "t1"))
    wechat, telegram = Postman("wechat", [Elsewhere("window closed")]), Postman("telegram")
    letter = post.put("通知", person)
    await post.delivery(wechat, telegram).step()
    assert telegram.handed == [("t1", "通知")]
    assert post.letter(letter).status == "sent"


async def test_who_cannot_be_reached_at_all_is_written_down_with_every_reason(post: Post) -> None:
    person = post.person(("wechat", "w1"), ("telegram", "t1"))
    letter = post.put("通知", person)
    channels = Postman("wechat", [Elsewhere("unfollowed")]), Postman("telegram", [Elsewhere("blocked")])
    await post.delivery(*channels).step()
    found = post.letter(letter)
    assert (found.status, found.error) == ("dropped", "wechat: unfollowed; telegram: blocked")


async def test_somebody_without_an_address_is_written_down(post: Post) -> None:
    letter = post.put("通知", post.person())
    await post.delivery(Postman("wechat")).step()
    assert post.letter(letter).status == "dropped"


async def test_a_channel_that_is_off_here_is_waited_for(post: Post) -> None:
    letter = post.put("通知", post.person(("terminal", "x")))
    await post.delivery(Postman("wechat")).step()
    assert post.letter(letter).status == "waiting"


async def test_later_is_tried_later_and_not_for_ever(post: Post, clock: SetClock) -> None:
    person = post.person(("wechat", "w1"))
    wechat = Postman("wechat", [Later(30, "too fast") for _ in range(MOST_TRIES + 5)])
    letter, delivery = post.put("通知", person), post.delivery(wechat)
    await delivery.step()
    assert await delivery.step() == 0  # not before its time
    clock.move(minutes=30)  # a platform may be away for half an hour
    for _ in range(30):
        await delivery.step()
        clock.move(seconds=31)
    assert post.letter(letter).status == "waiting"
    for _ in range(MOST_TRIES + 5):
        clock.move(hours=1)
        await delivery.step()
    assert len(wechat.handed) == MOST_TRIES
    found = post.letter(letter)
    assert found.status == "failed"
    assert "too fast" in (found.error or "")


async def test_an_account_that_rests_costs_no_tries_and_is_not_waited_for_for_ever(post: Post, clock: SetClock) -> None:
    wechat = Postman("wechat", [Later(600, "the account has a fault", tried=False) for _ in range(500)])
    letter, delivery = post.put("通知", post.person(("wechat", "w1"))), post.delivery(wechat)
    for _ in range(100):
        await delivery.step()
        clock.move(seconds=601)
    assert post.letter(letter).status == "waiting"
    wechat.answers.clear()
    await delivery.step()
    assert post.letter(letter).status == "sent"
    wechat.answers = [Later(600, "the account has a fault", tried=False)] * 2
    letter = post.put("通知", post.person(("wechat", "w2")))
    clock.move(days=4)
    await delivery.step()
    assert post.letter(letter).status == "failed"


async def test_never_is_final_and_held_waits_for_a_word(post: Post) -> None:
    person = post.person(("wechat", "w1"))
    first, second = post.put("通知", person), post.put("通知二", person)
    delivery = post.delivery(Postman("wechat", [Never("too long"), Held("allowance used up")]))
    await delivery.step()
    assert [post.letter(one).status for one in (first, second)] == ["failed", "held"]
    assert await delivery.step() == 0


async def test_a_channel_that_breaks_is_tried_again_but_not_with_a_reminder(post: Post) -> None:
    person = post.person(("wechat", "w1"))
    notice, reminder = post.put("通知", person), post.put("提醒", person, "reminder")
    await post.delivery(Postman("wechat", [OSError("https://x/?access_token=TOP"), OSError("secret")])).step()
    assert [post.letter(one).status for one in (notice, reminder)] == ["waiting", "failed"]
    assert "TOP" not in (post.letter(notice).error or "")


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


async def test_a_closed_address_is_not_written_to(post: Post) -> None:
    person = post.person(("wechat", "w1"))
    with post.open_unit() as unit:
        (binding,) = reaching.bindings_of(unit, person)
        letter = outbox.put(unit, {"text": "通知"}, kind="notice", binding_id=binding.id, person_id=person)
        reaching.unbind(unit, binding.id, by=None)
        unit.commit()
    wechat = Postman("wechat")
    await post.delivery(wechat).step()
    assert wechat.handed == []
    assert post.letter(letter or 0).status == "dropped"


async def test_a_fresh_answer_is_left_to_the_adapter_that_gives_it(post: Post, clock: SetClock) -> None:
    from storage import inbox

    person = post.person(("wechat", "w1"))
    with post.open_unit() as unit:
        (binding,) = reaching.bindings_of(unit, person)
        asked = inbox.take(unit, "wechat", "default", "m1", binding_id=binding.id, kind="text", body={"text": "x"})
        outbox.put(unit, {"text": "答"}, kind="reply", binding_id=binding.id, person_id=person, reply_to=asked)
        unit.commit()
    wechat = Postman("wechat")
    delivery = post.delivery(wechat)
    await delivery.step()
    assert wechat.handed == []
    clock.move(seconds=9)  # the adapter died
    await delivery.step()
    assert wechat.handed == [("w1", "答")]


async def test_words_to_be_forgotten_are_gone_once_delivered(post: Post) -> None:
    letter = post.put("回执码 ABC", post.person(("wechat", "w1")), forget=True)
    await post.delivery(Postman("wechat")).step()
    assert post.letter(letter).body == {"text": ""}


async def test_the_loop_runs_until_it_is_stopped_and_wakes_when_told(post: Post) -> None:
    wechat = Postman("wechat")
    delivery = post.delivery(wechat)
    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(delivery.run)
            await anyio.sleep(0.1)
            post.put("通知", post.person(("wechat", "w1")))
            delivery.wake()
            while not wechat.settled_at:
                await anyio.sleep(0.01)
            tasks.cancel_scope.cancel()
    assert wechat.handed == [("w1", "通知")]


EVENING, NIGHT = {"hours": 12}, Quiet(time(21, 30), time(7, 30))  # the clock stands at ten in the morning


async def test_at_night_only_answers_and_what_is_urgent_go_out(post: Post, clock: SetClock) -> None:
    sleeper, waker = post.person(("wechat", "w1")), post.person(("wechat", "w2"))
    clock.move(**EVENING)
    for kind in ("reminder", "digest", "notice"):
        post.put(kind, sleeper, kind)
    post.put("疑似重大", sleeper, urgent=True)
    post.put("答", sleeper, "reply")
    with post.open_unit() as unit:
        reaching.seen(unit, reaching.bindings_of(unit, waker)[0].id)
        unit.commit()
    post.put("照片没取下来", waker)  # has just written something
    wechat = Postman("wechat")
    delivery = Delivery(post.open_unit, (wechat,), Workers(post.open_unit, one_writer=True), NIGHT)
    while await delivery.step():
        pass
    assert sorted(wechat.handed) == [("w1", "疑似重大"), ("w1", "答"), ("w2", "照片没取下来")]
    clock.move(hours=9, minutes=29)
    assert await delivery.step() == 0
    clock.move(minutes=1)
    await delivery.step()
    assert [text for _, text in wechat.handed[3:]] == ["notice", "reminder", "digest"]


async def test_an_answer_does_not_stand_behind_the_reminders_of_nine_o_clock(post: Post, clock: SetClock) -> None:
    for number in range(120):
        post.put("提醒", post.person(("wechat", f"w{number}")), "reminder")
    clock.move(minutes=1)
    post.put("答", post.person(("wechat", "me")), "reply")
    wechat = Postman("wechat")
    await post.delivery(wechat).step()
    assert ("me", "答") in wechat.handed
    assert len(wechat.handed) == 100


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
