"""A letter read from a plain text file."""

import pytest

from portal.readers import letter
from portal.readers.letter import ImportedLetter, UnreadableLetter

TEXT = "Dear Zoë,\n\nthank you – really."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_text_is_read_whatever_program_wrote_it(encoding: str, ends: str) -> None:
    assert letter.read(f"\n{TEXT}\n\n".replace("\n", ends).encode(encoding)) == ImportedLetter("", TEXT)


@pytest.mark.parametrize("first", ["Subject: Thank you", "subject:Thank you", "SUBJECT:   Thank you  "])
def test_a_first_line_can_name_the_subject(first: str) -> None:
    assert letter.read(f"{first}\n\n{TEXT}".encode()) == ImportedLetter("Thank you", TEXT)


@pytest.mark.parametrize("data", [b"", b" \r\n ", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableLetter, match="empty"):
        letter.read(data)


@pytest.mark.parametrize("data", [b"PK\x03\x04 a .docx", b"%PDF-1.7\x00\x01", b"\x89PNG\r\n\x1a\n", b"Dear\x00Dana"])
def test_what_is_no_text_says_how_to_make_it_one(data: bytes) -> None:
    with pytest.raises(UnreadableLetter, match="save it as plain text"):
        letter.read(data)
