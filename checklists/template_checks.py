"""What binds documents to the plans: every plan they name stands in a file, and every role is one."""

from __future__ import annotations

from checklists.content import Content
from checklists.problems import Fault, did_you_mean
from checklists.template import Template

ROLES = frozenset({"principal", "safety_director", "safety_officer", "county", "department", "city"})


def check_templates(content: Content, fault: Fault) -> None:
    """Check every document's plans and roles."""
    for template in content.templates.values():
        _plans(content, template, fault)
        for name in (*template.roles, *template.acknowledged, *(one.role for one in template.signers)):
            if name not in ROLES | {"issuer"}:
                fault("document", template.id, f"nobody has the role {name!r}", did_you_mean(name, ROLES), "roles")


def _plans(content: Content, template: Template, fault: Fault) -> None:
    for where, names in (("plans", template.plans), ("usual", template.usual), ("by_plan", template.by_plan)):
        for name in names:
            if name not in content.plans:
                remedy = did_you_mean(name, content.plans)
                fault("document", template.id, f"there is no plan {name!r}", remedy, where)
    for plan, span in template.usual.items():
        if span not in template.spans:
            fault("document", template.id, f"the usual span of {plan} is none of its spans", "add it", "usual")
