"""`plan list`, `plan start PLAN`: which plans there are, and putting one in force."""

from __future__ import annotations

import click

from bot.commands.exits import Misused
from bot.commands.house import day, plan_named, record, the_content


@click.group()
def command() -> None:
    """Plans of cities: which there are, and which are in force in this record."""


@command.command("list")
def list_() -> None:
    """List the plans, and since when and until when those in force are so."""
    from storage.enterprises import campaigns

    content = the_content()
    with record() as house, house.open_unit() as unit:
        running = campaigns(unit)
    for plan in content.plans.values():
        said = [f"{one.begins} to {one.ends}" for one in running if one.plan == plan.id]
        click.echo(f"{plan.id:<24}{plan.region_name}  {'; '.join(said) or 'not in force'}")


@command.command()
@click.argument("plan")
@click.option("--year", type=click.IntRange(2000, 2100), help="The year in which it runs (default: this one).")
@click.option("--begins", metavar="DATE", help="Its first day (default: as the plan says).")
@click.option("--ends", metavar="DATE", help="Its last day (default: as the plan says).")
def start(plan: str, year: int | None, begins: str | None, ends: str | None) -> None:
    """Put PLAN in force, and enter its city and counties. Once for each year; the same again changes nothing."""
    from checklists.periods import beijing_day
    from storage import enterprises
    from storage.enterprises import Campaign

    wanted = plan_named(the_content(), plan)
    with record() as house, house.open_unit() as unit:
        runs = year or beijing_day(unit.now).year
        first = day(begins) if begins else wanted.begins(runs)
        last = day(ends) if ends else wanted.ends(runs)
        if last < first:
            raise Misused(f"The plan would end on {last}, before it begins on {first}; give other days.")
        enterprises.add_region(unit, wanted.region, wanted.region_name, "city")
        for code, name in wanted.counties:
            enterprises.add_region(unit, code, name, "county")
        enterprises.put_in_force(unit, Campaign(wanted.id, runs, wanted.region, first, last))
        unit.commit()
    click.echo(f"In force: {wanted.id} in {wanted.region_name} from {first} to {last}.")
