"""All conversations by the command that starts them."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.conversations.area import AREA
from dialogs.conversations.enrol import ENROL
from dialogs.conversations.hazard import HAZARD
from dialogs.conversations.inspect import INSPECT, PROFILE
from dialogs.conversations.inspection import INSPECTION
from dialogs.conversations.invite import INVITE
from dialogs.conversations.ledger import LEDGER, OVERSEE
from dialogs.conversations.me import ME
from dialogs.conversations.registers import REGISTERS
from dialogs.conversations.whistle import RECEIPT, WHISTLE
from dialogs.conversations.whistles import WHISTLES
from dialogs.talk import Conversation

CONVERSATIONS: Mapping[str, Conversation] = {
    one.id: one
    for one in (
        AREA, ENROL, HAZARD, INSPECT, INSPECTION, INVITE, LEDGER, ME, OVERSEE, PROFILE, RECEIPT, REGISTERS, WHISTLE,
        WHISTLES,
    )
}  # fmt: skip
