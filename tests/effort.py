"""What a self-inspection costs a person: taps, typed answers, photos, and the seconds estimated from them.

`.venv/bin/python -m tests.effort` prints the table of docs/self-inspection.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from checklists.content import PROFILE_FACTS, Content
from checklists.duties import applying, facts_of
from checklists.form import Form
from checklists.plan import Plan
from checklists.question import Question
from dialogs import engine
from dialogs.answers import Given
from dialogs.options import ALL, NOT_APPLICABLE, OK, REASON, RECORD, SAME, SKIP, TODAY, taps
from dialogs.state import ON_RECORD, Answer, Listed, State, Value
from dialogs.together import members

READ, GLANCE, TAP, TYPE, PHOTO, CHECK = 2.5, 1.5, 1.0, 6.0, 10.0, 3.0
"""Seconds of a practised person: read one question, a line of several, tap, type a number or a day, take and send a
photo on the spot, look over the answers before they are handed in."""
DAY = date(2023, 6, 9)
WORKSHOP = {**dict.fromkeys(PROFILE_FACTS, "no"), "hot_work": "yes", "special_operations": "yes"}
"""A small workshop: a welder and an electrician, nobody else's people, nobody lives there."""

NOT_HERE = frozenset((
    "fire-alarm", "fire-sprinkler", "fire-smoke", "fire-control-room", "fire-multi-tenant", "fire-tenant-partition",
    "fire-high-rise-shafts",
))  # fmt: skip
"""What it does not have: fire systems, a control room, other firms under its roof, floors above."""


@dataclass
class Effort:
    """One inspection of all duties of a plan, everything in order and every wanted photo that is required sent."""

    duties: int = 0
    questions: int = 0
    messages: int = 0
    taps: int = 0
    typed: int = 0
    photos: int = 0
    seconds: float = 0.0
    answers: dict[str, dict[str, Answer]] = field(default_factory=dict, repr=False)

    def cells(self) -> Iterator[str]:
        """The figures as a table shows them."""
        for one in fields(self)[:6]:
            yield str(getattr(self, one.name))
        yield f"{int(self.seconds // 60)}:{int(self.seconds % 60):02d}"


def effort(content: Content, plan: Plan, last: Effort | None = None, *, together: bool = True) -> Effort:
    """Walk a small workshop (a small quarry where the plan is for mines) through all its duties.

    `last` is the inspection before: its answers are offered, and the registers hold what they hold by then.
    `together` off asks everything singly, as it was before.
    """
    sector = "mine" if "mine" in plan.sectors and "industry" not in plan.sectors else "industry"
    facts = facts_of(plan, sector=sector, kinds=(), profile=WORKSHOP, marked=False, role="principal")
    found = Effort()
    for checklist in applying(plan, facts):
        form = content.form(plan.id, checklist.id).model_copy(update={"together": together})
        before = last.answers.get(checklist.id, {}) if last is not None else {}
        known = State(facts=dict(facts), last=before, last_on="5月9日")
        found.duties += 1
        found.answers[checklist.id] = _walked(content, form, _recorded(content, form, known, last), found)
        if not together:
            found.taps, found.seconds = found.taps + 1, found.seconds + READ + TAP  # 接着做下一项
    return found


def _recorded(content: Content, form: Form, state: State, last: Effort | None) -> State:
    """With a register kept since the time before: one photo beside every item it answers for."""
    if last is None:
        return state
    asked = set(form.ids())
    fed = {name for feed in content.on_record.feeds for name in feed.items}
    fed |= {name for kind in content.dangerous_work.kinds for name in kind.feeds}
    facts: dict[str, Value] = {f"{ON_RECORD}{name}": "登记的" for name in fed & asked}
    photos = {name: (Listed(id="1", label="1"),) for name in facts}
    days = {name: Answer(value=str(DAY), shown="6月9日") for feed in content.on_record.feeds for name in feed.days}
    return state.model_copy(update={
        "facts": {**state.facts, **facts}, "lists": photos,
        "last": {**state.last, **{name: one for name, one in days.items() if name in asked}},
    })  # fmt: skip


def _walked(content: Content, form: Form, state: State, found: Effort) -> dict[str, Answer]:
    state = engine.proceed(form, state).state
    while state.mode != "finished":
        found.messages += 1
        group = members(form, state)
        if (absent := NOT_HERE.intersection(one.id for one in group)) and not state.last:
            numbers = [str(number) for number, one in enumerate(group, 1) if one.id in absent]
            found.questions += len(group) - len(absent)
            found.typed, found.seconds = found.typed + 1, found.seconds + len(group) * GLANCE + TYPE / 2
            given = Given(DAY, text=" ".join(numbers))
        elif group:
            found.questions += len(group)
            given = _tap(found, ALL, len(group) * GLANCE)
        elif state.mode == "summary":
            given = _tap(found, OK, CHECK)
        elif state.mode == "reason":
            given = _tap(found, f"{REASON}1", GLANCE)
        elif state.mode == "evidence":
            given = _shown(content, form, state, found)
        else:
            found.questions += 1
            given = _answer(content, form, state, form.question(state.at), found)
        step = engine.advance(form, state, given, content.texts)
        assert step.state != state, (state.at, step.notices)
        state = step.state
    return {
        name: answer.model_copy(update={"photos": (), "note": ""})
        for name, answer in state.answers.items() if form.question(name).kind not in ("date", "photo")
    }  # fmt: skip


def _shown(content: Content, form: Form, state: State, found: Effort) -> Given:
    wanted = form.question(state.at).evidence
    assert wanted is not None
    if RECORD in _offered(content, form, state):
        return _tap(found, RECORD, GLANCE)
    if not wanted.required:
        return _tap(found, SKIP, GLANCE)
    found.photos, found.seconds = found.photos + 1, found.seconds + PHOTO
    return Given(DAY, photos=(1,))


def _answer(content: Content, form: Form, state: State, question: Question, found: Effort) -> Given:
    offered = _offered(content, form, state)
    if question.id in NOT_HERE and SAME not in offered:
        return _tap(found, NOT_APPLICABLE, READ)
    if RECORD in offered:
        return _tap(found, RECORD, READ)
    if SAME in offered:
        return _tap(found, SAME, READ)
    if question.kind == "choice":
        bad: tuple[str, ...] = question.negative.on if question.negative is not None else ()
        if question.negative is None and {one.id for one in question.options} == {"yes", "no"}:
            bad = ("yes",)  # whether there is such a place: not at a small workshop
        return _tap(found, next(one for one in offered if one not in bad), READ)
    for easy in (TODAY, SKIP):
        if easy in offered:
            return _tap(found, easy, READ)
    found.typed, found.seconds = found.typed + 1, found.seconds + READ + TYPE
    none = next((number for number, one in enumerate(question.options, 1) if one.id == "none"), 1)
    return Given(DAY, text={"number": "3", "money": "3", "date": "今天"}.get(question.kind, str(none)))


def _tap(found: Effort, tap: str, reading: float) -> Given:
    found.taps, found.seconds = found.taps + 1, found.seconds + reading + TAP
    return Given(DAY, tap=tap)


def _offered(content: Content, form: Form, state: State) -> tuple[str, ...]:
    return tuple(one.id for one in taps(form, state, content.texts))


def table(content: Content) -> str:
    """All plans as a Markdown table: one by one, the first time, and the time after."""
    rows = []
    for plan in content.plans.values():
        first = effort(content, plan)
        ways: Mapping[str, Effort] = {
            "one by one": effort(content, plan, together=False), "first time": first,
            "time after": effort(content, plan, first),
        }  # fmt: skip
        rows += [f"| {plan.id} | {way} | {' | '.join(one.cells())} |" for way, one in ways.items()]
    head = "| plan | way | duties | questions | messages | taps | typed | photos | time |"
    return "\n".join((head, "|---" * 9 + "|", *rows))


if __name__ == "__main__":
    from checklists.gathering import load

    print(table(load()))
