"""The web server: pages, chat and callbacks in front, the delivery loop and the clock's alarm behind."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import anyio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.api import door
from bot.channels.awaiting import AT_ONCE
from bot.channels.channel import Channel
from bot.channels.web import Bells, WebChannel
from bot.clock import system_now, ticks
from bot.counts import Counts
from bot.delivery import STUCK, Delivery
from bot.late_alarm import LateAlarm
from bot.lifeline import Lifeline
from bot.pulse import Pulse
from bot.reading.loop import Reader
from bot.warming import warm
from bot.web import chat, front, health, late, photos, refusals, scrape
from bot.web.demo_person import DemoPerson
from bot.web.guard import SecurityHeaders
from bot.web.identity import token_for
from bot.web.pages import STATIC
from bot.web.rate import REFILLED, Buckets
from bot.web.site import Site
from bot.web.straight import StraightOn
from bot.wiring import App, ticking
from checklists.errors import TellOperator, TryLater
from checklists.garbage import all_here_stays
from storage import awaited_photos, media
from storage.lifesign import LifeSign

log = logging.getLogger("ancha.server")

STOP_SECONDS = 4
"""How long a request under way has when the program stops; then the delivery and the clock have their seconds. All
together stays below ten, after which whoever keeps the program running would kill it."""
DELIVERY_STOP_SECONDS, CLOCK_STOP_SECONDS = 2.5, 1.5
OPENING_SECONDS = 0.05
"""What the port needs to open once all else stands; what is made ready behind it waits so long."""
OPTIONS: dict[str, Any] = {
    "log_config": None, "access_log": False, "server_header": False, "timeout_graceful_shutdown": STOP_SECONDS,
    "timeout_keep_alive": 30, "ws": "none",
}  # fmt: skip
"""What uvicorn is told, whether one process serves or several."""
NO_ADDRESS = (
    "ANCHA_BASE_URL is not an https address: people's links lead nowhere, and messengers call nobody; "
    "set it to where the service is reached from outside"
)
NO_READING = (
    "ready; certificates are typed, not read from photos: install the extra `ocr` "
    "(pip install 'ancha[ocr]') and start again if they should be"
)
_STRAY = timedelta(hours=1)


def application(
    app: App,
    *,
    demo_people: Sequence[DemoPerson] = (),
    channels: Sequence[Channel] = (),
    routes: Sequence[BaseRoute] = (),
    running: Sequence[Callable[[], Coroutine[Any, Any, None]]] = (),
    stopping: Callable[[], bool] = lambda: False,
    tick: Callable[[], object] | None = None,
    alarm_seconds: float = 60,
    ticks: Callable[[], float] = ticks,
    warmed: Callable[[], object] = lambda: None,
) -> Starlette:
    """The whole web side of an app. `channels`, `routes` and `running` are what messengers add.

    `tick` replaces the clock's step; `stopping` tells waiting pages that the server is about to stop; `ticks` measures
    how much a visitor asks for in how long. `warmed` is called once nobody has to wait any more for what is made ready
    in the background, before a collection looks through it.
    Raises TellOperator for a demo person whose address cannot be one.
    """
    for one in demo_people:
        _check(one, app)
    workers, bells, leaving = app.workers, Bells(), threading.Event()
    delivered, clock = Pulse(ticks), Pulse(ticks)
    linked = late.linked(app)

    def going() -> bool:
        return leaving.is_set() or stopping()

    delivery = Delivery(
        app.open_unit, (WebChannel(bells.ring), *channels), workers, app.settings.quiet,
        noted=app.counts.sent, stopping=going, pulse=delivered,
    )  # fmt: skip
    reader = Reader(app, workers, delivery)
    site = Site(
        app=app,
        workers=workers,
        delivery=delivery,
        bells=bells,
        visitors=Buckets(app.settings.per_person, app.settings.per_person / REFILLED, ticks),
        sources=Buckets(app.settings.per_address, app.settings.per_address / REFILLED, ticks),
        demo_people=tuple(demo_people),
        stopping=going,
        delivered=delivered,
        clock=clock,
        looking=anyio.CapacityLimiter(2),
    )

    ringing = LateAlarm(_kept(tick or ticking(app, going, clock.beat), clock, app.counts), alarm_seconds)

    def settle_in() -> None:
        """What the first users would wait for, then the clock."""
        warm(
            app.gateway.prepare, lambda: app.judge.working, lambda: linked.built,
            lambda: list(app.content.checklist_forms()), warmed, stopping=going,
        )  # fmt: skip
        ringing.start()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            _told_beforehand(app)
            await workers.record(lambda: _mend(app, delivery))
            lifeline = Lifeline(app.open_unit, LifeSign(app.engine), workers, ticks, delivery.wake)
            tasks = await stack.enter_async_context(anyio.create_task_group())
            stack.callback(tasks.cancel_scope.cancel)
            for run in running:
                tasks.start_soon(run)
            finished = anyio.Event()

            async def deliver() -> None:
                await delivery.run()
                finished.set()

            async def behind_the_port() -> None:
                await anyio.sleep(OPENING_SECONDS)
                await anyio.to_thread.run_sync(settle_in)

            async def finish() -> None:
                leaving.set()
                delivery.wake()
                with anyio.move_on_after(DELIVERY_STOP_SECONDS):
                    await finished.wait()
                await _settled(delivery)
                with anyio.move_on_after(CLOCK_STOP_SECONDS):
                    await anyio.to_thread.run_sync(ringing.stop, abandon_on_cancel=True)
                log.info("stopped")

            if not app.one_writer:
                await lifeline.once()  # before anything is claimed
                tasks.start_soon(lifeline.run)
            tasks.start_soon(deliver)
            tasks.start_soon(reader.run)
            tasks.start_soon(behind_the_port)
            stack.push_async_callback(finish)
            log.info("ready" if app.reads_photos else NO_READING)
            yield

    made = Starlette(
        routes=[
            *routes,  # messengers' callbacks first: they come most often
            Route("/", front.front),
            Route("/healthz", health.healthz),
            Route("/readyz", health.readyz),
            Route("/metrics", scrape.metrics),
            Route("/chat/", front.chat),
            Route("/chat/hello", chat.hello, methods=["POST"]),
            Route("/chat/news", chat.news, methods=["POST"]),
            Route("/chat/messages", chat.say, methods=["POST"]),
            Route("/chat/photos", chat.send_photo, methods=["POST"]),
            Route("/chat/photos/{media_id:int}", photos.photo),
            linked,
            door.mount(),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(SecurityHeaders, secure=site.secure), Middleware(StraightOn, routes=routes)],
        exception_handlers=refusals.HANDLERS,
        lifespan=lifespan,
    )
    made.state.site = site
    return made


def serve(
    app: App,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    demo_people: Sequence[DemoPerson] = (),
    channels: Sequence[Channel] = (),
    routes: Sequence[BaseRoute] = (),
    running: Sequence[Callable[[], Coroutine[Any, Any, None]]] = (),
    tick: Callable[[], object] | None = None,
) -> None:
    """Serve until told to stop (SIGINT, SIGTERM), then finish what is under way. Blocks.

    Raises TellOperator when the port is taken or may not be opened.
    """
    import uvicorn

    def stopping() -> bool:
        return server.should_exit

    web = application(
        app, demo_people=demo_people, channels=channels, routes=routes, running=running, stopping=stopping,
        tick=tick, warmed=all_here_stays,
    )  # fmt: skip
    config = uvicorn.Config(web, host=host, port=port, **OPTIONS)
    all_here_stays()  # and so does what is made ready behind the open port, once it is there (`warmed`)
    server = uvicorn.Server(config)
    try:
        server.run()
    except SystemExit as error:  # uvicorn's way to say that it could not listen; it has logged why
        raise TellOperator(f"Port {port} on {host} cannot be opened; stop what uses it or choose another.") from error


def _kept(tick: Callable[[], object], clock: Pulse, counts: Counts) -> Callable[[], None]:
    """The clock's step, with what became of it."""

    def step() -> None:
        try:
            result = tick()
        except BaseException:
            clock.failed()
            counts.clock_steps.labels("failed").inc()
            raise
        clock.done()
        counts.clock_steps.labels("done").inc()
        from scheduler.tick import TickResult  # the step has imported it by now

        if isinstance(result, TickResult):
            counts.ticked(result)

    return step


async def _settled(delivery: Delivery) -> None:
    try:
        await delivery.settle_answered()
    except TryLater as error:
        log.warning("some answers may be sent a second time after the next start: %s", error)


def _told_beforehand(app: App) -> None:
    """What whoever watches should know before the first message."""
    app.counts.expect(("web", *app.settings.channels))
    if app.settings.channels and not app.settings.base_url.startswith("https://"):
        log.warning(NO_ADDRESS)


def _mend(app: App, delivery: Delivery) -> None:
    """What a crash may have left behind."""
    # SQLite has one process: whatever is being sent was being sent by the one that died.
    released = delivery.release_stuck(timedelta(0) if app.one_writer else STUCK)
    with app.open_unit() as unit:
        swept = media.sweep(unit, app.media_folder, system_now() - _STRAY)
        if app.one_writer and awaited_photos.left_over(unit, AT_ONCE):
            unit.commit()
    if released or swept.removed:
        log.info("after the last stop: %d messages settled, %d stray files removed", released, swept.removed)
    if swept.missing:
        log.error("%d photos have lost their file; restore the media folder from a backup: %s",
                  len(swept.missing), swept.missing[:20])  # fmt: skip


def _check(person: DemoPerson, app: App) -> None:
    try:
        token_for(person.address, app.clock(), app.secret)
    except ValueError as error:
        raise TellOperator(f"The demo person {person.key} has no usable address: {error}.") from error
