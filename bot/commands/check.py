"""`check [PATH…] [--json] [--language en]`: reads all content and names every fault."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click

from bot.commands.exits import WRONG
from checklists.content import Content
from checklists.gathering import HERE, gather
from checklists.languages import CHINESE, lacking
from checklists.problems import Problem, did_you_mean


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="[PATH]…")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@click.option("--language", type=click.Choice(["en"]), help="Also name what the interface does not say in it yet.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], as_json: bool, language: str | None) -> None:
    """Read all content below each PATH (default: the program's own) and print its faults and counts.

    A fault names file, line, item, the rule broken and the remedy. Exit status 1 where there is one.
    """
    found = [(path, *gather(path, language or CHINESE)) for path in paths or (HERE,)]
    problems = [problem for _, _, faults in found for problem in faults]
    problems += [problem for path, _, _ in found if language for problem in lacking(path, language)]
    problems += [problem for path, content, _ in found if content for problem in unknown_figures(path, content)]
    counts = {str(path): counted(content) for path, content, _ in found}
    if as_json:
        click.echo(json.dumps({"counts": counts, "problems": [_plain(one) for one in problems]}, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(str(problem), err=True)
        for path, figures in counts.items():
            said = ", ".join(f"{figure} {name}" for name, figure in figures.items())
            click.echo(f"{Path(path).name}: {said or 'unreadable'}")
        click.echo(f"{len(problems)} faults" if problems else "No faults.")
    if problems:
        ctx.exit(WRONG)


def counted(content: Content | None) -> dict[str, int]:
    """How many of each kind there are; nothing where something vital is unreadable."""
    if content is None:
        return {}
    return {
        "plans": len(content.plans),
        "checklists": sum(len(plan.checklists) for plan in content.plans.values()),
        "items": len({item.id for form in content.checklist_forms() for item in form.questions} | set(content.items)),
        "standards": len(content.standards),
        "clauses": len(content.clauses),
        "forms": len(content.layouts),
        "documents": len(content.templates),
        "conversations": len(content.dialogs),
        "texts": len(content.texts.sentences),
    }


def unknown_figures(path: Path, content: Content) -> Iterator[Problem]:
    """Figures that a form asks for and nobody defines.

    The figures' definitions among the texts stand for the figures: reading reports.metrics with its queries would
    take as long as all content, and a test of reports holds the two together.
    """
    defined = {key.split(".")[1] for key in content.texts.sentences if key.startswith("metric.")}
    for layout in content.layouts.values():
        for name in sorted(layout.metrics() - defined):
            file, line = _where(path, name)
            yield Problem(file, line, layout.id, f"nobody defines the figure {name!r}", did_you_mean(name, defined))


def _where(path: Path, name: str) -> tuple[Path, int]:
    """The form and line that ask for a figure."""
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    for file in sorted(path.glob("forms/*.yaml")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if word.search(line):
                return file, number
    return path / "forms", 1


def _plain(problem: Problem) -> dict[str, object]:
    return {
        "file": str(problem.file),
        "line": problem.line,
        "item": problem.item,
        "rule": problem.rule,
        "remedy": problem.remedy,
    }
