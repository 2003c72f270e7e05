"""Fills the fields of templates: short values, as the platform wants them. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.channels.tencent.writing import plain
from bot.channels.wechat.rules import Template
from checklists.texts import Texts
from dialogs.messages import Outbound

BEIJING = ZoneInfo("Asia/Shanghai")
_MOST = {"thing": 20, "phrase": 5, "const": 20, "character_string": 32}
"""Characters a field takes, by the beginning of its name."""


def data(template: Template, message: Outbound, texts: Texts, now: datetime) -> dict[str, dict[str, str]]:
    """The `data` of a template or subscription message."""
    here = now.astimezone(BEIJING)
    lines = [line.strip() for line in plain(message.text).split("\n") if line.strip()]
    values = {
        "title": lines[0] if lines else texts(f"wechat.titles.{message.kind}"),
        "kind": texts(f"wechat.titles.{message.kind}"),
        "moment": texts(
            "wechat.moment", year=here.year, month=here.month, day=here.day, hour=f"{here:%H}", minute=f"{here:%M}"
        ),
        "hint": texts("wechat.hint"),
    }
    return {name: {"value": _short(values[source], name)} for name, source in template.fields.items()}


def _short(value: str, field: str) -> str:
    """Cut to what the field takes; an empty value would be refused."""
    most = _MOST.get(field.rstrip("0123456789"), 200)
    return value if len(value) <= most else f"{value[: most - 1]}…"
