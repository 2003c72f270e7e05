"""What can be ticked as there is asked about: an enterprise that says it sprays oil paint is asked for the alarm."""

from __future__ import annotations

from checklists.content import Content

ONLY_NAMED = {"gas-role", "se-kinds"}
"""Roles and kinds of equipment that are ticked so that the record has them, also where no question is about them."""


def test_every_process_that_can_be_ticked_leads_to_a_question(content: Content) -> None:
    lost = set()
    for form in content.checklist_forms():
        looked_at: dict[str, set[str]] = {}
        for question in form.questions:
            for name, values in (*question.when.all, *question.when.any) if question.when is not None else ():
                looked_at.setdefault(name, set()).update(values)
        for question in form.questions:
            if question.kind == "several" and question.id in looked_at.keys() - ONLY_NAMED:
                offered = {option.id for option in question.options} - {"none"}
                lost |= {(form.id, question.id, one) for one in offered - looked_at[question.id]}
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
