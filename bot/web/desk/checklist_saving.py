"""What a checklist's page sends: one answer, photos, a confirmation of several, or the whole handed in."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.checklist import standing, subject, with_script
from bot.web.desk.doors import from_our_page
from bot.web.desk.page import Shown, answer, framed, pass_of, visit_with
from bot.web.desk.sent import Sent, read_form
from bot.web.desk.visit import KEEPERS, Visit
from bot.web.problem import Problem
from bot.web.rate import may_send_photos
from bot.web.site import site_of, spend
from dialogs import paging
from dialogs.answers import Given
from dialogs.conversations.inspect import duties, own_enterprise
from dialogs.conversations.inspection import INSPECTION
from dialogs.out_of_turn import photos_of, put, put_photos, put_together
from dialogs.paging import Held
from dialogs.state import State
from dialogs.step import Step
from dialogs.talk import Talk
from storage import inbox, media
from storage.faults import Conflict

PHOTOS = "photos"


async def saved(request: Request) -> Response:
    """Carry one form of the page out, and answer with the page as it then stands; a repeat changes nothing."""
    site = site_of(request)
    one = pass_of(request)
    spend(request, None, 0.5, person_id=one.person_id)
    from_our_page(request, site)
    sent = await read_form(request, site, one)
    path = {name: str(value) for name, value in request.path_params.items()}

    def done() -> Response:
        with site.app.open_unit() as unit:
            visit = visit_with(site, unit, one, KEEPERS, path, {})
            found = _taken(visit, sent)
            response = with_script(visit, framed(visit, found))
            unit.commit()
            return response

    def carried_out() -> Response:
        try:
            return done()
        except Conflict:  # the chat, or another page, was there in the same instant: once more, on what it left
            return done()

    return answer(site, await site.workers.record(carried_out))


def _taken(visit: Visit, sent: Sent) -> Shown:
    about, talk = subject(visit), visit.talk(INSPECTION)
    if inbox.taken(visit.unit, "desk", "default", sent.once) is not None:
        return standing(visit, about, paging.held(talk, about))
    inbox.take(visit.unit, "desk", "default", sent.once, binding_id=talk.binding.id, kind="form", body={})
    if sent.step == "begin":
        return standing(visit, about, paging.begun(talk, about))
    held = paging.held(talk, about)
    if held is None or sent.words.get("session") != str(held.session.id):
        return standing(visit, about, held, visit.say("checkpage.gone"))
    if sent.step == "submit":
        return _handed_in(visit, talk, about, held)
    name = sent.words.get("item", "")
    what = _step(visit, talk, sent, held, name)
    was = "" if sent.step in ("photo", "unphoto") else sent.words.get("was", "")
    step = paging.moved(talk, held, name if was else "", was, what)
    said = "\n".join(visit.say(notice.key, **notice.params) for notice in step.notices)
    return standing(visit, about, paging.held(talk, about), said, name)


def _step(visit: Visit, talk: Talk, sent: Sent, held: Held, name: str) -> Callable[[State], Step]:
    """What the form asks for, as a step of the session's form."""
    form, texts = held.form, visit.content.texts
    if sent.step == "together":
        return lambda state: put_together(form, state)
    if name not in set(form.ids()):
        raise Problem(400, "web.garbled")
    if sent.step == "photo":
        folder = visit.site.app.media_folder
        may_send_photos(visit.site.app.photos, f"desk {visit.person.id}", len(sent.photos.get(PHOTOS, ())))
        new = [media.keep(visit.unit, folder, one, owner_binding=talk.binding.id).id
               for one in sent.photos.get(PHOTOS, ())]  # fmt: skip
        return lambda state: put_photos(form, state, name, tuple(dict.fromkeys((*photos_of(state, name), *new))))
    if sent.step == "unphoto":
        gone = sent.words.get("photo", "")
        return lambda state: put_photos(
            form, state, name, tuple(one for one in photos_of(state, name) if str(one) != gone)
        )  # fmt: skip
    value = sent.words.get("value", "").strip()
    value = last if (last := value.rpartition(" ")[2]).startswith("_") else value  # a button beside a field
    question = form.question(name)
    tapped = question.kind in ("choice", "confirm") or value.startswith("_")
    if question.kind == "several" and not tapped:
        order = [one.id for one in question.choices()]
        value = " ".join(str(order.index(one) + 1) for one in value.split() if one in order)
    given = Given(visit.today, tap=value) if tapped else Given(visit.today, text=value)
    return lambda state: put(form, state, name, given, sent.words.get("reason", ""), texts)


def _handed_in(visit: Visit, talk: Talk, about: str, held: Held) -> Shown:
    closing = paging.handed_in(talk, held)
    if closing is None:
        return standing(visit, about, held, visit.say("checkpage.incomplete"))
    site = own_enterprise(talk)
    following = next((duty for duty in duties(talk, site) if not duty.done), None) if site is not None else None
    return Shown(
        "desk/checklist_done.html",
        {"told": [message.text for message in closing.messages], "next": following, "title": held.form.title,
         "at_next": visit.at(f"checklist/{following.subject}") if following is not None else "",
         "once": visit.unit.codes(20)},
    )  # fmt: skip
