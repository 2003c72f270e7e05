"""The demo keeps apart from the real record, and comes back as it was left."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.sample.demo import demo_settings, open_demo
from bot.settings import Settings
from checklists.content import Content
from checklists.errors import UserMistake
from checklists.judgement.judge import Judge
from storage import people


def test_opened_twice_it_is_the_same_county(content: Content, judge: Judge, tmp_path: Path) -> None:
    real = Settings.model_construct(data_dir=tmp_path, database_url=SecretStr("postgresql+psycopg://real"))
    settings = demo_settings(real, tmp_path / "demo", "demo.sqlite3")
    plan = content.plans["weihai-mines-2023"]
    first = open_demo(settings, plan, content=content, judge=judge)
    assert first.planted
    with first.app.open_unit() as unit:
        someone = people.add_person(unit, "后来的人")
        unit.commit()
    first.app.engine.dispose()

    again = open_demo(settings, plan, content=content, judge=judge)
    assert not again.planted
    assert again.people == first.people
    with again.app.open_unit() as unit:
        assert people.person(unit, someone).name == "后来的人"
    again.app.engine.dispose()

    with pytest.raises(UserMistake, match="add --fresh to begin anew with ganzhou-2023"):
        open_demo(settings, content.plans["ganzhou-2023"], content=content, judge=judge)
    fresh = open_demo(settings, content.plans["ganzhou-2023"], fresh=True, content=content, judge=judge)
    assert fresh.planted
    fresh.app.engine.dispose()
    assert [one.name for one in tmp_path.iterdir()] == ["demo"]
