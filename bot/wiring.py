"""Puts the house together: the only place where content, record, judge and conversations meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import ticks
from bot.counts import Counts
from bot.reading import engine as reading
from bot.secret import secret_of
from bot.settings import Settings
from bot.web.desk import passes
from bot.web.rate import DAY_SECONDS, REFILLED, Buckets
from bot.workers import Workers
from checklists import gathering
from checklists.content import Content
from checklists.errors import TryLater
from checklists.judgement.judge import Judge
from dialogs.gateway import Gateway
from reports.links import Links
from storage.database import Engine, looks, open_engine, units
from storage.unit_of_work import Clock, Codes, OpenUnit, UnitOfWork

if TYPE_CHECKING:
    from dialogs.talk import Conversation
    from scheduler.tick import TickResult


@dataclass(frozen=True)
class App:
    """Everything a channel, a page or a command needs; built once, never changed."""

    settings: Settings
    clock: Clock
    codes: Codes
    content: Content
    judge: Judge
    engine: Engine
    open_unit: OpenUnit
    look: OpenUnit
    """Opens units that only look, beside whoever writes."""
    gateway: Gateway
    workers: Workers
    media_folder: Path
    secret: bytes
    links: Links
    counts: Counts = field(default_factory=Counts)
    reads_photos: bool = False
    """Whether text can be read from photos here (the extra `ocr` is installed)."""
    senders: Buckets = field(default_factory=lambda: Buckets(60, 60 / REFILLED, ticks))
    """How much one address on a messenger may say."""
    photos: Buckets = field(default_factory=lambda: Buckets(400, 400 / DAY_SECONDS, ticks))
    """How many photos one address or person may send; all of it comes back within a day."""

    @property
    def one_writer(self) -> bool:
        """Whether the database lets one writer in at a time (SQLite), so that queueing for it here is fairer."""
        return self.engine.dialect.name == "sqlite"


def wire(
    settings: Settings,
    clock: Clock,
    codes: Codes,
    *,
    conversations: Mapping[str, Conversation] | None = None,
    content: Content | None = None,
    judge: Judge | None = None,
    reads_photos: bool | None = None,
) -> App:
    """The app on these settings; what is not given is read or built, which takes a second or two.

    Creates DATA_DIR and the secret when they are not there; touches no table. Raises TellOperator for faulty content,
    an address that is no database's, or a directory that cannot be written.
    """
    content = content or gathering.load(language=settings.language, kept=settings.parsed_content)
    counts = Counts()
    judge = judge or Judge(content, counts.verdict_seconds.time, settings.judge_indexes)
    secret = secret_of(settings)
    links = passes.links(settings.base_url, secret)
    reads_photos = reading.installed() if reads_photos is None else reads_photos
    engine = open_engine(settings.database)
    open_unit, look = units(engine, clock, codes, secret), looks(engine, clock, codes, secret)
    return App(
        settings=settings,
        clock=clock,
        codes=codes,
        content=content,
        judge=judge,
        engine=engine,
        open_unit=open_unit,
        look=look,
        gateway=Gateway(
            content,
            judge,
            conversations,
            open_unit,
            secret,
            links,
            reads_photos,
            settings.media_folder,
            ticks=ticks,
            heard=counts.heard,
        ),
        workers=Workers(open_unit, one_writer=engine.dialect.name == "sqlite", look=look),
        media_folder=settings.media_folder,
        secret=secret,
        links=links,
        photos=Buckets(settings.photos_per_day, settings.photos_per_day / DAY_SECONDS, ticks),
        senders=Buckets(settings.per_person, settings.per_person / REFILLED, ticks),
        counts=counts,
        reads_photos=reads_photos,
    )


def ticking(
    app: App, stopping: Callable[[], bool] = lambda: False, beat: Callable[[], None] = lambda: None
) -> Callable[[], TickResult]:
    """The clock's one step with everything it needs: what `scheduler.alarm` calls every minute.

    When the program is stopping a long step ends after the transaction it is in; the next start goes on from there.
    `beat` is called with each transaction.
    """

    def unless_stopping(opened: OpenUnit) -> UnitOfWork:
        if stopping():
            raise TryLater("the program is stopping; the next start goes on from here")
        beat()
        return opened()

    open_unit, look = partial(unless_stopping, app.open_unit), partial(unless_stopping, app.look)

    def step() -> TickResult:
        from scheduler.tick import tick  # when it rings for the first time: nobody waits for it at the start

        return tick(app.content, open_unit, look, app.media_folder, links=app.links, keeps=app.settings.retention)

    return step
