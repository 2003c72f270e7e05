"""The official forms in the chat: a county or department looks at its figures and hands them in; a city looks on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dialogs.conversations.officials.sites import OFFICIALS, own_office
from dialogs.engine import Derived, Notice
from dialogs.messages import Choice, Outbound, opens
from dialogs.notices import tell
from dialogs.state import Listed, State
from dialogs.talk import BEIJING, Closing, Conversation, Finished, Opening, Talk
from reports.bodies import ReportingBody, department_body, region_body
from reports.due_forms import Looked, Offer, boards, level_of, look, offers
from reports.freezing import Frozen, frozen, in_words
from reports.handed_in import HandedIn, handed_in
from reports.periods import covered
from reports.showing import span
from reports.workbook import as_bytes
from storage import people, submissions
from storage.enterprises import campaigns_for
from storage.unit_of_work import UnitOfWork

SHOWN = 45
WHO, TASKS, SIGNBOARD, DISPOSITION = "who", "key-tasks", "signboard", "disposition"


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    body = own_body(talk)
    if body is None or talk.role is None:
        return Outbound(text=talk.say("submission.not_office"), choices=(_menu(talk),))
    listed = [
        Listed(id=one.id, label=_label(talk, body, one) + _whither(talk, body))
        for one in offers(talk.content, talk.unit, body, talk.today)
    ]
    if listed and body.kind != "department":
        listed.append(
            Listed(id=WHO, label=talk.say("submission.who"), words=talk.content.texts.words["submission.who"])
        )
    listed += [Listed(id=name, label=talk.say(f"submission.{name.replace('-', '_')}")) for name in _besides(talk, body)]
    if not listed:
        return Outbound(text=talk.say("submission.none"), choices=(_menu(talk),))
    facts = {"role": talk.role.role, "kind": "", "odd": "no", "corrects": "no", "seen_at": ""}
    return Opening(
        talk.content.dialogs["submission"], facts=facts, lists={"offers": tuple(listed)}, link=talk.page("forms"),
        link_label=talk.say("submission.page"),
    )  # fmt: skip


def own_body(talk: Talk) -> ReportingBody | None:
    """The body the speaker reports for; None for somebody who belongs to none."""
    office = own_office(talk)
    if office is None:
        return None
    if office.department_id is not None:
        return department_body(talk.unit, talk.scope, office.department_id)
    return region_body(talk.unit, talk.scope, office.region)


def _besides(talk: Talk, body: ReportingBody) -> tuple[str, ...]:
    """What else the forms of the plans in force need from officials."""
    plans = {campaign.plan for campaign in campaigns_for(talk.unit, body.region, talk.today)}
    cells = [cell for layout in talk.content.layouts.values() if layout.plan in plans for cell in layout.every_cell()]
    fields = {cell.field for cell in cells}
    board = bool(boards(talk.content, talk.unit, body.region, talk.today))
    wanted = (
        (TASKS, any(cell.state for cell in cells)), (SIGNBOARD, board), (DISPOSITION, "on-site" in fields)
    )  # fmt: skip
    return tuple(name for name, needed in wanted if needed)


def _label(talk: Talk, body: ReportingBody, one: Offer) -> str:
    day, title = _day(talk, one), _title(talk, body, one)
    if one.early:
        return talk.say("submission.offer_early", title=title, day=day, version=one.version)
    if one.version:
        return talk.say("submission.offer_done", title=title, day=day, version=one.version)
    late = one.own and one.due < talk.today
    return talk.say("submission.offer_late" if late else "submission.offer", title=title, day=day)


def _title(talk: Talk, body: ReportingBody, one: Offer) -> str:
    """What is handed in; with the plan's name where several are in force, since their tables are called alike."""
    plans = {campaign.plan for campaign in campaigns_for(talk.unit, body.region, talk.today)}
    if len(plans) < 2:
        return one.deadline.title
    return talk.say("submission.of_plan", plan=one.plan.short, title=one.deadline.title)


def _whither(talk: Talk, body: ReportingBody) -> str:
    """A county's department is told that its form goes to the county: the plans print it for the city's departments."""
    if body.kind != "department" or level_of(body) is None:
        return ""
    return talk.say("submission.to_county", county=body.region_name)


def _day(talk: Talk, one: Offer) -> str:
    return talk.say("submission.day", month=one.due.month, day=one.due.day)


def _chosen(talk: Talk, body: ReportingBody, offer_id: str) -> Offer | None:
    return next((one for one in offers(talk.content, talk.unit, body, talk.today) if one.id == offer_id), None)


def _derive(talk: Talk, step: str, state: State) -> Derived:
    body, what = own_body(talk), str(state.value("what") or "")
    if body is None:
        return Derived(notices=(Notice("submission.not_office"),), ask_again=True)
    if what == WHO:
        standing = talk.counted("who", lambda unit: handed_in(talk.content, unit, talk.scope, body, talk.today))
        return Derived(facts={"kind": WHO}, notices=(_said("\n\n".join(_standing(talk, body, standing))),))
    if what in (TASKS, SIGNBOARD, DISPOSITION):
        return Derived(facts={"kind": what})
    one = _chosen(talk, body, what)
    if one is None:
        return Derived(notices=(Notice("submission.gone"),), ask_again=True)
    seen_at, looked = talk.counted("form", lambda unit: (unit.now, look(talk.content, unit, body, one, unit.now)), what)
    return Derived(
        facts={
            "kind": "report" if one.own else "view",
            "odd": "yes" if any(form.odd for form in looked) else "no",
            "corrects": "yes" if one.version else "no",
            "seen_at": seen_at.isoformat(),
        },
        notices=(_said(_shown(talk, one, body, looked)),),
    )


def _said(message: str) -> Notice:
    return Notice("refuse.own", {"message": message})


def _shown(talk: Talk, one: Offer, body: ReportingBody, looked: tuple[Looked, ...]) -> str:
    """The figures in words, what changed since the last copy, and what looks odd."""
    asked = looked[0].filled.asked
    period = span(covered(asked.rule, asked.due).whole, talk.content.texts)
    lines = [talk.say("submission.head", title=_title(talk, body, one), body=body.name, period=period)]
    for form in looked:
        layout = form.filled.asked.layout
        lines += ["", talk.say("submission.form", form=layout.id, title=layout.title)]
        lines += _cut(talk, in_words(form.filled, talk.content.texts).splitlines())
        lines.append(_since(talk, form))
        lines += _cut(talk, [change.in_words(talk.content.texts) for change in form.changed])
        lines += _cut(talk, list(form.filled.notices))
    odd = [words for form in looked for words in form.odd]
    if odd:
        lines += ["", talk.say("submission.odd"), *_cut(talk, [f"· {words}" for words in odd])]
    return "\n".join(lines)


def _since(talk: Talk, form: Looked) -> str:
    if form.last is None:
        return talk.say("submission.first")
    day = talk.say("submission.day", month=form.last.due.month, day=form.last.due.day)
    key = "submission.changed" if form.changed else "submission.unchanged"
    return talk.say(key, day=day, version=form.last.version, person=form.last.person, count=len(form.changed))


def _cut(talk: Talk, lines: list[str]) -> list[str]:
    if len(lines) <= SHOWN:
        return lines
    return [*lines[:SHOWN], talk.say("submission.more", count=len(lines) - SHOWN)]


def _standing(talk: Talk, body: ReportingBody, standing: Iterable[HandedIn]) -> list[str]:
    """For each deadline who has handed in, when and who did it, and who has not."""
    told = []
    for one in standing:
        head = {"title": _title(talk, body, one.offer), "day": _day(talk, one.offer)}
        if not one.lacking:
            first = talk.say("submission.all_in", **head)
        else:
            first = talk.say("submission.standing", in_=len(one.there), out=len(one.lacking), **head)
        lines = [
            talk.say(
                "submission.in_line", name=name, version=copy.version, person=copy.person,
                time=_time(talk, copy.submitted_at),
            )
            for name, copy in one.there
        ]  # fmt: skip
        lines += [talk.say("submission.out_line", name=who.name) for who in one.lacking]
        told.append("\n".join((first, *_cut(talk, lines))))
    return told


def _time(talk: Talk, moment: datetime) -> str:
    return moment.astimezone(BEIJING).strftime(talk.say("submission.time"))


def _complete(talk: Talk, done: Finished) -> Closing:
    body, what = own_body(talk), done.value("what")
    if what in (TASKS, SIGNBOARD, DISPOSITION):
        return Closing((), then=what)
    if done.value("action") != "submit" or done.value("sure") != "yes":
        return Closing((), then="menu" if what == WHO else "forms")
    one = _chosen(talk, body, what) if body is not None else None
    if one is None or body is None or not one.own or talk.person_id is None or talk.person is None:
        return Closing((Outbound(text=talk.say("submission.gone"), choices=_onward(talk)),))
    seen_at = datetime.fromisoformat(str(done.state.facts.get("seen_at") or talk.unit.now.isoformat()))
    remark = "\n".join(words for words in (done.value("why"), done.value("correction")) if words)
    carried: list[str] = []
    for form, copy, workbook, words in talk.counted("copy", lambda unit: _copies(talk, unit, body, one, seen_at), what):
        carried += words
        submissions.submit(
            talk.unit, form=form, plan=one.plan.id, region=body.region,
            department_id=body.figures.scope.department_id, due=one.due, figures=copy, workbook=workbook,
            remark="\n".join((remark, *words)).strip(), by=talk.person_id,
        )  # fmt: skip
    titles = talk.say("report.and").join(layout.title for layout in one.layouts)
    version, time = one.version + 1, _time(talk, talk.unit.now)
    told = talk.say("submission.notice", body=body.name, titles=titles, version=version)
    _tell_above(talk, body, "\n".join((told, *dict.fromkeys(carried))))
    text = talk.say("submission.done", titles=titles, version=version, person=talk.person.name, time=time)
    page, label = talk.page("forms"), talk.say("submission.page")
    return Closing((Outbound(text=text, choices=_onward(talk), link=page, link_label=label),))


def _copies(
    talk: Talk, unit: UnitOfWork, body: ReportingBody, one: Offer, seen_at: datetime
) -> tuple[tuple[str, Frozen, bytes, tuple[str, ...]], ...]:
    """Each form of what is handed in, with its figures as they were shown, its workbook, and why more was fixed in it
    than found."""
    forms = (form.filled for form in look(talk.content, unit, body, one, seen_at))
    return tuple((form.asked.layout.id, frozen(form), as_bytes(form), tuple(form.carried.values())) for form in forms)


def _tell_above(talk: Talk, body: ReportingBody, text: str) -> None:
    """The office that waits for it hears of it at once: the city's, or for a county's department the county's."""
    of_county = body.kind == "department" and level_of(body) is not None
    above = people.regulators_in(talk.unit, body.region, "county" if of_county else "city")
    see = opens("forms", talk.say("submission.who"))
    tell(talk, above, Outbound(text=text, choices=(see,), kind="notice", numbered=False))


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (opens("forms", talk.say("submission.again")), _menu(talk))


def _menu(talk: Talk) -> Choice:
    return opens("menu", talk.say("inspect.to_menu"))


FORMS = Conversation("forms", OFFICIALS, _open, _complete, _derive)
