"""A checklist on one page: every question that applies, photos beside them, and the session it shares with the chat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from bot.web.desk.page import Shown, framed
from bot.web.desk.visit import Visit
from bot.web.pages import page
from bot.web.problem import Problem
from checklists.question import Question
from dialogs.conversations.inspect import duties, own_enterprise
from dialogs.conversations.inspection import INSPECTION
from dialogs.options import NOT_APPLICABLE, RECORD, Tap, offered, same
from dialogs.out_of_turn import missing, photos_of, stamp, still_together
from dialogs.paging import Held, held
from dialogs.proceeding import owing
from dialogs.relevance import applicable
from dialogs.rendering import shown
from dialogs.state import ON_RECORD, Answer
from dialogs.together import good_on_record

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
"""As for the other pages, and our own script, which saves each answer when it is given; without it a button does."""


@dataclass(frozen=True)
class Item:
    """One question as the page shows it. `apart`: it is answered by itself, and with evidence."""

    number: int
    question: Question
    options: tuple[Tap, ...]
    answer: Answer | None
    chosen: str
    reason: str
    last: str
    photos: tuple[int, ...]
    stamp: str
    owes: bool
    said: str = ""

    @property
    def apart(self) -> bool:
        """Whether it is answered by itself."""
        return not self.question.harmless

    @property
    def clause(self) -> bool:
        """Whether a bad answer points to a major hazard."""
        return self.question.negative is not None and self.question.negative.clause is not None

    @property
    def state(self) -> str:
        """open, owes (evidence), bad or done."""
        if self.answer is None:
            return "open"
        bad = self.question.negative.on if self.question.negative is not None else ()
        return "owes" if self.owes else "bad" if self.answer.value in bad else "done"


def subject(visit: Visit) -> str:
    """The checklist of the address, as a session about it is called. Raises Problem (404) where it is not theirs."""
    found, talk = f"{visit.path['plan']}/{visit.path['checklist']}", visit.talk(INSPECTION)
    site = own_enterprise(talk)
    if site is None or found not in {one.subject for one in duties(talk, site)}:
        raise Problem(404, "desk.gone")
    return found


def checklist(visit: Visit) -> Response:
    """The checklist of the address as it stands; a button to begin it where none is under way."""
    about = subject(visit)
    return with_script(visit, framed(visit, standing(visit, about, held(visit.talk(INSPECTION), about))))


def standing(visit: Visit, about: str, one: Held | None, said: str = "", at: str = "") -> Shown:
    """The page; `said` stands at the top, or beside the question `at`."""
    talk = visit.talk(INSPECTION)
    site = own_enterprise(talk)
    everything = duties(talk, site) if site is not None else ()
    place = next((duty for duty in everything if duty.subject == about), None)
    frame = {
        "title": place.checklist.title if place is not None else "", "here": visit.at(f"checklist/{about}"),
        "done": sum(duty.done for duty in everything), "total": len(everything), "said": said if not at else "",
        "once": visit.unit.codes(20), "duty_done": place is not None and place.done,
    }  # fmt: skip
    if one is None:
        return Shown("desk/checklist_begin.html", frame)
    items = tuple(_items(visit, one, said, at))
    left = missing(one.form, one.state)
    return Shown(
        "desk/checklist.html",
        {
            **frame, "one": one, "items": items, "left": len(left), "first_left": left[0].id if left else "",
            "together": len(still_together(one.form, one.state)), "photo_at": f"photo/session/{one.session.id}",
            "reasons": visit.content.texts.words["engine.reasons"], "na": NOT_APPLICABLE,
        },
    )  # fmt: skip


def with_script(visit: Visit, found: Shown) -> Response:
    """The page with leave to run our own script."""
    response = page(found.template, visit.content.texts, found.status, **found.context)
    response.headers["content-security-policy"] = POLICY
    return response


def _items(visit: Visit, one: Held, said: str, at: str) -> Iterator[Item]:
    texts, state = visit.content.texts, one.state
    for number, question in enumerate(applicable(one.form, state), 1):
        answer, last = state.answers.get(question.id), state.last.get(question.id)
        record = good_on_record(question, state) if question.evidence is not None else None
        options = [*offered(question, state, texts)]
        if record is not None:
            options.append(Tap(RECORD, texts("engine.good_on_record", answer=record.shown, record=record.note)))
        if answer is None and (again := same(question, state, texts)) is not None:
            options.append(again)
        yield Item(
            number, question, tuple(options), answer, _chosen(state.facts.get(f"{ON_RECORD}{question.id}"), answer),
            answer.not_applicable if answer is not None else "",
            texts("engine.last", day=state.last_on, answer=shown(last, texts)) if last is not None else "",
            photos_of(state, question.id), stamp(state, question.id), owing(question, state),
            said if question.id == at else "",
        )  # fmt: skip


def _chosen(record: object, answer: Answer | None) -> str:
    if answer is None:
        return ""
    if answer.not_applicable:
        return NOT_APPLICABLE
    if record is not None and answer.note == record:
        return RECORD
    return " ".join(answer.value) if isinstance(answer.value, tuple) else answer.value or ""
