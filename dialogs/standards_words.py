"""Standards in plain words: a clause, a list, what changed, what the judge found. Ours, never the official text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from checklists.asking import Bound, Turn, counterpart
from checklists.content import Content
from checklists.judgement.judge import Judgement
from checklists.judgement.versions import serving
from checklists.sector import Sector
from checklists.standard import Standard, TitleOnly

SIGNS = 2


def day_in_words(content: Content, day: date) -> str:
    """2026年7月1日."""
    return content.texts("engine.day", year=day.year, month=day.month, day=day.day)


def which(content: Content, sector: Sector | None, found: Sequence[Bound], on: date) -> str:
    """The standards somebody is judged by on a day, each with why it is only a lead where it is."""
    say, day = content.texts, day_in_words(content, on)
    lines = [say("standards.which", sector=sector.name, day=day) if sector else say("standards.which_all", day=day)]
    for one in found:
        standard = one.standard
        lines.append(
            say("standards.own" if one.own else "standards.also", title=standard.title, document=standard.document,
                since=standard.valid_from, count=len(standard.clauses))
        )  # fmt: skip
        if one.serving.caution:
            lines.append(say("standards.caution", caution=one.serving.caution))
    return "\n".join(lines)


def lines(content: Content, ids: Iterable[str]) -> str:
    """Clauses in one line each."""
    return "\n".join(_line(content, one) for one in ids)


def _line(content: Content, clause_id: str) -> str:
    _, clause = content.clauses[clause_id]
    return content.texts(
        "standards.clause_line", id=clause.id, article=clause.article, condition=clause.condition,
        mark=mark(content, clause.verified),
    )  # fmt: skip


def mark(content: Content, verified: str) -> str:
    """What is said behind a clause whose text was not wholly read."""
    return content.texts(f"standards.mark.{verified}")


def clause(content: Content, clause_id: str, on: date) -> str:
    """What a clause wants, whether it holds on that day, and what stood in its place before or stands after."""
    say = content.texts
    standard, one = content.clauses[clause_id]
    head = say("standards.clause", id=one.id, title=standard.title, article=one.article, document=standard.document)
    said = [head + mark(content, one.verified), force(content, standard, on)]
    served = serving(content, on).get(standard.prefix)
    if served is not None and served.caution:
        said.append(say("standards.caution", caution=served.caution))
    said.append(say("standards.means", condition=one.condition))
    if one.parts:
        said.append(say("standards.parts"))
        said += [say("standards.part", number=number, part=part) for number, part in enumerate(one.parts, 1)]
    if one.kind == "combined":
        said.append(say("standards.combined"))
    if one.signs:
        said.append(say("standards.signs", signs="；".join(one.signs[:SIGNS])))
    if one.counter:
        said.append(say("standards.counter", counter="、".join(one.counter)))
    if one.ask:
        said.append(say("standards.decides", ask=one.ask))
    said += _other_version(content, clause_id)
    said.append(say("standards.own_words"))
    return "\n".join(said)


def force(content: Content, standard: Standard, on: date) -> str:
    """Whether a standard holds on a day."""
    say, since, until = content.texts, standard.valid_from, standard.valid_to
    if on < since:
        return say("standards.not_yet", since=since, day=on)
    if until is not None and until < on:
        return say("standards.over", until=until, day=on)
    return (
        say("standards.in_force_until", since=since, until=until) if until else say("standards.in_force", since=since)
    )


def _other_version(content: Content, clause_id: str) -> list[str]:
    standard, _ = content.clauses[clause_id]
    found = counterpart(content, clause_id)
    if found is None:
        return []
    other, like = found
    if like is None:
        return [content.texts("standards.no_counterpart", document=other.document)]
    key = "standards.before" if other.replaced_by == standard.prefix else "standards.after"
    return [content.texts(key, id=like.id, article=like.article, condition=like.condition)]


def turns(content: Content, found: Sequence[Turn], sector: Sector | None) -> str:
    """What was replaced by what, from which day, and which side can be read here."""
    say = content.texts
    if not found:
        return say("standards.no_turns")
    said = [say("standards.turns_of", sector=sector.name) if sector else say("standards.turns")]
    for one in found:
        beside = isinstance(one.old, Standard) and one.old.valid_to is None and isinstance(one.new, Standard)
        said.append(
            say("standards.turn_beside" if beside else "standards.turn", day=one.day, sector=one.sector,
                old=_called(one.old), new=_called(one.new))
        )  # fmt: skip
        said.append(say(f"standards.{readable(one)}"))
    return "\n".join(said)


def readable(one: Turn) -> str:
    """Which side of a change has clauses here, as the key of its sentence."""
    if isinstance(one.new, TitleOnly) or all(clause.verified == "C" for clause in one.new.clauses):
        return "turn_old"
    return "turn_whole" if isinstance(one.old, Standard) else "turn_new"


def _called(one: Standard | TitleOnly) -> str:
    return f"《{one.title}》（{one.document}）" if one.document else f"《{one.title}》"


def judged(content: Content, found: Judgement, on: date, about: str) -> str:
    """What the judge makes of somebody's words, with at most three clauses; no verdict where they say nothing that any
    clause knows, or name a thing and not what is wrong with it."""
    say = content.texts
    topic = any(say("judgement.why.needs", words=about) in one.why for one in found.clauses)
    said = []
    if topic:
        said.append(say("standards.topic", words=about, day=day_in_words(content, on)))
    elif found.clauses:
        said += [say(f"standards.judged_{found.verdict}"), say("standards.judged_by", day=day_in_words(content, on))]
    elif found.verdict != "general":
        said.append(say(f"standards.judged_{found.verdict}"))
    for number, one in enumerate(found.clauses[:3], 1):
        said.append(
            say("standards.judged_line", number=number, id=one.clause, title=one.standard, article=one.article,
                condition=one.condition, mark=mark(content, one.verified))
        )  # fmt: skip
        if one.caution:
            said.append(say("standards.caution", caution=one.caution))
    if not found.clauses:
        said.append(say("standards.nothing"))
    if found.question and not topic:
        said.append(say("standards.decide", question=found.question))
    if found.consult:
        said.append(found.consult)
    said.append(say("standards.report"))
    return "\n".join(said)
