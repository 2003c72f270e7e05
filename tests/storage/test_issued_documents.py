"""Documents stay as they were issued; numbers run; signatures are put once; and who may see which."""

from __future__ import annotations

import pytest

from storage import documents, people
from storage.documents import Issued, Place
from storage.faults import Conflict
from storage.scope import EVERYTHING, NOTHING, Scope
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.conftest import SetClock
from tests.storage.ground import Ground, plant

CITY, COUNTY = Place("360700", "360700"), Place("360702", "360702")


@pytest.fixture
def ground(open_unit: OpenUnit) -> Ground:
    with open_unit() as unit:
        planted = plant(unit)
        unit.commit()
    return planted


def issue(unit: UnitOfWork, place: Place, by: int, *, below: bool = False, signers: tuple[str, ...] = ()) -> Issued:
    count = documents.next_count(unit, "circular", place, 2023)
    number = documents.issue(
        unit, place, template="circular", plan="ganzhou-2023", year=2023, count=count, number=f"{place.body}-{count}",
        title="通报", stretch="2023-Q2", below=below, signers=signers, paper={"title": "通报"}, pdf=b"%PDF as it was",
        by=by,
    )  # fmt: skip
    found = documents.document(unit, number, EVERYTHING)
    assert found is not None
    return found


def seen(unit: UnitOfWork, scope: Scope) -> list[str]:
    return [one.number for one in documents.issued(unit, scope)]


def test_numbers_run_within_body_and_year(open_unit: OpenUnit, ground: Ground) -> None:
    with open_unit() as unit:
        assert [issue(unit, place, ground.official).number for place in (COUNTY, CITY, COUNTY)] == [
            "360702-1", "360700-1", "360702-2",
        ]  # fmt: skip
        assert documents.next_count(unit, "circular", COUNTY, 2024) == 1


def test_two_at_once_do_not_get_one_number(open_unit: OpenUnit, ground: Ground) -> None:
    with open_unit() as unit:
        issue(unit, COUNTY, ground.official)
        with pytest.raises(Conflict):
            documents.issue(
                unit, COUNTY, template="circular", plan="ganzhou-2023", year=2023, count=1, number="again", title="",
                stretch="", below=False, signers=(), paper={}, pdf=b"", by=ground.official,
            )  # fmt: skip


def test_an_enterprises_papers_are_for_whoever_sees_the_enterprise(open_unit: OpenUnit, ground: Ground) -> None:
    with open_unit() as unit:
        issue(unit, Place(f"e{ground.enterprise}", "360702", enterprise_id=ground.enterprise), ground.principal)
        mine = [f"e{ground.enterprise}-1"]
        assert seen(unit, Scope(enterprise_id=ground.enterprise)) == mine
        assert seen(unit, Scope(enterprise_id=ground.other)) == []
        assert seen(unit, Scope(region="360702")) == seen(unit, Scope(region="3607")) == mine
        assert seen(unit, Scope(region="360702", sectors=("mine",), department_id=1)) == []
        assert seen(unit, Scope(region="360703")) == seen(unit, NOTHING) == []


def test_an_offices_papers_go_up_and_circulars_go_down(open_unit: OpenUnit, ground: Ground) -> None:
    with open_unit() as unit:
        issue(unit, COUNTY, ground.official)
        issue(unit, CITY, ground.official)
        issue(unit, CITY, ground.official, below=True)
        assert seen(unit, Scope(region="3607")) == ["360700-2", "360700-1", "360702-1"]
        assert seen(unit, Scope(region="360702")) == ["360700-2", "360702-1"]
        assert seen(unit, Scope(region="360703", sectors=("mine",), department_id=1)) == ["360700-2"]
        assert seen(unit, Scope(region="371002")) == []
        assert seen(unit, Scope(enterprise_id=ground.enterprise)) == []


def test_a_signature_is_put_once_and_changes_nothing_of_what_was_issued(
    open_unit: OpenUnit, ground: Ground, clock: SetClock
) -> None:
    scope = Scope(enterprise_id=ground.enterprise)
    place = Place(f"e{ground.enterprise}", "360702", enterprise_id=ground.enterprise)
    with open_unit() as unit:
        one = issue(unit, place, ground.officer, signers=("principal",))
        unit.commit()
    clock.move(hours=1)
    with open_unit() as unit:
        assert [waits.id for waits in documents.waiting(unit, scope, "principal")] == [one.id]
        assert documents.waiting(unit, scope, "safety_director") == ()
        documents.sign(unit, one, role="principal", by=ground.principal, words="王建国 签", pdf=b"%PDF signed")
        unit.commit()
    with open_unit() as unit:
        assert documents.waiting(unit, scope, "principal") == ()
        assert documents.pdf_of(unit, one.id, scope) == b"%PDF signed"
        assert documents.pdf_of(unit, one.id, Scope(enterprise_id=ground.other)) is None
        (signed,) = documents.signatures(unit, one)
        assert (signed.person, signed.words) == (people.name_of(unit, ground.principal), "王建国 签")
        assert documents.document(unit, one.id, scope) == one
        with pytest.raises(Conflict):
            documents.sign(unit, one, role="principal", by=ground.officer, words="again", pdf=b"")
