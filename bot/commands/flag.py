"""`flag TEXT [--sector S] [--on DATE] [--json]`, `flag --jsonl FILE`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.exits import Failed, Misused
from bot.commands.house import day, the_content
from checklists.errors import UserMistake
from checklists.problems import did_you_mean

if TYPE_CHECKING:
    from checklists.content import Content
    from checklists.judgement.judge import Judge

_SHOWN = {"suspected_major": "suspected major hazard", "general": "ordinary hazard", "unclear": "cannot be told yet"}


@click.command()
@click.argument("text", required=False)
@click.option("--sector", help="The sector, by id or as people write it (工贸, 煤矿, 建筑 …); guessed when not given.")
@click.option("--on", metavar="DATE", help="The day of the finding, YYYY-MM-DD (default: today in Beijing).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@click.option(
    "--jsonl",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Judge each line {"id", "text", "sector"} of a file; one JSON line each.',
)
def command(text: str | None, sector: str | None, on: str | None, as_json: bool, jsonl: Path | None) -> None:
    """Judge the description TEXT of a hazard: likely a major accident hazard or not, by which clause, why, how sure."""
    if (text is None) == (jsonl is None):
        raise Misused("Give either a description or --jsonl FILE.")
    if text is not None and not text.strip():
        raise Misused("The description is empty; say what is wrong where.")
    from bot.clock import system_now
    from bot.settings import read_settings
    from checklists.judgement.judge import Judge
    from checklists.periods import beijing_day

    when = day(on) if on else beijing_day(system_now())
    content = the_content()
    _must_know(content, sector)
    judge = Judge(content, kept=read_settings().judge_indexes)
    if text is not None:
        _one(judge, text, sector, when, as_json=as_json)
        return
    if jsonl is not None:
        _file(judge, jsonl, sector, when)


def _file(judge: Judge, file: Path, sector: str | None, when: date) -> None:
    """Judge every line of a file in its order. A line that is none is reported and the rest goes on; the exit status
    says that there were such lines."""
    from tqdm import tqdm

    from checklists.judgement.judge import as_json as plain

    faulty = 0
    for number, line in tqdm(list(_lines(file)), unit="text", delay=1, disable=None, leave=False):
        try:
            case = _Case(number, line)
        except (Failed, UserMistake) as error:
            faulty += 1
            click.echo(str(error), err=True)
            continue
        found = judge.judge(case.text, sector=case.sector or sector, on=case.on or when)
        said = plain(case.id, case.text, case.sector or sector, case.on or when, found)
        click.echo(json.dumps(said, ensure_ascii=False))
    if faulty:
        raise Failed(f"{faulty} of the lines could not be judged; mend them and repeat with those alone.")


class _Case:
    """One line of a JSONL file; Failed or UserMistake names the line that is none."""

    def __init__(self, number: int, line: str) -> None:
        try:
            raw = json.loads(line)
        except ValueError as error:
            raise Failed(f"line {number}: not JSON ({error}); mend it and repeat.") from error
        if not isinstance(raw, dict) or not isinstance(raw.get("text"), str) or not raw["text"].strip():
            raise Failed(f'line {number}: each line must be an object with "text" in words; mend it and repeat.')
        self.id = raw.get("id", number)
        self.text: str = raw["text"]
        self.sector = _words(raw, "sector", number)
        on = _words(raw, "on", number)
        try:
            self.on: date | None = day(on) if on else None
        except UserMistake as error:
            raise Failed(f"line {number}: {error}") from error


def _words(raw: dict[str, object], name: str, number: int) -> str | None:
    value = raw.get(name) or None
    if value is not None and not isinstance(value, str):
        raise Failed(f'line {number}: "{name}" must be in quotation marks; mend it and repeat.')
    return value


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something, with their numbers."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failed(f"{file} is not UTF-8; save it as UTF-8 and repeat.") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def _must_know(content: Content, sector: str | None) -> None:
    if sector and content.sectors.meant(sector) is None:
        names = [one.name for one in content.sectors.sectors]
        raise UserMistake(f"Nobody knows the sector {sector!r}; {did_you_mean(sector, names)}")


def _one(judge: Judge, text: str, sector: str | None, when: date, *, as_json: bool) -> None:
    from checklists.judgement.judge import as_json as plain

    found = judge.judge(text, sector=sector, on=when)
    if as_json:
        click.echo(json.dumps(plain("", text, sector, when, found), ensure_ascii=False, indent=1))
        return
    click.echo(f"{_SHOWN[found.verdict]}  score {found.score:.2f}")
    for one in found.clauses:
        caution = f"  {one.caution}" if one.caution else ""
        click.echo(f"  {one.clause}  {one.score:.2f}  {one.standard} {one.article}{caution}")
        click.echo(f"      {one.condition}")
        if one.why:
            click.echo(f"      why: {'；'.join(one.why)}")
    if found.question:
        click.echo(f"  ask: {found.question}")
    if found.consult:
        click.echo(f"  consult: {found.consult}")
