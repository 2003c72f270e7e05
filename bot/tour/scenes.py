"""The scenes in which people speak."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.tour.answering import Knowing, fill
from bot.tour.cast import Cast
from bot.tour.stage import Actor, Stage
from checklists.plan import Plan
from checklists.question import Question
from dialogs.conversations.inspect import facts_about
from dialogs.relevance import relevant
from dialogs.state import State
from storage import enterprises, hazards, invitations
from storage.hazards import Hazard
from storage.scope import Scope

Tick = Callable[[], object]


@dataclass(frozen=True)
class Company:
    """The enterprise of the play, its county and its credit code."""

    cast: Cast
    plan: Plan
    region: str
    uscc: str


@dataclass(frozen=True)
class People:
    """Its people; a safety director only where the plan wants one to sign."""

    principal: Actor
    officer: Actor | None = None
    director: Actor | None = None

    @property
    def all(self) -> tuple[Actor, ...]:
        """Those who are there."""
        return tuple(one for one in (self.principal, self.director, self.officer) if one is not None)


def entered(stage: Stage, company: Company, official: Actor, day: date) -> People:
    """The county invites; the principal enrols the enterprise."""
    cast, texts = company.cast, stage.app.content.texts
    told = stage.say("entered_told", enterprise=cast.enterprise, name=cast.principal)
    stage.chapter(stage.say("entered"), day, time(9, 10), told)
    code = _invited(stage, official, "principal")
    actor = Actor(cast.principal, stage.say("stranger"), "tour-principal")
    stage.type(actor, code)
    kinds = "、".join(kind.name for kind in stage.app.content.sectors.kinds if kind.id in cast.kinds)
    fill(
        stage,
        actor,
        Knowing(
            {
                "uscc": company.uscc, "enterprise_name": cast.enterprise, "business": cast.business,
                "sector": cast.sector, "kinds": kinds, "headcount": cast.headcount, "name": cast.principal,
            }
        ),
        "enrol",
    )  # fmt: skip
    return People(replace(actor, role=texts("role.principal")))


def inspected(stage: Stage, company: Company, people: People, duties: tuple[str, ...], day: date) -> None:
    """The principal says what the enterprise does, and answers the checklist of one duty; one answer is bad."""
    duty = _duty(stage, company, duties)
    title = stage.app.content.checklist(company.plan.id, duty).title
    told = stage.say("inspected_told", name=people.principal.name, duty=title)
    stage.chapter(stage.say("inspected"), day, time(9, 30), told)
    stage.type(people.principal, _label(stage, "inspect"))
    knowing = Knowing(
        {**company.cast.profile, "checklist": f"{company.plan.id}/{duty}"},
        scene=company.cast.hazard.scene,
        admits=points_to_clause,
    )
    fill(stage, people.principal, knowing, "profile", "inspect", "inspection")


def invited(stage: Stage, company: Company, people: People, day: date) -> People:
    """The principal invites the safety officer, and the safety director where the plan wants one."""
    cast, texts = company.cast, stage.app.content.texts
    stage.chapter(stage.say("invited"), day, time(10, 20), stage.say("invited_told", name=people.principal.name))
    wanted = [("safety_officer", cast.safety_officer)]
    if company.plan.sign_off.safety_director:
        wanted.append(("safety_director", cast.safety_director))
    found: dict[str, Actor] = {}
    for role, name in wanted:
        code = _invited(stage, people.principal, role)
        actor = Actor(name, stage.say("stranger"), f"tour-{role}")
        stage.type(actor, code)
        fill(stage, actor, Knowing({"uscc": company.uscc, "name": name}), "enrol")
        found[role] = replace(actor, role=texts(f"role.{role}"))
    return People(people.principal, found["safety_officer"], found.get("safety_director"))


def reported(stage: Stage, company: Company, people: People, official: Actor, day: date) -> int:
    """The officer photographs a hazard; it is flagged with clause and why. The id of the hazard."""
    hazard, officer = company.cast.hazard, people.officer or people.principal
    stage.chapter(stage.say("reported"), day, time(14, 5), stage.say("reported_told", name=officer.name))
    stage.send_photo(officer, hazard.scene, fixed=False)
    later = day + timedelta(days=14)
    answers = {
        "place": hazard.place, "words": hazard.words, "reply": hazard.reply, "duplicate": "none", "fixed": "no",
        "responsible": officer.name, "measures": hazard.measures, "funds": hazard.funds,
        "deadline": f"{later.month}月{later.day}日", "contingency": hazard.contingency,
    }  # fmt: skip
    fill(stage, officer, Knowing(answers, scene=hazard.scene), "hazard")
    stage.arrivals((people.principal, official))
    return _ledger(stage, company)[-1].id


def assigned(stage: Stage, company: Company, people: People, reported_id: int, day: date) -> None:
    """The principal gives what the self-inspection found to somebody: the five fields."""
    waiting = [one for one in _ledger(stage, company) if one.id != reported_id and one.status == "open"]
    if not waiting:
        return
    shortfall, officer = company.cast.shortfall, people.officer or people.principal
    stage.chapter(stage.say("assigned"), day, time(15, 30), stage.say("assigned_told", name=people.principal.name))
    stage.type(people.principal, _label(stage, "ledger"))
    later = day + timedelta(days=10)
    answers = {
        "hazard": str(waiting[0].id), "action": "assign", "responsible": officer.name,
        "measures": shortfall.measures, "funds": shortfall.funds, "deadline": f"{later.month}月{later.day}日",
        "contingency": shortfall.contingency,
    }  # fmt: skip
    fill(stage, people.principal, Knowing(answers), "ledger")


def rectified(stage: Stage, company: Company, people: People, hazard_id: int, day: date) -> None:
    """The officer reports it put right, with a photo of the same place."""
    officer = people.officer or people.principal
    stage.chapter(stage.say("rectified"), day, time(15, 40), stage.say("rectified_told", name=officer.name))
    stage.type(officer, _label(stage, "ledger"))
    hazard = company.cast.hazard
    answers = {"hazard": str(hazard_id), "action": "rectify", "done": hazard.done}
    fill(stage, officer, Knowing(answers, scene=hazard.scene, fixed=True), "ledger")
    stage.arrivals(tuple(one for one in people.all if one is not officer))


def signed(stage: Stage, people: People, hazard_id: int, day: date) -> None:
    """Everybody whose signature the plan wants signs; then it is closed."""
    stage.chapter(stage.say("signed"), day, time(17, 0), stage.say("signed_told"))
    for signer in (people.principal, people.director):
        if signer is not None:
            stage.type(signer, _label(stage, "ledger"))
            fill(stage, signer, Knowing({"hazard": str(hazard_id), "action": "sign"}), "ledger")


def reminded(stage: Stage, people: People, official: Actor, day: date, tick: Tick) -> None:
    """The clock reaches the day of the reminder; what is due and not done is said once."""
    stage.chapter(stage.say("reminded"), day, stage.app.content.schedule.at, stage.say("reminded_told"))
    tick()
    stage.arrivals((*people.all, official))


def points_to_clause(question: Question) -> bool:
    """Whether a bad answer to it points to a clause."""
    return question.kind == "choice" and question.negative is not None and question.negative.clause is not None


def _duty(stage: Stage, company: Company, wanted: tuple[str, ...]) -> str:
    """The first wanted duty in which something that applies could point to a clause; else the first there is."""
    with stage.app.open_unit() as unit:
        site = enterprises.by_code(unit, company.uscc)
    assert site is not None  # noqa: S101  (it enrolled a scene ago)
    profile = {name: "yes" if words in ("有", "是") else "no" for name, words in company.cast.profile.items()}
    known = State(facts=facts_about(replace(site, profile=profile), "principal", company.plan))
    there = [checklist.id for checklist in company.plan.checklists]
    for duty in wanted:
        if duty in there:
            form = stage.app.content.form(company.plan.id, duty)
            if any(points_to_clause(one) and relevant(one, known) for one in form.questions):
                return duty
    return there[0]


def _ledger(stage: Stage, company: Company) -> list[Hazard]:
    """The enterprise's hazards, the oldest first."""
    with stage.app.open_unit() as unit:
        site = enterprises.by_code(unit, company.uscc)
        found = hazards.ledger(unit, Scope(enterprise_id=site.id), limit=50) if site is not None else ()
    return sorted(found, key=lambda one: one.id)


def _invited(stage: Stage, actor: Actor, role: str) -> str:
    """The actor makes an invitation in the chat; its code."""
    stage.type(actor, _label(stage, "invite"))
    fill(stage, actor, Knowing({"role": role}), "invite")
    with stage.app.open_unit() as unit:
        return invitations.all_of(unit, 1)[0].code


def _label(stage: Stage, command: str) -> str:
    """What the menu calls a command."""
    return next(entry.label for entry in stage.app.content.menu.entries if entry.command == command)
