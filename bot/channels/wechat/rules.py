"""The platform's limits, the account's templates and its menus, as content says them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from checklists import gathering
from checklists.errors import TellOperator
from checklists.problems import Problem
from checklists.reading import read
from checklists.record import Identifier, Record, Words

FILE = gathering.HERE / "channels" / "wechat.yaml"
OWN = "wechat.yaml"


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


class Button(Record):
    """A button of the menu: a command, or up to five buttons below it."""

    name: Words
    command: Identifier | None = None
    below: tuple[Button, ...] = Field(default=(), max_length=5)


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
    """The rules of the content, whole sections replaced by those of DATA_DIR/wechat.yaml where there is one.

    Raises TellOperator naming file and fault.
    """
    sections = _sections(FILE)
    own = data_dir / OWN if data_dir is not None else None
    if own is not None and own.is_file():
        sections |= _sections(own)
    try:
        return Rules.model_validate(sections)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise TellOperator(f"{OWN}: {where}: {fault['msg']}; correct it and start again.") from None


def _sections(file: Path) -> dict[str, object]:
    document = read(file)
    if isinstance(document, Problem):
        raise TellOperator(str(document))
    if not isinstance(document.value, dict):
        raise TellOperator(f"{file.name} holds no sections; see docs/channels/wechat.md.")
    return dict(document.value)
