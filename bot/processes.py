"""Several processes at one port, each the whole program over the same PostgreSQL database; none is special.

uvicorn starts them, starts one anew that has died or does not answer, and passes a stop on to all
(https://www.uvicorn.org/deployment/#built-in). It would have each read everything from the beginning; here the program
is put together once, and each process is a copy of it: ready at once, and all that none of them changes lies in the
memory once (https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from functools import partial
from typing import Any

from starlette.applications import Starlette

from bot.giving_way import Patience, taken
from checklists.errors import TellOperator


def serve_together(web: Starlette, host: str, port: int, count: int, options: dict[str, Any]) -> None:
    """Serve with so many processes until told to stop. Blocks. `options` are those of one server.

    Nothing of `web` may hold a connection or a thread yet: a copy of either is of no use. Raises TellOperator when the
    port is taken or may not be opened.
    """
    import uvicorn
    from uvicorn import _subprocess
    from uvicorn.supervisors import Multiprocess

    config = uvicorn.Config(web, host=host, port=port, workers=count, **options)
    try:
        door = config.bind_socket()
    except SystemExit as error:  # uvicorn's way to say that it could not listen; it has logged why
        raise TellOperator(f"Port {port} on {host} cannot be opened; stop what uses it or choose another.") from error
    config.http = partial(taken, door, Patience())  # type: ignore[assignment]
    _subprocess.spawn = multiprocessing.get_context("fork")  # type: ignore[assignment]
    os.register_at_fork(after_in_child=_heed_signals)
    Multiprocess(config, sockets=[door]).run()


def _heed_signals() -> None:
    """A copy hears what it is told before it listens itself, like any program that has just begun: what the first
    process does with a signal is only to pass it on."""
    from uvicorn.supervisors.multiprocess import SIGNALS

    for one in SIGNALS:
        signal.signal(one, signal.SIG_DFL)
