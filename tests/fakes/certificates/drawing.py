"""Special-operations certificates as they look: the plastic card's front, and the two electronic ones.

Drawn from descriptions: the card is 85.5 x 54 mm with pale green ground (http://www.c29tqzr.cn/20241129/1/150994); the
electronic one follows ZWFW C 0210-2021 in its fields 证号, 作业类别, 操作项目, 初领日期, 有效期限, 应复审日期, 签发机关.
"""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from tests.fakes.certificates.holders import Printed

INK, GREY, RED, BLUE = "#1d1d1f", "#5b6470", "#c3272b", "#1f4e96"
LAYOUTS = ("card", "electronic", "phone")
FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent


def draw(printed: Printed, layout: str, dice: random.Random) -> Image.Image:
    """The certificate lying flat and straight, some 1000 pixels wide."""
    return {"card": _card, "electronic": _electronic, "phone": _phone}[layout](printed, dice)


def _card(printed: Printed, dice: random.Random) -> Image.Image:
    image = Image.new("RGB", (1010, 638), "#eef6ec")
    pen = ImageDraw.Draw(image)
    for row in range(0, 638, 58):
        pen.text((20 + row % 116, row), "SAWS  " * 14, font=_font(22), fill="#dfeedd")
    _centred(pen, 505, 24, "中华人民共和国特种作业操作证", 44, RED, serif=True)
    _portrait(pen, 770, 120, 200, 270)
    rows = [
        ("证号", printed.number), ("姓名", printed.holder), ("性别", "男" if printed.man else "女"),
        ("作业类别", printed.work), ("准操项目", printed.project), ("初领日期", _plain(printed.first)),
        ("有效期限", f"{_plain(printed.begins)}至{_plain(printed.ends)}"),
        ("复审日期", _plain(printed.review) if printed.review else "已复审"), ("签发机关", "清河省应急管理厅"),
    ]  # fmt: skip
    for number, (label, value) in enumerate(rows):
        top = 104 + number * 57
        pen.text((36, top), _spread(label), font=_font(30), fill=GREY)
        pen.text((196, top - 1), value, font=_font(31), fill=INK)
    _seal(image, 800, 510, 88, dice)
    return image


def _electronic(printed: Printed, dice: random.Random) -> Image.Image:
    image = Image.new("RGB", (1000, 1414), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((40, 40, 960, 1374), outline=BLUE, width=6)
    pen.ellipse((450, 80, 550, 180), fill=RED)
    _centred(pen, 500, 200, "中华人民共和国", 48, INK, serif=True)
    _centred(pen, 500, 270, "特种作业操作证", 66, INK, serif=True)
    _centred(pen, 500, 360, "（电子证照）", 30, GREY)
    _portrait(pen, 690, 430, 190, 260)
    review = f"应于{_words(printed.review)}前复审" if printed.review else "已复审"
    rows = [
        ("姓名", printed.holder), ("性别", "男" if printed.man else "女"), ("证号", printed.number),
        ("作业类别", printed.work), ("操作项目", printed.project), ("初领日期", _words(printed.first)),
        ("有效期限", f"{_words(printed.begins)}至{_words(printed.ends)}"), ("复审日期", review),
        ("签发机关", "清河省应急管理厅"),
    ]  # fmt: skip
    for number, (label, value) in enumerate(rows):
        top = 440 + number * 82
        pen.text((96, top), f"{label}：", font=_font(34), fill=GREY)
        pen.text((276, top), value, font=_font(34), fill=INK)
    _squares(pen, 110, 1200, 140, dice)
    _seal(image, 720, 1100, 120, dice)
    return image


def _phone(printed: Printed, dice: random.Random) -> Image.Image:
    """A screenshot of the query page or the province's app: label left, value right, one line each."""
    image = Image.new("RGB", (900, 1500), "#f3f5f8")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 900, 120), fill=BLUE)
    _centred(pen, 450, 36, "特种作业操作证", 40, "white")
    pen.rounded_rectangle((30, 150, 870, 1300), 24, fill="white")
    _portrait(pen, 360, 180, 180, 240)
    rows = [
        ("姓名", printed.holder), ("性别", "男" if printed.man else "女"), ("证书编号", printed.number),
        ("作业类别", printed.work), ("操作项目", printed.project), ("初次领证日期", _plain(printed.first)),
        ("有效期开始日期", _plain(printed.begins)), ("有效期结束日期", _plain(printed.ends)),
        ("应复审日期", _plain(printed.review) if printed.review else "—"), ("签发机关", "清河省应急管理厅"),
    ]  # fmt: skip
    for number, (label, value) in enumerate(rows):
        top = 450 + number * 82
        pen.text((60, top), label, font=_font(30), fill=GREY)
        width = pen.textlength(value, font=_font(30))
        pen.text((840 - width, top), value, font=_font(30), fill=INK)
        pen.line((60, top + 60, 840, top + 60), fill="#e6e9ee", width=2)
    return image


def _plain(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def _words(day: date) -> str:
    return f"{day.year}年{day.month:02d}月{day.day:02d}日"


def _spread(label: str) -> str:
    return f"{label[0]}　　{label[1]}" if len(label) == 2 else label


def _portrait(pen: ImageDraw.ImageDraw, left: int, top: int, width: int, height: int) -> None:
    pen.rectangle((left, top, left + width, top + height), fill="#9fc3e8")
    middle = left + width // 2
    pen.ellipse((middle - 45, top + 40, middle + 45, top + 150), fill="#e8c9a8")
    pen.pieslice((left + 20, top + 150, left + width - 20, top + height + 120), 180, 360, fill="#39414d")


def _seal(image: Image.Image, x: int, y: int, radius: int, dice: random.Random) -> None:
    """The issuer's round seal, half over the lines."""
    layer = Image.new("RGBA", (2 * radius, 2 * radius))
    pen = ImageDraw.Draw(layer)
    pen.ellipse((4, 4, 2 * radius - 4, 2 * radius - 4), outline="#d03030c0", width=6)
    pen.text((radius, radius), "★", font=_font(radius // 2), fill="#d03030c0", anchor="mm")
    pen.text((radius, radius * 3 // 2), "专用章", font=_font(radius // 4), fill="#d03030c0", anchor="mm")
    turned = layer.rotate(dice.uniform(-20, 20))
    image.paste(turned, (x - radius, y - radius), turned)


def _squares(pen: ImageDraw.ImageDraw, left: int, top: int, side: int, dice: random.Random) -> None:
    """Something like a QR picture."""
    step = side // 21
    for row in range(21):
        for column in range(21):
            if dice.random() < 0.5:
                x, y = left + column * step, top + row * step
                pen.rectangle((x, y, x + step, y + step), fill=INK)


def _centred(
    pen: ImageDraw.ImageDraw, x: int, y: int, words: str, size: int, colour: str, *, serif: bool = False
) -> None:
    pen.text((x, y), words, font=_font(size, serif=serif), fill=colour, anchor="ma")


@cache
def _font(size: int, *, serif: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"Noto{'Serif' if serif else 'Sans'}SC-Regular.otf"), size)
