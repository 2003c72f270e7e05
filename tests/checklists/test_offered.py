"""What can be ticked as there is asked about: an enterprise that says it sprays oil paint is asked for the alarm."""

from __future__ import annotations

import pytest

from checklists.content import Content

NOTHING = {"none", "no"}
"""The options that lead on to what does not hang on the answer."""
KINDS = {"dust": ("dust",), "confined": ("confined-space", "pickling")}
"""What the import's column 特殊情形 may say of each."""


def test_every_option_leads_to_a_question_or_says_what_is_wrong(content: Content) -> None:
    """Of what can be ticked, and of choices without a bad answer: who names what they have is asked about it."""
    lost = set()
    for form in content.checklist_forms():
        looked_at: dict[str, set[str]] = {}
        for question in form.questions:
            for name, values in (*question.when.all, *question.when.any) if question.when is not None else ():
                looked_at.setdefault(name, set()).update(values)
        for question in form.questions:
            if question.kind in ("several", "choice") and question.negative is None:
                offered = {option.id for option in question.options} - NOTHING
                lost |= {(form.id, question.id, one) for one in offered - looked_at.get(question.id, set())}
    assert lost == set()


def test_a_furniture_workshop_is_asked_about_its_spray_booth(content: Content) -> None:
    form = content.form("ganzhou-2023", "focus-industry")
    asked = {one.id for one in form.applying({"ind-processes": ("paint-light",), "sector": "industry"})}
    assert {"ind-light-paint-alarm", "ind-light-paint-ventilation"} <= asked


def test_dust_and_confined_spaces_are_asked_about_whatever_the_clerk_filled_in(content: Content) -> None:
    """The import's column 特殊情形 opens them, and so does the enterprise's own word where it was left empty."""
    form = content.form("ganzhou-2023", "focus-industry")
    for told, wanted in (
        ({"ind-places": ("dust",)}, {"dust-cleaning"}),
        ({"ind-places": ("confined",)}, {"cs-guard"}),
        ({"ind-places": ("none",), "kinds": ("dust", "pickling")}, {"dust-cleaning", "cs-guard"}),
        ({"ind-places": ("confined",), "cs-ledger": "no"}, {"cs-guard", "cs-signs-only"}),
        ({"ind-places": ("none",), "cs-ledger": "no"}, set()),
    ):
        asked = {one.id for one in form.applying({"sector": "industry", **told})}
        assert asked & {"dust-cleaning", "cs-guard", "cs-signs-only"} == wanted, told


@pytest.mark.parametrize(
    ("plan", "checklist", "gate", "place", "asked"),
    [
        ("pingdingshan-2023", "focus-industry", ("ind-places", ("dust",)), "dust", "dust-cleaning"),
        ("pingdingshan-2023", "focus-industry", ("ind-places", ("confined",)), "confined", "cs-guard"),
        ("honghe-2023", "focus-industry-kinds", ("ind-places", ("dust",)), "dust", "dust-cleaning"),
        ("honghe-2023", "focus-industry-kinds", ("ind-places", ("confined",)), "confined", "cs-guard"),
        ("shaoguan-2023", "focus-industry", ("ind-dust-here", "yes"), "dust", "dust-cleaning"),
        ("weihai-industry-2023", "focus-dust", ("ind-dust-here", "yes"), "dust", "dust-cleaning"),
        ("weihai-industry-2023", "focus-confined-space", ("ind-confined-here", "yes"), "confined", "cs-guard"),
    ],
)
def test_the_other_plans_ask_about_them_by_the_enterprises_own_word_as_well(
    content: Content, plan: str, checklist: str, gate: tuple[str, str | tuple[str, ...]], place: str, asked: str
) -> None:
    """The checklist is open to every works (of confined spaces in Weihai's to those that named such work), asks for the
    place, and about it where there is one or the import said so."""
    facts = {"sector": "industry", "kinds": (), "other_dangerous_work": "yes"}
    duty = next(one for one in content.plans[plan].checklists if one.id == checklist)
    assert duty.when is not None
    assert duty.when.holds(facts.get)
    form, (question, said) = content.form(plan, checklist), gate
    assert asked in {one.id for one in form.applying({**facts, question: said})}
    for kind in KINDS[place]:
        assert asked in {one.id for one in form.applying({**facts, "kinds": (kind,)})}
    without = {one.id for one in form.applying({**facts, question: "no" if said == "yes" else ("none",)})}
    assert question in without
    assert asked not in without


def test_signs_are_asked_about_once_with_a_ledger_of_confined_spaces_and_without(content: Content) -> None:
    for plan, checklist, gate in (
        ("pingdingshan-2023", "focus-industry", {"ind-places": ("confined",)}),
        ("honghe-2023", "focus-industry-kinds", {"ind-places": ("confined",)}),
        ("weihai-industry-2023", "focus-confined-space", {"ind-confined-here": "yes"}),
    ):
        form = content.form(plan, checklist)
        for answer, wanted in (("yes", {"cs-signs"}), ("no", {"cs-signs-only"})):
            asked = {one.id for one in form.applying({"sector": "industry", **gate, "cs-ledger": answer})}
            assert asked & {"cs-signs", "cs-signs-only"} == wanted


def test_who_fills_bottles_or_keeps_a_gas_station_in_ganzhou_is_asked_by_the_standard(content: Content) -> None:
    form = content.form("ganzhou-2023", "focus-gas")
    for role, wanted in (
        ("station", {"gas-permit", "gas-station-tank", "gas-station-alarms"}),
        ("bottles", {"gas-permit", "gas-station-alarms", "gas-own-bottles", "gas-bottles-valid", "gas-supply-source"}),
        ("bottle-user", set()),
    ):
        asked = {one.id for one in form.applying({"sector": "gas", "gas-role": (role,)})}
        suppliers = {one for one in asked if one.startswith(("gas-permit", "gas-station", "gas-own", "gas-bottles-"))}
        assert suppliers | asked & {"gas-supply-source"} == wanted, role


def test_a_pipelines_operator_is_asked_about_the_pipeline_without_being_asked_for_it(content: Content) -> None:
    asked = {one.id for one in content.form("shaoguan-2023", "focus-pipeline").applying({"sector": "pipeline"})}
    assert {"se-pipe-inspection", "se-pipe-valve", "se-pipe-patrol"} <= asked
    assert "se-kinds" not in asked


def test_a_theatres_stage_is_asked_about_where_the_plan_names_it(content: Content) -> None:
    asked = content.form("ganzhou-2023", "focus-special-equipment").applying(
        {"sector": "tourism", "se-stage-here": "yes"}
    )
    assert {"se-stage", "se-stage-people"} <= {one.id for one in asked}
