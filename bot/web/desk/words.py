"""How days, moments and names are written on the pages."""

from __future__ import annotations

from datetime import date, datetime

from bot.web.desk.visit import Visit
from checklists.periods import BEIJING
from reports.digest_words import sector_name
from storage import enterprises


def day(visit: Visit, moment: date | datetime | None) -> str:
    """The Beijing day, such as 2023年6月12日; "" for none."""
    if moment is None:
        return ""
    local = moment.astimezone(BEIJING).date() if isinstance(moment, datetime) else moment
    return visit.say("report.day", year=local.year, month=local.month, day=local.day)


def short_day(visit: Visit, moment: date | datetime) -> str:
    """The Beijing day without its year where that is this one."""
    local = moment.astimezone(BEIJING).date() if isinstance(moment, datetime) else moment
    if local.year != visit.today.year:
        return day(visit, local)
    return visit.say("digest.day", month=local.month, day=local.day)


def minute(visit: Visit, moment: datetime) -> str:
    """The moment in Beijing to the minute."""
    return moment.astimezone(BEIJING).strftime(visit.say("desk.minute"))


def sector(visit: Visit, sector_id: str) -> str:
    """A sector's name."""
    return sector_name(visit.content, sector_id)


def counties(visit: Visit) -> dict[str, str]:
    """The names of the counties the visitor may see, by code."""
    return dict(enterprises.counties(visit.unit, visit.scope))


def kinds(visit: Visit, names: tuple[str, ...]) -> str:
    """The names of an enterprise's kinds, joined."""
    known = {one.id: one.name for one in visit.content.sectors.kinds}
    return visit.say("report.and").join(known.get(name, name) for name in names)
