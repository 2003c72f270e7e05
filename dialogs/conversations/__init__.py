"""All conversations by the command that starts them."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.conversations.area import AREA
from dialogs.conversations.ask import ASK
from dialogs.conversations.bulletins.looking import BULLETIN
from dialogs.conversations.bulletins.reading import BULLETIN_CHECK, BULLETINS
from dialogs.conversations.bulletins.writing import BULLETIN_NEW
from dialogs.conversations.disposition import DISPOSITION
from dialogs.conversations.documents import DOCUMENTS
from dialogs.conversations.enrol import ENROL
from dialogs.conversations.hazard import HAZARD
from dialogs.conversations.inspect import INSPECT, PROFILE
from dialogs.conversations.inspection import INSPECTION
from dialogs.conversations.invite import INVITE
from dialogs.conversations.key_tasks import KEY_TASKS
from dialogs.conversations.ledger import LEDGER
from dialogs.conversations.me import ME
from dialogs.conversations.officials.action import ACTION
from dialogs.conversations.officials.agreement import AGREEMENT
from dialogs.conversations.officials.correct import CORRECT
from dialogs.conversations.officials.found_hazard import FOUND_HAZARD
from dialogs.conversations.officials.oversee import OVERSEE
from dialogs.conversations.officials.record import RECORD
from dialogs.conversations.officials.signals import SIGNALS
from dialogs.conversations.officials.spot_check import SPOT_CHECK
from dialogs.conversations.officials.supervise import SUPERVISE
from dialogs.conversations.officials.work_permits import OVERSEE_PERMITS
from dialogs.conversations.permits.asking import PERMIT
from dialogs.conversations.permits.carrying_out import PERMITS
from dialogs.conversations.problem import PROBLEM
from dialogs.conversations.registers import REGISTERS
from dialogs.conversations.risk import RISK
from dialogs.conversations.risks import RISKS
from dialogs.conversations.signboard import SIGNBOARD
from dialogs.conversations.submission import FORMS
from dialogs.conversations.unreachable import UNREACHABLE
from dialogs.conversations.whistle import RECEIPT, WHISTLE
from dialogs.conversations.whistles import WHISTLES
from dialogs.talk import Conversation

CONVERSATIONS: Mapping[str, Conversation] = {
    one.id: one
    for one in (
        ACTION, AGREEMENT, AREA, ASK, BULLETIN, BULLETINS, BULLETIN_CHECK, BULLETIN_NEW, CORRECT, DISPOSITION,
        DOCUMENTS, ENROL, FORMS, FOUND_HAZARD, HAZARD, INSPECT, INSPECTION, INVITE, KEY_TASKS, LEDGER, ME, OVERSEE,
        OVERSEE_PERMITS, PERMIT, PERMITS, PROBLEM, PROFILE, RECEIPT, RECORD, REGISTERS, RISK, RISKS, SIGNALS, SIGNBOARD,
        SPOT_CHECK, SUPERVISE, UNREACHABLE, WHISTLE, WHISTLES,
    )
}  # fmt: skip
