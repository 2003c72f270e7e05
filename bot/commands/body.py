"""The options by which `form` and `explain` are told whose figures are meant, and for when."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from bot.commands.exits import Misused

if TYPE_CHECKING:
    from reports.bodies import ReportingBody
    from storage.unit_of_work import UnitOfWork

Command = TypeVar("Command", bound=Callable[..., object])


def asked_for(function: Command) -> Command:
    """Add --region, --department, --period and --as-of to a command."""
    for option in (
        click.option("--as-of", metavar="TIME", help="Leave out what happened at or after this moment (ISO 8601)."),
        click.option("--period", required=True, metavar="YYYY-MM", help="The month in which the form is due."),
        click.option("--department", type=int, metavar="ID", help="The department that reports."),
        click.option("--region", metavar="CODE", help="The county or city that reports, by its six digits."),
    ):
        function = option(function)
    return function


def body_of(unit: UnitOfWork, region: str | None, department: int | None) -> ReportingBody:
    """The body that reports; Misused unless exactly one of the two is given."""
    from reports.bodies import department_body, region_body
    from storage.scope import EVERYTHING

    if (region is None) == (department is None):
        raise Misused("Say who reports: either --region CODE or --department ID.")
    if region is not None:
        return region_body(unit, EVERYTHING, region)
    return department_body(unit, EVERYTHING, department or 0)
