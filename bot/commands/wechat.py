"""`wechat check | menu | qr`: what an operator does with the Official Account beside serving it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.commands.exits import Failed, Misused

if TYPE_CHECKING:
    from bot.channels.wechat.desk import Desk

T = TypeVar("T")


@click.group()
def command() -> None:
    """The WeChat Official Account that the settings name."""


@command.command()
def check() -> None:
    """See that WeChat knows the account: fetch an access token, and say what is set up."""

    async def ask(desk: Desk) -> str:
        await desk.api.tokens.current()
        return f"{desk.account.app_id}: WeChat answers. {len(desk.account.seal.keys)} AES keys."

    click.echo(_with_desk(ask))


@command.command()
def menu() -> None:
    """Publish the menus of wechat.yaml in place of those there."""
    from bot.channels.wechat import menus

    async def publish(desk: Desk) -> str:
        tags = await menus.publish(desk.api, desk.rules)
        (desk.app.settings.data_dir / menus.TAG_FILE).write_text(json.dumps(tags, ensure_ascii=False), encoding="utf-8")
        groups = f", and one each for {', '.join(tags)}; restart `serve` to use them" if tags else ""
        return f"Published: the common menu{groups}."

    click.echo(_with_desk(publish))


@command.command()
@click.argument("code")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The picture, PNG or SVG.")
def qr(code: str, out: Path) -> None:
    """Draw a picture for invitation CODE: who scans it follows the account and is enrolled."""
    import segno

    from bot.channels.wechat.qr import scannable
    from storage import invitations

    if out.suffix.lower() not in (".png", ".svg"):
        raise Misused(f"{out.name}: a QR picture is .png or .svg.")

    async def make(desk: Desk) -> str:
        with desk.app.open_unit() as unit:
            one = invitations.invitation(unit, code)
            if one is None or one.state(unit.now) != "good":
                raise Failed(f"The code {code!r} is not good; `invite list --all` shows why.")
            made = await scannable(desk.api, desk.rules, one, unit.now)
        try:
            segno.make(made.content, error="m", micro=False).save(str(out), scale=10, border=4)
        except OSError as error:
            raise Misused(f"{out} cannot be written ({error.strerror}); give another file.") from error
        return f"Written: {out}, good for {made.seconds // 86400} days."

    click.echo(_with_desk(make))


def _with_desk(work: Callable[[Desk], Awaitable[T]]) -> T:
    """Do something with the account; what WeChat refuses becomes a sentence."""
    import anyio

    from bot.channels.tencent.refusal import Refused, Unanswered
    from bot.channels.wechat.desk import desk_of
    from bot.clock import system_now, ticks
    from bot.codes import codes
    from bot.commands.house import must_be_ready
    from bot.logs import set_up
    from bot.settings import read_settings
    from bot.wiring import wire

    settings = read_settings()
    if "wechat" not in settings.channels:
        raise Misused("WeChat is not set up: set ANCHA_WECHAT_APP_ID, ANCHA_WECHAT_SECRET and ANCHA_WECHAT_TOKEN.")
    set_up("WARNING")
    app = wire(settings, system_now, codes)
    must_be_ready(app.engine, settings)

    async def do() -> T:
        desk = desk_of(app, ticks)
        async with desk.http:
            return await work(desk)

    try:
        return anyio.run(do)
    except Refused as refused:
        raise Failed(f"WeChat refuses ({refused}); docs/channels/wechat.md says what each code asks for.") from None
    except Unanswered as silence:
        raise Failed(f"WeChat does not answer ({silence}); check the network and ANCHA_WECHAT_API_BASE_URL.") from None
