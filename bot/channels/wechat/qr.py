"""Pictures to scan: whoever does so follows the account and enrols with the invitation whose code is the scene.

The scene can be read by anybody who sees the picture, so it is the invitation's random code, which can be revoked,
and never names an enterprise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from bot.channels.tencent.api import Api
from bot.channels.tencent.refusal import Unanswered
from bot.channels.wechat.rules import Rules
from storage.invitations import Invitation

SHOW = "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket="


@dataclass(frozen=True)
class Scannable:
    """`content` is what the picture holds (draw it in any size), `picture` where WeChat shows it drawn;
    `seconds` for how long it holds."""

    content: str
    picture: str
    seconds: int


async def scannable(api: Api, rules: Rules, one: Invitation, now: datetime) -> Scannable:
    """A picture for an invitation, good as long as it is, at most thirty days.

    Raises Refused (48001: only verified service accounts) and Unanswered.
    https://developers.weixin.qq.com/doc/service/Account_Management/Generating_a_Parametric_QR_Code.html
    """
    left = int((one.expires_at - now).total_seconds())
    seconds = max(60, min(left, rules.limits.scene_days * 86400))
    body = {
        "expire_seconds": seconds,
        "action_name": "QR_STR_SCENE",
        "action_info": {"scene": {"scene_str": one.code}},
    }
    answer = await api.call("/cgi-bin/qrcode/create", body)
    ticket, content = answer.get("ticket"), answer.get("url")
    if not isinstance(ticket, str) or not isinstance(content, str):
        raise Unanswered("/cgi-bin/qrcode/create", "no ticket in the answer", arrived=True)
    return Scannable(content, SHOW + quote(ticket, safe=""), seconds)
