"""Self-inspection: what of the plan's duties is still to be done this period, and the profile asked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from checklists.content import PROFILE_FACTS
from checklists.due_dates import demanded
from checklists.duties import applying, facts_of, undone
from checklists.periods import Period, period_containing
from checklists.plan import Checklist, Plan
from dialogs.acting import role_of
from dialogs.messages import Outbound
from dialogs.state import Listed, Value
from dialogs.talk import Closing, Conversation, Finished, Opening, Redirect, Talk
from storage import enterprises, inspections, sessions
from storage.enterprises import Campaign, Enterprise

PROFILE_CHANGED = "profile"
"""The last entry of the list: what was asked about the enterprise once is no longer so."""
_DUTIES = "duties"
INSPECTORS = ("principal", "safety_director", "safety_officer")


@dataclass(frozen=True)
class Duty:
    """One duty's checklist for one enterprise, and how it stands this period."""

    campaign: Campaign
    plan: Plan
    checklist: Checklist
    done: bool

    @property
    def subject(self) -> str:
        """What a session about it is called."""
        return f"{self.plan.id}/{self.checklist.id}"


def own_enterprise(talk: Talk) -> Enterprise | None:
    """The enterprise the speaker works for, in the role of this conversation."""
    if talk.role is None or talk.role.enterprise_id is None:
        return None
    return enterprises.enterprise(talk.unit, talk.role.enterprise_id, talk.scope)


def facts_about(enterprise: Enterprise, role: str, plan: Plan) -> dict[str, Value]:
    """What the plan's checklists may look at."""
    facts = facts_of(
        plan, sector=enterprise.sector, kinds=enterprise.kinds, profile=enterprise.profile,
        marked=enterprise.high_risk, role=role,
    )  # fmt: skip
    return dict(facts)


def period_of(plan: Plan, campaign: Campaign, day: date, *, high_risk: bool) -> Period:
    """The stretch within which the checklists must be answered once more."""
    every, _ = demanded(plan.inspection, high_risk=high_risk)
    return period_containing(every, day, (campaign.begins, campaign.ends))


def duties(talk: Talk, enterprise: Enterprise) -> tuple[Duty, ...]:
    """All checklists that apply to an enterprise under the plans in force today, undone ones first."""
    whose, found = talk.worked_out.get(_DUTIES, (None, ()))
    if whose != (enterprise, talk.role):
        found = _worked_out(talk, enterprise)
        talk.worked_out[_DUTIES] = (enterprise, talk.role), found
    return tuple(sorted(found, key=lambda duty: duty.done))


def finished(talk: Talk, enterprise: Enterprise, subject: str) -> tuple[Duty, ...]:
    """The same once that one has been done: whoever asks with this message is told so without its being worked out."""
    duties(talk, enterprise)
    whose, found = talk.worked_out[_DUTIES]
    talk.worked_out[_DUTIES] = whose, [replace(one, done=True) if one.subject == subject else one for one in found]
    return duties(talk, enterprise)


def _worked_out(talk: Talk, enterprise: Enterprise) -> list[Duty]:
    found: list[Duty] = []
    for campaign in enterprises.campaigns_for(talk.unit, enterprise.region, talk.today):
        plan = talk.content.plans.get(campaign.plan)
        if plan is None:
            continue
        facts = facts_about(enterprise, talk.role.role if talk.role else "", plan)
        period = period_of(plan, campaign, talk.today, high_risk=facts["high_risk"] == "yes")
        done = {
            one.checklist for one in inspections.done(talk.unit, talk.scope, plan.id, period.begins_at, period.ends_at)
        }
        left = {one.id for one in undone(plan, facts, done)}
        found += [Duty(campaign, plan, one, one.id not in left) for one in applying(plan, facts)]
    return found


def going_on(enterprise: Enterprise, left: Sequence[Duty]) -> str:
    """The command that opens the first duty that is left, without working out again which are; before anything else
    the enterprise's profile is asked for."""
    return f"inspection.{left[0].subject}" if left and _known(enterprise) else "inspect.next"


def _known(enterprise: Enterprise) -> bool:
    """Whether the enterprise's profile was ever asked for."""
    return not set(PROFILE_FACTS).isdisjoint(enterprise.profile)


def _open(talk: Talk, argument: str) -> Opening | Redirect | Outbound:
    enterprise = own_enterprise(talk)
    if enterprise is None:
        return Outbound(text=talk.say("inspect.no_enterprise"))
    if not _known(enterprise):
        return Redirect("profile", said=talk.say("inspect.profile_first"))
    everything = duties(talk, enterprise)
    if not everything:
        return Outbound(text=talk.say("inspect.no_plan"))
    waiting_for = [duty for duty in everything if not duty.done]
    if argument == "next" and waiting_for:
        return Redirect("inspection", waiting_for[0].subject)
    waiting = sessions.paused(talk.unit, talk.person_id, talk.binding.id)
    half = {one.subject for one in waiting if role_of(talk, one) in (None, talk.role)}
    listed = tuple(Listed(id=duty.subject, label=_label(talk, duty, half)) for duty in everything)
    profile = Listed(id=PROFILE_CHANGED, label=talk.say("inspect.change_profile"))
    told = talk.say("inspect.state", done=len(everything) - len(waiting_for), total=len(everything))
    if not waiting_for:
        told = talk.say("inspect.all_done")
    return Opening(talk.content.dialogs["inspect"], intro=told, lists={"checklists": (*listed, profile)})


def _label(talk: Talk, duty: Duty, half: set[str]) -> str:
    state = "done" if duty.done else "half" if duty.subject in half else "open"
    return talk.say(f"inspect.label_{state}", title=duty.checklist.title)


def _complete(talk: Talk, done: Finished) -> Closing:
    chosen = done.value("checklist")
    return Closing((), then="profile" if chosen == PROFILE_CHANGED else f"inspection.{chosen}")


def _open_profile(talk: Talk, argument: str) -> Opening | Outbound:
    enterprise = own_enterprise(talk)
    if enterprise is None:
        return Outbound(text=talk.say("inspect.no_enterprise"))
    return Opening(
        talk.content.dialogs["profile"], subject=f"profile/{enterprise.id}", facts={"sector": enterprise.sector}
    )


def _complete_profile(talk: Talk, done: Finished) -> Closing:
    enterprise = own_enterprise(talk)
    if enterprise is not None:
        answers = {name: str(answer.value) for name, answer in done.answers.items() if isinstance(answer.value, str)}
        unasked = {name: "no" for name in PROFILE_FACTS if name not in answers}
        enterprises.set_profile(talk.unit, enterprise, {**unasked, **answers}, by=talk.person_id)
    return Closing((Outbound(text=talk.say("inspect.profile_kept")),), then="inspect")


INSPECT = Conversation("inspect", INSPECTORS, _open, _complete)
PROFILE = Conversation("profile", INSPECTORS, _open_profile, _complete_profile)
