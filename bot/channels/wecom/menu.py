"""The menu below the chat, the same for everybody: WeCom knows no other.

https://developer.work.weixin.qq.com/document/path/90231
"""

from __future__ import annotations

from bot.channels.tencent.api import Api
from bot.channels.wechat.rules import Button
from bot.channels.wecom.rules import Rules
from dialogs.messages import opens


async def publish(api: Api, agent_id: int, rules: Rules) -> int:
    """Put the menu in place of the one there; how many buttons it has. Raises Refused and Unanswered."""
    body = {"button": [_button(one) for one in rules.menu]}
    await api.call("/cgi-bin/menu/create", body, params={"agentid": str(agent_id)})
    return len(rules.menu)


def _button(button: Button) -> dict[str, object]:
    if button.below:
        return {"name": button.name, "sub_button": [_button(one) for one in button.below]}
    return {"type": "click", "name": button.name, "key": opens(button.command or "menu", button.name).token}
