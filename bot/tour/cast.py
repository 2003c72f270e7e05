"""Who plays in the tour, read from content/sample/tour.yaml."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from checklists.errors import TellOperator
from checklists.gathering import HERE
from checklists.plan import Plan
from checklists.problems import Problem
from checklists.reading import read
from checklists.record import Identifier, Record, Words


class Found(Record):
    """The hazard that the safety officer photographs."""

    scene: Identifier
    place: Words
    words: Words
    reply: Words
    measures: Words
    funds: Words
    contingency: Words
    done: Words


class Shortfall(Record):
    """How the self-inspection's shortfall is put right."""

    measures: Words
    funds: Words
    contingency: Words


class Cast(Record):
    """One enterprise and its people."""

    sector: Identifier
    kinds: tuple[Identifier, ...]
    enterprise: Words
    business: Words
    headcount: Words
    principal: Words
    safety_director: Words
    safety_officer: Words
    profile: dict[Identifier, Words]
    hazard: Found
    shortfall: Shortfall


class Casting(Record):
    """The whole file."""

    casts: tuple[Cast, ...]
    duties: tuple[Identifier, ...]

    def of(self, plan: Plan) -> Cast:
        """The first cast whose sector the plan binds; TellOperator where none does."""
        for cast in self.casts:
            if not plan.sectors or cast.sector in plan.sectors:
                return cast
        raise TellOperator(f"No cast of sample/tour.yaml fits the plan {plan.id}; add one of its sectors.")


def casting(directory: Path = HERE) -> Casting:
    """Read it; raises TellOperator naming file, line and fault."""
    document = read(directory / "sample" / "tour.yaml")
    if isinstance(document, Problem):
        raise TellOperator(str(document))
    try:
        return Casting.model_validate(document.value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = f"{document.file.name}:{document.line(first['loc'])}"
        raise TellOperator(f"{place}: {'.'.join(map(str, first['loc']))}: {first['msg']}; mend it.") from error
