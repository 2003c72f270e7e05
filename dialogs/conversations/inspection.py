"""One duty's checklist: what each bad answer means, what goes to the ledger, and what is still to be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from checklists.duties import ASKED_OF
from checklists.question import Question
from dialogs.conversations.bulletins.ticking import ticked
from dialogs.conversations.inspect import INSPECTORS, duties, facts_about, finished, going_on, own_enterprise
from dialogs.conversations.last_time import last_time
from dialogs.conversations.on_record import evidence_on_record
from dialogs.messages import Choice, Outbound, opens
from dialogs.notices import told_of_suspected
from dialogs.state import Answer
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import hazards, inspections, sessions
from storage.enterprises import Enterprise
from storage.hazards import Hazard
from storage.inspections import AnswerRow


@dataclass(frozen=True)
class Shortfall:
    """A question answered badly."""

    question: Question
    answer: Answer

    @property
    def missing(self) -> str:
        """What is missing, in an official's words."""
        return self.question.negative.missing if self.question.negative else self.question.ask

    @property
    def clause(self) -> str | None:
        """The clause the answer points to, if any."""
        return self.question.negative.clause if self.question.negative else None


def is_bad(question: Question, answer: Answer) -> bool:
    """Whether this answer is one of those the question calls negative."""
    return not answer.not_applicable and question.bad(answer.value)


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    enterprise = own_enterprise(talk)
    if enterprise is None:
        return Outbound(text=talk.say("inspect.no_enterprise"))
    there = duties(talk, enterprise)
    chosen = next((duty for duty in there if duty.subject == argument), None)
    if chosen is None:
        return Outbound(text=talk.say("inspect.not_in_force"), choices=_onward(talk, undone=False))
    role = talk.role.role if talk.role else ""
    form = talk.content.form(chosen.plan.id, chosen.checklist.id)
    on_record, known = evidence_on_record(talk, enterprise, chosen, form), ticked(talk, chosen, form)
    before = last_time(talk, enterprise, chosen, form)
    said = [talk.say("inspect.which_of", title=form.title, done=sum(one.done for one in there), total=len(there))]
    said += [form.intro] if form.intro else []
    if role != ASKED_OF and any(word in one.ask for one in form.questions for word in talk.content.texts.words["you"]):
        said.append(talk.say("inspect.you_means"))  # what the principal did is asked of whoever fills it in
    said += [talk.say("bulletin.ticked_intro", count=len(known))] if known else []
    return Opening(
        form, subject=chosen.subject, facts={**facts_about(enterprise, role, chosen.plan), **on_record.facts},
        lists=on_record.lists, answers=known, last={**before.answers, **on_record.last}, last_on=before.on,
        intro="\n".join(said), link=talk.page(f"checklist/{chosen.subject}"),
        link_label=talk.say("inspect.page"),
    )  # fmt: skip


def _complete(talk: Talk, done: Finished) -> Closing:
    enterprise = own_enterprise(talk)
    if enterprise is None or talk.role is None or talk.person_id is None:
        return Closing((Outbound(text=talk.say("inspect.no_enterprise")),))
    plan_id, _, checklist_id = done.subject.partition("/")
    questions = {question.id: question for question in done.form.questions}
    bad = [
        Shortfall(questions[name], answer) for name, answer in done.answers.items() if is_bad(questions[name], answer)
    ]
    entered = {
        one.question.id: hazard
        for one in bad
        if one.clause and (hazard := to_ledger(talk, enterprise, plan_id, one)) is not None
    }
    everything = duties(talk, enterprise)
    campaign_year = next((duty.campaign.year for duty in everything if duty.subject == done.subject), talk.today.year)
    inspections.finish(
        talk.unit, enterprise_id=enterprise.id, plan=plan_id, year=campaign_year, checklist=checklist_id,
        form_version=done.form.version, person_id=talk.person_id, role=talk.role.role,
        started_at=sessions.started_at(talk.unit, done.session_id),
        answers=[_row(questions[name], answer, entered.get(name)) for name, answer in done.answers.items()],
    )  # fmt: skip
    undone = [duty for duty in finished(talk, enterprise, done.subject) if not duty.done]
    if undone and not bad:  # nothing to read or to decide: straight on to the next one
        said = Outbound(text=result_said(talk, done.form.title, bad, entered))
        return Closing((said,), then=going_on(enterprise, undone))
    text = result_said(talk, done.form.title, bad, entered)
    text += "\n\n" + (
        talk.say("inspect.still", count=len(undone), next=undone[0].checklist.title)
        if undone
        else talk.say("inspect.all_done")
    )
    return Closing((Outbound(text=text, choices=_onward(talk, undone=bool(undone), ledger=bool(entered))),))


def to_ledger(talk: Talk, enterprise: Enterprise, plan_id: str | None, one: Shortfall) -> Hazard | None:
    """Enter what points to a clause, unless it stands open as a major one for this enterprise already.

    The answer itself is the judgement: whoever wrote the question bound it to the clause.
    """
    standing = hazards.ledger(talk.unit, talk.scope, limit=500)
    same = next((hazard for hazard in standing if hazard.is_major and hazard.clause == one.clause), None)
    if same is not None:
        return same
    role = talk.role.role if talk.role else None
    words = one.missing + (f"（{one.answer.note}）" if one.answer.note else "")
    hazard = hazards.report(
        talk.unit, enterprise_id=enterprise.id, source="self", plan=plan_id, level="suspected_major", words=words,
        place=talk.say("inspect.place"), clause=one.clause, photos=one.answer.photos, found_by=talk.person_id,
        judgement={"why": [talk.say("inspect.why", ask=one.question.ask, answer=one.answer.shown)],
                   "basis": one.question.basis}, role=role,
    )  # fmt: skip
    told_of_suspected(talk, hazard)
    return hazard


def _row(question: Question, answer: Answer, hazard: Hazard | None) -> AnswerRow:
    evidence: Mapping[str, object] = {"photos": list(answer.photos), "text": answer.note}
    clause = question.negative.clause if question.negative else None
    bad = is_bad(question, answer)
    return AnswerRow(
        question.id, list(answer.value) if isinstance(answer.value, tuple) else answer.value, answer.not_applicable,
        dict(evidence) if answer.photos or answer.note else None, bad, clause if bad else None,
        hazard.id if hazard is not None else None, datetime.fromisoformat(answer.at) if answer.at else None,
        question.kind == "choice",
    )  # fmt: skip


def result_said(talk: Talk, title: str, bad: list[Shortfall], entered: Mapping[str, Hazard]) -> str:
    """What was found, how to put it right, and what went to the ledger as suspected."""
    if not bad:
        return talk.say("inspect.clean", title=title)
    lines = [talk.say("inspect.found", title=title, count=len(bad))]
    for number, one in enumerate(bad, 1):
        lines.append(
            talk.say(
                "inspect.found_line",
                number=number,
                missing=one.missing,
                fix=one.question.negative.fix if one.question.negative else "",
            )
        )
        hazard = entered.get(one.question.id)
        if hazard is not None and hazard.is_major and one.clause:
            standard, clause = talk.content.clauses[one.clause]
            lines.append(
                talk.say(
                    "inspect.suspected",
                    standard=standard.title,
                    article=clause.article,
                    condition=clause.condition,
                    number=hazard.number,
                )
            )
            if not standard.in_force(talk.today):
                lines.append(talk.say("inspect.not_in_force_now", standard=standard.title))
    if entered:
        lines.append(talk.say("inspect.fields"))
    return "\n".join(lines)


def _onward(talk: Talk, *, undone: bool, ledger: bool = False) -> tuple[Choice, ...]:
    choices = []
    if undone:
        choices.append(opens("inspect.next", talk.say("inspect.next")))
    if ledger:
        choices.append(opens("ledger", talk.say("inspect.to_ledger")))
    choices.append(opens("menu", talk.say("inspect.to_menu")))
    return tuple(choices)


INSPECTION = Conversation("inspection", INSPECTORS, _open, _complete)
