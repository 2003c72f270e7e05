"""What the error codes of WeCom's interfaces ask for.

https://developer.work.weixin.qq.com/document/path/90313
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.channels.tencent.refusal import Remedy

CODES: Mapping[int, Remedy] = MappingProxyType(
    {
        **dict.fromkeys((-1, 45033), Remedy.AGAIN),  # busy; too many calls at the same moment
        **dict.fromkeys((40014, 42001), Remedy.TOKEN),
        **dict.fromkeys((40003, 46004), Remedy.GONE),  # no such member
        # Outside of what the app may see. 60111 says either: whoever is only out of sight may be seen again tomorrow.
        **dict.fromkeys((50002, 60011, 60111, 81013), Remedy.BLOCKED),
        40007: Remedy.MEDIA,
        # secret, corporation, app number wrong; address not allowed; app stopped or without the right
        **dict.fromkeys((40001, 40013, 40056, 41004, 41011, 48002, 50003, 60020, 301002), Remedy.OPERATOR),
        45009: Remedy.LATER,  # WeCom counts by minute and hour, not by day
        **dict.fromkeys((45011, 45029), Remedy.LATER),
    }
)


def sort(code: int) -> Remedy:
    """The remedy for a code. One nobody knows is tried again later unless it speaks of the message itself."""
    return CODES.get(code, Remedy.NEVER if 40000 <= code < 48000 else Remedy.LATER)
