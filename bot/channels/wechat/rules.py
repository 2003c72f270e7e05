"""The platform's limits, the account's templates and its menus, as content says them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field

from bot.channels.tencent import rules_file
from bot.channels.tencent.buttons import Button
from bot.channels.wechat.account import NAME
from checklists.record import Identifier, Record


class Grant(Record):
    """So many messages for so many seconds."""

    count: int = Field(ge=0)
    seconds: int = Field(gt=0)

    @property
    def lasts(self) -> timedelta:
        """How long it may be relied on: a little less than the platform says, since its clock is not ours."""
        return timedelta(seconds=self.seconds - min(300, self.seconds // 10))


class Limits(Record):
    """What the platform allows: bytes, counts, days."""

    text_bytes: int = Field(gt=200)
    said: Grant
    acted: Grant
    photo_days: int = Field(gt=0)
    photo_bytes: int = Field(gt=0)
    scene_days: int = Field(gt=0, le=30)


class Template(Record):
    """A template of this account: its id ("" = none), and what fills its fields."""

    id: str = ""
    fields: Mapping[str, Literal["title", "kind", "moment", "hint"]]


class Menu(Record):
    """A menu and whose it is: everybody's without a group, else that of those with one of the roles."""

    group: str = ""
    roles: tuple[Identifier, ...] = ()
    buttons: tuple[Button, ...] = Field(min_length=1, max_length=3)


class Rules(Record):
    """The whole of it."""

    limits: Limits
    picture_hosts: tuple[str, ...]
    subscriptions: Mapping[str, Template]
    templates: Mapping[str, Template]
    menus: tuple[Menu, ...]


def load(data_dir: Path | None = None) -> Rules:
    """The content's rules, with what the operator's own file replaces. Raises TellOperator naming file and fault."""
    return rules_file.load(Rules, NAME, data_dir)
