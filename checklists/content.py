"""Everything that is read from files, checked and bound together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from checklists.bulletin import BulletinRules
from checklists.certificate import Certificates
from checklists.dangerous_work import DangerousWork
from checklists.emergencies import Emergencies, emergencies
from checklists.export import Export
from checklists.form import Form
from checklists.judgement.lexicon import Lexicon
from checklists.layout import Layout
from checklists.menu import Menu
from checklists.on_record import OnRecordRules
from checklists.plan import Checklist, Plan, Use
from checklists.question import YES_NO, Option, Question
from checklists.schedule import Schedule
from checklists.sector import Sectors
from checklists.signals import SignalRules
from checklists.standard import Clause, Standard, TitleOnly
from checklists.template import Template
from checklists.texts import Texts

PROFILE_FACTS = (
    "hot_work", "other_dangerous_work", "special_operations", "outsourcing", "leasing", "dispatched_labour",
    "contractor_teams", "dormitory", "park_owner",
)  # fmt: skip
"""What is asked of an enterprise once and kept: yes or no each."""

FACTS = ("sector", "kinds", "high_risk", "plan", "role", *PROFILE_FACTS)
"""What every checklist may look at beside its own questions."""


@dataclass(frozen=True)
class Content:
    """All content of one deployment; frozen once read."""

    plans: Mapping[str, Plan]
    items: Mapping[str, Question]
    dialogs: Mapping[str, Form]
    standards: Mapping[str, Standard]
    titles: tuple[TitleOnly, ...]
    sectors: Sectors
    layouts: Mapping[str, Layout]
    templates: Mapping[str, Template]
    exports: Mapping[str, Export]
    texts: Texts
    menu: Menu
    schedule: Schedule
    dangerous_work: DangerousWork
    bulletins: BulletinRules
    on_record: OnRecordRules
    signals: SignalRules
    certificates: Certificates
    lexicon: Lexicon
    chinese: Content | None = None
    """The same in Chinese, where this is laid over with another language's words."""

    @property
    def on_paper(self) -> Content:
        """What official papers are written with: they stay Chinese as a whole, whatever the interface speaks."""
        return self.chinese or self

    @cached_property
    def clauses(self) -> Mapping[str, tuple[Standard, Clause]]:
        """Every clause by its id, with its standard."""
        return {clause.id: (standard, clause) for standard in self.standards.values() for clause in standard.clauses}

    @cached_property
    def emergencies(self) -> Emergencies:
        """By which words a message tells that people are in danger now."""
        return emergencies(self.texts.words)

    def checklist(self, plan_id: str, checklist_id: str) -> Checklist:
        """One duty's checklist of a plan; KeyError when there is none."""
        for checklist in self.plans[plan_id].checklists:
            if checklist.id == checklist_id:
                return checklist
        raise KeyError(f"{plan_id}/{checklist_id}")

    def form(self, plan_id: str, checklist_id: str) -> Form:
        """The checklist as a form: shared items with the plan's own words and basis laid over them."""
        found = self._forms.get((plan_id, checklist_id))
        if found is None:
            found = self._forms[plan_id, checklist_id] = self._form(plan_id, checklist_id)
        return found

    @cached_property
    def _forms(self) -> dict[tuple[str, str], Form]:
        """Those put together so far."""
        return {}

    def _form(self, plan_id: str, checklist_id: str) -> Form:
        plan, checklist = self.plans[plan_id], self.checklist(plan_id, checklist_id)
        return Form(
            id=f"inspect.{plan_id}.{checklist_id}",
            title=checklist.title,
            intro=checklist.intro,
            complete="inspection",
            facts=FACTS,
            together=True,
            questions=tuple(self._answered(self._question(plan, entry)) for entry in checklist.items),
        )

    def _answered(self, question: Question) -> Question:
        """With yes and no written out where the interface does not speak Chinese."""
        if question.options or question.choices() != YES_NO:
            return question
        said = self.texts.sentences
        named = tuple(Option(id=one.id, label=said.get(f"engine.{one.id}", one.label)) for one in YES_NO)
        return question if named == YES_NO else question.model_copy(update={"options": named})

    def _question(self, plan: Plan, entry: Use | Question) -> Question:
        if isinstance(entry, Question):
            return (
                entry
                if plan.short in entry.basis
                else entry.model_copy(update={"basis": f"{plan.short} {entry.basis or ''}".strip()})
            )
        own = {name: getattr(entry, name) for name in entry.model_fields_set - {"use", "basis"}}
        return self.items[entry.use].model_copy(update={**own, "basis": f"{plan.short} {entry.basis}"})

    def checklist_forms(self) -> Iterator[Form]:
        """Every checklist of every plan as a form."""
        for plan in self.plans.values():
            for checklist in plan.checklists:
                yield self.form(plan.id, checklist.id)
