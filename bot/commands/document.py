"""`document TEMPLATE … --out FILE.pdf|FILE.docx`: one document as a draft, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.exits import Misused
from bot.commands.house import moment, plan_named, record, the_content

if TYPE_CHECKING:
    from datetime import datetime

    from checklists.content import Content
    from checklists.plan import Plan
    from checklists.template import Template
    from reports.documents.asked import Asked
    from storage.unit_of_work import UnitOfWork


@click.command()
@click.argument("template")
@click.option("--enterprise", metavar="CODE", help="The enterprise it is about, by its unified social credit code.")
@click.option("--hazard", metavar="NUMBER", help="The hazard it is about, such as 2023-00042.")
@click.option("--region", metavar="CODE", help="The county or city that makes it, by its six digits.")
@click.option("--department", type=int, metavar="ID", help="The department that makes it.")
@click.option("--period", metavar="PERIOD", help="2023-06, 2023-Q2, 2023-H1, 2023, 2023-PHASE or 2023-all.")
@click.option("--plan", metavar="PLAN", help="The plan in whose words; without it the one in force there.")
@click.option("--as-of", metavar="TIME", help="Leave out what happened at or after this moment (ISO 8601).")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.pdf or FILE.docx.")
def command(
    template: str, enterprise: str | None, hazard: str | None, region: str | None, department: int | None,
    period: str | None, plan: str | None, as_of: str | None, out: Path,
) -> None:  # fmt: skip
    """Write the document TEMPLATE (see `documents`) as a draft from the record.

    It bears no number and is not kept: documents are issued and signed in the chat.
    """
    from reports.documents.composing import compose
    from reports.documents.docx import as_docx
    from reports.documents.pdf import as_pdf
    from reports.documents.pictures import pictures

    if out.suffix.lower() not in (".pdf", ".docx"):
        raise Misused(f"{out} is neither a .pdf nor a .docx; name the file one of them.")
    content = the_content()
    made_of = template_named(content, template)
    with record() as house, house.look() as unit:
        now = moment(as_of) if as_of else unit.now
        named = plan_named(content, plan) if plan else None
        about = (enterprise, hazard, period, named)
        asked = _asked(content, unit, made_of, about, (region, department), now)
        paper = compose(unit, asked)
        photos = pictures(unit, house.settings.media_folder, paper.media())
    pages = as_pdf(paper, photos) if out.suffix.lower() == ".pdf" else as_docx(paper, photos)
    try:
        out.write_bytes(pages)
    except OSError as error:
        raise Misused(f"{out} cannot be written ({error.strerror}); give another file.") from error
    click.echo(f"Written: {out} ({made_of.id}, {asked.plan.id}).")


def template_named(content: Content, name: str) -> Template:
    """The template of that id; Misused with the nearest name."""
    from checklists.problems import did_you_mean, sentence

    if name not in content.templates:
        raise Misused(sentence(f"There is no document {name!r}; {did_you_mean(name, content.templates)}"))
    return content.templates[name]


def _asked(
    content: Content, unit: UnitOfWork, template: Template,
    about: tuple[str | None, str | None, str | None, Plan | None], by: tuple[str | None, int | None], now: datetime,
) -> Asked:  # fmt: skip
    from bot.commands.body import body_of
    from checklists.periods import beijing_day
    from reports.documents.asked import Asked
    from reports.documents.spans import stretch_named
    from storage import enterprises
    from storage.enterprise_ledger import hazard_numbered
    from storage.scope import EVERYTHING

    code, number, period, plan = about
    site, one, office = None, None, None
    if template.about == "enterprise":
        site = enterprises.by_code(unit, code or "")
        if site is None and code:
            raise Misused(f"No enterprise has the code {code!r}; give --enterprise with one that is on record.")
        if site is None:
            raise Misused(f"{template.id} is about an enterprise; give --enterprise with a code in the record.")
    else:
        office = body_of(unit, *by)
    if template.about == "hazard":
        one = hazard_numbered(unit, EVERYTHING, number or "")
        site = enterprises.enterprise(unit, one.enterprise_id, EVERYTHING) if one is not None else None
        if one is None and number:
            raise Misused(f"No hazard has the number {number!r}; give --hazard with one that is on record.")
        if one is None:
            raise Misused(f"{template.id} is about a hazard; give --hazard with a number of the ledger.")
    where = site.region if site is not None else office.region if office is not None else ""
    if plan is None:
        there = enterprises.campaigns_for(unit, where, beijing_day(now)) or enterprises.campaigns(unit)
        fitting = [content.plans[of.plan] for of in there if of.plan in content.plans]
        plan = next((of for of in fitting if not template.plans or of.id in template.plans), None)
    if plan is None:
        raise Misused("No plan is in force there on that day; name one with --plan.")
    if template.spans and not period:
        raise Misused(f"{template.id} looks back on a stretch of time; give --period, such as 2023-06 or 2023-Q2.")
    stretch = stretch_named(template, plan, period, content.on_paper.texts) if template.spans and period else None
    asked = Asked(content.on_paper, template, plan, now, office, site, one, stretch)
    if one is not None and one.deadline is not None and asked.wants_deadline:
        raise Misused(
            f"The deadline of {one.number} was {one.deadline}, which is over, and no notice orders a day that is over; "
            "issue it in the chat (文书), which asks for a new one, or set one there first (辖区隐患台账)."
        )
    return asked
