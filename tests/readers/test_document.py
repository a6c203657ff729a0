"""A letter read from a Word document, or from what somebody took for one."""

from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.readers import document
from portal.readers.letter import ImportedLetter, UnreadableLetter

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def written(*paragraphs: str) -> bytes:
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    return saved(made)


def saved(made) -> bytes:  # type: ignore[no-untyped-def]
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def with_xml(*paragraphs: str) -> bytes:
    made = docx.Document()
    for paragraph in paragraphs:
        made.element.body.insert(len(made.element.body) - 1, parse_xml(paragraph))
    return saved(made)


def archive(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/").replace("Content_Types", "[Content_Types].xml"), data)
    return out.getvalue()


GOOD = written("Subject: My thanks", "", "Dear {{ contact_first_name }},", "", "thank you – really.")


@pytest.mark.parametrize(
    ("case", "data", "expected"),
    [
        ("as typed", GOOD, ImportedLetter("My thanks", "Dear {{ contact_first_name }},\n\nthank you – really.")),
        (
            "paragraphs are set apart",
            written("Dear Dana,", "thank you."),
            ImportedLetter("", "Dear Dana,\n\nthank you."),
        ),
        ("a line break stays one", written("Kind regards,\nAnn", "x"), ImportedLetter("", "Kind regards,\nAnn\n\nx")),
        ("a mail merge's field is to be replaced", written("Dear «First_Name»,"),
            ImportedLetter("", "Dear [First_Name],", ("First_Name",))),
        ("changes count as accepted", with_xml(
            f'<w:p {W}><w:r><w:t>Dear </w:t></w:r><w:ins w:id="1" w:author="a"><w:r><w:t>Dana</w:t></w:r></w:ins>'
            '<w:del w:id="2" w:author="a"><w:r><w:delText>Sir</w:delText><w:br/></w:r></w:del>'
            '<w:moveFrom w:id="3" w:author="a"><w:r><w:t>, moved</w:t></w:r></w:moveFrom>'
            "<w:r><w:t>!</w:t></w:r></w:p>"),
            ImportedLetter("", "Dear Dana!")),
        ("content controls are read", with_xml(
            f'<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>Dear you</w:t></w:r></w:p></w:sdtContent></w:sdt>'),
            ImportedLetter("", "Dear you")),
        (
            "plain text is still read",
            "Subject: Thanks\r\n\r\nDear Zoë".encode("cp1252"),
            ImportedLetter("Thanks", "Dear Zoë"),
        ),
        ("also one that begins like an archive", b"PK asked me to write.", ImportedLetter("", "PK asked me to write.")),
    ],
)  # fmt: skip
def test_the_words_of_a_letter_are_read(case: str, data: bytes, expected: ImportedLetter) -> None:
    assert document.read(data) == expected, case


def test_the_words_of_a_table_are_read() -> None:
    made = docx.Document()
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Ann Lee", "12 Main Street"
    assert document.read(saved(made)).body == "Ann Lee\n\n12 Main Street"


BOMB = archive(Content_Types=b"<x/>", word__document=b"\0" * 30_000_000)
ENCRYPTED = bytearray(GOOD)
for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
    ENCRYPTED[GOOD.index(mark) + offset] |= 1
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


@pytest.mark.parametrize(
    ("case", "data", "says"),
    [
        ("empty", b"", "empty"),
        ("a document without words", written(), "empty"),
        ("a bomb", BOMB, "too large"),
        ("very many parts", archive(Content_Types=b"", **{f"word__{n}": b"" for n in range(600)}), "too large"),
        ("a book", written("word " * 20_000), "too large"),
        ("very many paragraphs", written(*["a"] * 2_100), "too large"),
        ("very many pieces of nothing", with_xml(f"<w:p {W}>{'<w:r/>' * 100_001}</w:p>"), "too large"),
        ("an older one", LOCKED, "older Word document"),
        ("one with a password", LOCKED + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("an archive with a password", bytes(ENCRYPTED), "password"),
        ("a PDF", b"%PDF-1.7 x", "PDF"),
        ("rich text", b"{\\rtf1 Dear Dana}", "rich text"),
        ("a table", archive(Content_Types=b"<x/>", xl__workbook=b"<x/>"), "no Word document"),
        ("an archive", archive(letter=b"Dear Dana"), "no Word document"),
        ("cut off", GOOD[:2000], "broken"),
        ("of nothing", archive(Content_Types=b"", word__document=b""), "broken"),
        ("a picture", b"\x89PNG\r\n\x1a\n\0", "no text file"),
    ],
)
def test_what_is_no_letter_says_what_to_do(case: str, data: bytes, says: str) -> None:
    with pytest.raises(UnreadableLetter, match=says):
        document.read(data)
    assert case


def test_entities_are_not_expanded() -> None:
    inner = (
        b'<!DOCTYPE x [<!ENTITY a "0123456789"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        b"<w:t>Dear you&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    with ZipFile(BytesIO(GOOD)) as good:
        parts = {name: good.read(name) for name in good.namelist()} | {"word/document.xml": inner}
    out = BytesIO()
    with ZipFile(out, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    assert "0123" not in document.read(out.getvalue()).body


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=6))
def test_no_damage_breaks_the_reader(place: int, damage: bytes) -> None:
    data = GOOD[:place] + damage + GOOD[place + len(damage) :]
    with suppress(UnreadableLetter):
        assert document.read(data).body


def field(code: str, result: str | None = None) -> str:
    """A field as Word writes it, in runs; without a result where Word has never updated it."""
    shown = "" if result is None else f'{char("separate")}<w:r><w:t xml:space="preserve">{result}</w:t></w:r>'
    return f"{char('begin')}{code}{shown}{char('end')}"


def char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


MERGE = code(' MERGEFIELD "First Name" ')
SEX = field(code(" MERGEFIELD Sex "), "M")
FIELDS = {
    "with its name as the result": (field(MERGE, "«First Name»"), "Dear [First Name],", ("First Name",)),
    "with a result": (field(MERGE, "Dana"), "Dear Dana,", ("First Name",)),
    "without a result": (field(MERGE), "Dear [First Name],", ("First Name",)),
    "an empty result": (field(MERGE, ""), "Dear [First Name],", ("First Name",)),
    "a period in its name": (
        field(code(r"MERGEFIELD Company.Name \* MERGEFORMAT")),
        "Dear [Company.Name],",
        ("Company.Name",),
    ),
    "in one element": (
        '<w:fldSimple w:instr=" MERGEFIELD First_Name "><w:r><w:t>«First_Name»</w:t></w:r></w:fldSimple>',
        "Dear [First_Name],",
        ("First_Name",),
    ),
    "the shown branch of an IF": (
        field(code(" IF ") + SEX + code(' = "M" "Mr. Ruiz" "Ms. Ruiz" '), "Mr. Ruiz"),
        "Dear Mr. Ruiz,",
        ("Sex",),
    ),
    "a field in the shown branch": (
        f"{char('begin')}{code(' IF 1 = 1 ')}{char('separate')}{field(MERGE, '«First Name»')}{char('end')}",
        "Dear [First Name],",
        ("First Name",),
    ),
    "a field of another kind without a result": (field(code(" GREETINGLINE ")), "Dear [GREETINGLINE],", ()),
    "a mark that shows nothing": (field(code(' XE "Ruiz" ')), "Dear ,", ()),
    "typed by hand": ("<w:r><w:t>«First Name»</w:t></w:r>", "Dear [First Name],", ("First Name",)),
}


@pytest.mark.parametrize("case", FIELDS)
def test_a_merge_field_is_held_back_until_it_is_filled_in(case: str) -> None:
    xml, body, names = FIELDS[case]
    start, end = '<w:r><w:t xml:space="preserve">Dear </w:t></w:r>', "<w:r><w:t>,</w:t></w:r>"
    assert document.read(with_xml(f"<w:p {W}>{start}{xml}{end}</w:p>")) == ImportedLetter("", body, names)


def test_a_field_that_never_ends_loses_no_text() -> None:
    data = with_xml(f"<w:p {W}>{char('begin')}{MERGE}{char('separate')}<w:r><w:t>Dear Dana</w:t></w:r></w:p>")
    assert "Dear Dana" in document.read(data).body
