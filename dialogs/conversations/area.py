"""An official asks how the area stands: the digest of this week so far, at once."""

from __future__ import annotations

from dialogs.messages import Outbound, opens
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from reports.weekly_letter import write_letter

OFFICIALS = ("county", "department", "city", "administrator")


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    letter = write_letter(talk.content, talk.unit, talk.scope, talk.today, talk.keep_picture)
    choices = (opens("oversee", talk.say("notice.open_oversee")), opens("menu", talk.say("inspect.to_menu")))
    return Outbound(text=letter.text, photos=letter.photos, choices=choices)


def _complete(talk: Talk, done: Finished) -> Closing:
    return Closing((), then="menu")


AREA = Conversation("area", OFFICIALS, _open, _complete)
