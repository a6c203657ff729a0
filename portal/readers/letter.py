"""Read a letter from a plain text file: its subject and text."""

from dataclasses import dataclass

_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f")
_LABEL = "subject:"


class UnreadableLetter(Exception):
    """The file holds no text that could be a letter; the text says what is wrong with it, in English."""


@dataclass(frozen=True)
class ImportedLetter:
    """What the file contains; `subject` is empty where its first line names none.

    `fields` are the names of a Word document's merge fields, as it spells them.
    """

    subject: str
    body: str
    fields: tuple[str, ...] = ()


def read(data: bytes) -> ImportedLetter:
    """Return the letter in a .txt or .md file, in whatever encoding; raise `UnreadableLetter`."""
    return parse_letter(_decode(data))


def parse_letter(found: str) -> ImportedLetter:
    """Return the letter in this text; a first line `Subject: …` names its subject. Raise `UnreadableLetter`."""
    text = found.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(sign in _CONTROLS for sign in text):
        raise UnreadableLetter(
            "This is no text file. In your word processor, save it as plain text (.txt), then choose that."
        )
    if not text:
        raise UnreadableLetter("This file is empty.")
    first, _, rest = text.partition("\n")
    if first.lower().startswith(_LABEL):
        return ImportedLetter(first[len(_LABEL) :].strip(), rest.strip())
    return ImportedLetter("", text)


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
