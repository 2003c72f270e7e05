"""`invite create | list | revoke | bulk`: enrolment codes and their QR pictures."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.exits import Failed, Misused
from bot.commands.house import Record, record
from bot.commands.table_file import write_csv
from checklists.periods import BEIJING

if TYPE_CHECKING:
    from storage.invitations import Invitation

ENTERPRISE_ROLES = ("principal", "safety_director", "safety_officer", "staff")
ROLES = (*ENTERPRISE_ROLES, "county", "department", "city", "administrator")
_OUT = click.Path(dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Codes with which people enrol in the chat."""


@command.command()
@click.argument("role", type=click.Choice(ROLES))
@click.option("--enterprise", metavar="USCC", help="The enterprise, by its unified social credit code.")
@click.option("--region", metavar="CODE", help="The county or city, by its six digits.")
@click.option("--department", type=int, metavar="ID", help="The department (roles county, department, city).")
@click.option("--uses", default=1, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 366), help="How long it is good.")
@click.option("--note", default="", help="For whom it is; shown in the list only.")
@click.option("--qr", type=_OUT, help="Also draw the code as a QR picture (PNG or SVG).")
def create(
    role: str, enterprise: str | None, region: str | None, department: int | None, uses: int, days: int, note: str,
    qr: Path | None,
) -> None:  # fmt: skip
    """Make a code that gives ROLE. People of an enterprise need --enterprise, or --region for one not yet entered."""
    from storage import enterprises, invitations
    from storage.figures.bodies import department_named, region_named

    _must_fit(role, enterprise, region, department)
    with record() as house, house.open_unit() as unit:
        site = enterprises.by_code(unit, enterprise.strip().upper()) if enterprise else None
        if enterprise and site is None:
            raise Misused(f"No enterprise has the code {enterprise!r}; `import enterprises` enters them.")
        if department is not None:
            region = region or department_named(unit, department).region
        if region is not None:
            region_named(unit, region)
        one = invitations.invite(
            unit, role, enterprise_id=site.id if site else None, region=None if site else region,
            department_id=department, uses=uses, valid=timedelta(days=days), note=note,
        )  # fmt: skip
        unit.commit()
        click.echo(f"{one.code}  {role}  {uses} uses  until {one.expires_at.astimezone(BEIJING):%Y-%m-%d}")
        click.echo(_address(house, one.code))
        if qr is not None:
            _draw(_address(house, one.code), qr)
            click.echo(f"Written: {qr}")


@command.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those used, expired or revoked.")
def list_(everything: bool) -> None:
    """List the codes that are still good, the latest first."""
    from storage import invitations

    with record() as house, house.open_unit() as unit:
        for one in invitations.all_of(unit, 100_000):
            state = one.state(unit.now)
            if everything or state == "good":
                click.echo(
                    f"{one.code}  {state:<8} {one.role:<16} {one.uses_left} left  "
                    f"until {one.expires_at.astimezone(BEIJING):%Y-%m-%d}  {_whom(one)}".rstrip()
                )


@command.command()
@click.argument("code")
def revoke(code: str) -> None:
    """Make CODE worthless at once."""
    from storage import invitations

    with record() as house, house.open_unit() as unit:
        one = invitations.invitation(unit, code)
        if one is None:
            raise Failed(f"There is no code {code!r}; `invite list --all` shows them.")
        if one.revoked_at is not None:
            raise Failed(f"The code {code!r} is revoked already.")
        invitations.revoke(unit, one, by=None)
        unit.commit()
    click.echo(f"Revoked: {one.code}")


@command.command()
@click.option("--out", required=True, type=_OUT, help="The CSV file to write: enterprise, credit code, code, address.")
@click.option("--region", metavar="CODE", help="Only enterprises of this county or city.")
@click.option("--days", default=60, show_default=True, type=click.IntRange(1, 366))
def bulk(out: Path, region: str | None, days: int) -> None:
    """Make one code for the principal of every enterprise that has none, and write them all to a CSV file."""
    from tqdm import tqdm

    from storage import invitations, people
    from storage.enterprises import found
    from storage.scope import EVERYTHING, Scope, region_prefix

    scope = Scope(region=region_prefix(region)) if region else EVERYTHING
    rows: list[tuple[str, ...]] = [("enterprise", "uscc", "code", "address", "valid_until")]
    with record() as house, house.open_unit() as unit:
        for site in tqdm(found(unit, scope, "", limit=1_000_000), unit="code", delay=1, disable=None, leave=False):
            if people.colleagues(unit, site.id, "principal"):
                continue
            one = invitations.invite(unit, "principal", enterprise_id=site.id, valid=timedelta(days=days))
            until = f"{one.expires_at.astimezone(BEIJING):%Y-%m-%d}"
            rows.append((site.name, site.uscc, one.code, _address(house, one.code), until))
        # Before the commit: codes nobody can read would be lost.
        write_csv(out, rows, secret=True)
        unit.commit()
    click.echo(f"{len(rows) - 1} codes. Written: {out}")


def _must_fit(role: str, enterprise: str | None, region: str | None, department: int | None) -> None:
    if role in ENTERPRISE_ROLES and (enterprise is None) == (region is None):
        raise Misused(f"A {role} belongs to an enterprise: give --enterprise USCC, or --region CODE for a new one.")
    if role not in ENTERPRISE_ROLES and enterprise is not None:
        raise Misused(f"A role like {role} has no enterprise; give --region or --department.")
    if role in ("county", "city") and region is None and department is None:
        raise Misused(f"Say which region the {role} role is for: --region CODE.")
    if role == "department" and department is None:
        raise Misused("Say which department: --department ID.")


def _whom(one: Invitation) -> str:
    parts = [f"enterprise {one.enterprise_id}" if one.enterprise_id else "", one.region or "", one.note]
    return "  ".join(part for part in parts if part)


def _address(house: Record, code: str) -> str:
    """Where the code is used by itself: the web chat with the code as its scene."""
    return f"{house.settings.base_url.rstrip('/')}/chat/?scene={code}"


def _draw(address: str, file: Path) -> None:
    import segno

    if file.suffix.lower() not in (".png", ".svg"):
        raise Misused(f"{file.name}: a QR picture is .png or .svg.")
    try:
        segno.make(address, error="m", micro=False).save(str(file), scale=10, border=4)
    except OSError as error:
        raise Misused(f"{file} cannot be written ({error.strerror}); give another file.") from error
