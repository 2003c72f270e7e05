"""The page docs/metrics.md, written from the catalogue: `python -m reports.metrics.page > docs/metrics.md`."""

from __future__ import annotations

from collections.abc import Iterator

from checklists.content import Content
from checklists.gathering import load
from reports.agreement import TOTALS
from reports.carried import CARRIED
from reports.forms import available
from reports.metrics.catalogue import METRICS
from reports.metrics.metric import EVERYBODY

_HEAD = """# Metrics

Each figure of an official form is one named metric: one definition, one query, one drill-down. `python bot.py explain
FORM CELL` lists the records behind a figure. Forms that ask the same thing use the same metric. Definitions are the
program's own words and are shown to officials as they stand here. This page is written from the code
(`python -m reports.metrics.page > docs/metrics.md`); a test compares the two.

“Government” in the column *duty of* means counties and cities: in a department's table the cell stays blank, not zero.

| metric | name | unit | what exactly is counted | duty of | forms |
|---|---|---|---|---|---|
"""


def page(content: Content) -> str:
    """The whole page as Markdown."""
    return _HEAD + "".join(f"{row}\n" for row in _rows(content))


def _rows(content: Content) -> Iterator[str]:
    order = [form.id for form in available(content)]
    for metric in METRICS.values():
        forms = ", ".join(name for name in order if metric.id in content.layouts[name].metrics())
        duty = "all" if metric.duty_of == EVERYBODY else "government"
        words = (metric.name(content.texts), metric.unit(content.texts) or "yes/no", metric.definition(content.texts))
        yield f"| `{metric.id}` | {' | '.join(words)} | {duty} | {forms or _elsewhere(metric.id)} |"


def _elsewhere(metric_id: str) -> str:
    """Where a figure that stands in no form is shown."""
    if metric_id in TOTALS:
        return "`agreement`"
    return f"the notice on {'more fixed than found' if metric_id in CARRIED.values() else 'unconfirmed hazards'}"


if __name__ == "__main__":
    print(page(load()), end="")
