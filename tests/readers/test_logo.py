"""Logos: only pixels of a PNG, JPEG, or WebP, in sizes that fit; everything else says what to do."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from portal.readers import logo

SCRIPT = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(size: tuple[int, int] = (300, 120), kind: str = "PNG", mode: str = "RGBA", **how: Any) -> bytes:
    out = BytesIO()
    Image.new(mode, size, "teal").save(out, kind, **how)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims this many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_encoded_in_sizes_that_fit(kind: str) -> None:
    made = logo.read(picture((3000, 600), kind, mode="RGB"))
    found = {row.size: (row.media_type, row.width, row.height) for row in made.files}
    assert found == {
        "shown": ("image/webp", 240, 48),
        "sharp": ("image/webp", 480, 96),
        "email": ("image/png", 480, 96),
        "large": ("image/webp", 1024, 205),
    }
    for row in made.files:
        with Image.open(BytesIO(row.data)) as image:
            assert (image.size, Image.MIME[str(image.format)]) == ((row.width, row.height), row.media_type)


def test_nothing_but_pixels_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "made at 1 Secret Street"
    made = logo.read(picture(kind="JPEG", mode="RGB", exif=exif, comment=b"Secret Street"))
    for row in made.files:
        assert b"Secret" not in row.data
        with Image.open(BytesIO(row.data)) as image:
            assert not image.getexif()


def test_a_small_logo_is_not_enlarged_and_stays_transparent() -> None:
    made = logo.read(picture((60, 20)))
    assert {(row.width, row.height) for row in made.files} == {(60, 20)}
    out = BytesIO()
    Image.new("RGBA", (60, 20), (0, 0, 0, 0)).save(out, "PNG")
    for row in logo.read(out.getvalue()).files:
        with Image.open(BytesIO(row.data)) as image:
            assert image.convert("RGBA").getpixel((5, 5)) == (0, 0, 0, 0)


def test_another_picture_has_another_digest() -> None:
    one, same, other = logo.read(picture()), logo.read(picture()), logo.read(picture((200, 120)))
    assert one.digest == same.digest != other.digest


@pytest.mark.parametrize(
    ("case", "data", "words"),
    [
        ("a script in an SVG", SCRIPT, "An SVG file can hold scripts. Export the logo as a PNG, and upload that."),
        ("an SVG called a PNG", b"\xef\xbb\xbf  <!-- logo -->" + SCRIPT, "An SVG file can hold scripts."),
        ("a page", b"<!doctype html><script>alert(1)</script>", "This isn’t a picture we can read."),
        ("40 megapixels", bomb(8000, 5000), "larger than the 16 megapixels that a logo can have. Make it smaller"),
        (
            "a decompression bomb",
            bomb(60_000, 60_000),
            "larger than the 16 megapixels that a logo can have. Make it smaller",
        ),
        ("a GIF", b"GIF89a" + b"\x00" * 20, "This is a GIF file. Save the logo as a PNG, and upload that."),
        ("a PDF", b"%PDF-1.7", "This is a PDF file."),
        ("half a picture", picture()[:60], "This picture is damaged."),
        ("a picture with a tail cut off", picture((900, 900), "JPEG", "RGB")[:3000], "This picture is damaged."),
        ("one line", picture((900, 1)), "This picture is too small. Choose one at least 16 pixels wide and high."),
        ("nothing", b"", "This file is empty."),
        ("6 MB", b"\x89PNG\r\n\x1a\n" + b"\x00" * 6_000_000, "This file is larger than 5 MB."),
    ],
)
def test_what_cannot_be_a_logo_says_what_to_do(case: str, data: bytes, words: str) -> None:
    with pytest.raises(logo.UnusableLogo) as refused:
        logo.read(data)
    assert words in refused.value.sentence % refused.value.values, case
