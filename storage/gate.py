"""Where a command waits that comes to a SQLite record beside a process that serves.

SQLite has whoever finds its lock taken sleep and look again. A server that is loaded leaves the lock for moments that
a sleeper never meets. So a guest closes the gate, and the host that comes to it with its next transaction waits until
the guest has begun; within a process, turns.py says who is next. The gate is courtesy: what matters is SQLite's lock.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

LOOKS, LOOK_SECONDS = 500, 0.002
"""How often a host looks whether the gate is open, and how long it waits in between: a second in all, since a guest may
have been stopped in front of it."""


def pass_through(file: str) -> None:
    """As a host: go on at once where the gate is open, else when it is, or after a second."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # no guest ever came
        return
    try:
        for _ in range(LOOKS):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                time.sleep(LOOK_SECONDS)
    except OSError:
        return
    finally:
        os.close(descriptor)


@contextmanager
def closed(file: str) -> Iterator[None]:
    """As a guest: keep the gate closed within the block; other guests wait for us. Where there can be none it does
    nothing."""
    with ExitStack() as stack:
        with suppress(OSError):
            descriptor = os.open(file, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
            stack.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
