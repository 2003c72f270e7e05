"""docs/api.md names every call there is, and its examples are what the interface answers."""

from __future__ import annotations

import json
import re

import httpx
import pytest

from bot.api.application import interface
from tests.bot.api.conftest import Served, anyio_backend, served, system  # noqa: F401
from tests.docs.pages import code, page

pytestmark = pytest.mark.anyio


def test_every_call_is_named(served: Served) -> None:  # noqa: F811
    paths = interface(served.web.state.site).openapi()["paths"]
    calls = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    said = {one for one in code(page("api.md")) if re.match("(GET|POST) /", one)} - {"GET /openapi.json"}
    assert said == calls


async def test_the_examples_are_answered_as_they_say(served: Served, system) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    asking: httpx.AsyncClient = system("章贡")
    examples = re.findall(r"```http\n(\w+) /api/v1/(\S+)\n(.*?)```\n\n```json\n(.*?)```", page("api.md"), re.S)
    assert len(examples) >= 3
    for method, place, rest, wanted in examples:
        head, _, body = rest.partition("\n{")
        headers = dict(line.split(": ", 1) for line in head.strip().splitlines() if "TOKEN" not in line)
        response = await asking.request(method, place, headers=headers, content=f"{{{body}" if body else None)
        assert_holds(response.json(), json.loads(wanted))


def assert_holds(said: object, wanted: object) -> None:
    """What the page leaves out may be there too."""
    if isinstance(wanted, dict):
        assert isinstance(said, dict)
        for name, value in wanted.items():
            assert_holds(said[name], value)
    elif isinstance(wanted, list):
        assert isinstance(said, list)
        for one, other in zip(said, wanted, strict=False):
            assert_holds(one, other)
    else:
        assert said == wanted
