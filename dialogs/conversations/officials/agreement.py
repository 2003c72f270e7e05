"""An official asks how well the flags stand up: what colleagues made of them, clause by clause, with the hazards."""

from __future__ import annotations

from dialogs.messages import Choice, Outbound, opens
from dialogs.talk import BEIJING, Closing, Conversation, Finished, Opening, Talk
from reports.agreement import Agreement, Row, agreed, behind, last_year, share
from storage.figures.body import Body

OFFICIALS = ("county", "department", "city", "administrator")
SHOWN, LISTED, FEW = 8, 15, 20
DECIDED = ("flags-same-clause", "flags-other-clause", "flags-general", "flags-rejected")


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    if argument:
        return _behind(talk, argument)
    body, period = Body(talk.scope), last_year(talk.today)
    found = talk.counted("agreement", lambda unit: agreed(talk.content, unit, body, period))
    if not found.rows:
        return Outbound(text=talk.say("agreement.none"), choices=_onward(talk))
    shown = found.rows[:SHOWN]
    choices = [opens(f"agreement.{one.figures.clause}", talk.say("agreement.open", clause=one.figures.clause))
               for one in shown if one.clause is not None and one.figures.decided]  # fmt: skip
    return Outbound(text=_words(talk, found, shown), choices=(*choices, *_onward(talk)))


def _words(talk: Talk, found: Agreement, shown: tuple[Row, ...]) -> str:
    totals = found.totals
    decided = totals["flags-decided"]
    lines = [
        talk.say(
            "agreement.total", decided=decided, major=totals["flags-major"], general=totals["flags-general"],
            rejected=totals["flags-rejected"], precision=share(totals["flags-major"], decided),
        ),
        talk.say(
            "agreement.clauses", same=totals["flags-same-clause"], other=totals["flags-other-clause"],
            precision=share(totals["flags-same-clause"], totals["flags-major"]),
        ),
    ]  # fmt: skip
    if totals["flags-missed"]:
        lines.append(talk.say("agreement.missed", count=totals["flags-missed"]))
    for standard, one in found.standards:
        lines.append(
            talk.say("agreement.standard", title=standard.title, decided=one.decided, major=one.major,
                     precision=share(one.major, one.decided), waiting=one.waiting)
        )  # fmt: skip
    lines.append(talk.say("agreement.by_clause"))
    lines += [_line(talk, one) for one in shown]
    if len(found.rows) > len(shown):
        lines.append(talk.say("agreement.more", count=len(found.rows) - len(shown)))
    if decided < FEW:
        lines.append(talk.say("agreement.few", least=FEW))
    lines.append(talk.say("agreement.learns_nothing"))
    return "\n".join(lines)


def _line(talk: Talk, one: Row) -> str:
    figures = one.figures
    what = talk.say("agreement.clause", id=one.clause.id, article=one.clause.article) if one.clause else talk.say(
        "agreement.no_clause"
    )  # fmt: skip
    return talk.say(
        "agreement.line", what=what, decided=figures.decided, same=figures.same, other=figures.major - figures.same,
        general=figures.general, rejected=figures.rejected, waiting=figures.waiting,
    )  # fmt: skip


def _behind(talk: Talk, clause: str) -> Outbound:
    """The hazards that were flagged with a clause, by what became of them."""
    period, body = last_year(talk.today), Body(talk.scope)
    lines = [talk.say("agreement.behind", clause=clause)]
    found = talk.counted(
        "behind", lambda unit: {name: behind(unit, body, period, name, clause) for name in DECIDED}, clause
    )  # fmt: skip
    for name, rows in found.items():
        if not rows:
            continue
        lines.append(talk.say("agreement.group", name=talk.say(f"metric.{name}.name"), count=len(rows)))
        for row in rows[:LISTED]:
            at = row.when.astimezone(BEIJING) if hasattr(row.when, "astimezone") else row.when
            words = row.what if len(row.what) <= 40 else f"{row.what[:39]}…"
            lines.append(talk.say("agreement.hazard", number=row.number, enterprise=row.enterprise, words=words,
                                  day=f"{at:%Y-%m-%d}"))  # fmt: skip
        if len(rows) > LISTED:
            lines.append(talk.say("agreement.more", count=len(rows) - LISTED))
    return Outbound(text="\n".join(lines), choices=(opens("agreement", talk.say("agreement.back")), *_onward(talk)))


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (opens("oversee", talk.say("notice.open_oversee")), opens("menu", talk.say("inspect.to_menu")))


def _complete(talk: Talk, done: Finished) -> Closing:
    return Closing((), then="menu")


AGREEMENT = Conversation("agreement", OFFICIALS, _open, _complete)
