"""`python -m tests.fakes.telegram`: a Bot API on a port for hand trials. What is typed is said by a person to the bot,
`#2` taps the second button below the bot's last message, `@FILE` sends a picture; what the bot says is printed."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import anyio
import click
import uvicorn

from tests.fakes.telegram.api import TOKEN, BotApi
from tests.fakes.telegram.person import Person, buttons


@click.command()
@click.option("--port", default=8081, show_default=True)
@click.option("--number", default=501, show_default=True, help="Whose chat this is.")
def main(port: int, number: int) -> None:
    """Serve the fake and talk to the bot."""
    base = f"http://127.0.0.1:{port}"
    click.echo(
        f"ANCHA_TELEGRAM_TOKEN={TOKEN} ANCHA_TELEGRAM_BASE_URL={base}/bot ANCHA_TELEGRAM_BASE_FILE_URL={base}/file/bot"
    )
    anyio.run(_serve, port, number)


async def _serve(port: int, number: int) -> None:
    api = BotApi()
    person = Person(api, number)
    server = uvicorn.Server(uvicorn.Config(api.app, port=port, log_level="warning"))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_show, api)
        tasks.start_soon(_listen, person)
        await server.serve()
        tasks.cancel_scope.cancel()


async def _listen(person: Person) -> None:
    send, receive = anyio.create_memory_object_stream[str](100)
    token = anyio.lowlevel.current_token()

    def read() -> None:
        for line in sys.stdin:
            anyio.from_thread.run_sync(send.send_nowait, line.rstrip("\n"), token=token)

    threading.Thread(target=read, daemon=True).start()
    async for line in receive:
        if line.startswith("#"):
            shown = [one for message in reversed(person.api.sent) for one in buttons(message)]
            person.taps(shown[int(line[1:]) - 1]["callback_data"])
        elif line.startswith("@"):
            person.sends_photo(await anyio.Path(Path(line[1:])).read_bytes())
        elif line:
            person.says(line)


async def _show(api: BotApi) -> None:
    seen = 0
    while True:
        for message in api.sent[seen:]:
            click.echo(message.get("text") or message.get("caption") or "[picture]")
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                click.echo("   " + "  ".join(f"[{one['text']}]" for one in row))
        seen = len(api.sent)
        await anyio.sleep(0.1)


if __name__ == "__main__":
    main()
