"""What binds an official form to its plan: the plan lists it, and says in one way which days it covers."""

from __future__ import annotations

from checklists.content import Content
from checklists.layout import Layout
from checklists.plan import Plan
from checklists.problems import Fault, did_you_mean


def check_layouts(content: Content, fault: Fault) -> None:
    """Check every form against its plan and the sectors, and every plan's list of forms against the forms."""
    for layout in content.layouts.values():
        plan = content.plans.get(layout.plan)
        if plan is None:
            remedy = did_you_mean(layout.plan, content.plans)
            fault("form", layout.id, f"there is no plan {layout.plan!r}", remedy, "plan")
        else:
            _bound(layout, plan, fault)
        _sectors(content, layout, fault)
    for plan in content.plans.values():
        for index, deadline in enumerate(plan.deadlines):
            for name in deadline.forms:
                if name not in content.layouts:
                    fault(
                        "plan", plan.id, f"deadline {deadline.id}: nobody knows the form {name!r}",
                        did_you_mean(name, content.layouts), "deadlines", index,
                    )  # fmt: skip


def _bound(layout: Layout, plan: Plan, fault: Fault) -> None:
    if layout.id not in plan.forms:
        fault("form", layout.id, f"the plan {plan.id} does not list it", f"add {layout.id} to its forms", "plan")
    naming = [deadline for deadline in plan.deadlines if layout.id in deadline.forms]
    rules = {deadline.period.model_copy(update={"note": ""}) for deadline in naming if deadline.period}
    ids = ", ".join(deadline.id for deadline in naming)
    if len(rules) > 1:
        fault("form", layout.id, f"the deadlines {ids} say differently which days it covers", "make them agree", "plan")
    if naming and not rules and layout.metrics():
        fault("form", layout.id, f"the deadlines {ids} do not say which days it covers", "give one a period", "plan")


def _sectors(content: Content, layout: Layout, fault: Fault) -> None:
    sectors = {sector.id for sector in content.sectors.sectors}
    kinds = {kind.id for kind in content.sectors.kinds}
    for row in (row for band in layout.bands for row in band.rows):
        _known(layout, row.sectors, sectors, fault)
        _known(layout, row.kinds, kinds, fault)
    for cell in layout.every_cell():
        _known(layout, cell.sectors, sectors, fault)


def _known(layout: Layout, names: tuple[str, ...], known: set[str], fault: Fault) -> None:
    for name in names:
        if name not in known:
            fault("form", layout.id, f"nobody knows {name!r}", did_you_mean(name, known), "bands")
