"""`api-token create | list | revoke`: tokens with which other systems use the interface."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from bot.commands.exits import Failed, Misused
from bot.commands.house import record
from checklists.periods import BEIJING

if TYPE_CHECKING:
    from storage.api_tokens import ApiToken


@click.group()
def command() -> None:
    """Tokens with which other systems read the record and write to it (docs/api.md)."""


@command.command()
@click.argument("name")
@click.option("--region", metavar="CODE", help="What lies in this county or city, by its six digits.")
@click.option("--department", type=int, metavar="ID", help="What this department looks after.")
@click.option("--enterprise", metavar="USCC", help="One enterprise, by its unified social credit code.")
@click.option("--write", "writes", is_flag=True, help="It may also write; without this it only reads.")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 3660), help="How long it is good.")
def create(
    name: str, region: str | None, department: int | None, enterprise: str | None, writes: bool, days: int
) -> None:
    """Make a token for the system called NAME. It is printed this once; only its hash is kept."""
    from storage import enterprises
    from storage.api_tokens import make_api_token
    from storage.figures.bodies import department_named, region_named

    if not name.strip() or len(name) > 80:
        raise Misused("Name the system the token is for, in at most 80 characters.")
    if sum(given is not None for given in (region, department, enterprise)) != 1:
        raise Misused("Say for whom it is: one of --region CODE, --department ID, --enterprise USCC.")
    with record() as house, house.open_unit() as unit:
        site = enterprises.by_code(unit, enterprise.strip().upper()) if enterprise else None
        if enterprise is not None and site is None:
            raise Misused(f"No enterprise has the code {enterprise!r}; `import enterprises` enters them.")
        if department is not None:
            region = department_named(unit, department).region
        elif region is not None:
            region_named(unit, region)
        one, text = make_api_token(
            unit, name.strip(), writes=writes, valid=timedelta(days=days), enterprise_id=site.id if site else None,
            region=region, department_id=department,
        )  # fmt: skip
        unit.commit()
    click.echo(text)
    click.echo(f"Number {one.id}, {_said(one)}. Keep it now: it cannot be shown again.", err=True)


@command.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those expired or revoked.")
def list_(everything: bool) -> None:
    """List the tokens that are still good, the latest first."""
    from storage.api_tokens import api_tokens_of

    with record() as house, house.open_unit() as unit:
        for one in api_tokens_of(unit):
            state = one.state(unit.now)
            if everything or state == "good":
                click.echo(f"{one.id}  {state:<8} {_said(one)}  {one.name}")


@command.command()
@click.argument("number", type=int, metavar="ID")
def revoke(number: int) -> None:
    """Make the token with that number worthless at once."""
    from storage.api_tokens import api_tokens_of, revoke_api_token

    with record() as house, house.open_unit() as unit:
        one = next((one for one in api_tokens_of(unit) if one.id == number), None)
        if one is None:
            raise Failed(f"There is no token {number}; `api-token list --all` shows them.")
        if one.revoked_at is not None:
            raise Failed(f"The token {number} is revoked already.")
        revoke_api_token(unit, number)
        unit.commit()
    click.echo(f"Revoked: {number}  {one.name}")


def _said(one: ApiToken) -> str:
    whose = f"region {one.region}" if one.department_id is None else f"department {one.department_id}"
    if one.enterprise_id is not None:
        whose = f"enterprise {one.enterprise_id}"
    may = "reads and writes" if one.writes else "reads"
    return f"{may}, {whose}, until {one.expires_at.astimezone(BEIJING):%Y-%m-%d}"
