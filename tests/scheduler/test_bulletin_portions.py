"""The clock goes on with a bulletin that was too long for one moment."""

from __future__ import annotations

from dataclasses import replace

from county import County

from storage import bulletins
from storage.bulletins import Audience, Draft
from storage.oversight.office import Office
from storage.scope import Scope


def test_all_that_is_left_goes_out_with_the_next_tick(county: County) -> None:
    rules = county.content.bulletins.model_copy(update={"batch": 2})
    county.content = replace(county.content, bulletins=rules)
    for number in range(5):
        county.person(f"负责人{number}", "principal", county.enterprise(f"矿{number}"))
    official = county.person("刘明", "county", region="371002")
    county.tick("2023-06-11 22:00")
    with county.open_unit() as unit:
        draft = Draft("lesson", "井口动火", "先清可燃物", (), (), Audience("371002"))
        bulletins.write(unit, Scope(region="371002"), draft, Office("county", "371002", None), by=official)
        unit.commit()
    county.tick("2023-06-11 22:01")
    letters = county.letters("notice")
    assert [letter[6:10] for letter in letters] == [f"负责人{number}" for number in range(5)]
    assert "【事故教训】井口动火" in letters[0]
    assert "[已阅→m.bulletins.1]" in letters[0]
    county.tick("2023-06-11 22:02")
    assert county.letters("notice") == []
