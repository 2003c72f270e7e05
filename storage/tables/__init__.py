"""All tables, in one place for those who write queries."""

from storage.tables.allowance import access_tokens, allowances, awaited_photos, subscriptions
from storage.tables.asides import asides
from storage.tables.bulletins import bulletin_receipts, bulletins
from storage.tables.columns import metadata
from storage.tables.conversations import form_versions, sessions
from storage.tables.documents import document_signatures, documents
from storage.tables.hazards import clause_decisions, hazard_events, hazard_photos, hazards, whistles
from storage.tables.inspected_months import inspected_months
from storage.tables.inspections import inspection_answers, inspections
from storage.tables.interface import api_answers, api_tokens
from storage.tables.open_cards import open_cards
from storage.tables.opened_links import opened_links
from storage.tables.oversight import actions, spot_checks
from storage.tables.people import bindings, invitations, persons, roles
from storage.tables.permits import permit_events, permit_photos, permits
from storage.tables.places import departments, enterprises, plans_in_force, regions
from storage.tables.post import audit, due_runs, inbox, media, outbox
from storage.tables.readings import photo_readings
from storage.tables.registers import register_entries
from storage.tables.risks import prominent_problems, risks
from storage.tables.signboards import signboards
from storage.tables.submissions import dispositions, key_task_states, submissions
from storage.tables.trail import audit_seals

__all__ = [
    "access_tokens",
    "actions",
    "allowances",
    "api_answers",
    "api_tokens",
    "asides",
    "audit",
    "audit_seals",
    "awaited_photos",
    "bindings",
    "bulletin_receipts",
    "bulletins",
    "clause_decisions",
    "departments",
    "dispositions",
    "document_signatures",
    "documents",
    "due_runs",
    "enterprises",
    "form_versions",
    "hazard_events",
    "hazard_photos",
    "hazards",
    "inbox",
    "inspected_months",
    "inspection_answers",
    "inspections",
    "invitations",
    "key_task_states",
    "media",
    "metadata",
    "open_cards",
    "opened_links",
    "outbox",
    "permit_events",
    "permit_photos",
    "permits",
    "persons",
    "photo_readings",
    "plans_in_force",
    "prominent_problems",
    "regions",
    "register_entries",
    "risks",
    "roles",
    "sessions",
    "signboards",
    "spot_checks",
    "submissions",
    "subscriptions",
    "whistles",
]
