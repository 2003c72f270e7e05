"""The one base of everything that is read from a content file."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=64)]
"""A name used in files and records: ASCII letters, digits, dot, dash, underscore."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text somebody will read: never empty."""

MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
"""A day of any year, written MM-DD, since the same plan can run in any year."""


class Record(BaseModel):
    """Frozen; refuses keys it does not know, so that a misspelt key is an error and not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __copy__(self) -> Self:
        """A copy may differ: what was worked out for this one (`cached_property`) does not go along."""
        made = super().__copy__()
        for name in made.__dict__.keys() - type(self).model_fields.keys():
            del made.__dict__[name]
        return made
