"""Words as both messengers show them. Pure."""

from __future__ import annotations

import re
from urllib.parse import quote

from bot.channels.tencent.writing import plain

_LINK = re.compile(r"<(?=\s*/?\s*a\b)", re.IGNORECASE)
"""What they would take for a link: in words people wrote it must not become one."""
_WEB = ":/?#[]@!$&()*+,;=%~-._"


def safe(text: str) -> str:
    """Words as they may be shown: no signs XML forbids, and nothing that would become a link."""
    return _LINK.sub("＜", plain(text))


def link(address: str, words: str, base_url: str) -> str:
    """Words that open an address, which may be one of our own without the beginning."""
    whole = address if address.startswith(("http://", "https://")) else base_url + address
    return f'<a href="{quote(whole, safe=_WEB)}">{words}</a>'
