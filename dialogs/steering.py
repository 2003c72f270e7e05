"""Words that work at every question: help, progress, pause, discard, back, change an answer; and asking once more."""

from __future__ import annotations

from checklists.form import Form
from checklists.texts import Texts
from dialogs import commands, engine, holding, leaving
from dialogs.acting import in_role, named
from dialogs.engine import Step
from dialogs.messages import Outbound
from dialogs.options import meant, taps
from dialogs.picking import number_in, wanted
from dialogs.rendering import explained, prompt
from dialogs.state import State
from dialogs.talk import Talk
from storage.sessions import Session

Answers = tuple[Outbound, ...]


def steered(talk: Talk, one: Session, form: Form, state: State, said: str) -> Answers | None:
    """What the words do that work at every question: help, pause, back, change an answer; None for all others."""
    texts = talk.content.texts
    if texts.meant("again", said) or texts.meant("resume", said):
        return again(talk, one, "")
    if texts.meant("help", said):
        return again(talk, one, explained(form, state, texts))
    if texts.meant("progress", said):
        answered, total = engine.counted(form, state)
        return again(talk, one, talk.say("session.progress", title=form.title, answered=answered, total=total))
    if texts.meant("pause", said) or _put_off(said, texts):
        answered, total = engine.counted(form, state)
        holding.keep(talk, one, state, "paused")
        key = "session.switched_private" if one.private else "session.paused"
        return (commands.menu(talk, talk.say(key, title=form.title, answered=answered, total=total)),)
    if texts.meant("cancel", said) and not _answers(form, state, said, texts):
        return leaving.asked(talk, one)
    if texts.meant("discard", said):
        return leaving.discarded(talk, one)
    if texts.meant("back", said):
        return kept(talk, one, form, engine.back(state))
    changed = _change(form, state, said, texts)
    if changed is None or state.mode == "evidence" or _answers(form, state, said, texts):
        return None
    return kept(talk, one, form, engine.change(form, state, changed or None))


def kept(talk: Talk, one: Session, form: Form, step: Step) -> Answers:
    """What a step asks next, its state kept."""
    state = step.state.model_copy(update={"paged": False}) if step.state.paged else step.state
    holding.keep(talk, one, state, "active")
    message = prompt(form, state, one.id, talk.content.texts, step.notices)
    shown = message.model_copy(update={"photos": step.photos}) if step.photos else message
    return named(in_role(talk, one), (shown,))


def again(talk: Talk, one: Session, said: str) -> Answers:
    """The current question once more, after a word."""
    form, state = commands.loaded(talk, one)
    message = prompt(form, state, one.id, talk.content.texts)
    message = message.model_copy(update={"text": f"{said}\n\n{message.text}"}) if said else message
    return named(in_role(talk, one), (message,))


def _change(form: Form, state: State, said: str, texts: Texts) -> int | None:
    """`修改3` and 第三题错了 → 3, `修改` and 填错了咋改 → 0, anything else → None.

    填错了 alone is an answer where words are asked for: why a record is corrected.
    """
    if texts.meant("mistaken", said):
        return 0
    words = state.mode == "answer" and bool(state.at) and form.question(state.at).kind == "text"
    if texts.meant("mistaken_perhaps", said):
        return None if words else 0
    what = wanted(said, texts)
    return None if what is None else number_in(what) if what else 0


def _answers(form: Form, state: State, said: str, texts: Texts) -> bool:
    """Whether it is one of the choices: 删除 and 不对 may be what is answered."""
    return meant(said, taps(form, state, texts), by_number=False) is not None


def _put_off(said: str, texts: Texts) -> bool:
    """明天再弄, 我晚点再填吧: to be gone on with another time."""
    leads = ("", *texts.words["you_and_i"])
    bare = said.removeprefix(next((one for one in leads[1:] if said.startswith(one)), ""))
    when = max((one for one in texts.words["later"] if bare.startswith(one)), key=len, default="")
    rest = bare.removeprefix(when)
    return bool(when) and any(rest.removeprefix(lead) in texts.words["go_on_later"] for lead in leads)
