"""Which department somebody is invited to: the inviter's own, one that is known, or one that is entered by the way."""

from __future__ import annotations

from dialogs.engine import Derived
from dialogs.state import Listed
from dialogs.talk import Finished, Talk
from storage import enterprises
from storage.scope import NOTHING, region_prefix

NEW = "new"


def offices(talk: Talk, region: str) -> Derived:
    """The departments of a county or city to choose from; a department's people see those of their own sectors."""
    sectors = set(talk.scope.sectors)
    found = [
        one
        for one in enterprises.departments_of(talk.unit, region)
        if not sectors or not one.sectors or sectors & set(one.sectors)
    ]
    listed = tuple(Listed(id=str(one.id), label=one.name) for one in found)
    new = Listed(id=NEW, label=talk.say("invite.new_department"))
    return Derived(facts={"picks_department": "yes"}, lists={"departments": (*listed, new)})


def department_of(talk: Talk, done: Finished, region: str, *, own: bool) -> int | None:
    """The department meant, entered first where it is new; None where it is not the inviter's to fill."""
    mine = talk.role
    if mine is None or talk.scope.narrowed(region_prefix(region)) == NOTHING:
        return None
    if own and mine.department_id is not None:
        return mine.department_id
    chosen = done.value("department")
    if chosen != NEW:
        known = {str(one.id): one.id for one in enterprises.departments_of(talk.unit, region)}
        return known.get(chosen)
    picked = done.answers["looks_after"].value if "looks_after" in done.answers else ()
    wanted = picked if isinstance(picked, tuple) else ()
    sectors = tuple(one for one in wanted if not talk.scope.sectors or one in talk.scope.sectors) or talk.scope.sectors
    level = "city" if region.endswith("00") else "county"
    return enterprises.add_department(
        talk.unit, done.value("department_name"), region, level, sectors, by=talk.person_id
    )  # fmt: skip
