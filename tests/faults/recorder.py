"""The platform beside the processes that die: it outlives them, and remembers everything it was handed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import uvicorn

from tests.fakes.wechat.phone import TOKEN
from tests.fakes.wechat.platform import APP_ID, SECRET, Platform
from tests.faults.serving import free_port
from tests.faults.works import KEY


@contextmanager
def platform() -> Iterator[Platform]:
    """A platform that answers on a port of its own; `pictures_at` is its address."""
    made = Platform(now=lambda: datetime.now(UTC))
    made.pictures_at = f"http://127.0.0.1:{free_port()}"
    port = int(made.pictures_at.rpartition(":")[2])
    config = uvicorn.Config(made.application(), host="127.0.0.1", port=port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.should_exit = True
        thread.join()


def settings(one: Platform) -> dict[str, str]:
    """What a process is started with, so that it speaks to this platform."""
    return {
        "ANCHA_WECHAT_APP_ID": APP_ID, "ANCHA_WECHAT_SECRET": SECRET, "ANCHA_WECHAT_TOKEN": TOKEN,
        "ANCHA_WECHAT_API_BASE_URL": one.pictures_at, "ANCHA_QUIET_HOURS": "off",
        "ANCHA_SECRET_KEY": KEY.decode(), "ANCHA_PER_PERSON": "100000", "ANCHA_PER_ADDRESS": "100000",
    }  # fmt: skip
