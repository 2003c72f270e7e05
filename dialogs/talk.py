"""What every conversation is handed: the open transaction, the content, and who is speaking."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from checklists.content import Content
from checklists.form import Form
from checklists.judgement.judge import Judge
from dialogs.aside import Aside
from dialogs.engine import Derived
from dialogs.kept_forms import KeptForms
from dialogs.kept_states import KeptStates
from dialogs.messages import Outbound
from dialogs.state import Answer, Listed, State, Value
from reports.links import NO_LINKS, Links
from storage.beside import counted
from storage.people import Person, Role
from storage.reaching import Binding
from storage.scope import NOTHING, Scope
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")
BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Talk:
    """One message's surroundings. `role` is the one the conversation is held in. `secret` keys receipts."""

    unit: UnitOfWork
    content: Content
    judge: Judge
    secret: bytes
    binding: Binding
    person: Person | None
    role: Role | None = None
    links: Links = NO_LINKS
    reads_photos: bool = False
    """Whether text can be read from photos here (the extra `ocr` is installed)."""
    media_folder: Path | None = None
    """Where photos lie, for documents that show them."""
    aside: Aside = field(default_factory=Aside)
    """Where private conversations of this address stand."""
    forms: KeptForms = field(default_factory=KeptForms)
    states: KeptStates = field(default_factory=KeptStates)
    worked_out: dict[str, Any] = field(default_factory=dict)
    """What one conversation knows already of what the next one will ask, with the same message."""

    @property
    def today(self) -> date:
        """The day in Beijing, which is what people and plans mean by today."""
        return self.unit.now.astimezone(BEIJING).date()

    @property
    def scope(self) -> Scope:
        """What the speaker may see in this role."""
        return self.role.scope if self.role is not None else NOTHING

    @property
    def roles(self) -> frozenset[str]:
        """The speaker's roles; `stranger` for somebody without one."""
        return frozenset(role.role for role in self.person.roles) if self.person and self.person.roles else STRANGER

    @property
    def person_id(self) -> int | None:
        """The speaker's id, None for a stranger."""
        return self.person.id if self.person is not None else None

    def counted(self, name: str, count: Callable[[UnitOfWork], T], *about: Hashable) -> T:
        """What is found in a whole area, beside whoever else is answered: see storage.beside. `name` and `about` say
        what is counted of the speaker's scope."""
        return counted(self.unit, (name, self.scope, *about), count)

    def has(self, command: str) -> bool:
        """Whether the role of this conversation has a command in its menu: no other may be named to the speaker."""
        seen = self.content.menu.seen_by(frozenset({self.role.role}) if self.role is not None else STRANGER)
        return any(entry.command == command for entry in seen)

    def say(self, key: str, /, **params: object) -> str:
        """A sentence of the content."""
        return self.content.texts(key, **params)

    def page(self, place: str) -> str:
        """The speaker's own link to a page of the desk, for `Outbound.link`; "" where there is none to show."""
        if self.person is None or self.role is None or not self.role.sees_ledger:
            return ""
        return self.links.personal(self.unit, self.person.id, self.role.id, place)


STRANGER = frozenset({"stranger"})


@dataclass(frozen=True)
class Opening:
    """What a conversation begins with: its form, what is known, and lists to choose from."""

    form: Form
    subject: str = ""
    intro: str = ""
    """Said first, in place of the form's own words; never part of the form, whose every version is kept."""
    facts: Mapping[str, Value] = field(default_factory=dict)
    lists: Mapping[str, tuple[Listed, ...]] = field(default_factory=dict)
    link: str = ""
    """Goes with the first message: see Talk.page."""
    link_label: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """Answers known already (the photo that opened a report, the code that was scanned)."""
    last: Mapping[str, Answer] = field(default_factory=dict)
    """Answers of the time before, offered for confirmation, never taken; `last_on` is its day in words."""
    last_on: str = ""


@dataclass(frozen=True)
class Redirect:
    """Something else has to be done first: the command to start instead, and a word before it."""

    command: str
    argument: str = ""
    said: str = ""


@dataclass(frozen=True)
class Closing:
    """What a conversation says at its end, and the command to go on with, such as `inspect` or `ledger`."""

    messages: tuple[Outbound, ...]
    then: str = ""


@dataclass(frozen=True)
class Finished:
    """What a conversation's last step is handed."""

    session_id: int
    subject: str
    form: Form
    state: State
    answers: Mapping[str, Answer]

    def value(self, question: str) -> str:
        """The answer to a question as words; "" when it was not asked or not given."""
        answer = self.answers.get(question)
        value = answer.value if answer is not None else None
        return "、".join(value) if isinstance(value, tuple) else value or ""

    def photos(self, question: str) -> tuple[int, ...]:
        """The photos given to a question."""
        answer = self.answers.get(question)
        return answer.photos if answer is not None else ()


@dataclass(frozen=True)
class Conversation:
    """One conversation: who may hold it, how it opens, what it works out on the way, and what it does at its end.

    `open` gets the command's argument and answers with an Opening, with a message that
    says why not, or with a Redirect.
    """

    id: str
    roles: tuple[str, ...]
    open: Callable[[Talk, str], Opening | Redirect | Outbound]
    complete: Callable[[Talk, Finished], Closing]
    derive: Callable[[Talk, str, State], Derived] | None = None
    personal: bool = False
    """Held as oneself and not for a body: whoever has roles at several is not asked for which."""
    private: bool = False
    """No trace of who held it may stand in the record: it is held on a sealed sheet beside it (dialogs.holding)."""
