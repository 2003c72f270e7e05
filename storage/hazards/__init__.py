"""The ledger 台账: from found to signed off, with everything that happened in between."""

from storage.hazards.finding import report, seen_again
from storage.hazards.history import Event, deadline_before, events, happened, last_signers, ordered_deadline
from storage.hazards.pictures import attach, photos
from storage.hazards.rows import Hazard, closed, closed_undecided, count, counts_by_status, hazard, ledger, read_hazard
from storage.hazards.steps import assign, decide, rectify, reopen, set_deadline, sign, signatures

__all__ = [
    "Event",
    "Hazard",
    "assign",
    "attach",
    "closed",
    "closed_undecided",
    "count",
    "counts_by_status",
    "deadline_before",
    "decide",
    "events",
    "happened",
    "hazard",
    "last_signers",
    "ledger",
    "ordered_deadline",
    "photos",
    "read_hazard",
    "rectify",
    "reopen",
    "report",
    "seen_again",
    "set_deadline",
    "sign",
    "signatures",
]
