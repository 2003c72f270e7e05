"""What the error codes of the Official Account's interfaces ask for.

https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.channels.tencent.refusal import Remedy

CODES: Mapping[int, Remedy] = MappingProxyType(
    {
        -1: Remedy.AGAIN,  # busy
        **dict.fromkeys((40001, 40014, 42001), Remedy.TOKEN),
        **dict.fromkeys((40003, 43004), Remedy.GONE),  # no such openid, does not follow
        **dict.fromkeys((43019, 48002), Remedy.BLOCKED),  # on the account's black list, takes no messages
        40007: Remedy.MEDIA,
        # callers' address not allowed; app id, secret or account wrong, frozen
        **dict.fromkeys((40164, 89503, 40013, 40125, 40002, 41002, 41004, 50002), Remedy.OPERATOR),
        43101: Remedy.CLOSED,  # no subscription left
        **dict.fromkeys((43117, 45011), Remedy.LATER),  # too often for this person, too many calls a minute
        **dict.fromkeys((45009, 45065), Remedy.MIDNIGHT),
        45015: Remedy.CLOSED,  # the window is closed
        45047: Remedy.SPENT,
        # no permission, banned, not for this kind of account, template or argument not this account's
        **dict.fromkeys((48001, 48004, 40200, 40037, 47003), Remedy.OFF),
        45002: Remedy.NEVER,  # text too long
    }
)


def sort(code: int) -> Remedy:
    """The remedy for a code. One nobody knows is tried again later: it may be a fault of the platform's."""
    if 61450 <= code <= 65499:  # faults of the customer-service accounts, which we do not use
        return Remedy.OFF
    return CODES.get(code, Remedy.NEVER if 40000 <= code < 48000 else Remedy.LATER)
