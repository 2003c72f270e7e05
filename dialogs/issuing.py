"""Issuing a document and putting signatures to it: from then on it stands as it is."""

from __future__ import annotations

from datetime import datetime

from checklists.periods import BEIJING
from dialogs.conversations.inspect import own_enterprise
from dialogs.conversations.officials.sites import OFFICIALS
from dialogs.conversations.submission import own_body
from dialogs.talk import Talk
from reports.documents.asked import Asked
from reports.documents.composing import compose
from reports.documents.offering import Maker
from reports.documents.paper import Paper
from reports.documents.pdf import as_pdf
from reports.documents.pictures import pictures
from storage import documents, hazards, people
from storage.documents import Issued, Place

ISSUER = "issuer"


def maker_of(talk: Talk) -> Maker | None:
    """Who the speaker makes documents for; None for somebody without an enterprise or an office."""
    if talk.role is None:
        return None
    if talk.role.role in OFFICIALS:
        office = own_body(talk)
        return Maker(talk.role.role, talk.scope, office=office) if office is not None else None
    site = own_enterprise(talk)
    return Maker(talk.role.role, talk.scope, site=site) if site is not None else None


def drafted(talk: Talk, asked: Asked, number: str = "") -> Paper:
    """The document as the record has it now; what counts a whole area does so beside whoever else is answered."""
    if asked.stretch is None or asked.site is not None:
        return compose(talk.unit, asked, number=number)
    about = (asked.template.id, asked.plan.id, asked.stretch.key, asked.day, number)
    return talk.counted("document", lambda unit: compose(unit, asked, number=number), *about)


def issue(talk: Talk, asked: Asked, own_number: str = "") -> Issued:
    """Freeze the document as it is now, with its number: the office's own, or the next one of that sort.

    Whoever issues it signs the line that is theirs. The deadline a notice sets is the hazard's from then on.
    Raises Conflict when somebody else took the number just now.
    """
    place, template = _place(asked), asked.template
    if talk.person is None or talk.role is None:
        raise ValueError("a document is issued by somebody")
    count = documents.next_count(talk.unit, template.id, place, asked.year)
    office = asked.office.name if asked.office is not None else ""
    number = own_number or template.number.format(office=office, year=asked.year, count=count)
    paper = drafted(talk, asked, number)
    mine = ISSUER if asked.office is not None else talk.role.role
    paper = paper.signed(mine, signed_words(talk, talk.unit.now, talk.person.name))
    there = {role for _, _, role in people.colleagues(talk.unit, place.enterprise_id)} if place.enterprise_id else set()
    wanted = [one.role for one in template.signers if one.role in there]
    issued = documents.issue(
        talk.unit, place, template=template.id, plan=asked.plan.id, year=asked.year, count=count, number=number,
        title=paper.title, stretch=asked.stretch.key if asked.stretch is not None else "", below=template.below,
        signers=tuple(role for role in wanted if role != mine), paper=paper.model_dump(mode="json"),
        pdf=_pages(talk, paper), by=talk.person.id,
    )  # fmt: skip
    if asked.hazard is not None and asked.deadline not in (None, asked.hazard.deadline):
        hazards.set_deadline(
            talk.unit, asked.hazard, asked.deadline, reason=number, by=talk.person.id, role=talk.role.role
        )
    found = documents.document(talk.unit, issued, talk.scope)
    assert found is not None  # noqa: S101  (it was written above)
    return found


def sign(talk: Talk, one: Issued) -> None:
    """Put the speaker's signature to a document. Raises Conflict for a line that has one already."""
    if talk.person is None or talk.role is None:
        raise ValueError("a document is signed by somebody")
    words = signed_words(talk, talk.unit.now, talk.person.name)
    paper = Paper.model_validate(one.paper)
    for earlier in documents.signatures(talk.unit, one):
        paper = paper.signed(earlier.role, earlier.words)
    paper = paper.signed(talk.role.role, words)
    pages = _pages(talk, paper)
    documents.sign(talk.unit, one, role=talk.role.role, by=talk.person.id, words=words, pdf=pages)


def signed_words(talk: Talk, moment: datetime, name: str) -> str:
    """What stands below a line that was signed in the chat."""
    local = moment.astimezone(BEIJING)
    return talk.say("document.signed", name=name, time=local.strftime(talk.say("document.minute")))


def _pages(talk: Talk, paper: Paper) -> bytes:
    """Laid out beside whoever else is answered: it takes up to a second."""
    folder = talk.media_folder
    return talk.counted(
        "pages", lambda unit: as_pdf(paper, pictures(unit, folder, paper.media())), paper.model_dump_json()
    )  # fmt: skip


def _place(asked: Asked) -> Place:
    site, office = asked.site, asked.office
    if office is None:
        if site is None:
            raise ValueError("a document is about an enterprise or issued by an office")
        return Place(f"e{site.id}", site.region, enterprise_id=site.id)
    department = office.figures.scope.department_id
    body = office.region if department is None else f"{office.region}/{department}"
    return Place(
        body, office.region, department, site.id if site is not None else None,
        asked.hazard.id if asked.hazard is not None else None,
    )  # fmt: skip
