"""Plays a transcript through the real gateway.

    # a comment                      @name channel     who speaks now, and where (web when no channel is named)
    > words                          >json "…"         words with escapes, for what no editor shows
    >tap 2   >tap 1 ago 2            the second option shown last; the first of the one two messages before
    >tap 回菜单                      the option of that label shown last
    >photo red blue                  >place 25.8,114.9 二号车间
    >scene CODE  >follow  >file 报告.pdf  >long 20000
    >again                           the platform delivers the last message once more
    !clock +3d                       !restart          the days pass; the program is started anew
    !invite role [enterprise|region] !revoke CODE      !dismiss name      !leave name
    !batch                           the next full hour: reports of whistle-blowers come into the record
    !reads                           photos can be read from now on
    !read words / words              what the reader makes of the photo that waits (nothing: it could not be read)

Below each stand the answers: `< ` begins a message, two blanks go on with it, options are numbered, or in brackets
where a number would mean something else, a link stands behind →. `* name: ` is what somebody else is told at the same time.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from PIL import Image
from sqlalchemy import func, select

from bot.channels.transcript import printed
from checklists.certificate_fields import Line, fields, plain
from checklists.content import Content
from checklists.judgement.judge import Judge
from dialogs.conversations import CONVERSATIONS
from dialogs.gateway import Gateway
from dialogs.messages import InboundMessage, Outbound, Place, Sender
from reports.links import Links
from scheduler import private
from storage import enterprises, invitations, people, reaching, readings
from storage.asides import HOUR, coarse
from storage.media.photos import accept
from storage.scope import EVERYTHING
from storage.tables import outbox, persons
from storage.unit_of_work import OpenUnit
from tests.conftest import SetClock

OUTPUT = ("<", "*", "  ")
BESIDE_CHANNELS = {"certificate_from_photo"}
"""Transcripts in which a process beside the channels speaks (bot/reading): no platform brings its words."""
PAUSE = timedelta(seconds=10)
"""What passes between two messages."""
MOST_TOKEN = 48
"""Bytes of ASCII, as dialogs.messages.Choice promises the channels."""
PLAIN_LINKS = Links(lambda unit, person_id, role_id, place: f"/r/{place}", lambda place: f"/{place}")
"""Links that read well: how real ones are signed is tested where they are made."""
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass
class Stage:
    """The program under test, who speaks, and what each was shown."""

    content: Content
    judge: Judge
    open_unit: OpenUnit
    media_folder: Path
    clock: SetClock
    speaker: Sender = field(default_factory=lambda: Sender(channel="web", address="路人"))
    shown: dict[Sender, list[Outbound]] = field(default_factory=dict)
    last: InboundMessage | None = None
    sent: int = 0
    reads: bool = False
    gateway: Gateway = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """What a new process would hold: nothing but the database."""
        self.gateway = Gateway(
            self.content, self.judge, CONVERSATIONS, self.open_unit, b"a secret of the tests", PLAIN_LINKS, self.reads
        )

    def replay(self, transcript: str) -> str:
        """The transcript with the answers that come now in place of those that stand in it."""
        lines: list[str] = []
        for line in transcript.splitlines():
            if line.startswith(OUTPUT):
                continue
            lines.append(line)
            lines.extend(self._line(line))
        return "\n".join(lines) + "\n"

    def say(self, text: str) -> tuple[Outbound, ...]:
        """One text from whoever speaks; the answers."""
        return self._answers(self._message("text", text=text))

    def send_photo(self, colour: str) -> tuple[Outbound, ...]:
        """One photo from whoever speaks; the answers."""
        return self._answers(self.photo(colour))

    def _line(self, line: str) -> Iterator[str]:
        if line.startswith("@"):
            name, _, channel = line[1:].partition(" ")
            self.speaker = Sender(channel=channel or "web", address=name)
        elif line.startswith("!"):
            word, _, rest = line[1:].partition(" ")
            yield from _DIRECTIVES[word](self, rest)
        elif line.startswith(">"):
            before = self._last_letter()
            for answer in self._answers(self._read(line[1:])):
                yield from printed(answer, "< ", self.content.texts)
            yield from self._told(before)

    def _read(self, line: str) -> InboundMessage:
        if line.startswith(" "):
            return self._message("text", text=line[1:])
        word, _, rest = line.partition(" ")
        if word == "again":
            assert self.last is not None
            return self.last
        return _INPUTS[word](self, rest)

    def _message(self, kind: str, **values: object) -> InboundMessage:
        self.sent += 1
        return InboundMessage.model_validate(
            {"id": f"message-{self.sent:06d}", "sender": self.speaker, "kind": kind, **values}
        )

    def _answers(self, message: InboundMessage) -> tuple[Outbound, ...]:
        self.clock.now += PAUSE
        self.last = message
        answers = tuple(Outbound.model_validate(letter.body) for letter in self.gateway.handle(message))
        self.shown.setdefault(message.sender, []).extend(one for one in answers if one.choices)
        tokens = [choice.token for one in answers for choice in one.choices]
        assert all(token.isascii() and len(token) <= MOST_TOKEN for token in tokens), tokens
        return answers

    def _last_letter(self) -> int:
        with self.open_unit() as unit:
            return int(unit.execute(select(func.coalesce(func.max(outbox.c.id), 0))).scalar_one())

    def _told(self, after: int) -> Iterator[str]:
        """Notices to others that were queued meanwhile. What the speaker is sent beside a reply (its photos, where a
        channel cannot put them into it) belongs to the reply."""
        query = (
            select(outbox.c.body, persons.c.name)
            .join(persons, persons.c.id == outbox.c.person_id)
            .where(outbox.c.id > after, outbox.c.reply_to.is_(None), persons.c.name != self.speaker.address)
            .order_by(outbox.c.id)
        )
        with self.open_unit() as unit:
            rows = unit.execute(query).all()
        for row in rows:
            message = Outbound.model_validate(row.body)
            if message.text:  # without words it is the rest of an answer, such as its pictures on WeChat
                yield from printed(message, f"* {row.name}: ", self.content.texts)

    def tap(self, rest: str) -> InboundMessage:
        shown = self.shown[self.speaker]
        if rest[:1].isdigit():
            number, _, ago = rest.partition(" ago ")
            choice = shown[-1 - int(ago or 0)].choices[int(number) - 1]
        else:
            choice = next(one for message in reversed(shown) for one in message.choices if one.label == rest)
        return self._message("choice", token=choice.token, text=choice.label)

    def photo(self, rest: str) -> InboundMessage:
        ids = []
        for colour in rest.split():
            data = io.BytesIO()
            Image.new("RGB", (32, 24), colour).save(data, "PNG")
            with self.open_unit() as unit:
                binding = reaching.bound(unit, self.speaker.channel, self.speaker.account, self.speaker.address)
                ids.append(accept(unit, self.media_folder, data.getvalue(), owner_binding=binding.id).id)
                unit.commit()
        return self._message("photo", photos=tuple(ids))

    def place(self, rest: str) -> InboundMessage:
        position, _, label = rest.partition(" ")
        latitude, longitude = (float(one) for one in position.split(","))
        return self._message("place", place=Place(latitude=latitude, longitude=longitude, label=label))

    def pass_time(self, rest: str) -> Iterator[str]:
        match = re.fullmatch(r"\+(\d+)([dhm])", rest)
        assert match is not None, rest
        self.clock.now += timedelta(**{_UNITS[match[2]]: int(match[1])})
        yield from ()

    def begin_anew(self, rest: str) -> Iterator[str]:
        self.restart()
        yield from ()

    def invite(self, rest: str) -> Iterator[str]:
        """An invitation made by nobody in the transcript; says its code."""
        role, _, whom = rest.partition(" ")
        with self.open_unit() as unit:
            found = enterprises.found(unit, EVERYTHING, whom) if whom and not whom.isdecimal() else ()
            one = invitations.invite(
                unit, role, enterprise_id=found[0].id if found else None, region=whom if whom.isdecimal() else None,
                uses=1 if found else 500,
            )  # fmt: skip
            unit.commit()
        yield f"  {one.code}"

    def revoke(self, rest: str) -> Iterator[str]:
        with self.open_unit() as unit:
            one = invitations.invitation(unit, rest)
            assert one is not None, rest
            invitations.revoke(unit, one, by=None)
            unit.commit()
        yield from ()

    def batch(self, rest: str) -> Iterator[str]:
        """The next full hour comes, and with it what waited for it."""
        before = self._last_letter()
        self.clock.now = coarse(self.clock.now, HOUR)
        private.run(self.content, self.open_unit, self.media_folder)
        yield from self._told(before)

    def leave(self, rest: str) -> Iterator[str]:
        """Somebody unfollows everywhere."""
        with self.open_unit() as unit:
            someone = unit.execute(select(persons.c.id).where(persons.c.name == rest)).scalar_one()
            for binding in reaching.bindings_of(unit, someone):
                reaching.unbind(unit, binding.id, by=None)
            unit.commit()
        yield from ()

    def can_read(self, rest: str) -> Iterator[str]:
        self.reads = True
        self.restart()
        yield from ()

    def read(self, rest: str) -> Iterator[str]:
        """Goes on as bot.reading does once it has read a photo."""
        lines = [Line(text.strip(), 0.99) for text in rest.split("/") if text.strip()]
        found = plain(fields(lines, self.content.certificates)) if rest else None
        with self.open_unit() as unit:
            (one,) = readings.take_due(unit, timedelta(minutes=2))
            readings.settle(unit, one.id, found)
            unit.commit()
        for answer in self._answers(self._message("worked", photos=(one.media_id,))):
            yield from printed(answer, "< ", self.content.texts)

    def dismiss(self, rest: str) -> Iterator[str]:
        """Take all roles of somebody away."""
        with self.open_unit() as unit:
            someone = unit.execute(select(persons.c.id).where(persons.c.name == rest)).scalar_one()
            for role in people.person(unit, someone).roles:
                people.revoke(unit, role.id, by=None)
            unit.commit()
        yield from ()


_INPUTS: dict[str, Callable[[Stage, str], InboundMessage]] = {
    "tap": Stage.tap,
    "photo": Stage.photo,
    "place": Stage.place,
    "scene": lambda stage, rest: stage._message("follow", scene=rest),
    "follow": lambda stage, rest: stage._message("follow"),
    "file": lambda stage, rest: stage._message("other", text=rest),
    "json": lambda stage, rest: stage._message("text", text=json.loads(rest)),
    "long": lambda stage, rest: stage._message("text", text="隐" * (int(rest) // 3)),
}
_DIRECTIVES: dict[str, Callable[[Stage, str], Iterator[str]]] = {
    "clock": Stage.pass_time,
    "restart": Stage.begin_anew,
    "invite": Stage.invite,
    "revoke": Stage.revoke,
    "dismiss": Stage.dismiss,
    "leave": Stage.leave,
    "batch": Stage.batch,
    "reads": Stage.can_read,
    "read": Stage.read,
}
