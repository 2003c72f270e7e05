"""Writes the XML of a passive reply so that no text can break it."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not allow in a document (https://www.w3.org/TR/xml/#charsets)."""


def text_reply(to: str, sender: str, at: int, content: str) -> str:
    """A text message from our account to a person; `at` in seconds since 1970."""
    return (
        f"<xml><ToUserName>{cdata(to)}</ToUserName><FromUserName>{cdata(sender)}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>{cdata(content)}</Content></xml>"
    )


def cdata(text: str) -> str:
    """The text as character data: `]]>` is divided between two sections, forbidden signs are left out."""
    return f"<![CDATA[{plain(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def plain(text: str) -> str:
    """The text without signs XML does not allow."""
    return _FORBIDDEN.sub("", text)
