"""What binds one content file to another, and that our own content reaches everybody it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklists.content import PROFILE_FACTS, Content
from tests.checklists.drafts import ITEMS, PLAN, SECTORS, STANDARD, faults


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("use: drill-held", "use: drill-helt", "'drill-helt', which no items file has; did you mean 'drill-held'?"),
        ("{sectors: [mine]", "{sectors: [mines]", "nobody knows 'mines'; did you mean 'mine'?"),
        ("{sectors: [mine]", "{kinds: [dusty]", "nobody knows 'dusty'; did you mean 'dust'?"),
        ("学了吗？", "学了吗？, when: {sectr: mine}", "'sectr', which is neither a fact nor an earlier question; did"),
        ("学了吗？", "学了吗？, when: {own: yes}", "own: when looks at 'own'"),
        ("use: drill-held", "use: drill-held, when: {own: yes}", "drill-held: when looks at 'own'"),
        ("title: 学标准", "title: 学标准\n    when: {own: yes}", "study: when looks at 'own', which is no fact"),
        ("id: own", "id: drill-held", "the question 'drill-held' stands twice in one form; rename one"),
        ("学了吗？", "学了吗？, negative: {missing: 没学, clause: GM-3-3}", "no standard has the clause 'GM-3-3'; did"),
        (
            "  - id: study", "  - {id: study, title: 又一份, basis: 二, items: []}\n  - id: study",
            "checklist 'study' stands twice; rename one",
        ),
    ],
)  # fmt: skip
def test_what_a_plan_names_must_stand_somewhere(tmp_path: Path, old: str, new: str, said: str) -> None:
    found = faults(tmp_path, plans__qinghe=PLAN.replace(old, new))
    assert any("plans/qinghe.yaml:" in fault and "[qinghe]" in fault and said in fault for fault in found), found


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("use: drill-held", "use: drill-helt", 27),
        ("学了吗？", "学了吗？, when: {sectr: mine}", 28),
        ("学了吗？", "学了吗？, negative: {missing: 没学, clause: GM-3-3}", 28),
        ("id: own", "id: drill-held", 28),
    ],
)
def test_a_fault_is_said_with_the_line_of_its_own_question(tmp_path: Path, old: str, new: str, line: int) -> None:
    found = faults(tmp_path, plans__qinghe=PLAN.replace(old, new))
    assert [fault.split(":")[1] for fault in found] == [str(line)], found


def test_a_fault_in_a_focus_list_is_said_with_its_file_and_line(tmp_path: Path) -> None:
    listed = "  - id: focus-a\n    title: 甲\n    basis: 二\n    items:\n      - {use: b, basis: 二}\n"
    focus = f"plan: qinghe\nchecklists:\n{listed}"
    (fault,) = faults(tmp_path, focus__a=focus)
    assert fault.startswith("focus/a.yaml:7:")


def test_a_when_may_look_at_facts_and_earlier_questions(tmp_path: Path) -> None:
    good = PLAN.replace("学了吗？", "学了吗？, when: {drill-held: no, hot_work: yes, kinds: [dust]}")
    assert faults(tmp_path, plans__qinghe=good) == []


def test_an_unknown_clause_of_an_item_is_said_with_its_line(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, items__items=ITEMS.replace("没有演练", "没有演练, clause: GM-32"))
    assert fault.startswith("items/items.yaml:5: [drill-held]")
    assert "no standard has the clause 'GM-32'; did you mean 'GM-3-2'?" in fault


def test_a_clause_that_stands_twice(tmp_path: Path) -> None:
    clause = "{id: GM-3-2, article: 三, sector: 工贸, condition: 没有证, verified: A}"
    (fault,) = faults(tmp_path, standards__gm=STANDARD.replace(clause, f"{clause}, {clause}"))
    assert fault.startswith("standards/gm.yaml:7: [GM] clause GM-3-2 stands twice")


def test_a_sector_that_names_no_standard(tmp_path: Path) -> None:
    found = faults(tmp_path, sectors=SECTORS.replace("[GM]", "[GN]"))
    assert any("sector industry names the standard 'GN', which no file has" in fault for fault in found)


def test_a_dialog_may_look_only_at_what_its_conversation_supplies(tmp_path: Path) -> None:
    dialog = "id: d\ntitle: 题\ncomplete: d\nfacts: [asks]\nquestions: [{id: a, ask: 甲？, when: {ask: yes}}]\n"
    (fault,) = faults(tmp_path, dialogs__d=dialog)
    assert "dialogs/d.yaml:5: [d] a: when looks at 'ask'" in fault
    assert "did you mean 'asks'?" in fault


DUTIES = {"study", "ledger", "led-inspection", "responsibility", "dangerous-work", "outsourcing", "drills"}
"""What every one of the six plans asks of an enterprise's principal, whatever else it asks."""


def test_every_plan_covers_every_duty(content: Content) -> None:
    assert len(content.plans) == 6
    for plan in content.plans.values():
        assert {checklist.id for checklist in plan.checklists} >= DUTIES, plan.id


FAMILIES = ("certificates", "hot-work-permit", "responsibility-system", "outsourcing-unified", "outsourcing-checks")
"""Items that stand in one variant for each group of sectors, since their clauses differ."""


@pytest.mark.parametrize("family", FAMILIES)
def test_every_sector_is_asked_exactly_one_variant_of_an_item_split_by_sector(content: Content, family: str) -> None:
    doing_everything = dict.fromkeys(PROFILE_FACTS, "yes")
    variants = {name for name in content.items if name == family or name.startswith(f"{family}-")}
    used = 0
    for plan in content.plans.values():
        for checklist in plan.checklists:
            form = content.form(plan.id, checklist.id)
            there = [question for question in form.questions if question.id in variants]
            for sector in (one.id for one in content.sectors.sectors if not plan.sectors or one.id in plan.sectors):
                facts = {**doing_everything, "sector": sector, "high_risk": "yes", "plan": plan.id, "role": "principal"}
                asked = [one.id for one in there if one.when is None or one.when.holds(facts.get)]
                assert len(asked) == (1 if there else 0), (plan.id, checklist.id, sector, asked)
            used += bool(there)
    assert used >= 4


def test_every_sector_is_asked_something_of_every_duty(content: Content) -> None:
    """An enterprise that does everything finds at least one question in each duty that binds it."""
    doing_everything = dict.fromkeys(PROFILE_FACTS, "yes")
    for plan in content.plans.values():
        for sector in content.sectors.sectors:
            if plan.sectors and sector.id not in plan.sectors:
                continue
            facts = {**doing_everything, "sector": sector.id, "high_risk": "yes", "plan": plan.id, "role": "principal"}
            for checklist in plan.checklists:
                if checklist.id.startswith("focus-") or (checklist.when and not checklist.when.holds(facts.get)):
                    continue
                asked = [
                    question.id
                    for question in content.form(plan.id, checklist.id).questions
                    if question.when is None or any(name not in facts for name in question.when.names())
                    or question.when.holds(facts.get)
                ]  # fmt: skip
                assert asked, (plan.id, checklist.id, sector.id)


def test_every_question_has_its_basis_and_every_bad_answer_a_next_step(content: Content) -> None:
    for form in content.checklist_forms():
        short = content.plans[form.id.split(".")[1]].short
        for question in form.questions:
            assert question.basis.startswith(f"{short} "), (form.id, question.id)
            assert question.negative is None or question.negative.fix, (form.id, question.id)


def test_a_sector_list_asks_only_sectors_that_exist(content: Content) -> None:
    known = {"sector": {one.id for one in content.sectors.sectors}, "kinds": {one.id for one in content.sectors.kinds}}
    for plan in content.plans.values():
        for checklist in plan.checklists:
            form = content.form(plan.id, checklist.id)
            whens = [checklist.when, *(question.when for question in form.questions)]
            for when in (one for one in whens if one is not None):
                for name, values in (*when.all, *when.any):
                    assert set(values) <= known.get(name, set(values)), (plan.id, checklist.id, name, values)
                    assert name not in PROFILE_FACTS or set(values) <= {"yes", "no"}, (plan.id, checklist.id, name)
