"""Holders of special-operations certificates who never lived, and what is printed on their cards."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.cn import ric

REGION = "539900"
"""No county has this code, so that no number made here is anybody's."""
SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文玉兰海燕春梅鹏飞晓东俊峰振宇红斌浩凯"
WORKS = (
    ("电工作业", "低压电工作业"),
    ("电工作业", "高压电工作业"),
    ("焊接与热切割作业", "熔化焊接与热切割作业"),
    ("焊接与热切割作业", "压力焊作业"),
    ("高处作业", "登高架设作业"),
    ("高处作业", "高处安装、维护、拆除作业"),
    ("制冷与空调作业", "制冷与空调设备运行操作作业"),
    ("制冷与空调作业", "制冷与空调设备安装修理作业"),
    ("冶金（有色）生产安全作业", "煤气作业"),
    ("危险化学品安全作业", "氯化工艺作业"),
)


@dataclass(frozen=True)
class Printed:
    """What a certificate says. `review` is the day before which it has to be reviewed; None where it has been."""

    holder: str
    man: bool
    number: str
    work: str
    project: str
    first: date
    begins: date
    ends: date
    review: date | None


def identity(born: date, order: int) -> str:
    """An identity number with the right check character (GB 11643) of a county that does not exist."""
    body = f"{REGION}{born:%Y%m%d}{order:03d}"
    return body + str(ric.calc_check_digit(f"{body}0"))


def holder(dice: random.Random) -> Printed:
    """Somebody's certificate: six years, to be reviewed after three."""
    man = dice.random() < 0.8
    born = date(1965, 1, 1) + timedelta(days=dice.randrange(14000))
    begins = date(2019, 1, 1) + timedelta(days=dice.randrange(2200))
    work, project = dice.choice(WORKS)
    name = dice.choice(SURNAMES) + "".join(dice.choice(GIVEN) for _ in range(dice.choice((1, 2, 2, 2))))
    reviewed = dice.random() < 0.2
    return Printed(
        holder=name, man=man, number="T" + identity(born, 2 * dice.randrange(499) + man), work=work, project=project,
        first=begins, begins=begins, ends=_years_later(begins, 6) - timedelta(days=1),
        review=None if reviewed else _years_later(begins, 3) - timedelta(days=1),
    )  # fmt: skip


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
