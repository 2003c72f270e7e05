"""All tables, in one place for those who write queries."""

from storage.tables.columns import metadata
from storage.tables.conversations import form_versions, sessions
from storage.tables.hazards import hazard_events, hazard_photos, hazards, whistles
from storage.tables.inspections import inspection_answers, inspections
from storage.tables.oversight import actions, spot_checks
from storage.tables.people import bindings, invitations, persons, roles
from storage.tables.places import departments, enterprises, plans_in_force, regions
from storage.tables.post import audit, due_runs, inbox, media, outbox
from storage.tables.registers import register_entries

__all__ = [
    "actions",
    "audit",
    "bindings",
    "departments",
    "due_runs",
    "enterprises",
    "form_versions",
    "hazard_events",
    "hazard_photos",
    "hazards",
    "inbox",
    "inspection_answers",
    "inspections",
    "invitations",
    "media",
    "metadata",
    "outbox",
    "persons",
    "plans_in_force",
    "regions",
    "register_entries",
    "roles",
    "sessions",
    "spot_checks",
    "whistles",
]
