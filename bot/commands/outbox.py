"""`outbox [list | retry]`: what waits, failed or was held, and why."""

from __future__ import annotations

from datetime import timedelta

import click

from bot.commands.exits import Failed, Misused
from bot.commands.house import record

STATES = ("waiting", "sending", "held", "failed", "dropped")
AGAIN = ("held", "failed", "dropped")


@click.group(invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Messages on their way out. Without a subcommand: how many are in each state."""
    if ctx.invoked_subcommand is not None:
        return
    from storage import outbox

    with record() as house, house.open_unit() as unit:
        counts = outbox.counts(unit)
    for state in (*STATES, "sent"):
        click.echo(f"{state:<9}{counts.get(state, 0):>9}")


@command.command("list")
@click.option("--status", multiple=True, type=click.Choice(STATES), help="Only these states (repeat for several).")
@click.option("--limit", default=200, show_default=True, type=click.IntRange(1, 100_000))
def list_(status: tuple[str, ...], limit: int) -> None:
    """List what has not arrived, the latest first: id, state, kind, to whom, tries, since when, why.

    The words of messages are not shown: they may hold what somebody said.
    """
    from storage import outbox

    with record() as house, house.open_unit() as unit:
        letters = outbox.listed(unit, status or STATES, limit)
        now = unit.now
        for one in letters:
            channel = outbox.channel_of(unit, one.binding_id) if one.binding_id else "-"
            click.echo(
                f"{one.id:>8}  {one.status:<8} {one.kind:<9} person {one.person_id or '-'}  {channel}  "
                f"tries {one.attempts}  {_age(now - one.created_at)}  {one.error or ''}".rstrip()
            )
    if not letters:
        click.echo("Nothing.")


@command.command()
@click.argument("ids", nargs=-1, type=int)
@click.option("--all", "everything", type=click.Choice(AGAIN), help="Everything in that state.")
def retry(ids: tuple[int, ...], everything: str | None) -> None:
    """Let messages that failed, were held or dropped go out again."""
    from storage import outbox

    if bool(ids) == bool(everything):
        raise Misused("Give the ids of messages, or --all with a state.")
    with record() as house, house.open_unit() as unit:
        candidates = {one.id for one in outbox.listed(unit, (everything,) if everything else AGAIN, 100_000)}
        chosen = sorted(candidates if everything else set(ids))
        strange = [one for one in chosen if one not in candidates]
        if strange:
            raise Failed(f"Message {strange[0]} is not failed, held or dropped; `outbox list` shows which are.")
        for one in chosen:
            outbox.settle(unit, one, "waiting", due_at=unit.now)
        unit.commit()
    click.echo(f"{len(chosen)} messages wait to be sent again.")


@command.command()
@click.option("--region", default="", help="Code of the region to look at; without it everywhere.")
@click.option("--limit", default=200, show_default=True, type=click.IntRange(1, 100_000))
def unreachable(region: str, limit: int) -> None:
    """List people whom no message reaches: number, role, where, why. Their names are in the chat of their officials.

    no_address: never enrolled, unfollowed, or blocked. shut_out: the messenger refuses what is for them, they blocked
    the bot or are out of the WeCom app's sight. not_delivered: the last message failed on every way.
    not_fetched: messages have waited for their next word for three days.
    """
    from storage import unreachable as lost
    from storage.scope import EVERYTHING, region_prefix

    with record() as house, house.open_unit() as unit:
        scope = EVERYTHING.narrowed(region_prefix(region)) if region else EVERYTHING
        found = lost.unreachable(unit, scope, limit=limit)
    for one in found:
        click.echo(f"person {one.person_id:>8}  {one.role:<16} {one.why:<14} {one.body}")
    if not found:
        click.echo("Nobody.")


def _age(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours // 24} d" if hours >= 48 else f"{hours} h"
