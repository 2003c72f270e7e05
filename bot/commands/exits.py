"""How a command ends: 0 done, 1 what was asked about is wrong, 2 the call or the settings are wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

WRONG = 1
MISUSED = 2


class Failed(click.ClickException):
    """What was asked about is wrong (faulty content, faulty rows, an unsound database): exit status 1."""

    exit_code = WRONG


class Misused(click.ClickException):
    """The call or the settings are wrong: exit status 2."""

    exit_code = MISUSED


@contextmanager
def said() -> Iterator[None]:
    """Say our own errors in a sentence on standard error; anything else is a bug and keeps its traceback."""
    # Read here, since the help needs nothing of it.
    from checklists.errors import AnchaError, TellOperator, UserMistake

    try:
        yield
    except (UserMistake, TellOperator) as error:
        raise Misused(str(error)) from error
    except AnchaError as error:
        raise Failed(str(error)) from error
