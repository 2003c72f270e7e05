"""Simple pictures drawn by the program, where the sample county would have photos: one before, one after.

Flat shapes in a few colours: nobody may take them for photographs of a real place.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 800, 600
_SKY, _WALL, _FLOOR, _DARK, _GREY = "#cfe3f1", "#e8e2d6", "#9a958c", "#3b3f45", "#70757c"
_RED, _YELLOW, _GREEN, _BROWN, _BLUE = "#c8402f", "#e9b728", "#3f8f5b", "#8a5a33", "#2f6f9f"
OUTSIDE = frozenset({"quarry", "dam", "crane", "bus", "pump", "pit"})


def scene(name: str, *, fixed: bool) -> bytes:
    """A PNG of that scene, with the fault or (fixed) without. A name nobody drew gives a room with a box."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), _SKY if name in OUTSIDE else _WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 430, WIDTH, HEIGHT), fill=_FLOOR)
    _SCENES.get(name, _room)(draw, fixed)
    _board(draw, fixed)
    target = io.BytesIO()
    image.save(target, "PNG", compress_level=1)
    return target.getvalue()


def _board(draw: ImageDraw, fixed: bool) -> None:
    """A coloured board in the corner: what stands there is drawn, and this one shows which of the two it is."""
    draw.rectangle((20, 20, 150, 70), fill=_GREEN if fixed else _RED)
    draw.line((45, 46, 66, 60, 118, 30) if fixed else (60, 30, 110, 60), fill="white", width=9)
    if not fixed:
        draw.line((60, 60, 110, 30), fill="white", width=9)


def _quarry(draw: ImageDraw, fixed: bool) -> None:
    if fixed:
        steps = [(800, 120), (620, 120), (620, 230), (440, 230), (440, 340), (250, 340), (250, 430), (800, 430)]
        draw.polygon(steps, fill="#b9a98d")
    else:
        draw.polygon([(800, 90), (430, 90), (400, 170), (470, 430), (800, 430)], fill="#b9a98d")
        draw.line((520, 90, 545, 210, 530, 330), fill=_DARK, width=6)
    draw.rectangle((110, 380, 230, 440), fill=_YELLOW)
    draw.line((200, 385, 300, 320, 340, 400), fill=_YELLOW, width=14)
    draw.ellipse((115, 425, 165, 465), fill=_DARK)
    draw.ellipse((180, 425, 230, 465), fill=_DARK)


def _tunnel(draw: ImageDraw, fixed: bool) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill="#57504a")
    draw.pieslice((170, 90, 630, 750), 180, 360, fill="#26221f")
    draw.line((250, 600, 370, 330), fill=_GREY, width=8)
    draw.line((550, 600, 430, 330), fill=_GREY, width=8)
    draw.ellipse((350, 110, 450, 210), fill=_GREEN if fixed else _GREY, outline="white", width=5)
    for blade in ((400, 120, 400, 200), (360, 160, 440, 160)):
        draw.line(blade, fill="white" if fixed else _RED, width=8)


def _dam(draw: ImageDraw, fixed: bool) -> None:
    draw.rectangle((0, 250, 420, 430), fill=_BLUE)
    draw.polygon([(400, 200), (480, 200), (800, 470), (330, 470)], fill="#a58d6b")
    draw.rectangle((120, 190, 190, 430), fill=_GREY)
    for height in range(210, 420, 40):
        draw.rectangle((138, height, 172, height + 20), fill=_SKY if fixed else _BROWN)


def _crane(draw: ImageDraw, fixed: bool) -> None:
    draw.rectangle((430, 170, 760, 440), fill="#b8b0a4")
    for height in range(200, 430, 55):
        for left in range(455, 740, 70):
            draw.rectangle((left, height, left + 38, height + 30), fill="#7d8894")
    draw.rectangle((190, 110, 215, 440), fill=_YELLOW)
    draw.line((70, 120, 690, 120), fill=_YELLOW, width=14)
    draw.line((560, 120, 560, 250 if fixed else 160), fill=_DARK, width=4)
    if not fixed:
        draw.line((540, 150, 600, 205), fill=_DARK, width=10)
    draw.rectangle((535, 250, 590, 275), fill=_BROWN)


def _bus(draw: ImageDraw, fixed: bool) -> None:
    draw.rounded_rectangle((140, 250, 660, 440), 30, fill=_BLUE)
    for left in range(170, 620, 95):
        draw.rectangle((left, 280, left + 70, 345), fill="#dfeaf2")
    for left in (220, 520):
        draw.ellipse((left, 400, left + 80, 480), fill=_DARK)
    draw.rectangle((570, 365, 640, 400), fill=_GREEN if fixed else _RED)


def _pump(draw: ImageDraw, fixed: bool) -> None:
    draw.rectangle((60, 130, 740, 175), fill=_RED)
    for left in (110, 660):
        draw.rectangle((left, 175, left + 26, 440), fill=_GREY)
    for left in (270, 450):
        draw.rounded_rectangle((left, 270, left + 90, 440), 10, fill="white")
        draw.rectangle((left + 18, 290, left + 72, 330), fill=_DARK)
    draw.ellipse((380, 190, 420, 230), fill=_GREEN if fixed else _GREY, outline=_DARK, width=4)


def _pit(draw: ImageDraw, fixed: bool) -> None:
    draw.ellipse((250, 400, 560, 520), fill=_DARK)
    if fixed:
        draw.ellipse((250, 390, 560, 505), fill=_GREY, outline=_YELLOW, width=14)
    else:
        draw.line((350, 330, 350, 480), fill=_BROWN, width=10)
        draw.line((410, 330, 410, 480), fill=_BROWN, width=10)
        for rung in range(350, 480, 32):
            draw.line((350, rung, 410, rung), fill=_BROWN, width=7)


def _spray(draw: ImageDraw, fixed: bool) -> None:
    draw.rectangle((120, 120, 680, 440), fill="#d3d8dc", outline=_GREY, width=8)
    draw.rectangle((430, 290, 610, 440), fill=_BROWN)
    draw.ellipse((170, 160, 280, 270), fill=_GREY, outline=_DARK, width=6)
    draw.line((225, 165, 225, 265), fill=_GREEN if fixed else _RED, width=10)
    draw.line((175, 215, 275, 215), fill=_GREEN if fixed else _RED, width=10)
    if fixed:
        draw.rectangle((360, 160, 410, 200), fill=_GREEN)
    for spot in range(0 if fixed else 24):
        left, top = 300 + spot * 37 % 300, 200 + spot * 53 % 200
        draw.ellipse((left, top, left + 9, top + 9), fill=_RED)


def _dust(draw: ImageDraw, fixed: bool) -> None:
    draw.rectangle((100, 270, 380, 440), fill=_BLUE)
    draw.polygon([(500, 200), (680, 200), (640, 340), (540, 340)], fill=_GREY)
    draw.rectangle((565, 340, 615, 400), fill=_GREEN if fixed else _GREY)
    if not fixed:
        for left in range(90, 700, 26):
            draw.ellipse((left, 405 + left % 17, left + 46, 450), fill="#c9a877")
        draw.ellipse((110, 248, 370, 286), fill="#c9a877")


def _furnace(draw: ImageDraw, fixed: bool) -> None:
    draw.rectangle((250, 150, 620, 430), fill="#6b4a3a")
    draw.rectangle((360, 270, 510, 400), fill="#f2a33a")
    draw.rectangle((120, 440, 700, 540), fill="#5b5751")
    if not fixed:
        draw.ellipse((170, 455, 560, 530), fill=_BLUE)


def _exit(draw: ImageDraw, fixed: bool) -> None:
    draw.rectangle((290, 130, 510, 430), fill=_GREEN if fixed else _GREY, outline=_DARK, width=8)
    draw.rectangle((350, 70, 450, 115), fill=_GREEN)
    draw.ellipse((470, 270, 495, 295), fill=_YELLOW)
    if not fixed:
        draw.line((290, 220, 510, 330), fill=_DARK, width=12)
        draw.line((290, 330, 510, 220), fill=_DARK, width=12)
        for left in (230, 330, 440):
            draw.rectangle((left, 350, left + 95, 450), fill=_BROWN, outline=_DARK, width=3)


def _extinguisher(draw: ImageDraw, fixed: bool) -> None:
    draw.rounded_rectangle((340, 190, 460, 440), 40, fill=_RED)
    draw.rectangle((380, 150, 420, 195), fill=_DARK)
    draw.ellipse((372, 240, 428, 296), fill="white", outline=_DARK, width=4)
    draw.line((400, 268, 416 if fixed else 384, 254), fill=_GREEN if fixed else _RED, width=7)


def _welding(draw: ImageDraw, fixed: bool) -> None:
    draw.rectangle((110, 330, 500, 360), fill=_GREY)
    draw.rectangle((150, 360, 175, 440), fill=_GREY)
    draw.rectangle((430, 360, 455, 440), fill=_GREY)
    draw.rectangle((560, 330, 690, 440), fill=_BLUE)
    draw.line((560, 380, 330, 320), fill=_DARK, width=6)
    if fixed:
        draw.rectangle((580, 210, 680, 285), fill="white", outline=_GREEN, width=8)
    else:
        for x, y in ((0, -70), (60, -40), (70, 20), (-60, -40), (-70, 20)):
            draw.line((330, 320, 330 + x, 320 + y), fill=_YELLOW, width=9)


def _store(draw: ImageDraw, fixed: bool) -> None:
    for number in range(9):
        left, top = 130 + number % 3 * 190, 160 + number // 3 * 95
        shift = 0 if fixed else number * 29 % 60 - 30
        draw.rectangle((left + shift, top, left + 140 + shift, top + 85), fill=_BROWN, outline=_DARK, width=4)
    draw.line((60, 500, 740, 500), fill=_YELLOW if fixed else _FLOOR, width=10)


def _room(draw: ImageDraw, fixed: bool) -> None:
    draw.rectangle((300, 180, 500, 400), fill=_GREY, outline=_DARK, width=6)
    draw.rectangle((330, 210, 470, 370), fill="white" if fixed else _DARK)
    draw.polygon([(400, 230), (360, 320), (440, 320)], fill=_YELLOW)


_SCENES = {
    "quarry": _quarry, "tunnel": _tunnel, "dam": _dam, "crane": _crane, "bus": _bus, "pump": _pump, "pit": _pit,
    "spray": _spray, "dust": _dust, "furnace": _furnace, "exit": _exit, "extinguisher": _extinguisher,
    "welding": _welding, "store": _store,
}  # fmt: skip
