"""Makes of a flat drawing what a phone's camera makes of it: askew, small, blurred, noisy, with a lamp's reflection."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


@dataclass(frozen=True)
class Shot:
    """How a photo is taken: longest side of the certificate in pixels, degrees of turn, how far corners move (share
    of the width), blur in pixels, noise in grey levels, strength of the glare (0 … 1), light, quality of the JPEG."""

    side: int = 1400
    turn: float = 0
    skew: float = 0.02
    blur: float = 0.4
    noise: float = 4
    glare: float = 0
    light: float = 1
    quality: int = 88


SHOTS: dict[str, Shot] = {
    "good": Shot(),
    "turned": Shot(turn=12),
    "askew": Shot(skew=0.1, turn=-6),
    "sideways": Shot(turn=90),
    "upside-down": Shot(turn=180),
    "dark": Shot(light=0.45, noise=12),
    "noisy": Shot(noise=26, quality=60),
    "glare": Shot(glare=0.9),
    "blurred": Shot(blur=2.2, side=1300),
    "small": Shot(side=640, quality=75),
    "tiny": Shot(side=420, quality=70),
    "compressed": Shot(side=900, quality=30, blur=0.8),
    "all at once": Shot(side=620, turn=9, skew=0.1, blur=1.2, noise=16, glare=0.8, light=0.7, quality=55),
    "hardly legible": Shot(side=380, blur=1.3, noise=14, quality=45),
}


def photograph(flat: Image.Image, shot: Shot, dice: random.Random) -> bytes:
    """A JPEG of the certificate lying on a desk."""
    scale = shot.side / max(flat.size)
    card = flat.resize((round(flat.width * scale), round(flat.height * scale)), Image.Resampling.LANCZOS)
    room = round(max(card.size) * 0.16)
    desk = Image.new("RGB", (card.width + 2 * room, card.height + 2 * room), _wood(dice))
    quarters, rest = round(shot.turn / 90), shot.turn - 90 * round(shot.turn / 90)
    desk.paste(card, (room, room))
    photo = _askew(desk, shot.skew, dice)
    photo = photo.rotate(90 * quarters, expand=True)
    photo = photo.rotate(rest + dice.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, expand=True, fillcolor=_wood(dice))
    if shot.glare:
        photo = _glare(photo, shot.glare, dice)
    photo = photo.filter(ImageFilter.GaussianBlur(shot.blur))
    grey = np.asarray(photo, dtype=np.float32) * shot.light
    grey += np.random.default_rng(dice.randrange(2**32)).normal(0, shot.noise, grey.shape)
    out = io.BytesIO()
    Image.fromarray(grey.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=shot.quality)
    return out.getvalue()


def _wood(dice: random.Random) -> tuple[int, int, int]:
    shade = dice.randrange(90, 170)
    return (shade, shade - 25, shade - 50)


def _askew(image: Image.Image, skew: float, dice: random.Random) -> Image.Image:
    """Each corner seen from somewhere else."""
    width, height = image.size
    most = skew * width
    corners = [
        (x + sign_x * dice.uniform(0, most), y + sign_y * dice.uniform(0, most))
        for x, y, sign_x, sign_y in ((0, 0, -1, -1), (0, height, -1, 1), (width, height, 1, 1), (width, 0, 1, -1))
    ]
    target = [(0, 0), (0, height), (width, height), (width, 0)]
    rows, values = [], []
    for (x, y), (u, v) in zip(target, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    found = np.linalg.solve(np.array(rows, dtype=float), np.array(values, dtype=float))
    fill = image.getpixel((0, 0))
    assert isinstance(fill, tuple)
    return image.transform(
        image.size, Image.Transform.PERSPECTIVE, [float(one) for one in found], Image.Resampling.BICUBIC, fillcolor=fill
    )


def _glare(image: Image.Image, strength: float, dice: random.Random) -> Image.Image:
    """A lamp's reflection, somewhere on the certificate."""
    width, height = image.size
    x, y = dice.uniform(0.25, 0.75) * width, dice.uniform(0.25, 0.75) * height
    across, down = 0.16 * width, 0.09 * height
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).ellipse((x - across, y - down, x + across, y + down), fill=round(255 * strength))
    mask = mask.filter(ImageFilter.GaussianBlur(0.04 * width))
    return Image.composite(Image.new("RGB", image.size, "white"), image, mask)
