"""Turn an uploaded picture into a logo that is safe to show: its pixels alone, encoded anew in several sizes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

MAX_BYTES = 5_000_000
MAX_PIXELS = 16_000_000
MIN_EDGE = 16
_FORMATS = ("PNG", "JPEG", "WEBP")
SHOWN, SHARP, EMAIL, LARGE = "shown", "sharp", "email", "large"
_BOXES = {SHOWN: (240, 48), SHARP: (480, 96), EMAIL: (480, 96), LARGE: (1024, 1024)}
"""The width and height that each size fits in. Pages show `shown`, sharp screens and emails twice as many pixels."""
_OTHERS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"%PDF", "PDF"),
    (b"\x00\x00\x01\x00", "ICO"),
)


def _(sentence: str) -> str:
    """Mark a sentence for translation."""
    return sentence


class UnusableLogo(Exception):
    """The file can’t be a logo; `sentence` says in English what is wrong and what to do, with `values` put in."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence, self.values = sentence, values


@dataclass(frozen=True)
class EncodedLogo:
    """The logo in one size, as it is served."""

    size: str
    media_type: str
    width: int
    height: int
    data: bytes


@dataclass(frozen=True)
class Logo:
    """A logo in every size; `digest` differs for other pictures."""

    digest: str
    files: tuple[EncodedLogo, ...]

    @property
    def shown(self) -> EncodedLogo:
        return next(row for row in self.files if row.size == SHOWN)


def read(data: bytes) -> Logo:
    """Return the logo in a PNG, JPEG, or WebP file; raise `UnusableLogo`. Nothing of the file is kept but pixels."""
    _refuse_others(data)
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            _refuse_size(image.width, image.height)
            files = tuple(_encode(_pixels(image)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise UnusableLogo(_("This picture is damaged. Save it again as a PNG, and upload that.")) from error
    return Logo(hashlib.sha256(files[-1].data).hexdigest()[:16], files)


def _refuse_others(data: bytes) -> None:
    if not data:
        raise UnusableLogo(_("This file is empty. Choose a PNG, JPEG, or WebP picture."))
    if len(data) > MAX_BYTES:
        raise UnusableLogo(
            _("This file is larger than %(most)s MB. Choose a smaller one."), most=MAX_BYTES // 1_000_000
        )
    if b"<svg" in data[:4096].lower():
        raise UnusableLogo(_("An SVG file can hold scripts. Export the logo as a PNG, and upload that."))
    other = next((name for start, name in _OTHERS if data.startswith(start)), None)
    if other is not None:
        raise UnusableLogo(_("This is a %(kind)s file. Save the logo as a PNG, and upload that."), kind=other)
    if not (data.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")):
        raise UnusableLogo(_("This isn’t a picture we can read. Choose a PNG, JPEG, or WebP picture."))


def _refuse_size(width: int, height: int) -> None:
    """Raise `UnusableLogo` before any pixel is decoded."""
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()
    if min(width, height) < MIN_EDGE:
        raise UnusableLogo(
            _("This picture is too small. Choose one at least %(least)s pixels wide and high."), least=MIN_EDGE
        )


def _too_many_pixels() -> UnusableLogo:
    sentence = _(
        "This picture is larger than the %(most)s megapixels that a logo can have. "
        "Make it smaller, such as 1,000 pixels wide, and upload it again."
    )
    return UnusableLogo(sentence, most=MAX_PIXELS // 1_000_000)


def _pixels(image: Image.Image) -> Image.Image:
    """Return the upright picture with an alpha channel, and without anything else that the file said."""
    seen = ImageOps.exif_transpose(image).convert("RGBA")
    seen.info.clear()
    return seen


def _encode(picture: Image.Image) -> Iterator[EncodedLogo]:
    for size, box in _BOXES.items():
        small = picture.copy()
        small.thumbnail(box, Image.Resampling.LANCZOS)
        small.info.clear()
        out, is_png = BytesIO(), size == EMAIL  # not every email app shows WebP
        if is_png:
            small.save(out, "PNG", optimize=True)
        else:
            small.save(out, "WEBP", quality=90, method=4)
        yield EncodedLogo(size, "image/png" if is_png else "image/webp", small.width, small.height, out.getvalue())
