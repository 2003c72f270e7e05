"""`/metrics`: figures worked out by hand, who may ask, and that the dashboard and the alerts ask for what there is."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families as families
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.channels.handling import handled, taken
from bot.counts import Counts
from bot.server import application
from bot.wiring import App
from checklists.errors import TryLater
from dialogs.messages import InboundMessage, Sender
from scheduler.tick import TickResult
from storage import inbox, outbox, reaching
from storage.database import open_engine, units
from tests.docs.pages import DOCS, ROOT, code, page, rows, section

pytestmark = pytest.mark.anyio

TOKEN = "a token of sixteen signs"
Figures = dict[tuple[str, str], float]


async def asked(made: Starlette, client: str = "127.0.0.1", **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(made, client=(client, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://ancha.test") as browser:
        return await browser.get("/metrics", headers=headers)


async def figures(made: Starlette) -> Figures:
    """Each sample by its name and the values of its labels."""
    answer = await asked(made)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, " ".join(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in families(answer.text)
        for sample in family.samples
    }


async def test_what_lies_in_the_outbox_is_read_when_it_is_asked_for(app: App) -> None:
    with app.open_unit() as unit:
        wang = reaching.bound(unit, "web", "default", "demo-principal").person_id
        for kind in ("reminder", "reminder", "notice"):
            outbox.put(unit, {"text": "一"}, kind=kind, person_id=wang)
        failed = outbox.put(unit, {"text": "二"}, kind="digest", person_id=wang)
        assert failed is not None
        outbox.settle(unit, failed, "failed", error="x")
        unit.commit()
    app.clock.move(minutes=2)  # type: ignore[attr-defined]
    with app.open_unit() as unit:
        outbox.put(unit, {"text": "三"}, kind="notice", person_id=wang)
        tomorrow = unit.now.replace(day=unit.now.day + 1)
        outbox.put(unit, {"text": "四"}, kind="notice", person_id=wang, due_at=tomorrow)
        unit.commit()
    app.clock.move(seconds=30)  # type: ignore[attr-defined]
    found = await figures(application(app))
    assert found["ancha_outbox_letters", "notice failed"] == 0, "an alert needs the nought before the first"
    assert {name: value for name, value in found.items() if name[0].startswith("ancha_outbox") and value} == {
        ("ancha_outbox_letters", "notice waiting"): 3,
        ("ancha_outbox_letters", "reminder waiting"): 2,
        ("ancha_outbox_letters", "digest failed"): 1,
        ("ancha_outbox_due", "notice"): 2,
        ("ancha_outbox_due", "reminder"): 2,
        ("ancha_outbox_lag_seconds", ""): 150,
        ("ancha_outbox_oldest_seconds", ""): 150,
    }
    assert found["ancha_database_up", ""] == 1


async def test_a_clock_that_has_never_got_through_a_step_has_its_nought(app: App) -> None:
    app.counts.expect(("web",))
    found = await figures(application(app))
    assert found["ancha_clock_steps_total", "done"] == 0, (
        "the alert for a clock that stands needs something to stand still"
    )
    assert found["ancha_clock_steps_total", "failed"] == 0


async def test_what_is_handled_and_sent_is_counted(app: App) -> None:
    app = dataclasses.replace(app, gateway=dataclasses.replace(app.gateway, heard=app.counts.heard))
    made = application(app)
    me = Sender(channel="web", address="demo-principal")
    for words in ("m1", "m1", "m2"):
        app.gateway.handle(InboundMessage(id=words, sender=me, kind="text", text="你好"))
    with app.open_unit() as unit:
        wang = reaching.bound(unit, "web", "default", "demo-principal").person_id
        outbox.put(unit, {"text": "通知", "urgent": True}, kind="notice", person_id=wang)
        unit.commit()
    await made.state.site.delivery.step()
    app.counts.ticked(TickResult(reminders=3, digests=1, skipped=2))
    found = await figures(made)
    assert found["ancha_messages_total", "web taken"] == 2
    assert found["ancha_messages_total", "web repeated"] == 1
    assert found["ancha_message_seconds_count", "web"] == 3
    assert found["ancha_deliveries_total", "web sent"] == 1
    assert found["ancha_delivery_seconds_count", "web"] == 1
    assert found["ancha_clock_queued_total", "reminder"] == 3
    assert found["ancha_clock_queued_total", "digest"] == 1
    assert found["ancha_clock_skipped_total", ""] == 2


async def test_a_message_that_was_tried_twice_is_refused_once(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """And told of from the first moment on, or no alert would see the first one rise."""
    app = dataclasses.replace(app, gateway=dataclasses.replace(app.gateway, heard=app.counts.heard))
    app.counts.expect(("web",))
    before = await figures(application(app))
    assert {before["ancha_messages_total", f"web {came}"] for came in ("taken", "refused", "failed")} == {0}

    def busy(*_: object) -> None:
        raise TryLater("Try again in a moment: the database is locked.")

    monkeypatch.setattr(inbox, "taken", busy)
    me = Sender(channel="web", address="demo-principal")
    assert not taken(handled(app, InboundMessage(id="m1", sender=me, kind="text", text="你好")))
    assert (await figures(application(app)))["ancha_messages_total", "web refused"] == 1


async def test_a_record_that_is_gone_is_a_figure_and_no_failure(app: App, tmp_path: Path) -> None:
    nowhere = open_engine(f"sqlite:///{tmp_path / 'no' / 'tables.db'}")
    gone = dataclasses.replace(app, open_unit=units(nowhere, app.clock, app.codes))
    found = await figures(application(gone))
    nowhere.dispose()
    assert found["ancha_database_up", ""] == 0
    assert not [name for name, _ in found if name.startswith("ancha_outbox")]


async def test_without_a_token_only_this_very_machine_may_ask(app: App) -> None:
    made = application(app)
    assert (await asked(made)).status_code == 200
    assert (await asked(made, "::1")).status_code == 200
    assert (await asked(made, "203.0.113.9")).status_code == 404
    assert (await asked(made, **{"x-forwarded-for": "203.0.113.9"})).status_code == 404
    assert (await asked(made, "testclient")).status_code == 404


async def test_with_a_token_only_who_has_it(app: App) -> None:
    settings = app.settings.model_copy(update={"metrics_token": SecretStr(TOKEN)})
    made = application(dataclasses.replace(app, settings=settings))
    assert (await asked(made)).status_code == 404
    assert (await asked(made, "203.0.113.9", authorization="Bearer wrong")).status_code == 404
    assert (await asked(made, "203.0.113.9", authorization=f"Bearer {TOKEN}")).status_code == 200


COUNTING = """
import sys
from bot.counts import Counts
counts = Counts()
counts.heard("wechat", "taken", 0.2)
print(counts.told().decode())
"""


def test_processes_behind_one_port_tell_the_sum(tmp_path: Path) -> None:
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", COUNTING]
    for _ in range(2):
        said = subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout
    assert 'ancha_messages_total{channel="wechat",result="taken"} 2.0' in said
    assert 'ancha_message_seconds_count{channel="wechat"} 2.0' in said


@pytest.fixture
async def names(app: App) -> set[str]:
    """Every name that may be asked for, and its labels."""
    suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}
    found = families((await asked(application(app))).text)
    return {family.name + suffix for family in found for suffix in suffixes[family.type]}


def asked_for(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:ancha|process)_\w+", expression))


async def test_the_dashboard_asks_for_what_there_is(names: set[str]) -> None:
    board = json.loads((DOCS / "operations" / "grafana.json").read_text(encoding="utf-8"))
    wanted = {panel["title"]: asked_for(target["expr"]) for panel in board["panels"] for target in panel["targets"]}
    assert all(wanted.values())
    assert set().union(*wanted.values()) <= names
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


async def test_the_alerts_ask_for_what_there_is_and_say_what_to_do(names: set[str]) -> None:
    groups = yaml.safe_load((DOCS / "operations" / "alerts.yaml").read_text(encoding="utf-8"))["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    for rule in rules:
        assert asked_for(rule["expr"]) <= names, rule["alert"]
        assert asked_for(rule["expr"]) or "up{" in rule["expr"]
        assert rule["annotations"].keys() == {"summary", "action"}
        assert rule["labels"]["severity"] in ("critical", "warning")
    assert len({rule["alert"] for rule in rules}) == len(rules)


async def test_every_metric_has_its_line_on_the_page(names: set[str]) -> None:
    table = {code(cells[0])[0] for cells in rows(section(page("operations.md"), "Figures"))}
    bases = {re.sub(r"_(bucket|count|sum)$", "", name) for name in names if re.match(r"ancha_(?!.*_created$)", name)}
    assert {name for name in table if name.startswith("ancha_")} == bases


def test_two_apps_of_one_process_count_apart() -> None:
    first, second = Counts(), Counts()
    first.heard("web", "taken", 0.1)
    assert b'channel="web"' not in second.told()
