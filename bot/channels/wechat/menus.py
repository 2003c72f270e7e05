"""The menu below the chat: one for everybody, and one for each group of roles, told apart by tags.

https://developers.weixin.qq.com/doc/service/en/guide/product/menu/intro.html
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path

from bot.channels.tencent.api import Api
from bot.channels.tencent.buttons import wired
from bot.channels.tencent.refusal import Refused, Unanswered
from bot.channels.wechat.rests import Rests
from bot.channels.wechat.rules import Menu, Rules
from checklists.errors import TellOperator

TAGS = "tags"
TAG_FILE = "wechat-tags.json"
REMEMBERED = 20_000


async def publish(api: Api, rules: Rules) -> dict[str, int]:
    """Put the menus in place of those there; the groups that got one, with their tags. Raises Refused (48001: the
    account may have no menu, or only the common one) and Unanswered."""
    common, *others = rules.menus
    await api.call("/cgi-bin/menu/create", {"button": [wired(one) for one in common.buttons]})
    if not others:
        return {}
    tags = await known_tags(api)
    for menu in others:
        tag = tags.get(menu.group) or await _new_tag(api, menu.group)
        tags[menu.group] = tag
        body = {"button": [wired(one) for one in menu.buttons], "matchrule": {"tag_id": str(tag)}}
        await api.call("/cgi-bin/menu/addconditional", body)
    return {menu.group: tags[menu.group] for menu in others}


async def known_tags(api: Api) -> dict[str, int]:
    """The account's tags by name."""
    answer = await api.call("/cgi-bin/tags/get")
    return {str(one["name"]): int(one["id"]) for one in answer.get("tags", ())}


def group_of(rules: Rules, roles: frozenset[str]) -> Menu | None:
    """The first menu for one of these roles."""
    return next((menu for menu in rules.menus if roles & set(menu.roles)), None)


class Tagging:
    """Puts people into the group of their roles, so that they see its menu. Belongs to one event loop.

    `tags` are those that `wechat menu` made; without them nothing is done.
    """

    def __init__(self, api: Api, rules: Rules, rests: Rests, tags: Mapping[str, int]) -> None:
        self._api = api
        self._rules = rules
        self._rests = rests
        self._tags = tags
        self._seen: OrderedDict[str, str] = OrderedDict()

    @property
    def wanted(self) -> bool:
        """Whether there is anything to do at all."""
        return bool(self._tags) and self._rests.until(TAGS) is None

    async def see(self, address: str, roles: frozenset[str]) -> None:
        """Somebody wrote. The platform is told once for each of their groups; what it refuses is left."""
        menu = group_of(self._rules, roles)
        group = menu.group if menu is not None else ""
        before = self._seen.get(address, "")
        if group == before or not self.wanted:
            return
        try:
            if before in self._tags:
                await self._members("batchuntagging", address, self._tags[before])
            if group in self._tags:
                await self._members("batchtagging", address, self._tags[group])
        except Refused as refused:
            self._rests.switch_off(TAGS, refused.code)
        except Unanswered:
            return
        self._seen[address] = group
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    async def _members(self, what: str, address: str, tag: int) -> None:
        await self._api.call(f"/cgi-bin/tags/members/{what}", {"openid_list": [address], "tagid": tag})


def saved_tags(data_dir: Path) -> dict[str, int]:
    """The tags as `wechat menu` left them; none where it never ran."""
    file = data_dir / TAG_FILE
    if not file.is_file():
        return {}
    try:
        return {str(name): int(tag) for name, tag in json.loads(file.read_text(encoding="utf-8")).items()}
    except (ValueError, AttributeError):
        raise TellOperator(f"{TAG_FILE} is damaged; delete it and run `wechat menu` again.") from None


async def _new_tag(api: Api, name: str) -> int:
    answer = await api.call("/cgi-bin/tags/create", {"tag": {"name": name}})
    return int(answer["tag"]["id"])
