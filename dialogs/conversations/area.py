"""An official asks how the area stands: the digest of this week so far, at once, in words.

The picture comes with Monday's digest: drawing it takes longer than anybody should hold the record for an answer.
"""

from __future__ import annotations

from datetime import date

from checklists.content import Content
from dialogs.messages import Outbound, opens
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from reports.area_digest import area_digest
from reports.digest import Digest
from reports.digest_words import in_words
from storage import unreachable
from storage.scope import Scope
from storage.unit_of_work import UnitOfWork

OFFICIALS = ("county", "department", "city", "administrator")


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    digest, lost = talk.counted("area", lambda unit: _counted(unit, talk.content, talk.scope, talk.today))
    text, choices = in_words(talk.content, digest), [opens("oversee", talk.say("notice.open_oversee"))]
    if lost:
        text += "\n" + talk.say("unreachable.some", count=lost)
        choices.append(opens("unreachable", talk.say("unreachable.open")))
    choices.append(opens("menu", talk.say("inspect.to_menu")))
    return Outbound(text=text, choices=tuple(choices), link=talk.page("area"), link_label=talk.say("digest.page"))


def _counted(unit: UnitOfWork, content: Content, scope: Scope, day: date) -> tuple[Digest, int]:
    """The week's digest, and how many people no message reaches."""
    return area_digest(content, unit, scope, day), unreachable.count(unit, scope)


def _complete(talk: Talk, done: Finished) -> Closing:
    return Closing((), then="menu")


AREA = Conversation("area", OFFICIALS, _open, _complete)
