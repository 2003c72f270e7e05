"""What officials record from a page: the conversations' own forms, filled in at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.doors import from_our_page
from bot.web.desk.page import Shown, answer, framed, pass_of, visit_with
from bot.web.desk.sent import MOST_PHOTOS, Sent, read_form
from bot.web.desk.visit import Visit
from bot.web.problem import Problem
from bot.web.rate import may_send_photos
from bot.web.site import site_of, spend
from checklists.question import Option
from dialogs import sheet
from dialogs.answers import Given
from dialogs.conversations.officials.action import ACTION
from dialogs.conversations.officials.found_hazard import FOUND_HAZARD
from dialogs.conversations.officials.record import KIND
from dialogs.conversations.officials.sites import OFFICIALS
from dialogs.conversations.officials.spot_check import SPOT_CHECK
from dialogs.messages import Outbound
from dialogs.relevance import relevant
from dialogs.sheet import Sheet
from dialogs.state import State, Value
from dialogs.talk import Conversation, Opening, Talk
from storage import enterprises, inbox, media, reaching

CONVERSATIONS: Mapping[str, Conversation] = {one.id: one for one in (SPOT_CHECK, ACTION, FOUND_HAZARD)}
SPOT_CHECKS = "spot_check"


def menu(visit: Visit) -> Shown:
    """What can be recorded, for the enterprise of the address or for none."""
    site = visit.query.get("enterprise", "")
    one = enterprises.enterprise(visit.unit, int(site), visit.scope) if site.isdecimal() and len(site) <= 15 else None
    return Shown("desk/record.html", {"one": one, "groups": list(_groups(visit, named=one is not None))})


def _groups(visit: Visit, *, named: bool) -> Iterator[tuple[Option, list[Option]]]:
    """The groups of the record conversation with their kinds; with an enterprise only what concerns one."""
    form = visit.content.dialogs["record"]
    concerned = form.question("concerned")
    for group in form.question("group").choices():
        if group.id == SPOT_CHECKS:
            yield group, []
        facts: dict[str, Value] = {"group": group.id, "role": visit.role.role}
        for question in form.questions:
            if question.id.startswith(KIND) and relevant(question, State(facts=facts)):
                options = [
                    one for one in question.choices()
                    if not named or relevant(concerned, State(facts={question.id: one.id}))
                ]  # fmt: skip
                if options:
                    yield group, options


def blank(visit: Visit) -> Shown | Response:
    """An empty form."""
    talk, conversation, opening = _opened(visit)
    if isinstance(opening, Outbound):
        return Shown("desk/recorded.html", {"told": [opening.text], "onward": ""}, 404)
    return _shown(visit, sheet.laid_out(talk, conversation, opening, {}), Sent({}, {}, {}, "", ""), fresh=True)


async def filled(request: Request) -> Response:
    """A form that was filled in: shown again with what is missing, read back, or carried out."""
    site = site_of(request)
    one = pass_of(request)
    spend(request, None, 3, person_id=one.person_id)
    from_our_page(request, site)
    sent = await read_form(request, site, one)
    path = {name: str(value) for name, value in request.path_params.items()}

    def done() -> Shown | Response:
        with site.app.open_unit() as unit:
            visit = visit_with(site, unit, one, OFFICIALS, path, {})
            found = _taken(visit, sent)
            unit.commit()
            return framed(visit, found) if isinstance(found, Shown) else found

    return answer(site, await site.workers.record(done))


def _taken(visit: Visit, sent: Sent) -> Shown | Response:
    talk, conversation, opening = _opened(visit)
    if isinstance(opening, Outbound):
        return Shown("desk/recorded.html", {"told": [opening.text], "onward": ""}, 404)
    sent = _with_photos(visit, talk, sent)
    whole = sheet.laid_out(talk, conversation, opening, _given(visit, opening, sent))
    if not whole.complete or sent.step != "sure":
        return _shown(visit, whole, sent, fresh=False)
    taken = inbox.taken(visit.unit, "desk", "default", sent.once)
    if taken is not None:
        return Shown("desk/recorded.html", {"told": [visit.say("desk.fill.twice")], "onward": ""})
    inbox.take(
        visit.unit, "desk", "default", sent.once, binding_id=talk.binding.id, kind="form", body={},
    )  # fmt: skip
    closing = sheet.handed_in(talk, conversation, opening, whole)
    command, _, argument = closing.then.partition(".")
    onward = visit.at(f"fill/{command}/{argument}") if command in CONVERSATIONS else ""
    return Shown("desk/recorded.html", {"told": [message.text for message in closing.messages], "onward": onward})


def _opened(visit: Visit) -> tuple[Talk, Conversation, Opening | Outbound]:
    conversation = CONVERSATIONS.get(visit.path["what"])
    argument = visit.path["argument"]
    if conversation is None or "fix-" in argument or not argument.isascii():
        raise Problem(404, "web.not_found")
    talk = visit.talk(conversation)
    opening = conversation.open(talk, argument)
    if not isinstance(opening, (Opening, Outbound)):
        raise Problem(404, "web.not_found")
    return talk, conversation, opening


def _shown(visit: Visit, whole: Sheet, sent: Sent, *, fresh: bool) -> Shown:
    return Shown(
        "desk/fill.html",
        {
            "sheet": whole,
            "fresh": fresh,
            "read_back": whole.complete and sent.step != "change",
            "sent": sent,
            "once": sent.once or visit.unit.codes(20),
            "here": visit.at(f"fill/{visit.path['what']}/{visit.path['argument']}"),
            "most_photos": MOST_PHOTOS,
        },
    )


def _given(visit: Visit, opening: Opening, sent: Sent) -> dict[str, Given]:
    """The answers by question; of a choice the tapped option, of the rest the words."""
    today, found = visit.today, dict[str, Given]()
    for question in opening.form.questions:
        name = question.id
        if name in sent.kept and question.kind == "photo":
            found[name] = Given(today, photos=sent.kept[name])
        elif name in sent.words:
            tapped = question.kind in ("choice", "confirm")
            found[name] = Given(today, tap=sent.words[name]) if tapped else Given(today, text=sent.words[name])
    return found


def _with_photos(visit: Visit, talk: Talk, sent: Sent) -> Sent:
    """New photos put on record; of those said to be there only the visitor's own, whatever the form claims."""
    own = [one.id for one in reaching.bindings_of(visit.unit, visit.person.id)] or [talk.binding.id]
    folder = visit.site.app.media_folder
    kept = {
        name: tuple(
            one for one in ids if media.path_of(visit.unit, folder, one, owner_bindings=own) is not None
        )
        for name, ids in sent.kept.items()
    }  # fmt: skip
    may_send_photos(visit.site.app.photos, f"desk {visit.person.id}", sum(map(len, sent.photos.values())))
    for name, photos in sent.photos.items():
        new = [media.keep(visit.unit, folder, one, owner_binding=talk.binding.id).id for one in photos]
        kept[name] = tuple(dict.fromkeys((*kept.get(name, ()), *new)))[:MOST_PHOTOS]
    return Sent(sent.words, kept, {}, sent.once, sent.step)
