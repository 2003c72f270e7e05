"""Documents 文书: those that were issued with their files, and drafts to look at before anybody issues them."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from bot.web.desk.page import Shown
from bot.web.desk.visit import Visit
from bot.web.problem import Problem
from checklists.errors import UserMistake
from dialogs.conversations.documents import DOCUMENTS
from dialogs.issuing import maker_of
from reports.documents.composing import compose
from reports.documents.docx import as_docx
from reports.documents.offering import Maker, asked_about, document_offers, subjects
from reports.documents.paper import Paper
from reports.documents.pdf import as_pdf
from reports.documents.pictures import pictures
from storage import documents
from storage.documents import Issued

PER_PAGE = 30
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def listed(visit: Visit) -> Shown:
    """What can be made now, and what was issued, page by page."""
    maker = _maker(visit)
    offers = document_offers(visit.content, visit.unit, maker, visit.today) if maker is not None else ()
    mark = visit.query.get("before", "")
    before = int(mark) if mark.isascii() and mark.isdecimal() and len(mark) <= 15 else None
    found = documents.issued(visit.unit, visit.scope, limit=PER_PAGE + 1, before=before)
    more = len(found) > PER_PAGE
    return Shown(
        "desk/documents.html",
        {
            "offers": [
                (one, subjects(visit.content, visit.unit, maker, one, visit.today)) for one in offers if maker
            ],
            "several": len({one.plan.id for one in offers}) > 1,
            "issued": found[:PER_PAGE],
            "next": f"{visit.at('documents')}?before={found[PER_PAGE - 1].id}" if more else "",
        },
    )  # fmt: skip


def draft(visit: Visit) -> Shown:
    """A document as it would be issued now."""
    paper = _draft(visit)
    here = visit.at(f"draft/{visit.path['offer']}/{visit.path['about']}")
    return Shown("desk/document.html", {"paper": paper, "files": here, "one": None, "signed": ()})


def draft_file(visit: Visit) -> Response:
    """The draft as PDF or DOCX."""
    paper = _draft(visit)
    return _file(visit, paper, paper.title + visit.say("document.draft"))


def document(visit: Visit) -> Shown:
    """An issued document, with who has signed it."""
    one = _issued(visit)
    return Shown(
        "desk/document.html",
        {
            "paper": Paper.model_validate(one.paper),
            "files": visit.at(f"document/{one.id}"),
            "one": one,
            "signed": documents.signatures(visit.unit, one),
        },
    )


def document_file(visit: Visit) -> Response:
    """An issued document's frozen PDF; or its words as DOCX, which is a copy to work with and not the document."""
    one = _issued(visit)
    name = f"{one.number}{one.title}"
    if visit.path["sort"] == "pdf":
        pages = documents.pdf_of(visit.unit, one.id, visit.scope)
        if pages is None:
            raise Problem(404, "desk.gone")
        return _download(pages, PDF, f"{name}.pdf")
    return _file(visit, Paper.model_validate(one.paper), name)


def _maker(visit: Visit) -> Maker | None:
    return maker_of(visit.talk(DOCUMENTS))


def _draft(visit: Visit) -> Paper:
    maker = _maker(visit)
    offers = document_offers(visit.content, visit.unit, maker, visit.today) if maker is not None else ()
    offer = next((one for one in offers if one.id == visit.path["offer"]), None)
    if maker is None or offer is None:
        raise Problem(404, "desk.gone")
    try:
        asked = asked_about(visit.content, visit.unit, maker, offer, visit.path["about"], visit.unit.now)
    except UserMistake:
        raise Problem(404, "desk.gone") from None
    return compose(visit.unit, asked)


def _issued(visit: Visit) -> Issued:
    one = documents.document(visit.unit, visit.number("id"), visit.scope)
    if one is None:
        raise Problem(404, "desk.gone")
    return one


def _file(visit: Visit, paper: Paper, name: str) -> Response:
    photos = pictures(visit.unit, visit.site.app.media_folder, paper.media())
    if visit.path["sort"] == "pdf":
        return _download(as_pdf(paper, photos), PDF, f"{name}.pdf")
    if visit.path["sort"] == "docx":
        return _download(as_docx(paper, photos), DOCX, f"{name}.docx")
    raise Problem(404, "desk.gone")


def _download(data: bytes, media_type: str, name: str) -> Response:
    """https://www.rfc-editor.org/rfc/rfc6266#section-5 : the name in UTF-8, and nothing a browser would open itself."""
    sort = name.rpartition(".")[2]
    disposition = f"attachment; filename=\"document.{sort}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=media_type, headers={"content-disposition": disposition})
