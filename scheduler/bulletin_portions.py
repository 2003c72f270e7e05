"""Goes on with bulletins whose receivers were too many for the moment in which they were written."""

from __future__ import annotations

import logging

from checklists.content import Content
from reports.bulletin_letter import bulletin_letter
from storage import bulletins
from storage.faults import Conflict
from storage.scope import EVERYTHING
from storage.unit_of_work import OpenUnit

log = logging.getLogger(__name__)


def run(content: Content, open_unit: OpenUnit) -> int:
    """Queue all that is left of every bulletin, a portion to a transaction; how many enterprises it was.

    May be stopped and run beside itself at any moment: a portion is taken and queued in one transaction. Raises
    TryLater when the database does not answer.
    """
    sent = 0
    while True:
        try:
            with open_unit() as unit:
                waiting = bulletins.unfinished(unit, EVERYTHING)
                if not waiting:
                    return sent
                one = waiting[0]
                body = bulletin_letter(content, unit, one).as_json()
                sent += bulletins.send(unit, one, body, content.bulletins.batch).enterprises
                unit.commit()
        except Conflict as conflict:
            log.info("bulletin portion left to another process: %s", conflict)
            return sent
