"""Tables from any program: encodings, delimiters, quoting, titles above the header, workbooks, and what is refused."""

import codecs
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from portal.imports.columns import is_known_name
from portal.readers import table
from portal.readers.table import Table
from portal.readers.table_limits import MAX_BYTES, MAX_ROWS, UnreadableTable

TEXT = "Name,Email\r\nZoë Müller,zoe@example.org\r\n"
ROW = ("Zoë Müller", "zoe@example.org")


def read(data: bytes) -> tuple[Table, list[tuple[str, ...]]]:
    found = table.read(BytesIO(data), is_known_name)
    return found, [row.cells for row in found.rows]


def workbook(*rows: tuple[str | float | bool | None, ...]) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("cp1252"), "windows-1252"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
    ],
)
def test_encodings_are_detected(data: bytes, encoding: str) -> None:
    found, rows = read(data)
    assert (found.encoding, found.columns, rows) == (encoding, ("Name", "Email"), [ROW])


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Name;Email\nAnn;a@example.org\n", [("Ann", "a@example.org")]),
        ("Name\tEmail\rAnn\ta@example.org\r", [("Ann", "a@example.org")]),
        ("Name|Email\r\n\r\nAnn|a@example.org", [("Ann", "a@example.org")]),
        ("sep=;\nName;Email\nLee, Ann;a@example.org\n", [("Lee, Ann", "a@example.org")]),
        ('Name,Email\n"Lee, ""Bo""\nPark",b@example.org\n', [('Lee, "Bo"\nPark', "b@example.org")]),
        ("People of 2026\n\nName,Email\nAnn,a@example.org\n", [("Ann", "a@example.org")]),
        ("Name,,Email,\nAnn,,a@example.org,\n", [("Ann", "a@example.org")]),
        ("Name,Email\nAnn\n", [("Ann", "")]),
    ],
)
def test_delimiters_quotes_titles_and_empty_columns_are_read(text: str, rows: list[tuple[str, ...]]) -> None:
    found, cells = read(text.encode())
    assert (found.columns, cells) == (("Name", "Email"), rows)


def test_a_workbook_gives_values_as_people_type_them() -> None:
    data = workbook(("Name", "Phone", "Score"), ("Ann", 12025550143.0, True), (None, None, None), ("Bo", 1.5, None))
    found, rows = read(data)
    assert (found.encoding, rows) == ("xlsx", [("Ann", "12025550143", "yes"), ("Bo", "1.5", "")])


def test_a_formula_is_read_as_the_value_that_the_program_kept() -> None:
    file = BytesIO()
    with ZipFile(BytesIO(workbook(("Name", "Score"), ("Ann", "=1+2")))) as made, ZipFile(file, "w") as kept:
        for part in made.infolist():
            kept.writestr(part, made.read(part).replace(b"<v></v>", b"<v>3</v>").replace(b"<v />", b"<v>3</v>"))
    _, rows = read(file.getvalue())
    assert rows == [("Ann", "3")]


def bomb() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    return file.getvalue()


def archive() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as opened:
        opened.writestr("people.csv", "name,email\n")
    return file.getvalue()


REFUSED = {
    "nothing": (lambda: b"", "This file is empty."),
    "blank lines": (lambda: b"\n \n", "This file is empty."),
    "an image": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00\rIHDR" * 100, "This isn’t a table. Choose a .csv or .xlsx file."),
    "old Excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100, "This is an old Excel file (.xls)."),
    "an archive": (archive, "This is a ZIP file, not a table."),
    "a bomb": (bomb, "This workbook unpacks to far more than a table needs"),
    "a broken workbook": (lambda: b"PK\x03\x04 but no archive", "This workbook can’t be read."),
    "a million columns": (lambda: b"name," * 1_000_000, "A line in this file is too long."),
    "300 columns": (lambda: b"name," * 300, "This table has more than 200 columns."),
    "a workbook of 300 columns": (lambda: workbook(tuple(range(300))), "This table has more than 200 columns."),
    "an open quote": (lambda: b'name,email\n"Ann,a@x.org\n' + b"x,y\n" * 20_000, "A cell in this file never ends."),
    "too many bytes": (lambda: b"x" * (MAX_BYTES + 1), "This file is larger than 50 MB."),
    "too many rows": (lambda: b"n,e\n" + b"a,b\n" * (MAX_ROWS + 1), "This table has more than 200,000 rows."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_table_is_refused_in_words(name: str) -> None:
    made, sentence = REFUSED[name]
    with pytest.raises(UnreadableTable) as refused:
        read(made())
    assert sentence in str(refused.value)


@pytest.mark.parametrize("name", ["nothing", "an image", "old Excel", "a bomb", "a million columns", "too many bytes"])
def test_what_shows_at_once_is_refused_without_reading_the_rows(name: str) -> None:
    made, sentence = REFUSED[name]
    with pytest.raises(UnreadableTable) as refused:
        table.refuse_unreadable(BytesIO(made()))
    assert sentence in str(refused.value)
