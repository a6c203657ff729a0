"""CSV and its relatives: detect how a text file is encoded and which sign separates its columns."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import islice
from typing import IO

from charset_normalizer import from_bytes

from portal.readers.table_limits import MAX_CELL_CHARACTERS, UnreadableTable

NAMES = {
    "utf-8-sig": "utf-8",
    "cp1252": "windows-1252",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16",
    "utf-16-be": "utf-16",
}
"""What the encodings are called outside Python."""

DELIMITERS = (",", ";", "\t", "|")
_CHUNK, _SAMPLE, _SAMPLE_LINES = 1 << 20, 1 << 16, 40
_CONTROLS = frozenset(range(32)) - set(b"\t\n\r\f\x1a\x1b")
_NO_TABLE = "This isn’t a table. Choose a .csv or .xlsx file."


def detect_encoding(file: IO[bytes]) -> str:
    """Return the codec that reads the whole file; raise `UnreadableTable` where it holds no text."""
    file.seek(0)
    sample = file.read(_SAMPLE)
    wide = _detect_utf16(sample)
    if wide is not None:
        return wide
    if any(byte in _CONTROLS for byte in sample):
        raise UnreadableTable(_NO_TABLE)
    if _is_utf8(file):
        return "utf-8-sig"
    return _detect_old_encoding(file)


def detect_delimiter(file: IO[bytes], encoding: str) -> str:
    """Return the sign that splits the first lines into the same number of columns most often; a comma for one column.

    A first line `sep=;`, as Excel reads it, decides.
    """
    with _opened(file, encoding) as text:
        lines = list(islice(_bounded(text), _SAMPLE_LINES))
    first = lines[0].strip() if lines else ""
    if first.lower().startswith("sep=") and len(first) == len("sep=;"):
        return first[-1]
    return max(DELIMITERS, key=lambda sign: _evenness(lines, sign))


def lines(file: IO[bytes], encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each line; raise `UnreadableTable` where a cell never ends."""
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    with _opened(file, encoding) as text:
        try:
            for number, cells in enumerate(csv.reader(_bounded(text), delimiter=delimiter)):
                if number == 0 and len(cells) <= 2 and cells and cells[0].lower().startswith("sep="):
                    continue
                yield [cell.replace("\x00", "") for cell in cells]
        except csv.Error as error:
            raise UnreadableTable("A cell in this file never ends. Check its quotation marks.") from error
        except UnicodeError as error:
            raise UnreadableTable("This file mixes encodings. Save it as CSV UTF-8, then choose that.") from error


def _evenness(found: list[str], sign: str) -> tuple[float, int]:
    """Return how much of the text has the usual number of columns, and that number; nothing for one column."""
    try:
        widths = Counter(len(cells) for cells in csv.reader(found, delimiter=sign) if len(cells) > 1)
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count / max(1, sum(1 for line in found if line.strip())), width


def _detect_utf16(sample: bytes) -> str | None:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = sample[0:400:2], sample[1:400:2]
    if len(odd) > 4 and odd.count(0) > len(odd) * 0.7 and even.count(0) == 0:
        return "utf-16-le"
    if len(even) > 4 and even.count(0) > len(even) * 0.7 and odd.count(0) == 0:
        return "utf-16-be"
    return None


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _detect_old_encoding(file: IO[bytes]) -> str:
    """Return Windows-1252 where every byte is a sign in it, as in most files; else what the text looks most like."""
    file.seek(0)
    data = file.read(_CHUNK)
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        found = from_bytes(data[:_SAMPLE]).best()
        if found is None:
            raise UnreadableTable(_NO_TABLE) from None
        return found.encoding
    return "cp1252"


@contextmanager
def _opened(file: IO[bytes], encoding: str) -> Iterator[TextIOWrapper]:
    """Open the file as text from its start; it stays open afterwards."""
    file.seek(0)
    text = TextIOWrapper(file, encoding, newline="")
    try:
        yield text
    finally:
        if not file.closed:
            text.detach()


def _bounded(text: TextIOWrapper) -> Iterator[str]:
    """Yield the lines; raise `UnreadableTable` at one that is too long to be a row."""
    longest = MAX_CELL_CHARACTERS * 8
    while line := text.readline(longest):
        if len(line) >= longest:
            raise UnreadableTable("A line in this file is too long. Check that it’s a table with one row a line.")
        yield line
