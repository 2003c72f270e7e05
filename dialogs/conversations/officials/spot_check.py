"""A spot check: day, who signs, findings in the forms' categories, ordinary problems, photos; then the hazards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from dialogs.conversations.officials.passed import findings_said
from dialogs.conversations.officials.saying import beijing_day, counted, dated, day_said, joined, names, said
from dialogs.conversations.officials.sites import OFFICIALS, given, onward, own_office, plans_for, site
from dialogs.conversations.officials.work_permits import leafed, listed_permits, month_of, tally_said
from dialogs.engine import Derived, Notice
from dialogs.messages import Outbound, opens
from dialogs.state import Answer, Listed, State
from dialogs.talk import BEIJING, Closing, Conversation, Finished, Opening, Talk
from storage.enterprises import Enterprise
from storage.oversight import spot_checks
from storage.oversight.spot_checks import CheckFacts, SpotCheck

COMMON = (
    "not_studied", "not_led", "no_duty_lists", "no_safety_body", "uncertified", "outsourcing_disorder", "no_drill",
)  # fmt: skip
"""Findings every plan's tables ask for."""

OF_SOME_PLANS = ("training_formality", "measures_not_done")
"""Findings that are offered where a table of a plan in force asks for them."""

NONE = "none"
FIX = "fix-"


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    old = _corrected(talk, argument.removeprefix(FIX)) if argument.startswith(FIX) else None
    one = site(talk, str(old.facts.enterprise_id) if old is not None else argument)
    if one is None or own_office(talk) is None:
        return _refused(talk, "record.gone" if argument.startswith(FIX) else "record.outside")
    listed, answer = given(one)
    granted = month_of(talk, str(one.id))
    findings = tuple(Listed(id=name, label=talk.say(f"finding.{name}")) for name in asked(talk, one))
    return Opening(
        talk.content.dialogs["spot-check"],
        subject=f"spot-check/{argument}",
        facts={
            "correcting": "yes" if old is not None else "no", "has_problems": "no", **_facts(old),
            "has_permits": "yes" if granted and old is None else "no",
        },
        lists={
            "sites": (listed,), "findings": (*findings, Listed(id=NONE, label=talk.say("check.none"))),
            "permits": listed_permits(talk, granted),
        },
        answers={"site": answer, **(_answers(talk, old) if old is not None else {})},
        intro=talk.say("check.intro", enterprise=one.name) + ("\n" + tally_said(talk, granted) if granted else ""),
    )  # fmt: skip


def asked(talk: Talk, one: Enterprise) -> tuple[str, ...]:
    """The categories of finding that may be recorded about an enterprise, under the plans in force there today."""
    plans = {plan.id for plan in plans_for(talk, one)}
    wanted = {metric for form in talk.content.layouts.values() if form.plan in plans for metric in form.metrics()}
    return (*COMMON, *(name for name in OF_SOME_PLANS if f"checked-{name.replace('_', '-')}" in wanted))


def _derive(talk: Talk, step: str, state: State) -> Derived:
    if step == "permit":
        return leafed(talk, str(state.value("permit") or ""))
    if step == "inspectors":
        found = names(str(state.value("inspectors") or ""))
        if not found:
            return Derived(notices=(Notice("check.no_names"),), ask_again=True)
        return Derived(notices=(Notice("check.one_name"),) if len(found) == 1 else ())
    if step == "findings":
        chosen = state.value("findings") or ()
        return Derived(notices=(Notice("check.outsourcing"),) if "outsourcing_disorder" in chosen else ())
    number = int(str(state.value(step) or "0"))
    if step == "problems_found":
        fixed = int(str(state.value("problems_fixed") or "0"))
        if 0 < number < fixed:
            return Derived(notices=(Notice("check.found_fewer", {"fixed": fixed}),), ask_again=True)
        return Derived(facts={"has_problems": "yes" if number else "no"})
    most = int(str(state.value("problems_found") or "0"))
    if number > most:
        return Derived(notices=(Notice("check.fixed_more", {"found": most}),), ask_again=True)
    return Derived()


def _complete(talk: Talk, done: Finished) -> Closing:
    old_id = done.subject.partition(FIX)[2]
    old = _corrected(talk, old_id) if old_id else None
    one, office = site(talk, done.value("site")), own_office(talk)
    if one is None or office is None or talk.person_id is None or (old_id and old is None):
        return Closing((_refused(talk, "record.gone" if old_id else "record.outside"),))
    facts = _stated(talk, done, one, old)
    if old is not None:
        spot_checks.correct_check(talk.unit, old, facts, reason=done.value("reason"), by=talk.person_id)
        text = _told(talk, one, facts) + "\n" + talk.say("check.corrected")
        return Closing((Outbound(text=text, choices=onward(talk)),))
    check_id = spot_checks.record_check(talk.unit, office, facts, by=talk.person_id)
    more = done.value("hazards") == "yes"
    if more:
        return Closing((Outbound(text=_told(talk, one, facts)),), then=f"found-hazard.{check_id}")
    text, choices = _told(talk, one, facts), onward(talk)
    for key in (f"check.major.{name}" for name in facts.findings):
        if key in talk.content.texts:  # by itself it may be a major hazard: a category is in no ledger
            text = f"{text}\n{talk.say(key)}"
            choices = (opens(f"found-hazard.{check_id}", talk.say("check.enter_now")), *onward(talk))
    return Closing((Outbound(text=text, choices=choices),))


def _stated(talk: Talk, done: Finished, one: Enterprise, old: SpotCheck | None) -> CheckFacts:
    chosen = done.answers["findings"].value
    return CheckFacts(
        enterprise_id=one.id,
        checked_at=_moment(talk, date.fromisoformat(done.value("checked_on")), old),
        inspectors=names(done.value("inspectors")),
        findings=tuple(name for name in (*COMMON, *OF_SOME_PLANS) if isinstance(chosen, tuple) and name in chosen),
        problems_found=int(done.value("problems_found") or "0"),
        problems_fixed=int(done.value("problems_fixed") or "0"),
        note=done.value("note"),
        photos=done.photos("photos"),
    )


def _moment(talk: Talk, day: date, old: SpotCheck | None) -> datetime:
    """The moment of a check of which only the day is known: now for today, noon for an earlier day."""
    if old is not None and beijing_day(old.facts.checked_at) == day:
        return old.facts.checked_at
    return talk.unit.now if day == talk.today else datetime.combine(day, time(12), BEIJING).astimezone(UTC)


def _told(talk: Talk, one: Enterprise, facts: CheckFacts) -> str:
    return talk.say(
        "check.done", day=day_said(talk, beijing_day(facts.checked_at)), enterprise=one.name,
        inspectors=joined(facts.inspectors), findings=findings_said(talk, facts.findings),
        found=facts.problems_found, fixed=facts.problems_fixed,
    )  # fmt: skip


def _corrected(talk: Talk, check_id: str) -> SpotCheck | None:
    """The check to be corrected, if it is this office's own and stands."""
    old = spot_checks.spot_check(talk.unit, int(check_id), talk.scope) if check_id.isdecimal() else None
    return old if old is not None and old.withdrawn_at is None and old.office == own_office(talk) else None


def _facts(old: SpotCheck | None) -> Mapping[str, str]:
    return {} if old is None else {"has_problems": "yes" if old.facts.problems_found else "no"}


def _answers(talk: Talk, old: SpotCheck) -> dict[str, Answer]:
    """What the old record says, as answers: only what is to be changed has to be changed."""
    facts, form = old.facts, talk.content.dialogs["spot-check"]
    chosen = facts.findings or (NONE,)
    labels = findings_said(talk, facts.findings) if facts.findings else talk.say("check.none")
    answers = {
        "checked_on": dated(talk, beijing_day(facts.checked_at)),
        "inspectors": said(joined(facts.inspectors)),
        "findings": Answer(value=chosen, shown=labels),
        "problems_found": counted(facts.problems_found, form.question("problems_found").unit),
        "photos": Answer(photos=facts.photos, shown=str(len(facts.photos)) if facts.photos else ""),
        "note": said(facts.note) if facts.note else Answer(),
    }
    if facts.problems_found:
        answers["problems_fixed"] = counted(facts.problems_fixed, form.question("problems_fixed").unit)
    return answers


def _refused(talk: Talk, key: str) -> Outbound:
    return Outbound(text=talk.say(key), choices=onward(talk))


SPOT_CHECK = Conversation("spot-check", OFFICIALS, _open, _complete, _derive)
