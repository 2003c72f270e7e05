"""Who may open what changes the record, about whose rows: every conversation for every role, by chat and desk alike.

Writes take no scope of their own: what they change was read within one before (test_reads_isolation), and nobody comes to
a write but through a conversation, or through the interface, whose writes have their tables in tests/bot/api.
"""

from __future__ import annotations

import random
from itertools import count

import pytest
from sqlalchemy import or_, select

from dialogs import commands
from dialogs.conversations import CONVERSATIONS
from dialogs.gateway import Gateway
from dialogs.messages import InboundMessage, Outbound, Sender
from dialogs.talk import Talk
from storage import people
from storage.tables import metadata
from storage.unit_of_work import UnitOfWork
from tests.bot.desk.conftest import SITES, WORDS
from tests.bot.desk.deep_town import OF_CITY, DeepTown

PEOPLE = ("刘明", "钱进", "何静", OF_CITY, "高强", "苏平", "王建国", "李安", "赵小兵", "陈永兴", "路人")
# 宏达 lies in 章贡, 永兴 in 南康. + it opens, - it is as absent as what never was, x the role does not have it.
#   刘明 county 章贡, 钱进 its department, 何静 city 赣州, 方圆 a department of hers, 高强 county of another city,
#   苏平 administrator, 王建国 principal, 李安 safety officer and 赵小兵 staff of 宏达, 陈永兴 principal of 永兴, 路人 nobody
TABLE = """
spot-check.{hongda.rows.site}               + + + + - x x x x x x
spot-check.{yongxing.rows.site}             - - + + - x x x x x x
spot-check.fix-{hongda.rows.check}          + - - - - x x x x x x
spot-check.fix-{yongxing.rows.check}        - - - - - x x x x x x
action.penalty.{hongda.rows.site}           + + + + - x x x x x x
action.penalty.{yongxing.rows.site}         - - + + - x x x x x x
action.fix-{hongda.more.act}                + - - - - x x x x x x
action.fix-{yongxing.more.act}              - - - - - x x x x x x
found-hazard.{hongda.rows.check}            + - - - - x x x x x x
found-hazard.{yongxing.rows.check}          - - - - - x x x x x x
oversee-permits.{hongda.more.permit}        + + + + - + x x x x x
oversee-permits.{yongxing.more.permit}      - - + + - + x x x x x
permits.{hongda.more.permit}                x x x x x x + + + - x
permits.{yongxing.more.permit}              x x x x x x - - - + x
permit.again-{hongda.more.permit}           x x x x x x + + + - x
permit.again-{yongxing.more.permit}         x x x x x x - - - + x
risk.{hongda.rows.risk}                     x x x x x x + + x - x
risk.{yongxing.rows.risk}                   x x x x x x - - x + x
problem.{hongda.more.problem}               x x x x x x + + x - x
problem.{yongxing.more.problem}             x x x x x x - - x + x
bulletins.{hongda.more.bulletin}            x x x x x x + + x - x
bulletins.{yongxing.more.bulletin}          x x x x x x - - x + x
bulletin-check.{hongda.more.bulletin}       x x x x x x + + x - x
bulletin-check.{yongxing.more.bulletin}     x x x x x x - - x + x
hazard.{hongda.rows.photo}                  x x x x x x - - - - x
area                                        + + + + + + x x x x x
agreement                                   + + + + + + x x x x x
bulletin                                    + + + + + x x x x x x
bulletin-new                                + + + + + x x x x x x
correct                                     + + + + + x x x x x x
disposition                                 + + + + + x x x x x x
forms                                       + + + + + x x x x x x
key-tasks                                   + + + + + x x x x x x
oversee                                     + + + + + + x x x x x
record                                      + + + + + x x x x x x
signals                                     + + + + + + x x x x x
signboard                                   + + + + + x x x x x x
supervise                                   + + + + + x x x x x x
unreachable                                 + + + + + + x x x x x
whistles                                    + x + x + + x x x x x
documents                                   + + + + + x + + x + x
invite                                      + + + + + + + x x + x
inspect                                     x x x x x x + + x + x
inspection.ganzhou-2023/ledger              x x x x x x + + x + x
ledger                                      x x x x x x + + x + x
profile                                     x x x x x x + + x + x
registers                                   x x x x x x + + x + x
risks                                       x x x x x x + + x + x
permit                                      x x x x x x + + + + x
me                                          + + + + + + + + + + x
ask                                         + + + + + + + + + + +
enrol                                       + + + + + + + + + + +
receipt                                     + + + + + + + + + + +
whistle                                     + + + + + + + + + + +
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
ABSENT = 999_999
HIDDEN = {
    "刘明": "yongxing", "钱进": "yongxing", "王建国": "yongxing", "李安": "yongxing", "赵小兵": "yongxing",
    "陈永兴": "hongda",
}  # fmt: skip
"""Who may neither see nor change which enterprise."""
STEPS = 60
SAID = ("跳过", "1", "2", "明天", "12", "好了", "确认", "是", "永兴", "宏达", "测试用的话", "老王", "不合格", "菜单")
MENU = (
    "action.penalty.{site}",
    "spot-check.{site}",
    "found-hazard.{check}",
    "risk.{risk}",
    "problem.1",
    "hazard.{photo}",
)
"""Beside the conversations without a row: those of rows, with the hidden ones' ids."""


class _Absent:
    """In place of an enterprise: every id of it is one that no row has."""

    def __getattr__(self, name: str) -> object:
        return self if name in ("rows", "more") else ABSENT


class _There:
    def __init__(self, deep: DeepTown, name: str) -> None:
        self.rows, self.more = deep.town.rows[name], deep.more[name]


def speaks(unit: UnitOfWork, deep: DeepTown, name: str) -> Talk:
    app = deep.town.app
    binding, person = people.speaker(unit, "web", "default", name)
    return Talk(unit, app.content, app.judge, app.secret, binding, person, media_folder=app.media_folder)


def told(deep: DeepTown, name: str, command: str) -> tuple[str, ...]:
    """What somebody is answered who opens it. Nothing of it is kept."""
    what, _, argument = command.partition(".")
    with deep.town.app.open_unit() as unit:
        return tuple(one.text for one in commands.start(speaks(unit, deep, name), CONVERSATIONS, what, argument))


@pytest.mark.parametrize("name", PEOPLE)
def test_a_conversation_opens_for_whom_it_is_meant_about_rows_of_the_own_area(deep_town: DeepTown, name: str) -> None:
    refused = deep_town.town.app.content.texts("menu.not_allowed")
    there = {site: _There(deep_town, site) for site in SITES}
    for command, *marks in ROWS:
        answer = told(deep_town, name, command.format(**there))
        if refused in answer[0]:
            found = "x"
        elif "{" in command and answer == told(deep_town, name, command.format(hongda=_Absent(), yongxing=_Absent())):
            found = "-"
        else:
            found = "+"
        assert found == marks[PEOPLE.index(name)], (command, answer)


def test_the_table_has_every_conversation() -> None:
    assert {command.partition(".")[0] for command, *_ in ROWS} == set(CONVERSATIONS)


def rows_of(unit: UnitOfWork, site: int) -> dict[str, object]:
    """All rows of an enterprise, and those that hang on its hazards and permits."""
    found: dict[str, object] = {}
    hangs = {"enterprise_id": (site,)}
    for name in ("hazard", "permit"):
        table = metadata.tables[f"{name}s"]
        hangs[f"{name}_id"] = tuple(unit.execute(select(table.c.id).where(table.c.enterprise_id == site)).scalars())
    for name, table in metadata.tables.items():
        held = [table.c[column].in_(ids) for column, ids in hangs.items() if column in table.c]
        if name == "enterprises":
            held = [table.c.id == site]
        if held:
            found[name] = unit.execute(select(table).where(or_(*held)).order_by(*table.primary_key)).all()
    return found


@pytest.mark.parametrize("name", HIDDEN)
def test_nobody_wanders_into_anothers_rows(deep_town: DeepTown, name: str) -> None:
    """Whatever is opened, tapped and typed, in any order: nothing of the other enterprise is shown, nothing changed."""
    app, chance, number = deep_town.town.app, random.Random(name), count()
    hidden = deep_town.town.rows[HIDDEN[name]]
    with app.open_unit() as unit:
        before = rows_of(unit, hidden.site)
        gateway = Gateway(app.content, app.judge, CONVERSATIONS, unit.within, app.secret, media_folder=app.media_folder)
        tokens: list[str] = []
        for _ in range(STEPS):
            what = chance.choice(("tap",) * 6 + ("say",) * 4 + ("open",))
            if what == "tap" and tokens:
                sent = {"token": chance.choice(tokens)}
            elif what == "say":
                sent = {"text": chance.choice(SAID)}
            else:
                opened = chance.choice((*MENU, *sorted(CONVERSATIONS.keys() - {"whistle"})))
                sent = {"token": f"m.{opened.format(**vars(hidden))}"}
            sender = Sender(channel="web", address=name)
            message = InboundMessage.model_validate(
                {"id": f"walk-{next(number)}", "sender": sender, "kind": "text" if "text" in sent else "choice", **sent}
            )
            answers = [Outbound.model_validate(one.body) for one in gateway.handle(message)]
            tokens = [choice.token for one in answers for choice in one.choices] or tokens
            shown = "\n".join((*(one.text for one in answers), *(c.label for one in answers for c in one.choices)))
            assert app.content.texts("error.bug") not in shown, sent
            assert WORDS[HIDDEN[name]] not in shown, (sent, shown)
            assert SITES[HIDDEN[name]] not in shown, (sent, shown)
        assert rows_of(unit, hidden.site) == before
