"""Binds dangerous-work, bulletins and on-record.yaml to the rest: certificates, grades, and the items they speak of."""

from __future__ import annotations

from checklists.content import Content
from checklists.problems import Fault, did_you_mean
from checklists.question import Question


def check_items(content: Content, fault: Fault) -> None:
    """Check every name that the rules for permits and bulletins use; faults are reported through `fault`."""
    rules = content.dangerous_work
    certificates = _certificates(content)
    items = set(content.items)
    for plan in content.plans.values():
        items |= {entry.id for one in plan.checklists for entry in one.items if isinstance(entry, Question)}
    for number, bulletin in enumerate(content.bulletins.kinds):
        for name in (*bulletin.read_ticks, *bulletin.checked_ticks):
            if name not in items:
                fault("bulletins", "bulletins", f"{bulletin.id}: nobody knows {name!r}", did_you_mean(name, items),
                      "kinds", number)  # fmt: skip
    for index, kind in enumerate(rules.kinds):
        grades = {grade.id for grade in kind.grades}
        for names, known, label in (
            (kind.certificates, certificates, "certificates"), (kind.feeds, items, "feeds"),
            (tuple(grade.raised for grade in kind.grades if grade.raised), grades, "grades"),
        ):  # fmt: skip
            for name in names:
                if name not in known:
                    fault("dangerous-work", "dangerous-work", f"{kind.id}: nobody knows {name!r}",
                          did_you_mean(name, known), "kinds", index, label)  # fmt: skip
    _check_feeds(content, items, fault)
    kinds = {kind.id for kind in rules.kinds}
    for plan in content.plans.values():
        rule = plan.permits
        named = ((rule.reported_kinds, kinds), (rule.reported_items, items)) if rule is not None else ()
        for names, known in named:
            for name in names:
                if name not in known:
                    fault("plan", plan.id, f"permits: nobody knows {name!r}", did_you_mean(name, known), "permits")


def _check_feeds(content: Content, items: set[str], fault: Fault) -> None:
    for number, feed in enumerate(content.on_record.feeds):
        for name in (*feed.items, *feed.days):
            if name not in items:
                fault("on-record", "on-record", f"{feed.holds}: nobody knows {name!r}", did_you_mean(name, items),
                      "feeds", number)  # fmt: skip


def _certificates(content: Content) -> set[str]:
    """The kinds of certificates that may be entered in the register."""
    form = content.dialogs.get("registers")
    questions = [one for one in form.questions if one.id == "work"] if form is not None else []
    return {option.id for one in questions for option in one.options}
