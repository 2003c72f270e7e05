"""The platform beside the processes that die: it outlives them, and remembers everything it was handed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import uvicorn
from starlette.types import ASGIApp

from tests.faults.serving import free_port

T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    """Where a platform answers, and the event loop it lives in."""

    url: str
    loop: asyncio.AbstractEventLoop

    async def there(self, work: Callable[[], T]) -> T:
        """Do something in the platform's own loop."""

        async def doing() -> T:
            return work()

        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(doing(), self.loop))


@contextmanager
def recording(application: ASGIApp) -> Iterator[Line]:
    """Serve a platform on a port of its own."""
    port, loop = free_port(), asyncio.new_event_loop()
    config = uvicorn.Config(
        application, host="127.0.0.1", port=port, log_config=None, log_level="critical", access_log=False,
        lifespan="off", timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=loop.run_until_complete, args=(server.serve(),), daemon=True)
    thread.start()
    try:
        yield Line(f"http://127.0.0.1:{port}", loop)
    finally:
        server.should_exit = True
        thread.join()
        loop.close()
