"""Phones on all three messengers, in the hands of whoever sits at the terminal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import click
import httpx

from tests.fakes.clock import RealClock
from tests.fakes.telegram.api import BotApi, Fault, refusal
from tests.fakes.telegram.person import Person, buttons
from tests.fakes.wechat.phone import Phone, bare, taps
from tests.fakes.wechat.platform import Platform as WeChat
from tests.fakes.wecom.member import Phone as Member
from tests.fakes.wecom.platform import Platform as WeCom

HELP = """\
  wechat WORDS     say something on that messenger (also wecom, telegram; wechat:ANOTHER for somebody else)
  wechat #2        tap the second option shown last
  wechat @FILE     send a photo
  wechat !NAME     an event of WeChat's or WeCom's: subscribe, unsubscribe, enter_agent, …
  fault wechat /message/custom/send 45015    from now on that call ends so: a code, an HTTP status, `hang`, `garbage`
  fault wechat /message/custom/send          no longer    (fault telegram sendMessage 429)
  calls            how often the bot called what
"""
Deed = Callable[[str], Awaitable[str]]


@dataclass
class Trial:
    """The three platforms and the people on them."""

    client: httpx.AsyncClient
    wechat: WeChat
    wecom: WeCom
    telegram: BotApi
    phones: dict[str, Phone] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    shown: dict[str, int] = field(default_factory=dict)

    async def line(self, line: str) -> None:
        """Do what a line says, and show what comes of it at once."""
        where, _, what = line.strip().partition(" ")
        messenger, _, who = where.partition(":")
        if messenger == "fault":
            self._fault(what)
        elif messenger == "calls":
            click.echo(f"wechat {dict(self.wechat.calls)}\nwecom {dict(self.wecom.calls)}")
            click.echo(f"telegram {[name for name, _ in self.telegram.calls if name != 'getUpdates']}")
        elif messenger in ("wechat", "wecom", "telegram") and what:
            await getattr(self, f"_on_{messenger}")(who or "me", what)
        elif line.strip():
            click.echo(HELP)

    async def _on_wechat(self, who: str, what: str) -> None:
        phone = self.phones.setdefault(who, Phone(self.client, RealClock(), self.wechat, f"oTrial-{who}"))
        if what.startswith("#"):
            said = [*phone.replies, *self.wechat.texts(phone.openid)]
            shown = next(found for text in reversed(said) if (found := taps(text)))
            reply = await phone.taps(shown[int(what[1:]) - 1].label)
        elif what.startswith("@"):
            reply = await phone.sends_photo(await anyio.Path(Path(what[1:])).read_bytes(), f"p{len(phone.replies)}")
        elif what.startswith("!"):
            reply = await phone.does(what[1:], "<EventKey></EventKey>")
        else:
            reply = await phone.says(what)
        _print(f"wechat:{who}", bare(reply))

    async def _on_wecom(self, who: str, what: str) -> None:
        member = self.members.setdefault(who, Member(self.client, RealClock(), self.wecom, f"Trial-{who}"))
        if what.startswith("#"):
            label = list(member.card.keys())[int(what[1:]) - 1]
            reply = await member.taps(label)
        elif what.startswith("@"):
            reply = await member.sends_photo(await anyio.Path(Path(what[1:])).read_bytes())
        elif what.startswith("!"):
            reply = await member.does(what[1:])
        else:
            reply = await member.says(what)
        _print(f"wecom:{who}", reply)

    async def _on_telegram(self, who: str, what: str) -> None:
        person = self.persons.setdefault(who, Person(self.telegram, 501 + len(self.persons), who))
        if what.startswith("#"):
            shown = next(found for one in reversed(self.telegram.shown(person.chat)) if (found := buttons(one)))
            person.taps(shown[int(what[1:]) - 1]["callback_data"])
        elif what.startswith("@"):
            person.sends_photo(await anyio.Path(Path(what[1:])).read_bytes())
        else:
            person.says(what)

    def pushed(self) -> None:
        """Show what the bot has sent of itself since the last look."""
        for who, phone in self.phones.items():
            for one in self._new(f"wechat:{who}", self.wechat.followers[phone.openid].got):
                _print(f"wechat:{who}", bare(one["text"]["content"]) if "text" in one else str(one))
        for who, member in self.members.items():
            for one in self._new(f"wecom:{who}", self.wecom.members[member.who].got):
                _print(f"wecom:{who}", _app_message(one))
        for one in self._new("telegram", self.telegram.sent):
            who = next((name for name, person in self.persons.items() if person.chat == one["chat"]["id"]), "?")
            words = one.get("text") or one.get("caption") or "[picture]"
            _print(f"telegram:{who}", "\n".join((words, *(f"[{each['text']}]" for each in buttons(one)))))

    def _new(self, key: str, got: list[dict]) -> list[dict]:  # type: ignore[type-arg]
        seen = self.shown.get(key, 0)
        self.shown[key] = len(got)
        return got[seen:]

    def _fault(self, what: str) -> None:
        messenger, path, *how = what.split()
        if messenger == "telegram":
            self.telegram.always.pop(path, None)
            if how:
                body = b"<html>" if how[0] == "garbage" else refusal(int(how[0]), "as told", retry_after=5)
                self.telegram.always[path] = Fault(status=200 if how[0] == "garbage" else int(how[0]), body=body)
            return
        always = (self.wechat if messenger == "wechat" else self.wecom).always
        always.pop(path, None)
        if how:
            made = {"hang": 30.0, "garbage": (200, b"<html>")}
            number = 0 if how[0] in made else int(how[0])
            always[path] = made.get(how[0]) or ((number, b"") if 500 <= number < 600 else number)


def _app_message(one: dict) -> str:  # type: ignore[type-arg]
    if "template_card" not in one:
        return str(one["text"]["content"]) if "text" in one else f"[{one['msgtype']}]"
    card = one["template_card"]
    options = card.get("button_list") or card["checkbox"]["option_list"]
    words = card["main_title"]["title"], card["main_title"].get("desc", ""), card.get("sub_title_text", "")
    return "\n".join((*filter(None, words), *(f"[{each['text']}]" for each in options)))


def _print(where: str, words: str) -> None:
    if words:
        click.echo(click.style(f"── {where}", dim=True) + f"\n{words}\n")
