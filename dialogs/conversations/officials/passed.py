"""Says which earlier checks passed what has turned up now: 谁检查、谁签名、谁负责."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dialogs.conversations.officials.saying import beijing_day, day_said, joined
from dialogs.talk import Talk
from storage import hazards
from storage.hazards import Hazard
from storage.oversight.spot_checks import checks_that_passed

SHOWN = 5


def findings_said(talk: Talk, findings: Iterable[str]) -> str:
    """A check's findings in short words, or that there were none."""
    return joined(talk.say(f"finding.{name}") for name in findings) or talk.say("check.no_findings")


def passed_said(
    talk: Talk, enterprise_id: int, clause: str | None, before: datetime, *, apart_from: int | None = None
) -> str:
    """The earlier checks that did not enter a hazard of this clause, with who signed; "" when there were none.

    `apart_from` is the check that is being recorded now.
    """
    found = [
        one for one in checks_that_passed(talk.unit, talk.scope, enterprise_id, clause, before) if one.id != apart_from
    ]
    if not found:
        return ""
    lines = [talk.say("check.passed")]
    for one in found[:SHOWN]:
        lines.append(
            talk.say(
                "check.passed_line", day=day_said(talk, beijing_day(one.facts.checked_at)),
                inspectors=joined(one.facts.inspectors), findings=findings_said(talk, one.facts.findings),
            )
        )  # fmt: skip
    if len(found) > SHOWN:
        lines.append(talk.say("check.passed_more", count=len(found) - SHOWN))
    return "\n".join(lines)


def signers_said(talk: Talk, one: Hazard) -> str:
    """Who at the enterprise signed a hazard off the last time; "" where nobody did."""
    signed = hazards.last_signers(talk.unit, one.id, talk.scope)
    if not signed:
        return ""
    who = joined(talk.say("check.signer", role=talk.say(f"role.{event.role}"), name=event.person) for event in signed)
    return talk.say("check.signed_off_by", day=day_said(talk, beijing_day(signed[-1].at)), who=who)
