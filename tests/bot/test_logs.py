"""The log: what a collector reads, one number from a message in to its answer out, and nobody's words."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.channels.channel import Elsewhere
from bot.delivery import Delivery
from bot.logs import Discreet, Lines, set_up
from bot.wiring import App
from checklists.errors import TryLater
from dialogs.messages import InboundMessage, Sender
from storage.unit_of_work import OpenUnit
from tests.bot.conftest import Web
from tests.bot.post_office import Postman

SAID = "三号炉旁边的煤气报警器坏了，是王建国说的"


class Written:
    """The log as a collector reads it."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


@pytest.fixture
def written() -> Iterator[Written]:
    found = Written()
    handler = logging.StreamHandler(found.stream)
    handler.setFormatter(Lines())
    logger = logging.getLogger("ancha")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield found
    logger.removeHandler(handler)
    logger.setLevel(before)


@pytest.mark.anyio
async def test_a_message_and_its_answer_bear_one_number_and_no_words(web: Web, app: App, written: Written) -> None:
    page = web.visit("principal")
    await page.open()
    written.stream.truncate(0)
    answer = await page.say(SAID)
    await web.site.delivery.step()
    taken, sent = written.lines()
    assert taken["trace"] == sent["trace"]
    assert taken["said"].startswith("message taken on web: 1 answers in ")
    assert (sent["said"], sent["from"]) == (
        f"letter {sent['letter']} sent with the answer to its request",
        "ancha.delivery",
    )
    assert SAID not in written.stream.getvalue()
    assert answer not in written.stream.getvalue()


@pytest.mark.anyio
async def test_an_answer_left_to_the_loop_bears_it_too_wherever_it_fails(app: App, written: Written) -> None:
    me = Sender(channel="wechat", address="oWangJianguo")
    (letter,) = app.gateway.handle(InboundMessage(id="oWangJianguo.1686535200", sender=me, kind="text", text=SAID))
    wechat = Postman("wechat", [Elsewhere("window closed")])
    delivery = Delivery(app.open_unit, (wechat,), app.workers)
    delivery.send_now([letter])
    await delivery.step()
    taken, sent = written.lines()
    assert (taken["trace"], taken["channel"]) == (f"m{letter.reply_to}", "wechat")
    assert (sent["trace"], sent["letter"], sent["level"]) == (f"m{letter.reply_to}", letter.id, "warning")
    assert sent["said"] == f"letter {letter.id} (reply, try 1) elsewhere on no channel: wechat: window closed"
    assert "Jianguo" not in written.stream.getvalue()


def test_what_is_not_taken_is_told_without_words_and_without_its_sender(app: App, written: Written) -> None:
    class Broken(Exception):
        pass

    def broken() -> OpenUnit:
        raise Broken(f"near {SAID!r}")

    def busy() -> OpenUnit:
        raise TryLater("Try again in a moment: the database is busy.")

    me = Sender(channel="wechat", address="oWangJianguo")
    message = InboundMessage(id="oWangJianguo.1686535200", sender=me, kind="text", text=SAID)
    app.gateway.handle(message, broken)  # type: ignore[arg-type]
    app.gateway.handle(message, busy)  # type: ignore[arg-type]
    bug, later = written.lines()
    assert bug["error"].endswith("\nBroken")
    assert "raise Broken" in bug["error"]
    assert later["said"].endswith("not taken: Try again in a moment: the database is busy.")
    assert "trace" not in bug
    assert SAID not in written.stream.getvalue()
    assert "Jianguo" not in written.stream.getvalue()


def test_errors_are_told_with_their_causes_and_only_our_own_words() -> None:
    try:
        try:
            int(SAID)
        except ValueError as error:
            raise TryLater("Try again.") from error
    except TryLater as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "x", 1, "it failed", None, (TryLater, error, error.__traceback__)
        )
    written = Discreet("%(message)s").format(record)
    assert SAID not in written
    assert [line for line in written.splitlines() if not line.startswith(" ")] == [
        "it failed", "ValueError", "which led to:", "TryLater: Try again.",
    ]  # fmt: skip


def test_a_secret_in_a_line_is_taken_out() -> None:
    record = logging.LogRecord("x", logging.INFO, "x", 1, "GET https://api/x?access_token=VERYSECRET", None, None)
    assert json.loads(Lines().format(record))["said"] == "GET https://api/x?access_token=…"


@pytest.mark.parametrize(("shape", "json_lines"), [("auto", True), ("json", True), ("plain", False)])
def test_lines_are_json_unless_a_person_looks_on(
    shape: Any, json_lines: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        set_up("INFO", shape)  # standard error is no terminal here
        logging.getLogger("ancha.x").info("ready")
    finally:
        root.handlers[:], root.level = before, level
    line = capsys.readouterr().err
    assert (json.loads(line)["said"] == "ready") if json_lines else line.endswith("INFO ancha.x: ready\n")
