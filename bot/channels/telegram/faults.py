"""What Telegram may answer instead of sending a message, sorted by what becomes of the message."""

from __future__ import annotations

import logging

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError

from bot.channels.channel import Elsewhere, Held, Later, Never, Result
from bot.channels.telegram.exchange import TooFast

log = logging.getLogger("ancha.telegram")

SOON_SECONDS, TOKEN_SECONDS = 20.0, 600.0
_NOBODY = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated", "chat_id is empty")
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
NOT_LET_IN = (
    "Telegram refuses the bot's token, or does not know a method; get the token anew from @BotFather, set "
    "ANCHA_TELEGRAM_TOKEN, look at ANCHA_TELEGRAM_BASE_URL, and start again."
)


def result_of(error: Exception, *, once: bool) -> Result:
    """What becomes of a message that could not be handed over. With `once` it is not repeated where it may have
    arrived: then the error is raised again. Never repeats what Telegram wrote, which may bear addresses."""
    match error:
        case TooFast():
            return Later(error.seconds, "429, with a time to wait")
        case Forbidden() if any(words in error.message.lower() for words in _NOBODY):
            return Elsewhere("403: this person has no account any more")
        case Forbidden():  # they may let us in again, and what was meant for them is then still there
            return Held("403: blocked by this person, or never started", shut=True)
        case ChatMigrated():
            return Elsewhere("the chat has become a group")
        case InvalidToken():
            return Later(TOKEN_SECONDS, "the bot's token is refused", tried=False)
        case BadRequest() if any(words in error.message.lower() for words in _NOBODY):
            return Elsewhere("400: no such chat")
        case BadRequest():
            return Never("400: the message is not accepted")
    if once and may_have_arrived(error):
        raise error
    return Later(SOON_SECONDS, f"no answer ({type(error).__name__})")


def may_have_arrived(error: Exception) -> bool:
    """Whether the message may have been sent although no answer says so."""
    if isinstance(error, NetworkError):  # with a cause: the line broke; without: an HTTP status said that it failed
        return error.__cause__ is not None and not isinstance(error.__cause__, _NOT_SENT)
    return True


def named(error: Exception) -> str:
    """An error for the log: its class, never its text, which may repeat the token."""
    return type(error).__name__
