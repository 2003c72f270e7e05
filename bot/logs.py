"""Logging without personal data: what is written names ids, never names, numbers or what somebody said."""

from __future__ import annotations

import logging
import re
import sys

from checklists.personal_numbers import masked

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

# The second line of defence, for what libraries put into their messages. Order matters: the longest first.
_SCRUBBED = (
    (re.compile(r"(?m)^\[parameters: .*$"), "[parameters: hidden]"),  # SQLAlchemy prints what was to be stored
    (re.compile(r"(?i)\b(access_token|secret|corpsecret|token|key|code|signature)=[^&\s'\"]+"), r"\1=…"),
    (re.compile(r"/bot\d+:[\w-]+"), "/bot…"),  # Telegram's token stands in its addresses
)


class Discreet(logging.Formatter):
    """Formats as usual, then takes out what looks like a secret or a person's number, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return scrubbed(super().format(record))


def scrubbed(text: str) -> str:
    """The text without secrets and people's numbers."""
    for pattern, instead in _SCRUBBED:
        text = pattern.sub(instead, text)
    return masked(text, shown=0)


def set_up(level: str = "INFO") -> None:
    """Write everything of that level and above to standard error; quieten libraries that log addresses."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet(_FORMAT))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "alembic", "apscheduler", "uvicorn.access", "PIL"):
        logging.getLogger(name).setLevel(logging.WARNING)
