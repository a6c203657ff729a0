"""The parts of an email: its own headers and text, apart from the email that it returns or forwards."""

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from bs4 import BeautifulSoup

MAX_TEXT = 500_000
MAX_HTML = 1_000_000
_QUOTES = (
    "blockquote, .gmail_quote, .gmail_attr, .yahoo_quoted, #appendonsend, #divRplyFwdMsg, "
    "#mail-editor-reference-message-container, .moz-cite-prefix, head, style, script, title"
)
_BLOCKS = "br, p, div, tr, li, h1, h2, h3, h4, h5, h6, hr"


def header_text(message: Message, name: str) -> str:
    """Return a header as text on one line, decoded; empty where the email has none."""
    return next(iter(header_texts(message, name)), "")


def header_texts(message: Message, name: str) -> list[str]:
    """Return each header of this name as text on one line, decoded."""
    return [_decoded_header(value) for key, value in message.raw_items() if key.lower() == name.lower()]


def _decoded_header(value: str) -> str:
    raw = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        text = str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        text = raw
    return " ".join(text.split())


def own_parts(message: Message) -> Iterator[Message]:
    """Yield the parts that hold content, without those of an email inside this one."""
    if message.get_content_type() in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
        return
    if message.get_content_type() == "message/delivery-status" or not message.is_multipart():
        yield message
        return
    payload = message.get_payload()
    for part in payload if isinstance(payload, list) else []:
        if isinstance(part, Message):
            yield from own_parts(part)


def own_text(message: Message) -> str:
    """Return the plain text of an email, or that of its HTML where it has no other."""
    plain, html = [], []
    for part in own_parts(message):
        if part.get_content_disposition() == "attachment":
            continue
        if part.get_content_type() == "text/html":
            html.append(text_of_html(decoded(part)))
        elif part.get_content_maintype() == "text":
            plain.append(decoded(part))
    return "\n".join(plain if any(text.strip() for text in plain) else html)[:MAX_TEXT]


def decoded(part: Message) -> str:
    """Return a part's text; bytes that its charset doesn't know are replaced."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return str(part.get_payload()) if isinstance(part.get_payload(), str) else ""
    try:
        text = payload.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        text = payload.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_of_html(html: str) -> str:
    """Return what HTML shows as text, a line for each block, without what a mail program marks as quoted."""
    page = BeautifulSoup(html[:MAX_HTML], "html.parser")
    for quoted in page.select(_QUOTES):
        quoted.decompose()
    for block in page.select(_BLOCKS):
        block.insert_before("\n")
    lines = page.get_text().replace("\xa0", " ").splitlines()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()
