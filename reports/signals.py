"""Which enterprises' self-inspections look like a formality, and why; never a verdict."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from checklists.content import Content
from checklists.periods import midnight
from storage import signals
from storage.scope import Scope
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Signal:
    """One signal of one enterprise: its name in signals.yaml, its title, the reason with its figures, and what else
    could be behind it."""

    id: str
    title: str
    reason: str
    innocent: str


@dataclass(frozen=True)
class SignalledSite:
    """An enterprise with its signals. `region` is its county's GB/T 2260 code."""

    id: int
    name: str
    region: str
    sector: str
    signals: tuple[Signal, ...]


@dataclass(frozen=True)
class SignalPage:
    """A page of enterprises, those with the most signals first; `total` how many there are in all, `by_signal` how
    many of them have each signal."""

    sites: tuple[SignalledSite, ...]
    total: int
    by_signal: dict[str, int]


def signal_page(
    content: Content, unit: UnitOfWork, scope: Scope, day: date, *, limit: int = 20, after: int = 0,
    enterprise_id: int | None = None,
) -> SignalPage:  # fmt: skip
    """The signals of the scope up to and with that day (Beijing); `after` skips that many enterprises, and
    `enterprise_id` asks for one enterprise only, compared with the others of the scope as it is in the whole list."""
    rules = content.signals
    begin = day - timedelta(days=rules.days - 1)
    spans = signals.Spans(
        earlier=midnight(begin - timedelta(days=rules.before)), begin=midnight(begin),
        end=midnight(day + timedelta(days=1)),
        checked=midnight(day - timedelta(days=rules.nothing_found.checked_days - 1)),
    )  # fmt: skip
    every = signals.found(unit, scope, rules, spans)
    of_site: dict[int, list[str]] = defaultdict(list)
    for name, sites in every.items():
        for number in sites:
            of_site[number].append(name)
    if enterprise_id is not None:
        of_site = defaultdict(list, {enterprise_id: of_site[enterprise_id]} if enterprise_id in of_site else {})
    order = sorted(of_site, key=lambda number: (-len(of_site[number]), number))
    shown = order[after : after + limit]
    names = signals.named(unit, scope, shown)
    page = tuple(
        SignalledSite(
            number, names[number].name, names[number].region, names[number].sector,
            tuple(_signal(content, name, every[name][number]) for name in of_site[number]),
        )
        for number in shown
        if number in names
    )  # fmt: skip
    return SignalPage(page, len(order), {name: len(sites) for name, sites in every.items()})


def _signal(content: Content, name: str, figures: dict[str, float]) -> Signal:
    worded = content.signals.each()[name]
    said = {key: f"{value:.1f}" if key == "seconds" else str(int(value)) for key, value in figures.items()}
    texts = content.texts
    reason = {
        "fast": lambda: texts("signals.fast", seconds=said["seconds"], questions=said["questions"]),
        "uniform": lambda: texts("signals.uniform", questions=said["questions"]),
        "repeated": lambda: texts("signals.repeated", checklists=said["checklists"]),
        "no_photos": lambda: texts("signals.no_photos", checklists=said["checklists"]),
        "nothing_found": lambda: texts(
            "signals.nothing_found", checklists=said["checklists"], checks=said["checks"], problems=said["problems"]
        ),
        "last_day": lambda: texts("signals.last_day", hazards=said["hazards"]),
    }[name]()
    return Signal(name, worded.title, reason, worded.innocent)
