"""The delivery loop against a channel that does as it is told."""

from __future__ import annotations

from datetime import time

import anyio
import pytest

from bot.channels.channel import Elsewhere, Held, Later, Never
from bot.delivery import Delivery
from bot.quiet import Quiet
from bot.settling import MOST_TRIES
from bot.workers import Workers
from storage import blocking, enterprises, inbox, outbox, people, reaching, unreachable
from storage.held import SHUT
from storage.scope import EVERYTHING
from tests.bot.post_office import Post, Postman
from tests.conftest import SetClock

pytestmark = pytest.mark.anyio


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


async def test_whoever_has_shut_us_out_is_reached_elsewhere_and_else_waited_for(post: Post, clock: SetClock) -> None:
    person, alone = post.person(("telegram", "t1"), ("web", "b1")), post.person(("telegram", "t2"))
    first, answer, second = post.put("通知", person), post.put("答", person, "reply"), post.put("通知二", alone)
    blocked = Held("blocked", shut=True)
    telegram, web = Postman("telegram", [blocked, blocked, blocked]), Postman("web")
    delivery = post.delivery(telegram, web)
    await delivery.step()
    assert web.handed == [("b1", "答"), ("b1", "通知")], "an address to come and look at is better than waiting"
    assert [post.letter(one).status for one in (first, answer, second)] == ["sent", "sent", "held"]
    clock.move(days=2)
    with post.open_unit() as unit:
        reaching.seen(unit, reaching.bindings_of(unit, alone)[0].id)
        unit.commit()
    clock.move(seconds=9)
    await delivery.step()
    assert telegram.handed[-1] == ("t2", "通知二")


async def test_a_notice_to_whoever_blocked_us_comes_when_they_are_back_but_no_old_reminder(
    post: Post, clock: SetClock
) -> None:
    person = post.person(("telegram", "t1"))
    with post.open_unit() as unit:
        blocking.block(unit, "telegram", "default", "t1")
        unit.commit()
    notice, reminder = post.put("通知", person), post.put("提醒", person, "reminder")
    telegram = Postman("telegram")
    delivery = post.delivery(telegram)
    await delivery.step()
    assert [post.letter(one).status for one in (notice, reminder)] == ["held", "dropped"]
    assert (post.letter(notice).error or "").startswith(SHUT), "so that its days are counted"
    clock.move(days=2)
    with post.open_unit() as unit:
        blocking.unblock(unit, "telegram", "default", "t1")
        reaching.seen(unit, reaching.bindings_of(unit, person)[0].id)
        unit.commit()
    clock.move(seconds=9)
    await delivery.step()
    assert telegram.handed == [("t1", "通知")]


async def test_whom_their_messenger_does_not_let_us_write_to_is_out_of_reach_at_once_and_until_they_are_back(
    post: Post, clock: SetClock
) -> None:
    person = post.person(("telegram", "t1"))
    with post.open_unit() as unit:
        site = enterprises.add_enterprise(
            unit, name="宏达", uscc="91360702000000019E", region="360702", sector="industry"
        )
        people.grant(unit, person, "principal", enterprise_id=site, by=None)
        unit.commit()
    reminder, notice = post.put("提醒", person, "reminder"), post.put("通知", person)
    telegram = Postman("telegram", [Held("403", shut=True), Held("403", shut=True)])
    delivery = post.delivery(telegram)
    await delivery.step()
    assert [post.letter(one).status for one in (notice, reminder)] == ["held", "dropped"], "no old reminder comes later"
    with post.open_unit() as unit:
        assert [one.why for one in unreachable.unreachable(unit, EVERYTHING, limit=9)] == ["shut_out"]
        assert unreachable.reached(unit, [person]) == frozenset()
    clock.move(minutes=1)
    with post.open_unit() as unit:
        assert blocking.heard(unit, "telegram", "default", "t1"), "the messenger says that they let us in again"
        unit.commit()
    clock.move(seconds=9)
    await delivery.step()
    assert telegram.handed[-1] == ("t1", "通知")
    with post.open_unit() as unit:
        assert unreachable.unreachable(unit, EVERYTHING, limit=9) == ()
        assert unreachable.reached(unit, [person]) == {person}


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
