"""How far each key task of a plan is, in words for the column beside it."""

from __future__ import annotations

from collections.abc import Mapping

from checklists.content import Content
from checklists.layout import Layout
from checklists.periods import BEIJING
from reports.bodies import ReportingBody, counties
from storage.key_tasks import counties_done, states_of
from storage.unit_of_work import UnitOfWork


def task_states(
    content: Content, unit: UnitOfWork, body: ReportingBody, layout: Layout, year: int
) -> Mapping[str, str]:
    """By the task's id: the body's own latest word, and for a city how many of its counties are done with it."""
    texts, scope = content.texts, body.figures.scope
    own = states_of(unit, layout.plan, year, body.region, scope.department_id)
    below = counties(unit, body) if body.kind == "city" else ()
    done = counties_done(unit, scope, layout.plan, year) if below else {}
    words: dict[str, str] = {}
    for cell in layout.cells:
        if cell.state is None:
            continue
        parts = []
        progress = own.get(cell.state)
        if progress is not None:
            day = progress.recorded_at.astimezone(BEIJING).strftime("%Y.%m.%d")
            parts.append(texts(f"report.task.{progress.state}", day=day))
            parts += [progress.note] if progress.note else []
        if below:
            parts.append(texts("report.task.counties", done=done.get(cell.state, 0), counties=len(below)))
        words[cell.state] = "\n".join(parts)
    return words
