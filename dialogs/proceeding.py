"""How a form goes on once something was answered: evidence, a step of the conversation, the next question, the end."""

from __future__ import annotations

from checklists.form import Form
from checklists.question import Question
from dialogs.relevance import applicable, following
from dialogs.state import ON_RECORD, Answer, State
from dialogs.step import MAX_PHOTOS, Notice, Step, moved


def proceed(form: Form, state: State) -> Step:
    """Go on to the next question that applies, else to the summary, else finish."""
    question = following(form, state)
    if question is None:
        if (owed := next((one for one in applicable(form, state) if owing(one, state)), None)) is not None:
            return Step(moved(state, mode="evidence", at=owed.id))
        only_looked = form.looking is not None and form.looking.holds(state.values.get)
        if form.summary and applicable(form, state) and not only_looked:
            return Step(moved(state, mode="summary", at=""))
        return Step(moved(state, mode="finished", at=""), finished=True)
    if question.kind == "note":
        noted = state.model_copy(update={"answers": {**state.answers, question.id: Answer()}})
        step = proceed(form, noted)
        return Step(
            step.state, (Notice("refuse.own", {"message": question.ask}), *step.notices), step.derive, step.finished
        )
    return Step(moved(state, mode="answer", at=question.id))


def answered(form: Form, state: State, question: Question, answer: Answer) -> Step:
    """Keep an answer with the photos that came before it, and go on to its evidence or past it."""
    early = state.photos.get(question.id, ())
    answer = answer.model_copy(update={"photos": (*answer.photos, *early)[:MAX_PHOTOS]}) if early else answer
    kept = state.model_copy(
        update={
            "answers": {**state.answers, question.id: answer},
            "path": (*(asked for asked in state.path if asked != question.id), question.id),
            "photos": {name: photos for name, photos in state.photos.items() if name != question.id},
        }
    )
    invited = form.together and question.evidence_invited and f"{ON_RECORD}{question.id}" not in state.facts
    there = answer.photos or answer.note
    wanted = None if there or invited else question.evidence
    if wanted is not None and answer.value is not None and (not wanted.on or answer.value in wanted.on):
        return Step(moved(kept, mode="evidence", at=question.id))
    if question.derive:
        return Step(kept, derive=question.derive)
    return proceed(form, kept)


def owing(question: Question, state: State) -> bool:
    """Whether an answer was given whose required evidence is not there, as happens on a page."""
    answer, wanted = state.answers.get(question.id), question.evidence
    if answer is None or wanted is None or not wanted.required or answer.value is None:
        return False
    asked = not wanted.on or answer.value in wanted.on
    return (
        asked
        and not (answer.photos if wanted.want == "photo" else answer.note)
        and not _on_record(answer, state, question)
    )


def _on_record(answer: Answer, state: State, question: Question) -> bool:
    return bool(answer.note) and answer.note == state.facts.get(f"{ON_RECORD}{question.id}")
