"""Rules that bind one content file to another: every name used somewhere must stand somewhere."""

from __future__ import annotations

from collections.abc import Iterable

from checklists.content import FACTS, Content
from checklists.item_checks import check_items
from checklists.plan import Checklist, Plan, Use
from checklists.problems import Fault, did_you_mean
from checklists.question import Question, When


def cross_check(content: Content, fault: Fault) -> None:
    """Check all references between files; faults are reported through `fault`."""
    for item in content.items.values():
        _clause(content, item, "item", item.id, fault)
    for plan in content.plans.values():
        _plan(content, plan, fault)
    for form in content.dialogs.values():
        _names(form.questions, set(form.facts), "dialog", form.id, fault, "questions")
    for standard in content.standards.values():
        seen: set[str] = set()
        for index, clause in enumerate(standard.clauses):
            if clause.id in seen:
                fault("standard", standard.prefix, f"clause {clause.id} stands twice", "rename one", "clauses", index)
            seen.add(clause.id)
    check_items(content, fault)
    _certificates(content, fault)
    for sector in content.sectors.sectors:
        for prefix in sector.standards:
            if prefix not in content.standards:
                fault(
                    "sectors",
                    "sectors",
                    f"sector {sector.id} names the standard {prefix!r}, which no file has",
                    did_you_mean(prefix, content.standards),
                    "sectors",
                )


def _certificates(content: Content, fault: Fault) -> None:
    for clause_id in content.certificates.clauses:
        if clause_id not in content.clauses:
            fault("certificates", "certificates", f"no standard has the clause {clause_id!r}",
                  did_you_mean(clause_id, content.clauses), "clauses")  # fmt: skip
    allowed = {kind.id for kind in content.certificates.kinds}
    allowed |= {one.id for kind in content.certificates.kinds for one in kind.projects}
    for index, task in enumerate(content.certificates.tasks):
        for name in set(task.needs) - allowed:
            fault("certificates", "certificates", f"task {task.id} needs {name!r}, which is no kind of work",
                  did_you_mean(name, allowed), "tasks", index, "needs")  # fmt: skip


def _plan(content: Content, plan: Plan, fault: Fault) -> None:
    sectors = {sector.id for sector in content.sectors.sectors}
    kinds = {kind.id for kind in content.sectors.kinds}
    for names, known, label in (
        (plan.sectors, sectors, "sectors"), (plan.high_risk.sectors, sectors, "high_risk"),
        (plan.high_risk.kinds, kinds, "high_risk"),
    ):  # fmt: skip
        for name in names:
            if name not in known:
                fault("plan", plan.id, f"nobody knows {name!r}", did_you_mean(name, known), label)
    seen: set[str] = set()
    for index, checklist in enumerate(plan.checklists):
        if checklist.id in seen:
            fault("plan", plan.id, f"checklist {checklist.id!r} stands twice", "rename one", "checklists", index)
        seen.add(checklist.id)
        _checklist(content, plan, checklist, index, fault)


def _checklist(content: Content, plan: Plan, checklist: Checklist, index: int, fault: Fault) -> None:
    in_focus = checklist.id.startswith("focus-")
    place = ("focus" if in_focus else "plan", plan.id)
    if in_focus:  # laid behind the plan's own, in a file of their own
        index -= sum(not one.id.startswith("focus-") for one in plan.checklists)
    here = ("checklists", index)
    whole = True
    for number, entry in enumerate(checklist.items):
        if isinstance(entry, Use) and entry.use not in content.items:
            fault(
                *place,
                f"checklist {checklist.id} uses {entry.use!r}, which no items file has",
                did_you_mean(entry.use, content.items),
                *here,
                "items",
                number,
            )
            whole = False
        if isinstance(entry, Question):
            _clause(content, entry, *place, fault, *here, "items", number)
    if whole:
        form = content.form(plan.id, checklist.id)
        _names(form.questions, set(FACTS), *place, fault, *here, "items")
        for name in checklist.when.names() if checklist.when else ():
            if name not in FACTS:
                fault(
                    *place,
                    f"checklist {checklist.id}: when looks at {name!r}, which is no fact",
                    did_you_mean(name, FACTS),
                    *here,
                    "when",
                )


def _clause(content: Content, question: Question, kind: str, name: str, fault: Fault, *below: str | int) -> None:
    clause = question.negative.clause if question.negative else None
    if clause is not None and clause not in content.clauses:
        fault(
            kind,
            name,
            f"{question.id}: no standard has the clause {clause!r}",
            did_you_mean(clause, content.clauses),
            *below,
            "negative",
            "clause",
        )


def _names(
    questions: Iterable[Question], known: set[str], kind: str, name: str, fault: Fault, *below: str | int
) -> None:
    """Each `when` may look only at facts and at questions asked before it."""
    seen = set(known)
    for index, question in enumerate(questions):
        for looked_at in question.when.names() if isinstance(question.when, When) else ():
            if looked_at not in seen:
                fault(
                    kind,
                    name,
                    f"{question.id}: when looks at {looked_at!r}, which is neither a fact nor an earlier question",
                    did_you_mean(looked_at, seen),
                    *below,
                    index,
                )
        if question.id in seen:
            fault(kind, name, f"the question {question.id!r} stands twice in one form", "rename one", *below, index)
        seen.add(question.id)
