"""Messages of several people that share a transaction leave the record they would leave one by one.

What each will ask is read ahead for all and what they write is written together (storage.foreseen, storage.owed), so
the same talk is held twice, by itself and in company, and everything that stands afterwards is compared.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from checklists.content import Content
from checklists.judgement.judge import Judge
from dialogs.messages import InboundMessage, Outbound, Sender
from storage import reaching
from storage.database import open_engine, units
from storage.foreseen import Said
from storage.private_post import Address
from storage.tables import metadata, outbox, persons
from storage.together import Piece, done_together
from storage.unit_of_work import OpenUnit
from tests.conftest import CountedCodes, Fresh, SetClock
from tests.databases import Databases
from tests.transcripts.stage import Stage

ROUNDS = 60
WORDS = (
    "登记", "隐患", "菜单", "1", "2", "3", "1", "2", "1", "跳过", "确认", "暂停", "继续", "返回", "帮助", "取消", "放弃",
    "车间动火作业没有办理审批手续", "一处灭火器压力不足", "匿名举报", "进度", "修改1", "5", "台账", "更多", "不懂",
)  # fmt: skip
TOLD = ("三号车间", "车间动火作业没有办理审批手续", "跳过", "跳过", "3", "2023-06-20", "安全出口被锁闭")
"""Said where something is asked for in words."""
SPEAKERS = (
    "王建国",
    "李安",
    "赵小兵",
    "陈永兴",
    "孙海",
    "周敏",
    "吴刚",
    "姜岩",
    "普正明",
    "刘明",
    "何静",
    "罗志",
    "路人",
)
ELSEWHERE = "孙海"
"""Somebody who also speaks on another channel, sometimes at the same moment."""


@dataclass
class Company:
    """People who speak in rounds, each of them at most once at each of their addresses."""

    stage: Stage
    open_unit: OpenUnit
    shared: bool
    answers: list[tuple[str, ...]] = field(default_factory=list)
    shown: dict[Sender, Outbound] = field(default_factory=dict)

    def round(self, number: int, chance: random.Random) -> None:
        """Everybody who speaks in it, and one who only looks."""
        self.stage.clock.now += timedelta(seconds=10)
        senders = [Sender(channel="web", address=name) for name in chance.sample(SPEAKERS, chance.randint(2, 9))]
        if any(one.address == ELSEWHERE for one in senders) and chance.random() < 0.5:
            senders.append(Sender(channel="wechat", account="wx", address=ELSEWHERE))
        messages = [self._message(f"{number}-{place}", one, chance) for place, one in enumerate(senders)]
        if self.shared:
            said = [
                Said(Address(one.sender.channel, one.sender.account, one.sender.address), one.id) for one in messages
            ]
            outcomes = done_together(self.open_unit, [*map(self._piece, messages), self._look], [*said, None])
            assert not [one.error for one in outcomes if one.error is not None]
            letters = [one.value for one in outcomes[:-1]]
        else:
            letters = [self.stage.gateway.handle(one) for one in messages]
        for message, found in zip(messages, letters, strict=True):
            bodies = [Outbound.model_validate(letter.body) for letter in found]
            self.answers.append(tuple(body.text for body in bodies))
            if bodies:
                self.shown[message.sender] = bodies[-1]

    def _message(self, number: str, sender: Sender, chance: random.Random) -> InboundMessage:
        tap, words, place = chance.random(), chance.choice(WORDS), chance.random()
        shown = self.shown.get(sender)
        if shown is not None and not shown.choices:
            return InboundMessage(id=number, sender=sender, kind="text", text=chance.choice(TOLD))
        if tap < 0.75 and shown is not None:
            chosen = shown.choices[int(place * len(shown.choices))]
            return InboundMessage(id=number, sender=sender, kind="choice", token=chosen.token, text=chosen.label)
        return InboundMessage(id=number, sender=sender, kind="text", text=words)

    def _piece(self, message: InboundMessage) -> Piece:
        return lambda open_unit: self.stage.gateway.handle(message, open_unit)

    def _look(self, open_unit: OpenUnit) -> int:
        with open_unit() as unit:
            return int(unit.execute(select(func.count()).select_from(outbox)).scalar_one())


Hold = Callable[[str, int, bool], tuple[list[tuple[str, ...]], dict[str, Sequence[Any]]]]


@pytest.fixture
def hold(content: Content, judge: Judge, fresh: Fresh, two_towns: None, databases: Databases, tmp_path: Path) -> Hold:
    """Hold the talk of that seed on a database as new: what was answered, and all that stands afterwards."""

    def held(kind: str, seed: int, shared: bool) -> tuple[list[tuple[str, ...]], dict[str, Sequence[Any]]]:
        engine, clock = databases.quick(open_engine(fresh(kind, tmp_path / f"{shared}.sqlite3"))), SetClock()
        open_unit = units(engine, clock, CountedCodes(), b"a secret of the tests")
        with open_unit() as unit:
            (him,) = unit.execute(select(persons.c.id).where(persons.c.name == ELSEWHERE)).scalars()
            reaching.bind(unit, reaching.bound(unit, "wechat", "wx", ELSEWHERE).id, him)
            unit.commit()
        company = Company(Stage(content, judge, open_unit, tmp_path / f"media-{shared}", clock), open_unit, shared)
        chance = random.Random(seed)
        for number in range(ROUNDS):
            company.round(number, chance)
        with open_unit() as unit:
            stands = {
                table.name: [tuple(row) for row in unit.execute(select(table).order_by(*table.primary_key))]
                for table in metadata.sorted_tables
                if table.name != "asides"  # sealed under random words
            }
        engine.dispose()
        return company.answers, stands

    return held


@pytest.mark.parametrize("seed", [2, 3, 7])  # in the talk of each of these several hazards come about
def test_the_record_is_the_same_row_for_row(hold: Hold, seed: int) -> None:
    alone, in_company = hold("sqlite", seed, False), hold("sqlite", seed, True)
    assert in_company[0] == alone[0]
    for name, rows in alone[1].items():
        assert in_company[1][name] == rows, name
    assert len(alone[1]["sessions"]) > 20
    assert len(alone[1]["hazards"]) > 1


@pytest.mark.parametrize("seed", [4, 5])
def test_on_postgresql_too_but_for_numbers_that_were_drawn_and_not_used(hold: Hold, seed: int) -> None:
    alone, in_company = hold("postgresql", seed, False), hold("postgresql", seed, True)
    assert in_company[0] == alone[0]
    assert {name: len(rows) for name, rows in in_company[1].items()} == {
        name: len(rows) for name, rows in alone[1].items()
    }
