"""What counts as a photo, and what is left of it."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from contextlib import suppress

import pytest
from PIL import Image

from checklists.errors import UserMistake
from storage.media import MAX_BYTES, prepare


def picture(size: tuple[int, int] = (640, 480), kind: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def refused(data: bytes) -> str:
    with pytest.raises(UserMistake) as mistake:
        prepare(data)
    return mistake.value.key


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"),
        ("WEBP", "RGB"), ("GIF", "P"),
    ],
)  # fmt: skip
def test_every_usual_kind_becomes_a_plain_jpeg(kind: str, mode: str) -> None:
    prepared = prepare(picture(kind=kind, mode=mode))
    kept = opened(prepared.jpeg)
    assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (640, 480))
    assert max(opened(prepared.thumbnail).size) == 320


def test_the_hash_is_that_of_the_bytes_as_received() -> None:
    data = picture()
    assert prepare(data).sha256 == hashlib.sha256(data).hexdigest()


def test_a_big_photo_is_shrunk_to_2560() -> None:
    prepared = prepare(picture((4000, 3000)))
    assert (prepared.width, prepared.height) == (2560, 1920)


def test_place_camera_and_profile_are_removed() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker of the camera"
    exif.get_ifd(0x8825)[2] = (25.0, 50.0, 1.0)  # GPS latitude
    kept = opened(prepare(picture(exif=exif, icc_profile=b"a colour profile")).jpeg)
    assert not kept.getexif()
    assert not {"exif", "icc_profile", "comment"} & set(kept.info)


def test_a_photo_held_sideways_is_turned_upright() -> None:
    sideways = Image.new("RGB", (400, 200), "white")
    sideways.paste("red", (0, 0, 40, 200))  # red on the left; orientation 6 says that left is up
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    sideways.save(out, "JPEG", exif=exif)
    kept = opened(prepare(out.getvalue()).jpeg)
    assert kept.size == (200, 400)
    red = kept.getpixel((100, 10))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert red[1] < 80


def test_what_is_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(out, "PNG")
    pixel = opened(prepare(out.getvalue()).jpeg).getpixel((50, 50))
    assert pixel == (255, 255, 255)


def test_sixteen_bit_grey_is_not_blown_out() -> None:
    out = io.BytesIO()
    Image.new("I;16", (100, 100), 0x7FFF).save(out, "PNG")
    pixel = opened(prepare(out.getvalue()).jpeg).getpixel((50, 50))
    assert isinstance(pixel, tuple)
    assert 120 <= pixel[0] <= 135


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    pixel = opened(prepare(out.getvalue()).jpeg).getpixel((32, 32))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "photo.empty"),
        (b"%PDF-1.7\n1 0 obj", "photo.document"),
        (b"PK\x03\x04word/document.xml", "photo.document"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "photo.heic"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "photo.film"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.not_a_picture"),
        (b"\xff\xd8\xff", "photo.not_a_picture"),
        (b"\xff" * 1000, "photo.not_a_picture"),
        (b"x" * (MAX_BYTES + 1), "photo.too_big"),
    ],
    ids=["nothing", "pdf", "docx", "heic", "film", "svg", "three bytes", "noise", "15 MB and one"],
)
def test_what_is_no_photo_is_refused_in_words(data: bytes, key: str) -> None:
    assert refused(data) == key


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_cut_off_photo_is_refused(kind: str, share: float) -> None:
    data = picture(kind=kind)
    assert refused(data[: int(len(data) * share)]) in ("photo.broken", "photo.not_a_picture")


def test_a_photo_with_damaged_bytes_never_gets_past_us_as_anything_but_a_mistake() -> None:
    data = picture((80, 60), "PNG")
    for position in range(0, len(data), 7):
        damaged = bytearray(data)
        damaged[position] ^= 0xFF
        with suppress(UserMistake):
            prepare(bytes(damaged))


def _png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims a size its few bytes do not hold."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(7100, 7100), (10_000, 10_000), (65_000, 65_000)])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    assert refused(_png_claiming(*size)) == "photo.too_many_pixels"


def test_fifty_megapixels_are_the_limit_and_allowed() -> None:
    assert prepare(picture((10_000, 5_000), quality=5)).width == 2560
