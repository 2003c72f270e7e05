"""The judge: words in; verdict, score, clauses with reasons and one decisive question out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Literal

from checklists.content import Content
from checklists.garbage import collection_paused
from checklists.judgement import questions, reasons
from checklists.judgement.closeness import nameable
from checklists.judgement.fusion import chance, dot
from checklists.judgement.fusion import score as scored
from checklists.judgement.matching import IMPLIED
from checklists.judgement.memory import BARE
from checklists.judgement.reasons import Reason
from checklists.judgement.trapping import ASKED, SUSPECTED
from checklists.judgement.unread import concerned, untold
from checklists.judgement.versions import consult
from checklists.judgement.windows import windows
from checklists.judgement.working import Considered, Working
from checklists.sector import Sector

Verdict = Literal["suspected_major", "general", "unclear"]

MOST_CLAUSES = 5
SHOWN = 0.04
"""A clause with a lower score is not named."""


_WORDS = re.compile(r"[^\W\d_零〇一二三四五六七八九十百千万亿两半几多约元块个]")
"""Anything but a number with its sign of size."""


@dataclass(frozen=True)
class Judgement:
    """What the judge says: `score` 0..1 is comparable between texts; clauses best first, at most five."""

    verdict: Verdict
    score: float
    clauses: tuple[Reason, ...]
    question: str
    consult: str


class Judge:
    """Made once from the content; immutable. `timed` is entered around each judgement; `kept` is a file that spares the
    next start most of the building."""

    def __init__(
        self,
        content: Content,
        timed: Callable[[], AbstractContextManager[object]] = nullcontext,
        kept: Path | None = None,
    ) -> None:
        self.content = content
        self._timed = timed
        self._kept = kept

    def unheard(self) -> Judge:
        """The same, which tells nobody that it judges: of what is said in private no figure may tell when."""
        quiet = copy(self)
        quiet._timed = nullcontext
        return quiet

    @cached_property
    def working(self) -> Working:
        """What judging works with: as much to build as to read all content, so it waits for the first judgement, or
        for whoever asks for it before."""
        with collection_paused():
            return Working(self.content, self._kept)

    def judge(
        self,
        text: str,
        *,
        sector: str | None = None,
        kinds: Iterable[str] = (),
        on: date,
        clauses: Iterable[str] = (),
    ) -> Judgement:
        """Judge a description of what was found on a day.

        `sector` is a sector's id or what people call it; without it the words decide. `kinds` are ids of
        content.sectors.kinds. `clauses` are ids to which checklist answers already pointed.
        """
        meant = self.content.sectors.meant(sector) if sector else None
        with self._timed():
            return self._said(self._considered(text, meant, tuple(kinds), on, tuple(clauses)), meant, on)

    def answered(
        self,
        text: str,
        reply: str,
        *,
        sector: str | None = None,
        kinds: Iterable[str] = (),
        on: date,
        clauses: Iterable[str] = (),
    ) -> Judgement:
        """The judgement of the same text once its `question` was answered with `reply`; asks nothing more.

        A reply that the clause's answers do not know is read as one more part of the text, where there are words in it:
        a bare number that answers nothing makes nothing of it.
        """
        meant = self.content.sectors.meant(sector) if sector else None
        kinds, clauses = tuple(kinds), tuple(clauses)
        before = self._considered(text, meant, kinds, on, clauses)
        weights = questions.weights(before.ranked, before.figures, self.working.reader.fold(reply), self.working)
        if not weights or weights[0] == 0.0:
            if not _WORDS.search(reply):
                return replace(self._said(before, meant, on), question="")
            both = self._considered(f"{text}，{reply}", meant, kinds, on, clauses)
            return replace(self._said(both, meant, on), question="")
        said = self._said(self._moved(before, weights), meant, on)
        key = "judgement.why.answered_toward" if weights[0] > 0 else "judgement.why.answered_against"
        note = self.content.texts(key, reply=reply[:40])
        about = before.ranked[0].evidence.folded.clause.id
        noted = tuple(
            replace(reason, why=(*reason.why, note)) if reason.clause == about else reason for reason in said.clauses
        )
        return replace(said, question="", clauses=noted)

    def _considered(
        self, text: str, sector: Sector | None, kinds: tuple[str, ...], on: date, clauses: tuple[str, ...]
    ) -> Considered:
        """The working on a text; of a long one, that on its gravest window with every window's clauses."""
        considered = [
            self.working.consider(window, sector=sector, kinds=kinds, on=on, clauses=clauses)
            for window in windows(text)
        ]
        gravest = max(considered, key=self._gravity)
        if len(considered) == 1:
            return gravest
        best = {one.evidence.folded.clause.id: one for one in gravest.ranked}
        for one in (weighed for other in considered for weighed in other.ranked):
            known = best.get(one.evidence.folded.clause.id)
            if known is None or one.odds > known.odds:
                best[one.evidence.folded.clause.id] = one
        # The gravest window's own best clause stays first: the verdict is about it.
        own = gravest.ranked[:1]
        others = sorted((one for one in best.values() if one not in own), key=lambda one: -one.odds)
        return replace(gravest, ranked=(*own, *others))

    def _moved(self, before: Considered, weights: Sequence[float]) -> Considered:
        """The working after an answer moved the log odds of the best clause, and of others that know the answer."""
        moved = [
            replace(one, odds=one.odds + weight if weight >= 0 else min(one.odds + weight, questions.DENIED))
            for one, weight in zip(before.ranked, weights, strict=True)
        ]
        ranked = tuple(sorted(moved, key=lambda one: -one.odds))
        if weights[0] > 0:
            figures = {**before.figures, "trapped": SUSPECTED if before.figures["trapped"] else 0.0}
            return replace(before, ranked=ranked, figures=figures, odds=before.odds + weights[0])
        # Another clause all of whose things are named may still speak for a major hazard, but less than before.
        own = [
            one.odds for one in ranked
            if one.evidence.cover >= IMPLIED and not one.figures["away"] and not one.figures["topics"]
        ]  # fmt: skip
        figures = {**before.figures, "clause": max(own, default=questions.DENIED), "apart": 0.0, "trapped": 0.0}
        # What the words lean to was said of this clause as well.
        figures |= {name: min(0.0, figures[name]) for name in BARE}
        odds = min(before.odds - 1.0, dot(figures, self.working.lexicon.weights.text))
        return replace(before, ranked=ranked, figures=figures, odds=odds)

    def _said(self, considered: Considered, sector: Sector | None, on: date) -> Judgement:
        score = max(scored(considered.odds), self._least(considered.figures["trapped"]))
        ranked = considered.ranked
        if score < self.working.lexicon.weights.unclear and untold(sector, considered.seen, considered.figures):
            score, ranked = self.working.lexicon.weights.unclear, concerned(ranked)
        verdict = self._verdict(score)
        shown = nameable(ranked, self.content.sectors.always) if sector and sector.standards else ranked
        texts = self.content.texts
        serves = self.working.serving(on)
        closest = partial(self.working.memory.signs.closest, considered.seen.reading.text)
        named = tuple(
            reasons.reason(texts, one, serves[one.evidence.folded.standard.prefix].caution, closest)
            for one in shown[:MOST_CLAUSES]
            if chance(one.odds) >= SHOWN
        )
        question = "" if considered.seen.all_well else questions.question(
            texts, ranked, considered.figures, score
        )  # fmt: skip
        return Judgement(verdict, round(score, 6), named, question, consult(self.content, sector, on))

    def _gravity(self, one: Considered) -> tuple[float, float]:
        """What makes one window graver than another: its score, where people may be trapped at least what that makes
        it, and of equal ones the log odds."""
        return max(scored(one.odds), self._least(one.figures["trapped"])), one.odds

    def _least(self, trapped: float) -> float:
        """The lowest score where people may be trapped: nobody is told that it is ordinary before somebody has asked
        whether anybody is inside, and where the text says so, it is suspected."""
        weights = self.working.lexicon.weights
        return 0.0 if trapped < ASKED else weights.unclear if trapped < SUSPECTED else weights.suspected

    def _verdict(self, score: float) -> Verdict:
        if score >= self.working.lexicon.weights.suspected:
            return "suspected_major"
        return "unclear" if score >= self.working.lexicon.weights.unclear else "general"


def as_json(
    id: str | None,  # noqa: A002 - the name stands on the interface page
    text: str,
    sector: str | None,
    on: date,
    judgement: Judgement,
) -> dict[str, object]:
    """One line of `flag --json` and `flag --jsonl`."""
    return {
        "id": id,
        "text": text,
        "sector": sector,
        "on": on.isoformat(),
        "verdict": judgement.verdict,
        "score": judgement.score,
        "clauses": [
            {
                "id": reason.clause,
                "standard": reason.standard,
                "article": reason.article,
                "score": reason.score,
                "why": list(reason.why),
                "condition": reason.condition,
                "missing": list(reason.missing),
                "verified": reason.verified,
                "caution": reason.caution,
            }
            for reason in judgement.clauses
        ],
        "question": judgement.question,
        "consult": judgement.consult,
    }
