"""Conversations as files: what the terminal records and plays again, in the words of tests/transcripts.

    # a comment                      @name channel     who speaks now
    > words                          >photo grey       a photo of one colour
    >tap 2                           the second option, as somebody would type it

Below each stand the answers: `< ` begins a message, two blanks go on with it. A recorded file becomes a test once it
lies in tests/transcripts and its speaker is somebody of the two towns there; `--update` writes the answers anew.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from bot.channels import terminal
from bot.wiring import App
from checklists.errors import UserMistake
from checklists.texts import Texts
from dialogs.messages import Outbound, Sender

COLOUR = "grey"
"""What every recorded photo becomes: what it shows is nobody's business in a test."""


@dataclass(frozen=True)
class Recorder:
    """Writes a conversation to a file while it goes on. `speaker` is who talks, as the file names them."""

    file: Path
    speaker: str
    texts: Texts

    def begin(self) -> None:
        """Begin the file; one that was there is overwritten."""
        self.file.write_text(f"# Recorded with `chat --record`.\n@{self.speaker}\n", encoding="utf-8")

    def heard(self, line: str, answers: tuple[Outbound, ...]) -> None:
        """Add what was said and what was answered."""
        said = f">photo {COLOUR}" if line.startswith("photo ") else f"> {line}"
        lines = [said, *(words for one in answers for words in printed(one, "< ", self.texts))]
        with self.file.open("a", encoding="utf-8") as file:
            file.write("".join(f"{words}\n" for words in lines))


def printed(message: Outbound, head: str, texts: Texts) -> Iterator[str]:
    """A message as the lines of a transcript: options numbered, or in brackets where a number means something else."""
    first, *more = message.text.split("\n")
    yield f"{head}{first}".rstrip()
    yield from (f"  {line}" if line else "  ·" for line in more)
    if message.photos:
        yield f"  {texts('terminal.attached', count=len(message.photos))}"
    if message.link:
        yield f"  {message.link_label} → {message.link}"
    for number, choice in enumerate(message.choices, 1):
        yield f"  {number}. {choice.label}" if message.numbered else f"  [{choice.label}]"


def replay(app: App, file: Path, addresses: Mapping[str, str], speaker: str, write: Callable[[str], None]) -> None:
    """Say everything that a transcript says, on this record, and show the answers of now.

    `addresses` are those of the people there may be, on channel web, by name; `speaker` begins. Raises UserMistake for
    a speaker who is not there, and for lines that only the tests can carry out (`!clock` and the like).
    """
    run = app.codes(8)
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("@"):
            speaker = line[1:].split(" ")[0]
            if speaker not in addresses:
                raise UserMistake(
                    f"{file}:{number}: nobody here is called {speaker!r}; write one of {', '.join(sorted(addresses))}."
                )
        elif line.startswith((">", "!")):
            words = _typed(line)
            if words is None:
                raise UserMistake(
                    f"{file}:{number}: {line!r} can be played by the tests only (pytest tests/transcripts)."
                )
            write(f"@{speaker} {line}")
            with tempfile.TemporaryDirectory() as folder:
                if words.startswith("photo "):
                    words = f"photo {_drawn(Path(folder), words.removeprefix('photo '))}"
                sender = Sender(channel="web", address=addresses[speaker])
                terminal.send(app, sender, f"{run}-{number}.{sender.address}", words, write)


def _typed(line: str) -> str | None:
    """What somebody would type for a line of a transcript; None where typing cannot do it."""
    if line.startswith("> "):
        return line[2:]
    word, _, rest = line.partition(" ")
    if word == ">tap" and " ago " not in rest:
        return rest
    if word == ">photo" and rest:
        return f"photo {rest.split()[0]}"
    return rest.partition(" ")[2] or None if word == ">place" else None


def _drawn(folder: Path, colour: str) -> Path:
    file = folder / "photo.png"
    Image.new("RGB", (320, 240), colour).save(file)
    return file
