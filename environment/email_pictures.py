"""Take the pictures in docs/screenshots/emails, and write docs/emails.md, which shows them; no demo is needed."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser

from environment.sample_emails import SampleEmail, sample_emails
from portal.web.shared.mail_labels import MAIL_KINDS

DOCS = Path(__file__).parents[1] / "docs"
PAGE, PICTURES = DOCS / "emails.md", DOCS / "screenshots/emails"
WIDTH, HEIGHT, COLORS = 600, 400, 64
ALSO = (
    "application-end offer",
    "application-end refusal",
    "application-end withdrawn",
    "application-end placed",
    "reminder follow-up-opened",
    "reminder close-opened",
    "contact-ready hr",
    "contact-ready other-way",
    "invitation branded",
)
"""Samples with a picture beside the usual one of each kind; the last has a logo, and lines at the end."""
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
INTRODUCTION = """# Emails

Every kind of email that the portal words, light and dark. `make screenshots` takes the pictures and writes this page,
from the samples in `environment/sample_emails.py`. The sentences are in `templates/mail/`: each email has one body,
which makes its HTML part and its text part. Notes to employers and questions to HR aren't here: they go out as plain
text, exactly as written.
"""


def take_email_pictures(browser: Browser) -> None:
    """Save a picture of each email in both themes, and the page that shows them."""
    PICTURES.mkdir(exist_ok=True)
    for theme in THEMES:
        context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=theme)
        page = context.new_page()
        for sample in _shown():
            page.set_content(sample.content.html or "")
            _save(page.screenshot(full_page=True), PICTURES / f"{_name(sample)}-{theme}.png")
        context.close()
    PAGE.write_text(page_text(), "utf-8")


def page_text() -> str:
    """Return the page that shows the pictures, as Markdown."""
    return "\n".join((INTRODUCTION, *map(_section, _shown())))


def _shown() -> Iterator[SampleEmail]:
    for sample in sample_emails():
        if not sample.variant or f"{sample.kind} {sample.variant}" in ALSO:
            yield sample


def _name(sample: SampleEmail) -> str:
    return f"{sample.kind}-{sample.variant}" if sample.variant else sample.kind


def _section(sample: SampleEmail) -> str:
    pictures = " ".join(f"![{theme}](screenshots/emails/{_name(sample)}-{theme}.png)" for theme in THEMES)
    title = (
        f"{MAIL_KINDS[sample.kind]}, with the agency’s logo and footer"
        if sample.variant == "branded"
        else MAIL_KINDS[sample.kind]
    )
    return f"## {title}: {sample.content.subject}\n\n{pictures}\n"


def _save(picture: bytes, path: Path) -> None:
    """Save the picture with few colors: an email has flat areas and text."""
    with Image.open(io.BytesIO(picture)) as taken:
        few = taken.convert("RGB").quantize(COLORS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
