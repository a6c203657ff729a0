"""Read a letter from a Word document (.docx) or plain text, told apart by the file's content, not its name."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import islice
from zipfile import ZipFile, ZipInfo

import docx
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from portal.readers import letter
from portal.readers.letter import ImportedLetter, UnreadableLetter
from portal.readers.word_fields import FieldReader, bracket_fields, find_written_fields

MOST_PARTS, MOST_PARAGRAPHS, MOST_ELEMENTS = 500, 2_000, 100_000
MAX_PART_BYTES, MAX_BYTES = 4_000_000, 16_000_000
"""Bytes of one part of a document, and of all of them, once unpacked."""
MAX_CHARACTERS = 50_000
"""The most characters of text; a longer text is no letter, and is not read further."""

_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_UNSUPPORTED_FORMATS = {
    b"%PDF": "This is a PDF. Save the letter as a Word document (.docx) or as plain text (.txt), then choose that.",
    b"{\\rtf": "This is rich text (.rtf). In your word processor, save it as .docx, then choose that.",
}
_BROKEN = "This file is broken and cannot be opened. Open it in your word processor, save it once more, then choose it."
_PROTECTED = "This file is protected by a password. Save it without one, then choose that."
_TOO_LARGE = "This document is too large for a letter. Take the pictures out, or save only the text."
_NO_DOCUMENT = "This is no Word document (.docx). In your word processor, save the letter as .docx, then choose that."
_OLD = "This is an older Word document (.doc). In Word, save it as .docx, then choose that."
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""A second copy of a text box, for older programs."""
_SKIPPED_TAGS = {qn("w:del"), qn("w:moveFrom"), _FALLBACK}
_CHARACTER_TAGS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read(data: bytes) -> ImportedLetter:
    """Return the letter in a .docx, .txt or .md file; raise `UnreadableLetter` with advice for any other."""
    for mark, sentence in _UNSUPPORTED_FORMATS.items():
        if data.lstrip()[:8].startswith(mark):
            raise UnreadableLetter(sentence)
    if data.startswith(_OLD_WORD):
        raise UnreadableLetter(_PROTECTED if _LOCKED in data else _OLD)
    if not data.startswith(_ARCHIVE):
        return letter.read(data)
    text, fields = _text(data)
    return replace(letter.parse_letter(text), fields=tuple(dict.fromkeys(fields)))


def _text(data: bytes) -> tuple[str, list[str]]:
    """Return the text as it reads, and the names of its merge fields; a field without a result is in brackets."""
    _refuse_unbounded(data)
    fields = FieldReader()
    try:
        body = docx.Document(BytesIO(data)).element.body
        paragraphs = list(_paragraphs(body, fields))
    except UnreadableLetter:
        raise
    except Exception as broken:  # zip, zlib, XML, and the library raise many things for a broken file
        raise UnreadableLetter(_BROKEN) from broken
    spaced = any(not paragraph.strip() for paragraph in paragraphs[1:-1])
    text = ("\n" if spaced else "\n\n").join(paragraphs)
    return bracket_fields(text), [*fields.names, *find_written_fields(text)]


def _refuse_unbounded(data: bytes) -> None:
    """Raise `UnreadableLetter` where the archive is broken, protected, not a document, or too large to read at once.

    The sizes that its directory states are limits: no more than that is ever unpacked.
    """
    try:
        parts = ZipFile(BytesIO(data)).infolist()
    except Exception as broken:  # a directory may be broken in many ways
        raise UnreadableLetter(_BROKEN) from broken
    if "[Content_Types].xml" not in {part.filename for part in parts} or not any(map(_is_word_part, parts)):
        raise UnreadableLetter(_NO_DOCUMENT)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableLetter(_PROTECTED)
    sizes = [part.file_size for part in parts]
    if len(sizes) > MOST_PARTS or max(sizes) > MAX_PART_BYTES or sum(sizes) > MAX_BYTES:
        raise UnreadableLetter(_TOO_LARGE)


def _is_word_part(part: ZipInfo) -> bool:
    return part.filename.startswith("word/")


def _paragraphs(body: BaseOxmlElement, fields: FieldReader) -> Iterator[str]:
    """Yield the paragraphs, also of tables, content controls and text boxes, with all changes accepted."""
    if next(islice(body.iter(), MOST_ELEMENTS, None), None) is not None:
        raise UnreadableLetter(_TOO_LARGE)
    signs = 0
    for number, paragraph in enumerate(body.iter(qn("w:p"))):
        if any(above.tag in _SKIPPED_TAGS for above in paragraph.iterancestors()):
            continue
        text = "".join(_element_text(paragraph, fields))
        signs += len(text)
        if signs > MAX_CHARACTERS or number >= MOST_PARAGRAPHS:
            raise UnreadableLetter(_TOO_LARGE)
        yield text
    if left := fields.rest():
        yield left


def _element_text(element: BaseOxmlElement, fields: FieldReader) -> Iterator[str]:
    for part in element:
        if part.tag in _SKIPPED_TAGS or part.tag == qn("w:p"):
            continue
        if part.tag == qn("w:t"):
            yield fields.text(part.text or "")
        elif part.tag == qn("w:fldChar"):
            yield fields.mark(part)
        elif part.tag == qn("w:instrText"):
            fields.code(part.text or "")
        elif part.tag == qn("w:fldSimple"):
            yield fields.simple(part, "".join(_element_text(part, FieldReader(fields.names))))
        elif part.tag in _CHARACTER_TAGS and element.tag == qn("w:r"):
            yield fields.text(_CHARACTER_TAGS[part.tag])
        else:
            yield from _element_text(part, fields)
