"""How an actor fills in a form: what they know by question, and sensible words for the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.tour.stage import Actor, Asked, Stage
from checklists.periods import beijing_day
from checklists.question import Question
from dialogs.options import taps
from dialogs.together import members

CHECKLIST = "inspection"
MOST = 120  # questions in one conversation; more means that it goes round in circles


@dataclass
class Knowing:
    """What somebody answers. `answers`: by question, an option's id or label, or words. `scene`: what their photos
    show, `fixed` whether before or after. `admits`: the first question of which it holds is answered with no."""

    answers: Mapping[str, str] = field(default_factory=dict)
    scene: str = ""
    fixed: bool = False
    admits: Callable[[Question], bool] = lambda _question: False


def fill(stage: Stage, actor: Actor, knowing: Knowing, *conversations: str) -> None:
    """Answer until none of these conversations asks anything more.

    Raises RuntimeError where an answer of ours is not taken or a form does not end: that is our bug.
    """
    admitted = False
    before: tuple[int, int] | None = None
    checklist: int | None = None
    for _ in range(MOST):
        asked = stage.asked(actor)
        if asked is None or asked.conversation not in conversations:
            return
        if asked.conversation == CHECKLIST and checklist not in (None, asked.session_id):
            return  # one is enough; the chat went straight on to the next
        now = (asked.session_id, asked.state.step)
        if now == before:
            raise RuntimeError(f"the tour's answer to {asked.form.id}/{asked.state.at} was not taken")
        before = now
        question = asked.question
        checklist = asked.session_id if asked.conversation == CHECKLIST else checklist
        if question is not None and asked.state.mode == "answer" and not admitted and knowing.admits(question):
            admitted = True
            choose(stage, actor, asked, "no")
        else:
            _answer(stage, actor, asked, knowing)
    raise RuntimeError(f"{conversations} does not end; look at its form")


def choose(stage: Stage, actor: Actor, asked: Asked, wanted: str) -> None:
    """Tap the option of that id or label; type the words where there is no such option."""
    shown = enumerate(taps(asked.form, asked.state, stage.app.content.texts), 1)
    found = next(((number, tap) for number, tap in shown if wanted in (tap.id, tap.label)), None)
    if found is None:
        stage.type(actor, wanted)
    else:
        number, tap = found
        stage.tap(actor, f"{asked.session_id}.{asked.state.step}.{number}", tap.label)


def _answer(stage: Stage, actor: Actor, asked: Asked, knowing: Knowing) -> None:
    texts, mode, question = stage.app.content.texts, asked.state.mode, asked.question
    if mode == "summary":
        stage.type(actor, texts("engine.ok"))
    elif members(asked.form, asked.state):
        stage.type(actor, texts("engine.all"))
    elif question is None or mode == "reason":
        stage.type(actor, texts("tour.not_applicable"))
    elif mode == "evidence":
        if question.evidence is not None and question.evidence.want == "photo" and question.evidence.required:
            stage.send_photo(actor, "paper", fixed=True)
        elif question.evidence is not None and question.evidence.required:
            stage.type(actor, texts("tour.evidence"))
        else:
            stage.type(actor, texts("engine.skip"))
    elif question.kind == "photo":
        earlier = asked.state.answers.get(question.id)
        if earlier is not None and earlier.photos:
            stage.type(actor, texts("engine.done"))
        else:
            stage.send_photo(actor, knowing.scene, fixed=knowing.fixed)
    else:
        choose(stage, actor, asked, knowing.answers.get(question.id) or _usual(stage, question))


def _usual(stage: Stage, question: Question) -> str:
    """A good answer to a question about which nothing special is known."""
    if question.kind == "choice" and question.options_from is None:
        bad = question.negative.on if question.negative else ()
        return next((option.id for option in question.choices() if option.id not in bad), "yes")
    if question.kind == "several":
        return question.options[0].label if question.options else "1"
    if question.kind == "date":
        today = beijing_day(stage.clock())
        return stage.app.content.texts("engine.day", year=today.year, month=today.month, day=today.day)
    if question.optional:
        return stage.app.content.texts("engine.skip")
    key = f"tour.usual.{question.kind}"
    return stage.app.content.texts(key) if key in stage.app.content.texts else "1"
