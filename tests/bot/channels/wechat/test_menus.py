"""Account menus by role, and pictures to scan."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channels.tencent.refusal import Refused
from bot.channels.wechat import menus, qr
from bot.channels.wechat.rests import Rests
from bot.channels.wechat.rules import Rules
from checklists.content import Content
from storage import invitations
from tests.bot.channels.wechat.conftest import House

pytestmark = pytest.mark.anyio


async def test_menus_are_published_for_everybody_and_for_each_group(house: House) -> None:
    tags = await menus.publish(house.desk.api, house.desk.rules)
    again = await menus.publish(house.desk.api, house.desk.rules)
    assert set(tags) == {"安查企业", "安查员工", "安查监管"}
    assert again == tags == house.platform.tags
    assert len(house.platform.menus) == 4
    assert house.platform.menus[0]["button"][0] == {"type": "click", "name": "绑定身份", "key": "m.enrol"}


def test_every_button_is_in_the_menu_of_the_roles_it_is_shown_to(content: Content, rules: Rules) -> None:
    for menu in rules.menus:
        roles = frozenset(menu.roles) or frozenset({"stranger"})
        known = {entry.command for entry in content.menu.seen_by(roles)} | {"menu"}
        for button in menu.buttons:
            for one in button.below or (button,):
                assert one.command in known, (menu.group, one.name)


async def test_people_are_put_into_the_group_of_their_roles_once(house: House) -> None:
    tags = await menus.publish(house.desk.api, house.desk.rules)
    tagging = menus.Tagging(house.desk.api, house.desk.rules, Rests(house.clock), tags)
    for roles in (frozenset(), frozenset({"staff"}), frozenset({"staff"}), frozenset({"principal"})):
        await tagging.see("oA", frozenset(roles))
    assert house.platform.followers["oA"].tags == {tags["安查企业"]}
    assert house.platform.calls["/tags/members/batchtagging"] == 2
    assert house.platform.calls["/tags/members/batchuntagging"] == 1


async def test_an_account_without_rights_says_which(house: House) -> None:
    house.platform.verified = False
    with pytest.raises(Refused, match="errcode 48001"):
        await menus.publish(house.desk.api, house.desk.rules)


async def test_a_picture_bears_the_invitations_code_and_lasts_as_long(house: House) -> None:
    with house.app.open_unit() as unit:
        one = invitations.invite(unit, "city", region="360700", valid=timedelta(days=60))
        unit.commit()
    made = await qr.scannable(house.desk.api, house.desk.rules, one, house.clock())
    assert (made.content, made.seconds) == ("http://weixin.qq.com/q/x1", 30 * 86400)
    assert made.picture.endswith("ticket=gQH47joAAAA%2B%2F%3D")
    assert house.platform.scenes[0]["action_info"]["scene"]["scene_str"] == one.code
