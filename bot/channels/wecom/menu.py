"""The menu below the chat, the same for everybody: WeCom knows no other.

https://developer.work.weixin.qq.com/document/path/90231
"""

from __future__ import annotations

from bot.channels.tencent.api import Api
from bot.channels.tencent.buttons import wired
from bot.channels.wecom.rules import Rules


async def publish(api: Api, agent_id: int, rules: Rules) -> int:
    """Put the menu in place of the one there; how many buttons it has. Raises Refused and Unanswered."""
    body = {"button": [wired(one) for one in rules.menu]}
    await api.call("/cgi-bin/menu/create", body, params={"agentid": str(agent_id)})
    return len(rules.menu)
