"""Bulletins: written by officials, sent in portions, read and answered by enterprises."""

from storage.bulletins.fan_out import Portion, next_portion, send, unfinished
from storage.bulletins.receipts import Receipt, Tally, mark_checked, mark_read, received, sent_by, tally, unread
from storage.bulletins.writing import Audience, Bulletin, Draft, bulletin, call_again, counted, office_name, write

__all__ = [
    "Audience",
    "Bulletin",
    "Draft",
    "Portion",
    "Receipt",
    "Tally",
    "bulletin",
    "call_again",
    "counted",
    "mark_checked",
    "mark_read",
    "next_portion",
    "office_name",
    "received",
    "send",
    "sent_by",
    "tally",
    "unfinished",
    "unread",
    "write",
]
