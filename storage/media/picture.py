"""Turns bytes somebody sent into a plain JPEG and its thumbnail, or says in words why they are not a photo.

Pure: no file, no database. It takes up to a second of computing, so call it outside any transaction.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.errors import UserMistake

if TYPE_CHECKING:  # Pillow comes with the first picture: the start goes without it
    from PIL import Image

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 50_000_000
MIN_SIDE = 16
LARGEST_SIDE = 2560
THUMBNAIL_SIDE = 320
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")

# ISO base media brands, https://www.iana.org/assignments/media-types/image/heic and …/image/avif
_APPLE = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")

# EXIF 2.32, tag 274, and what undoes each of its values
_ORIENTATION = 274
_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}


@dataclass(frozen=True)
class Prepared:
    """A photo ready to be kept. `sha256` is that of the bytes as received; sizes in pixels of the JPEG we keep."""

    sha256: str
    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int


def prepare(data: bytes) -> Prepared:
    """Decode, turn upright, shrink to 2560 pixels and encode anew, so that EXIF, place and profiles are gone.

    Raises UserMistake (keys photo.*) for what is too big, not a picture, a bomb, or cut off. What counts is the
    content, never a name or a declared type. Of a moving picture the first frame is kept.
    """
    from PIL import Image, UnidentifiedImageError

    if not data:
        raise UserMistake("an empty file was sent", key="photo.empty")
    if len(data) > MAX_BYTES:
        raise UserMistake("the photo is larger than 15 MB", key="photo.too_big", megabytes=MAX_BYTES // 2**20)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            width, height = opened.size
            if width * height > MAX_PIXELS:
                raise _too_many_pixels()
            if min(width, height) < MIN_SIDE:
                raise UserMistake("the picture is only a few pixels wide", key="photo.too_small")
            upright = _upright(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels() from bomb
    except UnidentifiedImageError as unknown:
        raise _not_a_photo(data) from unknown
    except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError) as broken:
        # Pillow's decoders raise any of these for damaged or cut-off data.
        raise UserMistake("the picture is damaged or incomplete", key="photo.broken") from broken
    small = upright.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return Prepared(
        sha256=hashlib.sha256(data).hexdigest(),
        jpeg=_encoded(upright, 85),
        thumbnail=_encoded(small, 80),
        width=upright.width,
        height=upright.height,
    )


def _upright(opened: Image.Image) -> Image.Image:
    """The first frame as RGB pixels that bear nothing of the file they came from."""
    from PIL import Image

    opened.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # JPEG only: decodes big photos at a fraction of the cost
    opened.load()
    turn = _TURNS.get(opened.getexif().get(_ORIENTATION, 1))
    plain = _rgb(opened)
    plain.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    if turn is not None:
        plain = plain.transpose(Image.Transpose[turn])
    bare = Image.new("RGB", plain.size)
    bare.paste(plain)
    return bare


def _rgb(opened: Image.Image) -> Image.Image:
    from PIL import Image

    if opened.mode.startswith(("I", "F")):  # 16 bits a sample, which convert() would cut off to white
        opened = opened.convert("I").point(lambda value: value / 256).convert("L")
    if opened.has_transparency_data:
        layered = opened.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    return opened.convert("RGB")


def _encoded(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _too_many_pixels() -> UserMistake:
    return UserMistake(
        "the picture has more than 50 million pixels", key="photo.too_many_pixels", megapixels=MAX_PIXELS // 10**6
    )


def _not_a_photo(data: bytes) -> UserMistake:
    """The words for what it is instead, as far as its first bytes tell."""
    if data[4:8] == b"ftyp":
        if data[8:12] in _APPLE or any(brand in data[16:48] for brand in _APPLE):
            return UserMistake("HEIC or AVIF cannot be read here", key="photo.heic")
        return UserMistake("that is a film, not a photo", key="photo.film")
    if data[:1024].lstrip().startswith(b"%PDF"):
        return UserMistake("that is a PDF, whatever it is called", key="photo.document")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return UserMistake("that is an office document or an archive", key="photo.document")
    return UserMistake("those bytes are no picture we know", key="photo.not_a_picture")
