"""What commands open: the settings, the record, the content; and names people may mistype."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from checklists.content import Content
from checklists.errors import TellOperator, UserMistake
from checklists.periods import BEIJING
from checklists.plan import Plan
from checklists.problems import did_you_mean
from storage.unit_of_work import OpenUnit

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Engine

DEMO, DEMO_FILE = "demo", "demo.sqlite3"
"""The demo's folder below ANCHA_DATA_DIR, and its database: its photos and its secret are never the real ones."""


@dataclass(frozen=True)
class Record:
    """The database that the settings name."""

    settings: Settings
    engine: Engine
    open_unit: OpenUnit
    look: OpenUnit
    """Opens units that only look: a server beside us goes on meanwhile."""


@contextmanager
def record(settings: Settings | None = None, *, ready: bool = True) -> Iterator[Record]:
    """Open the database of the settings; closed again at the end of the block.

    With `ready` its tables must be this version's: TellOperator says to run `db upgrade` where they are not.
    """
    from bot.clock import system_now
    from bot.codes import codes
    from bot.secret import secret_of
    from bot.settings import read_settings
    from storage.database import looks, open_engine, units

    settings = settings or read_settings()
    engine = open_engine(settings.database, guest=True)
    try:
        if ready:
            must_be_ready(engine, settings)
        parts = engine, system_now, codes, secret_of(settings)
        yield Record(settings, engine, units(*parts), looks(*parts))
    finally:
        engine.dispose()


def must_be_ready(engine: Engine, settings: Settings) -> None:
    """Raise TellOperator unless the database has this version's tables, sealed under the secret that is set."""
    from bot.secret import secret_of
    from storage import upkeep
    from storage.keys import Keys

    if upkeep.at_head(engine):
        if upkeep.sealed_under(engine, Keys(secret_of(settings))):
            return
        raise TellOperator(
            "The record was sealed under another ANCHA_SECRET_KEY; put that one back, or see `db rekey --help`."
        )
    demo = settings.data_dir / DEMO / DEMO_FILE
    hint = f" The demo's record is used with ANCHA_DATABASE_URL=sqlite:///{demo}." if demo.exists() else ""
    raise TellOperator(f"The database does not have this version's tables; run `db upgrade` first.{hint}")


LANGUAGE = click.option(
    "--language", type=click.Choice(["zh", "en"]),
    help="What the interface speaks (default: ANCHA_LANGUAGE); plans and standards stay Chinese.",
)  # fmt: skip
"""The option of commands that talk."""


def demo_house(language: str | None = None) -> Settings:
    """The settings of the demo below ANCHA_DATA_DIR, in that language where one is named."""
    from bot.sample.demo import demo_settings
    from bot.settings import read_settings

    settings = read_settings()
    if language is not None:
        settings = settings.model_copy(update={"language": language})
    return demo_settings(settings, settings.data_dir / DEMO, DEMO_FILE)


def demo_plan(settings: Settings, name: str | None, *, fresh: bool = False) -> Plan:
    """The plan asked for; without one that of the demo's record, or the usual one where there is none yet."""

    content = the_content(settings.language)
    if name is None and not fresh and (settings.data_dir / DEMO_FILE).exists():
        from storage.enterprises import campaigns

        with record(settings, ready=False) as house:
            from storage import upkeep

            upkeep.upgrade(house.engine)
            with house.open_unit() as unit:
                name = next((one.plan for one in campaigns(unit) if one.plan in content.plans), None)
    return plan_named(content, name)


def the_content(language: str | None = None) -> Content:
    """All content: what whoever called the door handed in (click's `obj`), else what the files say.

    The interface speaks that language, or the settings' where none is named.
    """
    handed = click.get_current_context().find_object(Content)
    if handed is not None:
        return handed
    from bot.settings import read_settings
    from checklists import gathering

    settings = read_settings()
    return gathering.load(language=language or settings.language, kept=settings.parsed_content)


def parse_content(settings: Settings) -> None:
    """Parse all content for the next start, which then only reads what it was parsed into. Faults are the start's to
    tell. Nothing is done where whoever called the door handed all content in."""
    if click.get_current_context().find_object(Content) is not None:
        return
    from checklists import gathering

    gathering.parse(settings.parsed_content, settings.language)


def plan_named(content: Content, name: str | None) -> Plan:
    """The plan of that id or of a beginning that only one has; without one the first that binds more than mines.

    Raises UserMistake with the nearest name.
    """
    if name is None:
        plans = sorted(content.plans.values(), key=lambda plan: (plan.sectors == ("mine",), plan.id))
        return plans[0]
    if name in content.plans:
        return content.plans[name]
    beginning = [plan for plan in content.plans.values() if plan.id.startswith(name)]
    if len(beginning) != 1:
        raise UserMistake(f"There is no plan {name!r}; {did_you_mean(name, content.plans)}")
    return beginning[0]


def day(text: str) -> date:
    """A day written YYYY-MM-DD; UserMistake for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserMistake(f"{text!r} is no day; write it as 2023-06-25.") from error


def moment(text: str) -> datetime:
    """A moment as ISO 8601 writes it, Beijing time where none is said; UserMistake for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise UserMistake(f"{text!r} is no moment; write it as 2023-06-25T08:00 (Beijing time).") from error
    return found if found.tzinfo is not None else found.replace(tzinfo=BEIJING)
