"""Photos of business cards: made anew and small, or refused with words before they can do harm."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from portal.readers import picture
from portal.readers.picture import UnreadablePicture


def photo(kind: str = "JPEG", size: tuple[int, int] = (400, 200), mode: str = "RGB", **options: Any) -> bytes:
    made, out = Image.new(mode, size, 0), BytesIO()
    made.save(out, kind, **options)
    return out.getvalue()


def shown(data: bytes) -> Image.Image:
    return Image.open(BytesIO(picture.read(data).jpeg))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("WEBP", "RGBA")],
)
def test_a_photo_of_any_usual_kind_becomes_a_jpeg(kind: str, mode: str) -> None:
    made = shown(photo(kind, mode=mode))
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (400, 200))


def test_nothing_goes_with_the_picture_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "A phone's maker"
    exif.get_ifd(0x8825)[1] = "N"
    data = photo(exif=exif.tobytes(), comment=b"where I live")
    assert b"phone's maker" in data and b"where I live" in data
    made = picture.read(data)
    assert (made.width, made.height) == (200, 400)
    assert b"maker" not in made.jpeg and b"where I live" not in made.jpeg and b"Exif" not in made.jpeg
    assert not Image.open(BytesIO(made.jpeg)).getexif()


def test_what_hides_behind_the_picture_does_not_come_with_it() -> None:
    assert b"<script>" not in picture.read(photo() + b"<script>alert(1)</script>").jpeg


def test_a_large_photo_becomes_as_small_as_reading_needs() -> None:
    made = picture.read(photo(size=(6000, 4000)))
    assert (made.width, made.height) == (1600, 1067)
    assert len(made.jpeg) < 200_000


def test_what_is_seen_through_is_white() -> None:
    assert shown(photo("PNG", mode="RGBA")).getpixel((300, 100)) == (255, 255, 255)


def bomb(width: int, height: int) -> bytes:
    """A few bytes that say that they are a picture of that size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    made = b"\x89PNG\r\n\x1a\n"
    for name, body in [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]:
        made += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return made


REFUSED = {
    "nothing": (b"", "empty"),
    "a text": (b"Dana Ruiz\n", "isn’t a photo"),
    "HEIC": (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100, "HEIC"),
    "AVIF": (b"\x00\x00\x00\x18ftypavif" + b"\x00" * 100, "HEIC"),
    "GIF": (photo("GIF", mode="P"), "a GIF file"),
    "TIFF": (photo("TIFF"), "a TIFF file"),
    "BMP": (photo("BMP"), "a BMP file"),
    "PDF": (b"%PDF-1.7", "a PDF file"),
    "half a JPEG": (photo(size=(900, 900))[:700], "damaged"),
    "the beginning of a JPEG": (b"\xff\xd8\xff", "damaged"),
    "half a PNG": (photo("PNG")[:60], "damaged"),
    "half a WebP": (photo("WEBP")[:30], "damaged"),
    "a few points too many": (bomb(6000, 5000), "too large"),
    "far too many points": (bomb(10_000, 10_000), "too large"),
    "a bomb": (bomb(60_000, 60_000), "too large"),
    "too many bytes": (photo() + b"x" * picture.MAX_BYTES, "larger than 12 MB"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_shown_is_refused_with_words(kind: str) -> None:
    data, words = REFUSED[kind]
    with pytest.raises(UnreadablePicture, match=words):
        picture.read(data)


def test_a_picture_is_known_by_what_is_in_it() -> None:
    known = [picture.is_picture(data) for data in (photo(), photo("WEBP"), b"BEGIN:VCARD", b"")]
    assert known == [True, True, False, False]
