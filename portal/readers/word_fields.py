"""The fields of a Word document as they read: a merge field, the shown branch of an IF, a date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_MERGE_FIELD = re.compile(r"\s*MERGEFIELD\s+(?:\"([^\"]{1,200})\"|([^\s\\]{1,200}))", re.IGNORECASE)
_KEYWORD = re.compile(r"\s*([A-Za-z]{1,40})")
_WRITTEN = re.compile(r"«\s?(\w[^«»\n]{0,80}?)\s?»")
# Fields that mark a place or set a value, and show nothing.
_INVISIBLE_FIELDS = {"XE", "TC", "TA", "RD", "SET", "ASK", "NEXT", "NEXTIF", "SKIPIF", "PRIVATE", "ADVANCE", "BOOKMARK"}
MAX_OPEN = 20
MAX_CODE_LENGTH = 2_000


@dataclass
class _OpenField:
    """A field that has not ended: its code until the separator, then its result."""

    code: str = ""
    result: str = ""
    separated: bool = False


@dataclass
class FieldReader:
    """The fields found so far, across paragraphs: `names` of merge fields as the document spells them."""

    names: list[str] = field(default_factory=list)
    _open: list[_OpenField] = field(default_factory=list)

    def mark(self, part: BaseOxmlElement) -> str:
        """Take a begin, separate, or end mark; return the text that a field at its end reads as."""
        kind = part.get(qn("w:fldCharType"))
        if kind == "begin" and len(self._open) < MAX_OPEN:
            self._open.append(_OpenField())
        elif kind == "separate" and self._open:
            self._open[-1].separated = True
        elif kind == "end" and self._open:
            return self.text(self._ended(self._open.pop()))
        return ""

    def code(self, text: str) -> None:
        """Take a piece of a field's code."""
        if self._open and not self._open[-1].separated:
            self._open[-1].code = (self._open[-1].code + text)[:MAX_CODE_LENGTH]

    def text(self, text: str) -> str:
        """Take a text; return it where it is shown, nothing where it belongs to a field that is still open."""
        if not self._open:
            return text
        within = self._open[-1]
        if within.separated:
            within.result += text
        return ""

    def simple(self, part: BaseOxmlElement, result: str) -> str:
        """Return what a field in one element reads as, given the result in it."""
        return self.text(self._ended(_OpenField(part.get(qn("w:instr")) or "", result, separated=True)))

    def rest(self) -> str:
        """Return the results of fields that never end."""
        left = "".join(row.result for row in self._open)
        self._open.clear()
        return left

    def _ended(self, found: _OpenField) -> str:
        merged, keyword = _MERGE_FIELD.match(found.code), _KEYWORD.match(found.code)
        if merged is None:
            unseen = keyword is None or keyword[1].upper() in _INVISIBLE_FIELDS
            return found.result if found.separated or unseen or keyword is None else f"[{keyword[1].upper()}]"
        name = merged[1] or merged[2]
        self.names.append(name)
        result = found.result.strip()
        return f"[{name}]" if not result or _WRITTEN.fullmatch(result) else found.result


def find_written_fields(text: str) -> Iterator[str]:
    """Return the names of merge fields that are only written as they show: «First Name»."""
    return (found[1] for found in _WRITTEN.finditer(text))


def bracket_fields(text: str) -> str:
    """Return the text with «First Name» as [First Name]."""
    return _WRITTEN.sub(r"[\1]", text)
