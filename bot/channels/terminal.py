"""The bot in a terminal: the same gateway, one line in, bubbles out."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.reading.loop import read_waiting
from bot.wiring import App
from checklists.errors import UserMistake
from dialogs.aside import read as sheet_of
from dialogs.messages import InboundMessage, Outbound, Sender
from storage import forgetting, media, outbox, people, private_post, reaching, sessions
from storage.outbox import Letter
from storage.private_post import Address

Heard = Callable[[str, tuple[Outbound, ...]], None]

NAME = "terminal"
WIDTH = 80
_CLOSING = "，。！？；：、）】》”’％…,.!?;:)]}"
"""Signs that do not begin a line."""


def converse(
    app: App,
    address: str,
    read: Callable[[str], str],
    write: Callable[[str], None],
    *,
    channel: str = NAME,
    account: str = "default",
    heard: Heard | None = None,
) -> None:
    """Talk until `exit`, end of input or Ctrl-C. `read(prompt)` gives a line, `write(text)` shows some. What stood half
    filled the last time goes on.

    `photo PATH` sends a photo. With another `channel` the speaker is somebody known there (`chat --as ROLE`).
    What arrives for the speaker meanwhile is shown after the next line. `heard` is given each line that was sent, with
    the answers to it.
    """
    say = app.content.texts
    sender = Sender(channel=channel, account=account, address=address)
    session = app.codes(8)  # ids must differ from those of the last time
    write(say("terminal.hello"))
    _answer(app, _first(app, f"{session}-0.{address}", sender), write)
    for number in itertools.count(1):
        try:
            line = read(say("terminal.prompt")).strip()
        except (EOFError, KeyboardInterrupt):
            break
        if line in ("exit", "quit"):
            break
        answers = send(app, sender, f"{session}-{number}.{address}", line, write)
        if answers is None:
            continue
        if heard is not None:
            heard(line, answers)
        if app.reads_photos:
            read_waiting(app)
        _show_waiting(app, sender, write)
    write(say("terminal.bye"))


def _first(app: App, message_id: str, sender: Sender) -> InboundMessage:
    """What opens the talk: as if somebody began to follow, or where something stands half filled the word that shows
    how far it is, and its question.

    A messenger's window still shows that question; this one begins empty, and a menu over what is being answered would
    make numbers mean something else.
    """
    with app.open_unit() as unit:
        binding, person = people.speaker(unit, sender.channel, sender.account, sender.address)
        at = Address(sender.channel, sender.account, sender.address)
        _, sheet = private_post.look(unit, at, message_id)
        private = sheet_of(sheet).active
        open_one = private or sessions.active(unit, person.id if person is not None else None, binding.id)
    if open_one is None:
        return InboundMessage(id=message_id, sender=sender, kind="follow")
    return InboundMessage(id=message_id, sender=sender, kind="text", text=app.content.texts.words["progress"][0])


def send(
    app: App, sender: Sender, message_id: str, line: str, write: Callable[[str], None]
) -> tuple[Outbound, ...] | None:
    """Send a line as somebody, `photo PATH` as a photo, and show the answers; None where there is no such photo."""
    message = InboundMessage(id=message_id, sender=sender, kind="text", text=line)
    word, _, path = line.partition(" ")
    if word == "photo" and path:
        photo = _photo(app, sender, Path(path.strip().strip("'\"")), write)
        if photo is None:
            return None
        message = message.model_copy(update={"kind": "photo", "text": "", "photos": (photo,)})
    return _answer(app, message, write)


def shown(message: Outbound, say: Callable[..., str], width: int = WIDTH) -> str:
    """A message as lines of at most `width` columns, its options numbered."""
    width -= 2  # room for a closing sign that must not begin the next line
    lines = wrapped(message.text, width)
    if message.photos:
        lines.append(say("terminal.photos", count=len(message.photos)))
    if message.link:
        label = message.link_label or say("terminal.open_link")
        lines.append(say("terminal.link", label=label, link=message.link))
    for number, choice in enumerate(message.choices, 1):
        mark = f"  {number}. " if message.numbered else "  · "
        first, *rest = wrapped(choice.label, width - len(mark)) or [""]
        lines += [mark + first, *(" " * len(mark) + line for line in rest)]
    return "\n".join(lines) + "\n"


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, a Chinese sign counting two; words and figures are kept whole if they fit."""
    lines = []
    for paragraph in text.split("\n"):
        line, columns, broken = "", 0, False
        for piece in _pieces(paragraph, width):
            size = columns_of(piece)
            if columns + size > width and not (piece in _CLOSING and columns + size <= width + 2):
                lines.append(line.rstrip())
                line, columns, broken = "", 0, True
            if line or not broken or piece != " ":
                line, columns = line + piece, columns + size
        lines.append(line)
    return lines


def columns_of(text: str) -> int:
    """How many columns a terminal needs for it."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def _pieces(paragraph: str, width: int) -> Iterable[str]:
    """What may not be broken: single Chinese signs, and runs of anything else."""
    for narrow, run in itertools.groupby(paragraph, key=lambda sign: columns_of(sign) < 2 and sign != " "):
        whole = "".join(run)
        yield from ([whole] if narrow and len(whole) <= width else whole)


def _photo(app: App, sender: Sender, path: Path, write: Callable[[str], None]) -> int | None:
    """The id of the photo in a file; None after saying why there is none."""
    say = app.content.texts
    try:
        prepared = media.prepare(path.expanduser().read_bytes())
    except OSError:
        write(say("terminal.no_file", path=path))
        return None
    except UserMistake as mistake:
        write(say(mistake.key, **mistake.params))
        return None
    with app.open_unit() as unit:
        binding = reaching.bound(unit, sender.channel, sender.account, sender.address)
        photo = media.keep(unit, app.media_folder, prepared, owner_binding=binding.id)
        unit.commit()
    return photo.id


def _answer(app: App, message: InboundMessage, write: Callable[[str], None]) -> tuple[Outbound, ...]:
    letters = app.gateway.handle(message)
    _write(app, letters, write)
    _settle(app, letters)
    return tuple(Outbound.model_validate(letter.body) for letter in letters)


def _show_waiting(app: App, sender: Sender, write: Callable[[str], None]) -> None:
    """Show what is due for the speaker: this terminal is where they are now."""
    with app.open_unit() as unit:
        binding = reaching.bound(unit, sender.channel, sender.account, sender.address)
        mine = {binding.id}
        found = tuple(
            letter
            for letter in outbox.due(unit, 1000)
            if letter.binding_id in mine
            or (letter.binding_id is None and letter.person_id is not None and letter.person_id == binding.person_id)
        )
    _settle(app, found, binding.id)
    _write(app, found, write)


def _settle(app: App, letters: Iterable[Letter], binding_id: int | None = None) -> None:
    with app.open_unit() as unit:
        for letter in letters:
            if letter.id and outbox.claim(unit, letter.id):
                outbox.settle(unit, letter.id, "sent", binding_id=binding_id)
                if letter.body.get("forget"):
                    forgetting.forget_letter(unit, letter.id)
        unit.commit()


def _write(app: App, letters: Iterable[Letter], write: Callable[[str], None]) -> None:
    for letter in letters:
        message = Outbound.model_validate(letter.body)
        if message.link.startswith("/"):
            message = message.model_copy(update={"link": app.settings.base_url.rstrip("/") + message.link})
        write(shown(message, app.content.texts))
