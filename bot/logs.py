"""Logging without personal data: what is written names ids, never names, numbers or what somebody said."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal

from pydantic_core import to_json

from checklists.errors import AnchaError
from checklists.personal_numbers import LONG, masked
from dialogs import trace

_FORMAT = "%(asctime)s %(levelname)s %(name)s:%(trace)s %(message)s"

# The second line of defence, for what libraries put into their messages. Order matters: the longest first.
_SCRUBBED = (
    (re.compile(r"(?m)^\[parameters: .*$"), "[parameters: hidden]"),  # SQLAlchemy prints what was to be stored
    (re.compile(r"(?i)\b(access_token|secret|corpsecret|token|key|code|signature)=[^&\s'\"]+"), r"\1=…"),
    (re.compile(r"/bot\d+:[\w-]+"), "/bot…"),  # Telegram's token stands in its addresses
)

_SUSPECT = re.compile(LONG + r"|[=]|/bot|\[parameters")
"""In every text that has something to take out: nearly all lines of ours have not, and are looked through once."""

Shape = Literal["auto", "json", "plain"]
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Formats as usual, then takes out what looks like a secret or a person's number, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        number = trace.current()
        record.trace = f" [{number}]" if number else ""
        return scrubbed(super().format(record))

    def formatException(self, ei: Raised) -> str:  # noqa: N802  (logging's name)
        """Where it happened, and the text only of errors of ours: others quote what they failed on."""
        return "\n".join(_told(ei[1])) if ei[1] is not None else ""


class Lines(Discreet):
    """One JSON object a line: `at` (UTC), `level`, `from`, `trace`, `letter`, `channel`, `said`, `error`; what is not
    known is left out. `trace` names a message in and all that follows from it (dialogs.trace)."""

    def format(self, record: logging.LogRecord) -> str:
        found = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "trace": trace.current(),
            "letter": getattr(record, "letter", None),
            "channel": getattr(record, "channel", None),
            "said": scrubbed(record.getMessage()),
            "error": scrubbed(self.formatException(record.exc_info)) if record.exc_info else None,
        }
        return to_json({name: value for name, value in found.items() if value not in (None, "")}).decode()


def scrubbed(text: str) -> str:
    """The text without secrets and people's numbers."""
    if _SUSPECT.search(text) is None:
        return text
    for pattern, instead in _SCRUBBED:
        text = pattern.sub(instead, text)
    return masked(text, shown=0)


def set_up(level: str = "INFO", shape: Shape = "plain") -> None:
    """Write everything of that level and above to standard error; quieten libraries that log addresses.

    `auto` is plain where a person looks on at a terminal, and JSON where something collects the lines.
    """
    plain = shape == "plain" or (shape == "auto" and sys.stderr.isatty())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet(_FORMAT) if plain else Lines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "alembic", "apscheduler", "uvicorn.access", "PIL"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _told(error: BaseException) -> Iterator[str]:
    """The error, after what it came from; frames with their lines of code, which hold no data."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
        yield "which led to:"
    yield from (line.rstrip() for line in traceback.format_tb(error.__traceback__))
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _told(one)
    ours = isinstance(error, AnchaError)
    why = str(error) if ours else error.strerror if isinstance(error, OSError) else None
    yield f"{type(error).__name__}: {why}" if why else type(error).__name__
