"""Officials say how far each key task of their plan is."""

from __future__ import annotations

from collections.abc import Iterator

from checklists.layout import Cell, Layout
from dialogs.conversations.officials.sites import OFFICIALS, own_office
from dialogs.engine import Derived, Notice
from dialogs.messages import Choice, Outbound, opens
from dialogs.state import Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import key_tasks
from storage.enterprises import campaigns_for
from storage.key_tasks import Progress, TaskState

LABEL = 24
MOST = 9
NEXT = "next-"
_STATES: tuple[TaskState, ...] = ("not_started", "under_way", "done")


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    listed = _page(talk, 0)
    if not listed or own_office(talk) is None:
        return Outbound(text=talk.say("key_tasks.none"), choices=(_menu(talk),))
    return Opening(talk.content.dialogs["key-tasks"], lists={"tasks": listed})


def _page(talk: Talk, after: int) -> tuple[Listed, ...]:
    """One page of the tasks, so that it fits one message; where more follow, the last entry turns it."""
    found = list(_tasks(talk))
    listed = tuple(
        Listed(id=str(cell.task), label=_label(talk, cell, _progress(talk, layout).get(str(cell.task))))
        for layout, cell in found[after : after + MOST]
    )
    more = Listed(id=f"{NEXT}{after + MOST}", label=talk.say("ledger.next"))
    return (*listed, more) if len(found) > after + MOST else listed


def _tasks(talk: Talk) -> Iterator[tuple[Layout, Cell]]:
    """Every key task of the plans in force for the speaker's office, in the order of the plan's table."""
    office = own_office(talk)
    region = office.region if office is not None else ""
    plans = {campaign.plan for campaign in campaigns_for(talk.unit, region, talk.today)}
    for layout in talk.content.layouts.values():
        if layout.plan in plans:
            yield from ((layout, cell) for cell in layout.cells if cell.task)


def _progress(talk: Talk, layout: Layout) -> dict[str, Progress]:
    office = own_office(talk)
    if office is None:
        return {}
    year = talk.today.year
    return dict(key_tasks.states_of(talk.unit, layout.plan, year, office.region, office.department_id))


def _label(talk: Talk, cell: Cell, progress: Progress | None) -> str:
    text = cell.text if len(cell.text) <= LABEL else f"{cell.text[: LABEL - 1]}…"
    state = progress.state if progress is not None else "not_started"
    return talk.say("key_tasks.label", state=talk.say(f"key_tasks.marks.{state}"), text=text)


def _derive(talk: Talk, step: str, state: State) -> Derived:
    chosen = str(state.value("task") or "")
    if chosen.startswith(NEXT):
        return Derived(lists={"tasks": _page(talk, int(chosen.removeprefix(NEXT)))}, ask_again=True)
    found = next(((layout, cell) for layout, cell in _tasks(talk) if cell.task == chosen), None)
    if found is None:
        return Derived(ask_again=True)
    layout, cell = found
    progress = _progress(talk, layout).get(str(cell.task))
    said = progress.note if progress is not None else ""
    words = (_phase(layout, cell, talk.today.year), cell.text, said)
    return Derived(notices=(Notice("refuse.own", {"message": "\n".join(filter(None, words))}),))


def _phase(layout: Layout, task: Cell, year: int) -> str:
    """The phase the task belongs to with its time limit, as the table prints it in its first column."""
    printed = (cell.text for cell in layout.cells if cell.text and cell.area.holds(task.area.top, 0))
    return next(printed, "").format(year=year)


def _complete(talk: Talk, done: Finished) -> Closing:
    office, chosen = own_office(talk), done.value("task")
    layout = next((layout for layout, cell in _tasks(talk) if cell.task == chosen), None)
    state = next((one for one in _STATES if one == done.value("state")), None)
    if office is None or layout is None or state is None or talk.person_id is None:
        return Closing((), then="menu")
    key_tasks.record_state(
        talk.unit, plan=layout.plan, year=talk.today.year, task=chosen, region=office.region,
        department_id=office.department_id, state=state, note=done.value("note"), by=talk.person_id,
    )  # fmt: skip
    text = talk.say("key_tasks.kept", state=done.answers["state"].shown)
    return Closing((Outbound(text=text, choices=(opens("key-tasks", talk.say("key_tasks.again")), _menu(talk))),))


def _menu(talk: Talk) -> Choice:
    return opens("menu", talk.say("inspect.to_menu"))


KEY_TASKS = Conversation("key-tasks", OFFICIALS, _open, _complete, _derive)
