"""The scenes in which the program speaks: the weekly digest with its picture, and the official form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.sample.county import County
from bot.tour.stage import Actor, Stage
from checklists.layout import Layout
from checklists.periods import midnight
from checklists.plan import Plan
from reports.bodies import region_body
from reports.filling import ask, fill
from reports.metrics.catalogue import metric
from reports.showing import span
from reports.workbook import write
from storage import media
from storage.scope import EVERYTHING

SHOWN = 10


def digest(
    stage: Stage, county: County, official: Actor, monday: date, tick: Callable[[], object], out: Path
) -> tuple[Path, ...]:
    """Monday morning: the official's digest, and its picture as a file."""
    told = stage.say("digest_told", county=county.name)
    stage.chapter(stage.say("digest"), monday, stage.app.content.schedule.digest.at, told)
    tick()
    files: list[Path] = []
    for message in stage.arrivals((official,)):
        for photo_id in message.photos:
            with stage.app.open_unit() as unit:
                photo = media.photo(unit, photo_id)
            if photo is not None:
                file = out / ("digest.jpg" if not files else f"digest-{len(files) + 1}.jpg")
                file.write_bytes((stage.app.media_folder / photo.path).read_bytes())
                files.append(file)
    return tuple(files)


def official_form(stage: Stage, plan: Plan, county: County, out: Path) -> tuple[Path, ...]:
    """The day the plan's form is due, next after the story: filled from the record and written as a workbook."""
    content = stage.app.content
    layout = _layout(stage, plan)
    played = stage.clock()
    with stage.app.open_unit() as unit:
        body = region_body(unit, EVERYTHING, county.code)
    asked = ask(content, layout.id, body, f"{plan.year}-06", None)
    if midnight(asked.due) < played or asked.covers.whole.end < played:
        asked = ask(content, layout.id, body, f"{plan.year}-07", None)
    due, period = asked.due, span(asked.covers.whole, content.texts)
    told = stage.say("form_told", form=layout.id, title=layout.title, body=body.name, period=period)
    stage.chapter(stage.say("form"), due, content.schedule.at, told)
    if layout.plan != plan.id:
        stage.write(stage.say("borrowed", form=layout.id))
    with stage.app.open_unit() as unit:
        filled = fill(content, unit, layout.id, body, due, as_of=stage.clock())
    # By what they ask for: a form may hold the same figure twice.
    cells = {one.cell.metrics: one for one in filled.cells.values() if one.cell.metrics and any(one.figures)}
    for one in list(cells.values())[:SHOWN]:
        name = content.texts("report.and").join(metric(each).name(content.texts) for each in one.cell.metrics)
        stage.write(stage.say("cell", name=name, figure=one.shown))
    for words in (*filled.unbalanced, *filled.notices):
        stage.write(f"  {words}")
    stage.write("")
    file = out / f"{layout.id}.xlsx"
    write(filled, file)
    return (file,)


def _layout(stage: Stage, plan: Plan) -> Layout:
    """The plan's county form that holds most figures; without one the fullest county form of any plan."""
    layouts = stage.app.content.layouts
    counties = [one for one in layouts.values() if one.scope == "county"] or list(layouts.values())
    own = [one for one in counties if one.plan == plan.id]
    plans = stage.app.content.plans

    def fitness(one: Layout) -> tuple[bool, int, str]:
        # A plan for some sectors only has forms that count those sectors only.
        return plans[one.plan].sectors in ((), plan.sectors), len(one.metrics()), one.id

    return max(own or counties, key=fitness)
