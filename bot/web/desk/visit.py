"""Who looks at a page of the desk: a person in one role, as the pass in the browser says and the record still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.web.site import Site
from checklists.content import Content
from checklists.periods import beijing_day
from dialogs.talk import Conversation, Talk
from storage import people, reaching
from storage.people import Person, Role
from storage.scope import Scope
from storage.unit_of_work import UnitOfWork

OFFICIALS = ("county", "department", "city", "administrator")
KEEPERS = ("principal", "safety_director", "safety_officer")
"""Of an enterprise's own people those who keep its ledger."""


@dataclass(frozen=True)
class Visit:
    """One look at a page, within one transaction. `path` and `query` are what the address says."""

    site: Site
    unit: UnitOfWork
    person: Person
    role: Role
    form_key: str
    """Goes with every form of the page: another site cannot know it."""
    path: Mapping[str, str]
    query: Mapping[str, str]

    @property
    def content(self) -> Content:
        """The content the program runs on."""
        return self.site.app.content

    @property
    def scope(self) -> Scope:
        """What this role may see."""
        return self.role.scope

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return beijing_day(self.unit.now)

    @property
    def official(self) -> bool:
        """Whether it is an official, not somebody of an enterprise."""
        return self.role.role in OFFICIALS

    def say(self, key: str, /, **params: object) -> str:
        """A sentence of the content."""
        return self.content.texts(key, **params)

    def at(self, place: str) -> str:
        """The address of a page of this role's desk."""
        return f"/r/{self.role.id}/{place}"

    def number(self, name: str) -> int:
        """A number of the address's path; 0, which no row has, for one that is too long."""
        found = self.path.get(name, "")
        return int(found) if found.isascii() and found.isdecimal() and len(found) <= 15 else 0

    def talk(self, conversation: Conversation) -> Talk:
        """What the conversation is handed when it is held on a page. The role is the page's."""
        app = self.site.app
        bindings = reaching.bindings_of(self.unit, self.person.id)
        here = bindings[0] if bindings else reaching.bound(self.unit, "desk", "default", f"role-{self.role.id}")
        talk = Talk(
            self.unit, app.content, app.judge, app.secret, here, self.person, links=app.links,
            media_folder=app.media_folder,
        )  # fmt: skip
        return replace(talk, role=self.role) if self.role.role in conversation.roles else talk


def live_role(unit: UnitOfWork, person_id: int, role_id: int) -> tuple[Person, Role] | None:
    """The person with that role, while they have it and it may see a ledger."""
    if not people.known(unit, person_id):
        return None
    person = people.person(unit, person_id)
    role = next((one for one in person.roles if one.id == role_id), None)
    return (person, role) if role is not None and role.sees_ledger else None
