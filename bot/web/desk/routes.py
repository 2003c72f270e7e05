"""Every address of the desk, with the roles that have it. The table of tests/bot/desk goes through all of them."""

from __future__ import annotations

from starlette.routing import Route

from bot.web.desk import (
    area,
    checklist,
    checklist_saving,
    documents,
    doors,
    enterprise,
    forms,
    hazard,
    lagging,
    ledger,
    photos,
    recording,
)
from bot.web.desk.page import route
from bot.web.desk.visit import KEEPERS, OFFICIALS
from dialogs.conversations.officials import sites

ROUTES = (
    Route("/r/o/{token}", doors.landing, methods=["GET"]),
    Route("/r/o/{token}", doors.opening, methods=["POST"]),
    Route("/r/{role:int}/leave", doors.leaving, methods=["POST"]),
    route("area", OFFICIALS, area.area),
    route("ledger", (*OFFICIALS, *KEEPERS), ledger.ledger),
    route("export/{system}", (*OFFICIALS, *KEEPERS), ledger.export, cost=5),
    route("hazard/{id:int}", (*OFFICIALS, *KEEPERS), hazard.hazard),
    route("enterprises", OFFICIALS, enterprise.listed),
    route("enterprise/{id:int}", (*OFFICIALS, *KEEPERS), enterprise.enterprise),
    route("inspection/{id:int}", (*OFFICIALS, *KEEPERS), enterprise.inspection),
    route("forms", OFFICIALS, forms.listed),
    route("forms/{form}/{due}", OFFICIALS, forms.form),
    route("forms/{form}/{due}/cell/{cell}", OFFICIALS, forms.cell),
    route("forms/{form}/{due}/workbook", OFFICIALS, forms.workbook),
    route("boards/{form}", OFFICIALS, forms.all_boards, cost=5),
    route("boards/{form}/{id:int}", OFFICIALS, forms.one_board),
    route("copy/{id:int}", OFFICIALS, forms.copy),
    route("documents", (*OFFICIALS, *KEEPERS), documents.listed),
    route("draft/{offer}/{about}", (*OFFICIALS, *KEEPERS), documents.draft),
    route("draft/{offer}/{about}/file/{sort}", (*OFFICIALS, *KEEPERS), documents.draft_file, cost=5),
    route("document/{id:int}", (*OFFICIALS, *KEEPERS), documents.document),
    route("document/{id:int}/file/{sort}", (*OFFICIALS, *KEEPERS), documents.document_file, cost=5),
    route("not-inspected", OFFICIALS, lagging.not_yet_inspected),
    route("not-reported", OFFICIALS, lagging.not_yet_handed_in),
    route("record", sites.OFFICIALS, recording.menu),
    route("fill/{what}/{argument}", sites.OFFICIALS, recording.blank),
    Route("/r/{role:int}/fill/{what}/{argument}", recording.filled, methods=["POST"]),
    route("checklist/{plan}/{checklist}", KEEPERS, checklist.checklist),
    Route("/r/{role:int}/checklist/{plan}/{checklist}", checklist_saving.saved, methods=["POST"]),
    route("photo/{of}/{id:int}/{media:int}", (*OFFICIALS, *KEEPERS), photos.photo, cost=0.1),
)
