"""Turn a photo from a phone into a picture that is safe to keep and to show.

The picture is rebuilt from its pixels alone: no place, time, or phone name is kept.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

MAX_BYTES = 12_000_000
MAX_JPEG_PIXELS = 60_000_000
MAX_PIXELS = 25_000_000
MAX_EDGE = 1_600
_FORMATS = ("JPEG", "PNG", "WEBP")
_BRANDS_OF_HEIF = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis", b"avif")
_OTHERS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"%PDF", "PDF"),
)
_TOO_MANY_POINTS = "This picture is too large to show. Take a photo of just the card, or make it smaller."
_HEIF = (
    "This photo’s format (HEIC) doesn’t show everywhere. "
    "Take a screenshot and choose that, or set your camera to “Most Compatible”."
)


class UnreadablePicture(Exception):
    """The file holds no picture that can be shown; the text says what is wrong with it, in English."""


@dataclass(frozen=True)
class Picture:
    """An upright JPEG, no larger than needed to read a card in it."""

    jpeg: bytes
    width: int
    height: int


def is_picture(data: bytes) -> bool:
    """Return whether this is a picture of some kind, readable or not, whatever the file is called."""
    return _format_of(data) is not None


def read(data: bytes) -> Picture:
    """Return the picture in a JPEG, PNG or WebP file; raise `UnreadablePicture`."""
    _refuse_unreadable(data)
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            _refuse_large(image)
            return _reencode(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadablePicture(_TOO_MANY_POINTS) from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise UnreadablePicture("This photo is damaged. Take it again, or choose another one.") from error


def _format_of(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _BRANDS_OF_HEIF:
        return "HEIF"
    return next((name for start, name in _OTHERS if data.startswith(start)), None)


def _refuse_unreadable(data: bytes) -> None:
    if not data:
        raise UnreadablePicture("This file is empty.")
    if len(data) > MAX_BYTES:
        raise UnreadablePicture(f"This photo is larger than {MAX_BYTES // 1_000_000} MB. Choose a smaller one.")
    kind = _format_of(data)
    if kind is None:
        raise UnreadablePicture("This isn’t a photo. Choose a JPEG, PNG, or WebP.")
    if kind not in _FORMATS:
        raise UnreadablePicture(
            _HEIF if kind == "HEIF" else f"This is a {kind} file. Choose a photo instead: JPEG, PNG, or WebP."
        )


def _refuse_large(image: Image.Image) -> None:
    """Raise `UnreadablePicture` before any pixel is decoded. A JPEG is shrunk as it is read, others only afterwards."""
    points = image.width * image.height
    if points > (MAX_JPEG_PIXELS if image.format == "JPEG" else MAX_PIXELS):
        raise UnreadablePicture(_TOO_MANY_POINTS)


def _reencode(image: Image.Image) -> Picture:
    image.draft("RGB", (MAX_EDGE, MAX_EDGE))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((MAX_EDGE, MAX_EDGE))
    flat = Image.new("RGB", upright.size, "white")
    if "transparency" in upright.info or upright.mode in ("RGBA", "LA", "PA"):
        seen = upright.convert("RGBA")
        flat.paste(seen, mask=seen.getchannel("A"))
    else:
        flat.paste(upright.convert("RGB"))
    out = BytesIO()
    flat.save(out, "JPEG", quality=82, optimize=True)
    return Picture(out.getvalue(), flat.width, flat.height)
