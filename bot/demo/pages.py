"""The demo's own addresses: what its page asks for beside the chats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, TypeVar

import anyio
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.demo import acting
from bot.demo.days import Place
from bot.demo.show import Show, begin_anew, go, offered
from bot.demo.walk import PHOTOS, STEPS
from bot.sample.scenes import scene
from bot.web.guard import body, same_site
from bot.web.problem import Problem
from bot.web.site import Site, site_of

SMALL = 1024
PACE = 0.4
"""Seconds between what is said when a step is acted, so that it can be followed."""


Asked = TypeVar("Asked", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class To(_Strict):
    """Where the clock shall go."""

    to: Place


class Act(_Strict):
    """The step of the walk that shall be acted."""

    step: Annotated[str, Field(max_length=20)]


def routes(show: Show, *, pace: float = PACE) -> list[BaseRoute]:
    """The addresses below /demo/."""
    return [
        Route("/demo/state", partial(state, show)),
        Route("/demo/clock", partial(clock, show), methods=["POST"]),
        Route("/demo/again", partial(again, show), methods=["POST"]),
        Route("/demo/act", partial(act, show, pace), methods=["POST"]),
        Route("/demo/photos/{scene}/{state}", photo),
    ]


async def state(show: Show, _: Request) -> Response:
    """What the clock shows, and where it can be put."""
    return await _state(show)


async def clock(show: Show, request: Request) -> Response:
    """Move the clock; the answer comes when it is there."""
    site = _ours(request)
    wanted = await _read(request, To)
    await _alone(show, lambda: go(show, wanted.to, _waking(site)))
    return await _state(show)


async def again(show: Show, request: Request) -> Response:
    """Begin anew."""
    site = _ours(request)
    # Where one writer is let in at a time, everybody else queues until the county stands again.
    await _alone(show, lambda: begin_anew(show), site.workers.record)
    site.delivery.wake()
    return await _state(show)


async def act(show: Show, pace: float, request: Request) -> Response:
    """Act one step of the walk on the phones."""
    site = _ours(request)
    wanted = await _read(request, Act)
    if wanted.step not in {one.id for one in STEPS if one.acted}:
        raise Problem(400, "web.garbled")

    def heard(address: str) -> None:
        anyio.from_thread.run_sync(_ring, site, address)
        anyio.from_thread.run(anyio.sleep, pace)

    def acted() -> None:
        with show.alone:
            acting.act(show, wanted.step, heard)

    try:
        await _alone(show, acted)
    except RuntimeError:
        raise Problem(409, "demo.failed") from None
    return await _state(show)


async def photo(request: Request) -> Response:
    """A drawn picture as somebody's camera would have taken it; the same for everybody."""
    name, taken = request.path_params["scene"], request.path_params["state"]
    if name not in PHOTOS or taken not in ("before", "after"):
        raise Problem(404, "demo.no_photo")
    drawn = await site_of(request).workers.picture(lambda: scene(name, fixed=taken == "after"))
    return Response(drawn, media_type="image/png", headers={"cache-control": "private, max-age=3600"})


def _ours(request: Request) -> Site:
    site = site_of(request)
    same_site(request, site.app.settings.base_url)
    return site


async def _alone(
    show: Show,
    work: Callable[[], None],
    run: Callable[[Callable[[], None]], Awaitable[None]] = anyio.to_thread.run_sync,
) -> None:
    """In a thread, its own one unless `run` says otherwise; refused while somebody else does such a thing."""
    if show.alone.locked():
        raise Problem(409, "demo.busy")
    await run(work)


def _waking(site: Site) -> Callable[[], None]:
    """Called from the thread that moves the clock: let the delivery loop look."""
    return lambda: anyio.from_thread.run_sync(site.delivery.wake)


def _ring(site: Site, address: str) -> None:
    site.bells.ring(address)
    site.delivery.wake()


async def _state(show: Show) -> Response:
    busy = show.alone.locked()
    found = () if busy else await anyio.to_thread.run_sync(offered, show)
    return JSONResponse(
        {
            "now": show.now.isoformat(),
            "busy": busy,
            "stops": [{"place": one.place, "at": one.at.isoformat()} for one in found],
        }
    )


async def _read(request: Request, model: type[Asked]) -> Asked:
    try:
        return model.model_validate_json(await body(request, SMALL))
    except ValidationError:
        raise Problem(400, "web.garbled") from None
