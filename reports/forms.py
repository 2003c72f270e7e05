"""Which official forms there are, and whether they ask only for metrics that exist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checklists.content import Content
from checklists.errors import UserMistake
from checklists.layout import Layout
from checklists.problems import did_you_mean, sentence
from reports.metrics.catalogue import METRICS


@dataclass(frozen=True)
class Available:
    """One form: its id, title, plan, and who fills it in."""

    id: str
    title: str
    plan: str
    scope: str


def available(content: Content) -> tuple[Available, ...]:
    """All forms, F2 before F10."""
    layouts = sorted(content.layouts.values(), key=lambda layout: (len(layout.id), layout.id))
    return tuple(Available(layout.id, layout.title, layout.plan, layout.scope) for layout in layouts)


def layout_of(content: Content, form: str) -> Layout:
    """The layout of that id, upper or lower case; raises UserMistake with the nearest name when there is none."""
    layout = content.layouts.get(form) or content.layouts.get(form.upper())
    if layout is None:
        raise UserMistake(
            sentence(f"There is no form {form!r}; {did_you_mean(form.upper(), content.layouts)}"),
            key="report.no-form",
            form=form,
        )
    return layout


def unknown_metrics(content: Content) -> Iterator[tuple[str, str, str]]:
    """(form, metric, remedy) for each metric that a layout asks for and nobody defines, or whose words are missing."""
    for layout in content.layouts.values():
        for name in sorted(layout.metrics()):
            if name not in METRICS:
                yield layout.id, name, did_you_mean(name, METRICS)
            elif f"metric.{name}.definition" not in content.texts:
                yield layout.id, name, f"write the texts metric.{name}.name, .definition and .unit"
