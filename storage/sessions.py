"""Conversations under way: at most one active per person, the others paused, none ever lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, or_, select, update

from storage.changes import change, note
from storage.lots import as_list, one_of
from storage.prepared import Adding, Prepared, inserting
from storage.sharing import Ahead, Asking
from storage.tables import form_versions, sessions
from storage.unit_of_work import UnitOfWork


def _of_either(query: Select[Any], *, steady: bool = False) -> tuple[Prepared, Prepared]:
    """Of a person's sessions, and of a binding's while nobody is behind it."""
    of_binding = (sessions.c.binding_id == bindparam("whose"), sessions.c.person_id.is_(None))
    of_person = query.where(sessions.c.person_id == bindparam("whose"))
    return Prepared(of_person, own=True, steady=steady), Prepared(query.where(*of_binding), own=True, steady=steady)


_WHAT = select(*(column for column in sessions.c if column.name != "started_at"))
_ACTIVE = _of_either(_WHAT.where(sessions.c.status == "active"))
_WHOLE = select(sessions).where(sessions.c.status == "active")
_ACTIVE_AMONG = (
    Prepared(lambda dialect: _WHOLE.where(one_of(dialect, sessions.c.person_id, "many"))),
    Prepared(
        lambda dialect: _WHOLE.where(
            sessions.c.person_id.is_(None),
            one_of(dialect, sessions.c.binding_id, "many"),
        )
    ),
)
_PAUSED = _of_either(
    _WHAT.where(sessions.c.status == "paused").order_by(sessions.c.updated_at.desc(), sessions.c.id.desc())
)
_OPEN_ON = _of_either(
    _WHAT.where(
        or_(sessions.c.status == "active", sessions.c.status == "paused"),
        sessions.c.conversation == bindparam("talk"), sessions.c.subject == bindparam("about"),
    ).order_by(sessions.c.id.desc()),
    steady=True,
)  # fmt: skip
_SESSION = Prepared(select(sessions).where(sessions.c.id == bindparam("one")))
_BODY = Prepared(
    select(form_versions.c.body).where(
        form_versions.c.form == bindparam("form_id"), form_versions.c.version == bindparam("of")
    )
)
_KNOWN = Prepared(
    select(form_versions.c.form).where(
        form_versions.c.form == bindparam("form_id"), form_versions.c.version == bindparam("of")
    )
)
_KNOW = Prepared(inserting(form_versions, "form", "version", "body", "first_used_at"))
_START = Adding(
    sessions, "person_id", "binding_id", "role_id", "conversation", "subject", "form", "version", "state", "status",
    "revision", "started_at", "updated_at",
)  # fmt: skip
_STARTED = Prepared(select(sessions.c.started_at).where(sessions.c.id == bindparam("one")), steady=True)
_KEEP = Prepared(
    update(sessions)
    .where(sessions.c.id == bindparam("one"), sessions.c.revision == bindparam("stood"))
    .values({name: bindparam(name, type_=sessions.c[name].type) for name in (
        "state", "status", "revision", "updated_at",
    )}),
    exact=True,
)  # fmt: skip


@dataclass(frozen=True)
class Session:
    """One conversation: what it is about, the version of its form, where it stands.

    A private one stands in no table and carries its form's `body` with it (dialogs.holding).
    """

    id: int
    conversation: str
    subject: str
    form: str
    version: str
    state: dict[str, Any]
    status: str
    revision: int
    role_id: int | None
    moved_at: datetime
    """When it last came to another question, or was taken up again."""
    body: dict[str, Any] | None = None

    @property
    def private(self) -> bool:
        """Whether nothing of it may stand in the record."""
        return self.body is not None


def start(
    unit: UnitOfWork,
    *,
    person_id: int | None,
    binding_id: int,
    conversation: str,
    subject: str,
    form: str,
    version: str,
    body: Callable[[], dict[str, Any]],
    state: dict[str, Any],
    role_id: int | None = None,
) -> Session:
    """Open a session on this version of the form (kept, so that it can be finished on it) and make it active.

    Whatever was active is paused. A session belongs to the person, or to the binding while nobody is behind it.
    """
    pause_active(unit, person_id, binding_id)
    if not unit.rows(_KNOWN, form_id=form, of=version):
        unit.changed(_KNOW, form=form, version=version, body=body(), first_used_at=unit.now)
    number = unit.added(
        _START, person_id=person_id, binding_id=None if person_id else binding_id, role_id=role_id,
        conversation=conversation, subject=subject, form=form, version=version, state=state, status="active",
        revision=0, started_at=unit.now, updated_at=unit.now,
    )  # fmt: skip
    return Session(number, conversation, subject, form, version, state, "active", 0, role_id, unit.now)


def active(unit: UnitOfWork, person_id: int | None, binding_id: int) -> Session | None:
    """The session that an answer belongs to, if any."""
    found = unit.rows(_ACTIVE[person_id is None], whose=_whose(person_id, binding_id))
    return _session(found[0]) if found else None


def foresee(who: Iterable[tuple[int, int | None, Ahead]]) -> Asking:
    """Read ahead what is active, and since when: of each binding and the person behind it, if somebody is."""
    for nobody in (False, True):
        theirs = {_whose(person, at): sheet for at, person, sheet in who if (person is None) == nobody}
        if not theirs:
            continue
        found: dict[int, list[Any]] = {whose: [] for whose in theirs}
        there = yield _ACTIVE_AMONG[nobody], {"many": as_list(theirs)}
        for row in there:
            found[row.binding_id if nobody else row.person_id].append(row)
        for whose, rows in found.items():
            theirs[whose][_ACTIVE[nobody], whose] = rows
            theirs[whose] |= {(_STARTED, row.id): [row] for row in rows}


def paused(unit: UnitOfWork, person_id: int | None, binding_id: int) -> tuple[Session, ...]:
    """Half-filled sessions, the latest first."""
    return tuple(map(_session, unit.rows(_PAUSED[person_id is None], whose=_whose(person_id, binding_id))))


def open_on(
    unit: UnitOfWork,
    person_id: int | None,
    binding_id: int,
    conversation: str,
    subject: str,
    role_ids: Collection[int] = (),
) -> Session | None:
    """The active or paused session of that conversation about that subject, held in one of those roles.

    Sessions of before roles were kept are anybody's; so are those of people without a role.
    """
    whose = _whose(person_id, binding_id)
    rows = unit.rows(_OPEN_ON[person_id is None], whose=whose, talk=conversation, about=subject)
    if any(unit.owes(_KEEP, "one", row.id) for row in rows):  # moved by this very message: see where it stands now
        unit.settle()
        rows = unit.rows(_OPEN_ON[person_id is None], whose=whose, talk=conversation, about=subject)
    return next((_session(row) for row in rows if row.role_id is None or row.role_id in role_ids), None)


def session(unit: UnitOfWork, session_id: int) -> Session | None:
    """The session of that id, whoever's it is."""
    found = unit.rows(_SESSION, one=session_id)
    return _session(found[0]) if found else None


def started_at(unit: UnitOfWork, session_id: int) -> Any:
    """When a session was started."""
    (row,) = unit.rows(_STARTED, one=session_id)
    return row.started_at


def body(unit: UnitOfWork, form: str, version: str) -> dict[str, Any]:
    """A form as it was when a session was started on it."""
    (row,) = unit.rows(_BODY, form_id=form, of=version)
    found: dict[str, Any] = row.body
    return found


def keep(unit: UnitOfWork, one: Session, state: dict[str, Any], status: str, *, by: int | None) -> None:
    """Store where a session stands now; raises Conflict when another message moved it meanwhile.

    The audit row says which question was reached, not what was answered: answers belong to the record they end in.
    """
    unit.later(
        _KEEP, one=one.id, stood=one.revision, state=state, status=status, revision=one.revision + 1,
        updated_at=unit.now,
    )  # fmt: skip
    note(unit, f"session.{status}", "sessions", one.id, by=by, after={"step": state.get("step"), "at": state.get("at")})
    if by is not None and one.status == "active" != status:  # who goes on to something else asks what is active
        unit.knows(_ACTIVE[0], [], whose=by)


def resume(unit: UnitOfWork, one: Session, person_id: int | None, binding_id: int) -> None:
    """Make a paused session the active one; whatever was active is paused."""
    pause_active(unit, person_id, binding_id)
    change(
        unit,
        sessions,
        one.id,
        expect={"status": "paused"},
        put={"status": "active", "updated_at": unit.now},
        action="session.resume",
        by=person_id,
    )


def pause_active(unit: UnitOfWork, person_id: int | None, binding_id: int) -> Session | None:
    """Pause what is active, and return it; one in which nothing was answered yet is let go instead (None)."""
    current = active(unit, person_id, binding_id)
    if current is None:
        return None
    empty = not current.state.get("answers")
    change(
        unit, sessions, current.id, expect={"status": "active"},
        put={"status": "cancelled" if empty else "paused", "updated_at": unit.now},
        action="session.cancelled" if empty else "session.pause", by=person_id,
    )  # fmt: skip
    return None if empty else current


def let_go(unit: UnitOfWork, person_id: int | None, binding_id: int, conversation: str) -> int:
    """End what is half filled of a conversation, since there is nothing left to ask; how many there were."""
    found = [one for one in paused(unit, person_id, binding_id) if one.conversation == conversation]
    for one in found:
        change(
            unit, sessions, one.id, expect={"status": "paused"}, put={"status": "cancelled", "updated_at": unit.now},
            action="session.cancelled", by=person_id,
        )  # fmt: skip
    return len(found)


def hand_over(unit: UnitOfWork, binding_id: int, person_id: int) -> None:
    """Give a binding's open sessions to the person who enrolled there."""
    query = select(sessions.c.id).where(
        sessions.c.binding_id == binding_id, sessions.c.person_id.is_(None), sessions.c.status == "paused"
    )
    for (session_id,) in unit.execute(query).all():
        change(
            unit,
            sessions,
            session_id,
            expect={"person_id": None},
            put={"person_id": person_id, "binding_id": None},
            action="session.hand_over",
            by=person_id,
        )


def _whose(person_id: int | None, binding_id: int) -> int:
    return person_id if person_id is not None else binding_id


def _session(row: Any) -> Session:
    return Session(
        row.id,
        row.conversation,
        row.subject,
        row.form,
        row.version,
        row.state,
        row.status,
        row.revision,
        row.role_id,
        row.updated_at,
    )
