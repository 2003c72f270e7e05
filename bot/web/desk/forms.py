"""The official forms: the list, one with its figures, the records behind a figure, the workbook, boards to print."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from starlette.responses import Response

from bot.web.desk.page import Shown
from bot.web.desk.table import table_of
from bot.web.desk.visit import Visit
from bot.web.problem import Problem
from checklists.errors import UserMistake
from checklists.layout import Layout
from dialogs.conversations import submission
from reports.bodies import ReportingBody
from reports.due_forms import Offer, boards, offers
from reports.explaining import explain
from reports.filling import FilledForm, fill
from reports.showing import span
from reports.workbook import as_bytes
from storage import enterprises, submissions

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 100


def own_body(visit: Visit) -> ReportingBody | None:
    """The body the visitor reports for; None for an administrator."""
    return submission.own_body(visit.talk(submission.FORMS))


def listed(visit: Visit) -> Shown:
    """The forms now in question, with what was handed in for each."""
    body = own_body(visit)
    found = offers(visit.content, visit.unit, body, visit.today) if body is not None else ()
    return Shown("desk/forms.html", {"body": body, "offers": found, "boards": boards_of(visit, body)})


def boards_of(visit: Visit, body: ReportingBody | None) -> tuple[Layout, ...]:
    """The forms that this body prints for each enterprise."""
    return boards(visit.content, visit.unit, body.region, visit.today) if body is not None else ()


def form(visit: Visit) -> Shown:
    """One form as it would be handed in now, beside it what was."""
    offer, filled = _filled(visit)
    layout, whose = filled.asked.layout, filled.asked.body
    department = whose.figures.scope.department_id
    copy = submissions.latest(visit.unit, layout.id, whose.region, department, due=offer.due) if offer.own else None
    return Shown(
        "desk/form.html",
        {
            "offer": offer,
            "copy": copy,
            "layout": layout,
            "table": table_of(filled),
            "filled": filled,
            "period": span(filled.asked.covers.whole, visit.content.texts),
            "figures": [one for one in filled.cells.items() if one[1].cell.metrics and one[1].shown != ""],
            "here": _here(visit),
        },
    )


def cell(visit: Visit) -> Shown:
    """The records behind the figures of one cell."""
    offer, body = _asked(visit)
    try:
        explained = explain(
            visit.content, visit.unit, visit.path["form"], body, offer.due, cell=visit.path["cell"],
            as_of=visit.unit.now,
        )  # fmt: skip
    except UserMistake:
        raise Problem(404, "desk.gone") from None
    mark = visit.query.get("after", "")
    after = int(mark) if mark.isascii() and mark.isdecimal() and len(mark) <= 9 else 0
    most = max((len(one.records) for one in explained), default=0)
    here = f"{_here(visit)}/cell/{visit.path['cell']}"
    return Shown(
        "desk/cell.html",
        {
            "offer": offer,
            "layout": next(layout for layout in offer.layouts if layout.id == visit.path["form"]),
            "explained": [(one, one.records[after : after + PER_PAGE]) for one in explained],
            "after": after,
            "next": f"{here}?after={after + PER_PAGE}" if most > after + PER_PAGE else "",
            "back": _here(visit),
        },
    )


def workbook(visit: Visit) -> Response:
    """The form as it stands now, as a workbook."""
    offer, filled = _filled(visit)
    return download(as_bytes(filled), f"{filled.asked.layout.title}-{offer.due}.xlsx")


def all_boards(visit: Visit) -> Response:
    """A page to hang up for every enterprise of the area, as one workbook."""
    return _boards(visit, None, visit.say("desk.forms.boards_all"))


def one_board(visit: Visit) -> Response:
    """The page to hang up for one enterprise."""
    site = enterprises.enterprise(visit.unit, visit.number("id"), visit.scope)
    if site is None:
        raise Problem(404, "desk.gone")
    return _boards(visit, (site.id,), site.name)


def _boards(visit: Visit, sites: tuple[int, ...] | None, whose: str) -> Response:
    body = own_body(visit)
    layout = next((one for one in boards_of(visit, body) if one.id == visit.path["form"]), None)
    if layout is None or body is None:
        raise Problem(404, "desk.gone")
    filled = fill(visit.content, visit.unit, layout.id, body, visit.today, sites=sites)
    if sites is not None and (filled.listed is None or not filled.listed.count):  # not of the plan's sectors
        raise Problem(404, "desk.gone")
    return download(as_bytes(filled), f"{layout.title}-{whose}.xlsx")


def copy(visit: Visit) -> Response:
    """A workbook as it was handed in."""
    found = submissions.workbook_of(visit.unit, visit.number("id"), visit.scope)
    if found is None:
        raise Problem(404, "desk.gone")
    return download(found, visit.say("desk.copy_name", id=visit.number("id")))


def _asked(visit: Visit) -> tuple[Offer, ReportingBody]:
    """The form of the address, if it is one the visitor's body has to do with now."""
    body = own_body(visit)
    try:
        due = date.fromisoformat(visit.path["due"])
    except ValueError:
        raise Problem(404, "desk.gone") from None
    for offer in offers(visit.content, visit.unit, body, visit.today) if body is not None else ():
        if offer.due == due and visit.path["form"] in [layout.id for layout in offer.layouts] and body is not None:
            return offer, body
    raise Problem(404, "desk.gone")


def _filled(visit: Visit) -> tuple[Offer, FilledForm]:
    offer, body = _asked(visit)
    return offer, fill(visit.content, visit.unit, visit.path["form"], body, offer.due, as_of=visit.unit.now)


def _here(visit: Visit) -> str:
    return visit.at(f"forms/{visit.path['form']}/{visit.path['due']}")


def download(data: bytes, name: str) -> Response:
    """A workbook under that name.

    https://www.rfc-editor.org/rfc/rfc6266#section-5 : the name in UTF-8, and nothing a browser would open itself.
    """
    disposition = f"attachment; filename=\"form.xlsx\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=XLSX, headers={"content-disposition": disposition})
