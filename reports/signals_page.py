"""The page docs/signals.md, written from the content: `python -m reports.signals_page > docs/signals.md`."""

from __future__ import annotations

from checklists.content import Content
from checklists.gathering import load

_HEAD = """# Formality signals

The plans want self-inspection that is real, and forbid 走过场, going through the motions. Officials are shown signals
with reasons, never a verdict: each can have an innocent cause, which stands beside it, and somebody has to go and look.
Nothing follows from a signal by itself, and none is counted in an official form.

They are counted over the last {days} days and compared with the {before} days before. The numbers are the program's,
since no plan gives any; they are in `signals.yaml` and may be changed. This page is written from that file
(`python -m reports.signals_page > docs/signals.md`); a test compares the two. For inspections of versions that did not
keep the moment of each answer, the first four give no signal.

| signal | title | what exactly is counted | numbers | what else could be behind it |
|---|---|---|---|---|
"""


def page(content: Content) -> str:
    """The whole page as Markdown."""
    rules = content.signals
    rows = []
    for name, one in rules.each().items():
        numbers = one.model_dump(exclude={"title", "counts", "innocent"})
        shown = ", ".join(f"{key} {value:g}" for key, value in numbers.items())
        rows.append(f"| `{name}` | {one.title} | {rules.counts(name)} | {shown} | {one.innocent} |\n")
    return _HEAD.format(days=rules.days, before=rules.before) + "".join(rows)


if __name__ == "__main__":
    print(page(load()), end="")
