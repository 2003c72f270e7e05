"""Enterprises: the list, and one of them with its whole history."""

from __future__ import annotations

from urllib.parse import urlencode

from bot.web.desk.forms import boards_of, own_body
from bot.web.desk.page import Shown
from bot.web.desk.visit import Visit
from bot.web.desk.words import counties, kinds, sector
from bot.web.problem import Problem
from storage import enterprises, inspections, people, prominent_problems, registers, risks
from storage.enterprises import Enterprise
from storage.inspections import AnswerRow, Inspection
from storage.ledger_pages import Wanted, count_ledger_page, ledger_page
from storage.oversight import actions, spot_checks
from storage.scope import Scope

PER_PAGE = 50
FEW, MANY = 10, 1000
LONGEST = 60


def listed(visit: Visit) -> Shown:
    """The enterprises of the area, page by page, or those of a name or credit code."""
    words = visit.query.get("words", "").replace("\0", "").strip()[:LONGEST]
    mark = visit.query.get("after", "")
    after = int(mark) if mark.isascii() and mark.isdecimal() and len(mark) <= 15 else 0
    found = enterprises.enterprise_page(visit.unit, visit.scope, words, after=after, limit=PER_PAGE + 1)
    shown, named = found[:PER_PAGE], counties(visit)
    onward = urlencode({**({"words": words} if words else {}), "after": shown[-1].id}) if len(found) > PER_PAGE else ""
    return Shown(
        "desk/enterprises.html",
        {
            "words": words,
            "sites": [(one, named.get(one.region, ""), sector(visit, one.sector)) for one in shown],
            "next": f"{visit.at('enterprises')}?{onward}" if onward else "",
            "after": after,
        },
    )


def enterprise(visit: Visit) -> Shown:
    """One enterprise's whole history. Its own people do not see what officials noted about it."""
    one = own_or_asked(visit)
    scope = Scope(enterprise_id=one.id)
    most = MANY if visit.query.get("all") == "yes" else FEW
    unit, everything = visit.unit, Wanted(status="all", enterprise_id=one.id)
    checks = spot_checks.checks_of_site(unit, visit.scope, one.id, limit=most + 1) if visit.official else ()
    acts = actions.acts_of_site(unit, visit.scope, one.id, limit=most + 1) if visit.official else ()
    visits = inspections.latest_of(unit, visit.scope, one.id, limit=most + 1)
    return Shown(
        "desk/enterprise.html",
        {
            "one": one,
            "county": enterprises.region_name(unit, one.region),
            "sector": sector(visit, one.sector),
            "kinds": kinds(visit, one.kinds),
            "staff": people.colleagues(unit, one.id, "principal", "safety_director", "safety_officer"),
            "hazards": ledger_page(unit, visit.scope, everything, visit.today, limit=FEW).lines,
            "hazard_count": count_ledger_page(unit, visit.scope, everything, visit.today),
            "open_count": count_ledger_page(unit, visit.scope, Wanted(enterprise_id=one.id), visit.today),
            "inspections": [(done, _title(visit, done)) for done in visits[:most]],
            "checks": checks[:most],
            "acts": acts[:most],
            "registers": [
                (name, registers.entries(unit, scope, name, limit=most)) for name in registers.REGISTERS
            ],
            "risks": risks.standing_risks(unit, scope, limit=most),
            "problems": prominent_problems.standing_problems(unit, scope, limit=most),
            "boards": boards_of(visit, own_body(visit)) if visit.official else (),
            "more": most == FEW and max(len(checks), len(acts), len(visits)) > FEW,
        },
    )  # fmt: skip


def inspection(visit: Visit) -> Shown:
    """One checklist with its answers and photos."""
    done = inspections.inspection(visit.unit, visit.number("id"), visit.scope)
    site = enterprises.enterprise(visit.unit, done.enterprise_id, visit.scope) if done is not None else None
    if done is None or site is None:
        raise Problem(404, "desk.gone")
    answers = inspections.answers(visit.unit, done)
    return Shown(
        "desk/inspection.html",
        {"done": done, "site": site, "title": _title(visit, done), "answers": _worded(visit, done, answers)},
    )


def own_or_asked(visit: Visit) -> Enterprise:
    """The enterprise of the address. Raises Problem (404) for one outside the scope."""
    one = enterprises.enterprise(visit.unit, visit.number("id"), visit.scope)
    if one is None:
        raise Problem(404, "desk.gone")
    return one


def _title(visit: Visit, done: Inspection) -> str:
    """The checklist's title; its id where the content no longer has it."""
    plan = visit.content.plans.get(done.plan)
    found = next((one for one in plan.checklists if one.id == done.checklist), None) if plan is not None else None
    return found.title if found is not None else done.checklist


def _worded(visit: Visit, done: Inspection, answers: tuple[AnswerRow, ...]) -> list[tuple[str, str, AnswerRow]]:
    """(question, answer in words, row) in the checklist's order, as today's content words them."""
    try:
        questions = {one.id: one for one in visit.content.form(done.plan, done.checklist).questions}
    except KeyError:
        questions = {}
    order = {name: index for index, name in enumerate(questions)}
    found = []
    for row in sorted(answers, key=lambda row: order.get(row.question, len(order))):
        question = questions.get(row.question)
        labels = {one.id: one.label for one in question.choices()} if question is not None else {}
        values = row.value if isinstance(row.value, list) else [row.value] if row.value is not None else []
        said = visit.say("report.and").join(labels.get(str(value), str(value)) for value in values)
        if row.not_applicable:
            said = visit.say("engine.answer_na", reason=row.not_applicable)
        found.append((question.ask if question is not None else row.question, said, row))
    return found
