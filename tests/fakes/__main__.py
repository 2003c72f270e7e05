"""`python -m tests.fakes`: the three platforms' stand-ins and the bot against them, to be talked to by hand.

The record begins empty in a folder of its own, with one plan in force and a code for a county's official.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import anyio
import click
import httpx
import uvicorn

from tests.fakes.telegram.api import TOKEN as TELEGRAM_TOKEN
from tests.fakes.telegram.api import BotApi
from tests.fakes.trial import HELP, Trial
from tests.fakes.wechat import platform as wechat
from tests.fakes.wechat.phone import TOKEN as WECHAT_TOKEN
from tests.fakes.wecom import envelope as wecom
from tests.fakes.wecom.platform import Platform as WeCom

ROOT = Path(__file__).parents[2]


@click.command()
@click.option("--port", default=8010, show_default=True, help="The bot's; the platforms take the three after it.")
@click.option("--data", type=click.Path(path_type=Path), help="Where the record lies; without it a folder for once.")
def main(port: int, data: Path | None) -> None:
    """Start everything, and read from the terminal what people do."""
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # the platforms'; the bot speaks for itself
    with tempfile.TemporaryDirectory(prefix="ancha-trial-") as folder:
        anyio.run(_trial, port, data or Path(folder))


async def _trial(port: int, data: Path) -> None:
    settings = _settings(port, data)
    environment = {**os.environ, **settings, "ANCHA_QUIET_HOURS": "off"}
    now = lambda: datetime.now(UTC)  # noqa: E731
    platforms = (
        wechat.Platform(now=now, pictures_at=f"http://127.0.0.1:{port + 1}"),
        WeCom(now=now, pictures_at=f"http://127.0.0.1:{port + 2}"),
        BotApi(),
    )
    apps = (platforms[0].application(), platforms[1].application(), platforms[2].app)
    _command(environment, "db", "upgrade")
    _command(environment, "plan", "start", "ganzhou-2023", "--year", str(now().year))
    _command(environment, "invite", "create", "county", "--region", "360702")
    async with anyio.create_task_group() as tasks, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        for number, app in enumerate(apps, 1):
            server = uvicorn.Server(uvicorn.Config(app, port=port + number, log_config=None, lifespan="off"))
            tasks.start_soon(server._serve)  # without taking over the terminal's signals
        bot = subprocess.Popen((sys.executable, "bot.py", "serve", "--port", str(port)), cwd=ROOT, env=environment)
        try:
            await _up(client, bot)
            click.echo(HELP)
            await _talk(Trial(client, *platforms))
        finally:
            bot.terminate()
            bot.wait(15)
            tasks.cancel_scope.cancel()


def _settings(port: int, data: Path) -> Mapping[str, str]:
    at = f"http://127.0.0.1:{port}"
    return {
        "ANCHA_DATA_DIR": str(data),
        "ANCHA_BASE_URL": at,
        "ANCHA_WECHAT_APP_ID": wechat.APP_ID,
        "ANCHA_WECHAT_SECRET": wechat.SECRET,
        "ANCHA_WECHAT_TOKEN": WECHAT_TOKEN,
        "ANCHA_WECHAT_API_BASE_URL": f"http://127.0.0.1:{port + 1}",
        "ANCHA_WECOM_CORP_ID": wecom.CORP,
        "ANCHA_WECOM_AGENT_ID": str(wecom.AGENT),
        "ANCHA_WECOM_SECRET": wecom.SECRET,
        "ANCHA_WECOM_TOKEN": wecom.TOKEN,
        "ANCHA_WECOM_AES_KEY": wecom.KEY,
        "ANCHA_WECOM_API_BASE_URL": f"http://127.0.0.1:{port + 2}",
        "ANCHA_TELEGRAM_TOKEN": TELEGRAM_TOKEN,
        "ANCHA_TELEGRAM_BASE_URL": f"http://127.0.0.1:{port + 3}/bot",
        "ANCHA_TELEGRAM_BASE_FILE_URL": f"http://127.0.0.1:{port + 3}/file/bot",
    }


def _command(environment: Mapping[str, str], *words: str) -> None:
    subprocess.run((sys.executable, "bot.py", *words), cwd=ROOT, env=environment, check=True)


async def _up(client: httpx.AsyncClient, bot: subprocess.Popen[bytes]) -> None:
    """Wait until the bot answers."""
    with anyio.fail_after(60):
        while True:
            if bot.poll() is not None:
                raise click.ClickException("the bot did not start; its log says why")
            try:
                await client.get("/healthz")
            except httpx.TransportError:
                await anyio.sleep(0.3)
            else:
                return


async def _talk(trial: Trial) -> None:
    send, receive = anyio.create_memory_object_stream[str](100)
    token = anyio.lowlevel.current_token()

    def read() -> None:
        for line in sys.stdin:
            anyio.from_thread.run_sync(send.send_nowait, line.rstrip("\n"), token=token)
        anyio.from_thread.run_sync(send.close, token=token)

    async def look() -> None:
        while True:
            trial.pushed()
            await anyio.sleep(0.2)

    threading.Thread(target=read, daemon=True).start()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(look)
        async for line in receive:
            try:
                await trial.line(line)
            except Exception as error:  # a slip of the fingers ends no trial
                click.echo(f"{type(error).__name__}: {error}\n{HELP}")
        await anyio.sleep(2)  # what was begun is still shown
        tasks.cancel_scope.cancel()


if __name__ == "__main__":
    main()
