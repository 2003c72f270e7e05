"""`calendar PLAN [--year Y] [--ics FILE]`: every due date of a plan."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bot.commands.exits import Misused
from bot.commands.house import plan_named, the_content
from checklists.due_dates import DueItem, due_items


@click.command()
@click.argument("plan")
@click.option("--year", type=click.IntRange(2000, 2100), help="The year in which the plan runs (default: its own).")
@click.option("--ics", type=click.Path(dir_okay=False, path_type=Path), help="Also write an iCalendar file.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of lines.")
def command(plan: str, year: int | None, ics: Path | None, as_json: bool) -> None:
    """List every due date of PLAN: the day, for whom, what, and the forms due.

    Where the day is a holiday, the working day before it stands behind it. A star marks a day that the plan's text
    leaves open and its author assumed.
    """
    content = the_content()
    wanted = plan_named(content, plan)
    items = due_items(wanted, year or wanted.year, content.texts)
    if as_json:
        click.echo(json.dumps([_plain(item) for item in items], ensure_ascii=False, indent=1))
    else:
        click.echo(f"{wanted.title}（{year or wanted.year}）")
        for item in items:
            click.echo(_line(item, [content.texts(f"reminders.audience.{one}") for one in item.who]))
    if ics is not None:
        from bot.clock import system_now
        from checklists.calendar_file import calendar_file

        try:
            ics.write_bytes(calendar_file(wanted, items, system_now(), content.texts))
        except OSError as error:
            raise Misused(f"{ics} cannot be written ({error.strerror}); give another file.") from error
        click.echo(f"Written: {ics} ({len(items)} entries).", err=True)


def _line(item: DueItem, who: list[str]) -> str:
    moved = f" ({item.working_day:%m-%d})" if item.working_day != item.day else ""
    forms = f"  [{', '.join(item.forms)}]" if item.forms else ""
    return f"{item.day}{moved:<8}  {'、'.join(who)}  {item.title}{'*' if item.assumed else ''}{forms}"


def _plain(item: DueItem) -> dict[str, object]:
    return {
        "id": item.id, "day": item.day.isoformat(), "working_day": item.working_day.isoformat(), "title": item.title,
        "who": list(item.who), "source": item.source, "every": item.every, "risk": item.risk,
        "forms": list(item.forms), "basis": item.basis, "assumed": item.assumed,
    }  # fmt: skip
