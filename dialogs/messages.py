"""What comes in from a channel and what goes out to one, with nothing of any channel in it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

MOST_TOKEN = 48
"""ASCII bytes of a token; Telegram takes 64, WeCom 128, and ours carries more around it."""

MessageKind = Literal["text", "choice", "photo", "place", "follow", "other", "worked"]
OutKind = Literal["reply", "notice", "reminder", "digest"]


class Message(BaseModel):
    """Base of the message models: frozen, strict about names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sender(Message):
    """Where a message comes from: the channel, our account on it, and the person's address there."""

    channel: str
    account: str = "default"
    address: str


class Place(Message):
    """A position somebody shared: WGS-84 degrees, and the channel's words for it if it gave any."""

    latitude: float
    longitude: float
    label: str = ""


class InboundMessage(Message):
    """One message as a channel adapter understood it.

    `id` is the platform's own (unique per channel and account); `token` the tapped option's; `photos` are ids of
    media already accepted by storage.media; `scene` an invitation code from a scanned picture or deep link;
    `worked` comes from ourselves: what was done behind the conversation about these photos has come to its end.
    `other` is what the channel cannot turn into anything of ours (a file, a sticker): `text` then names it.
    """

    id: str
    sender: Sender
    kind: MessageKind
    text: str = ""
    token: str = ""
    photos: tuple[int, ...] = ()
    place: Place | None = None
    scene: str = ""


class Choice(Message):
    """One option under a message: what is shown, and what comes back when it is tapped (at most 48 ASCII bytes)."""

    label: str
    token: str


def opens(command: str, label: str) -> Choice:
    """An option that starts a command from the menu, such as `ledger` or `inspect.next`."""
    return Choice(label=label, token=f"m.{command}")


class Outbound(Message):
    """One message to a person. Options are shown numbered from 1; typing the number does the same as tapping,
    unless `numbered` is off because a number is itself an answer here (the option's word then does).

    `photos` are media ids shown with it; `link` an address a channel may show as a button, `link_label` what that says
    (the channel has words of its own for none); `forget` says that the
    words must not be kept once they are delivered (a receipt code of an anonymous report); `several` that more than
    one option may be meant at once; `urgent` that it does not wait for the morning.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    numbered: bool = True
    photos: tuple[int, ...] = ()
    link: str = ""
    link_label: str = ""
    forget: bool = False
    several: bool = False
    urgent: bool = False
    kind: OutKind = "reply"
