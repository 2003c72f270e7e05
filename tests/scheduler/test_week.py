"""The weekly digest: Monday at half past eight, to each regulator for its own area, with its picture."""

from __future__ import annotations

from dataclasses import replace

import pytest
from county import BEIJING, County, beijing, small_plan
from sqlalchemy import select

from checklists.texts import Texts
from storage import media, tables


@pytest.fixture
def county(county: County) -> County:
    """The county with the real schedule."""
    county.schedule = county.content.schedule
    return county


def digests(county: County) -> list[tuple[str, str]]:
    """When, and the first line: whom it is about and which week."""
    return [(one.split(":")[0], one.partition(": ")[2].splitlines()[0]) for one in county.letters("digest")]


def official(county: County, name: str, region: str) -> int:
    return county.person(name, "city" if region.endswith("00") else "county", region=region)


def test_on_monday_each_regulator_hears_of_its_own_area_once(county: County) -> None:
    county.put_in_force(small_plan())
    official(county, "陈科", "371002")
    official(county, "李局", "371002")
    official(county, "市里", "371000")
    mine = county.enterprise()
    county.now = beijing("2023-05-10 10:00")
    county.hazard(mine, "2023-06-30")
    county.days("2023-05-10", "2023-05-14")
    county.tick("2023-05-15 08:29")
    assert digests(county) == []
    result = county.tick("2023-05-15 08:30")
    assert result.digests == 3
    county.tick("2023-05-15 08:31")
    county.tick("2023-05-16 09:00")
    found = digests(county)
    assert [one for one, _ in found] == ["05-15 陈科", "05-15 李局", "05-15 市里"]
    assert "环山区" in found[0][1]
    assert "小城" in found[2][1]
    assert "5月8日" in found[0][1]
    assert "5月14日" in found[0][1]


def test_it_comes_with_its_picture_and_what_to_look_at(county: County) -> None:
    official(county, "陈科", "371002")
    county.days("2023-05-13", "2023-05-15")
    with county.open_unit() as unit:
        (row,) = unit.execute(select(tables.outbox).where(tables.outbox.c.kind == "digest")).all()
        (photo,) = row.body["photos"]
        kept = media.photo(unit, photo)
    assert kept is not None
    assert (county.media_folder / kept.path).stat().st_size > 10_000
    assert [choice["token"] for choice in row.body["choices"]] == ["m.oversee", "m.area"]
    due = row.created_at.astimezone(BEIJING)
    assert (due.hour, due.isoweekday()) == (9, 1)


def test_down_over_two_mondays_the_last_week_is_told_and_the_other_written_down(county: County) -> None:
    official(county, "陈科", "371002")
    county.days("2023-05-13", "2023-05-15")
    assert len(digests(county)) == 1
    county.tick("2023-05-31 10:00")  # a Wednesday; the Mondays of 22 and 29 May were missed
    ((when, line),) = digests(county)
    assert when == "05-31 陈科"
    assert "5月22日" in line
    assert county.skipped()["digests/2023-05-15"] == "superseded by the week of 2023-05-22"


class Tripping(Texts):
    """Sentences that cannot be said of one area."""

    def __call__(self, key: str, /, **params: object) -> str:
        if params.get("area") == "环山区":
            raise ValueError("王强 13800000000")
        return super().__call__(key, **params)


def test_the_trouble_of_one_area_does_not_cost_the_others_their_digest(
    county: County, caplog: pytest.LogCaptureFixture
) -> None:
    troubled = official(county, "陈科", "371002")
    official(county, "市里", "371000")
    county.days("2023-05-13", "2023-05-14")
    texts = county.content.texts
    county.content = replace(county.content, texts=Tripping(texts.sentences, texts.words))
    assert county.tick("2023-05-15 08:30").digests == 1
    assert [one for one, _ in digests(county)] == ["05-15 市里"]
    assert county.skipped()[f"digest/2023-05-08/371002-0/{troubled}"] == "our fault: ValueError; see the log"
    assert "王强" not in caplog.text
    assert county.tick("2023-05-15 08:31").digests == 0
