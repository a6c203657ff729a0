"""Pasted lists of email addresses: what people copy from an email, a spreadsheet, or a chat, one address each."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.core.email_addresses import normalize_email
from portal.names.rules import MAX_LENGTH, person_name

NAME_LENGTH, ADDRESS_LENGTH = 120, 254
NO_AT, NO_LOCAL_PART, NO_DOMAIN, SEVERAL_ATS, NO_ENDING, SPACE, DOTS, UNUSABLE = (
    "no_at",
    "no_local_part",
    "no_domain",
    "several_ats",
    "no_ending",
    "space",
    "dots",
    "unusable",
)
"""What is wrong with an address, as far as that can be told."""

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_LINE_START = re.compile(r"^\s*(?:[-*•·–>]\s+|\(?\d{1,3}[.)]\s+)+|^\s*(?:to|cc|bcc|from)\s*:\s*", re.IGNORECASE)
_PIECES = re.compile(r'(?:"[^"\n]*"|<[^<>\n]*>|\([^()\n]*\)|[^,"<(\n]|["<(])+')
_IN_BRACKETS = re.compile(r"<([^<>]*)>")
_GIVEN_NAME = re.compile(r"[^\W_][^\s<>@]*(?:\s+\w\.?)?\s*<")
_SPACED_AT = re.compile(r"\s@|@\s")
_SURROUNDINGS = " \t\"'“”\u2018’<>()[]{},;:."


@dataclass(frozen=True)
class PastedAddress:
    """One entry of the list: as it was written, and either its `email` or its `problem`; `name` as someone typed it."""

    written: str
    email: str | None = None
    name: str | None = None
    problem: str | None = None


def read_addresses(text: str) -> list[PastedAddress]:
    """Return the entries of a pasted list in its order: one a line, or between commas, semicolons, tabs, or spaces."""
    plain = _INVISIBLE.sub("", text).replace("\xa0", " ")
    return [entry for line in re.split(r"[\n\r;]+", plain) for entry in _line(_LINE_START.sub("", line))]


def _line(line: str) -> Iterator[PastedAddress]:
    """Yield the entries between the commas of one line; a piece without an address may be the name of the next."""
    pieces = [piece.strip() for piece in _PIECES.findall(line) if piece.strip(_SURROUNDINGS)]
    found = [entry for piece in _with_names(pieces) for entry in _piece(piece)]
    if len(found) == 2 and _only_names_the_other(*found):
        found = [_entry(found[0].written, found[1].written)]
    yield from found


def _with_names(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces; "Lin" goes before "Ada <ada@x.example>", and "Ada Lin" before "ada@x.example"."""
    before = ""
    for piece in pieces:
        if before:
            belongs = "@" in piece and (" " in before or _GIVEN_NAME.match(piece))
            yield from [f"{before}, {piece}" if "<" in piece else f"{before} <{piece}>"] if belongs else [before, piece]
            before = ""
        elif "@" in piece:
            yield piece
        else:
            before = piece
    if before:
        yield before


def _only_names_the_other(first: PastedAddress, second: PastedAddress) -> bool:
    """Return whether the line was an address and then its person's name, as in a spreadsheet."""
    return first.name is None and first.email is not None and second.problem == NO_AT and " " in second.written


def _piece(piece: str) -> Iterator[PastedAddress]:
    """Yield the addresses of one piece: "Name <address>", once or more often, or addresses between spaces."""
    bracketed = [match for match in _IN_BRACKETS.finditer(piece) if match[1].strip()]
    if bracketed:
        ends = [0, *(match.end() for match in bracketed)]
        for match, name_starts in zip(bracketed, ends, strict=False):
            yield _entry(match[1], piece[name_starts : match.start()])
    elif _SPACED_AT.search(piece) or "@" not in piece:
        yield _entry(piece)
    else:
        yield from _words(piece.split())


def _words(words: list[str]) -> Iterator[PastedAddress]:
    """Yield the addresses among the words, each with the words before it as its name, or after the only one."""
    at = [place for place, word in enumerate(words) if "@" in word]
    if at == [0]:
        yield _entry(words[0], " ".join(words[1:]))
        return
    starts = [0, *(place + 1 for place in at)]
    for place, start in zip(at, starts, strict=False):
        yield _entry(words[place], " ".join(words[start:place]))
    if words[starts[-1] :]:
        yield _entry(" ".join(words[starts[-1] :]))


def _entry(written: str, name: str = "") -> PastedAddress:
    address = re.sub(r"^mailto:", "", written.strip(_SURROUNDINGS), flags=re.IGNORECASE).strip(_SURROUNDINGS)
    if len(address) > ADDRESS_LENGTH:
        return PastedAddress(address[:ADDRESS_LENGTH], problem=UNUSABLE)
    email = normalize_email(address)
    if email is None or _ends_early(email):
        return PastedAddress(address, name=_typed_name(name, address), problem=_problem(address))
    return PastedAddress(address, email, _typed_name(name, email))


def _ends_early(email: str) -> bool:
    """Return whether the domain is a single word, which receives email nowhere but on a machine of one's own."""
    return "." not in email.rpartition("@")[2]


def _typed_name(written: str, email: str) -> str | None:
    """Return the name as it should be written, None where there is none or an email app only repeated the address."""
    name = person_name(written[:MAX_LENGTH].strip(_SURROUNDINGS))
    if name is None or name in (email, email.partition("@")[0]):
        return None
    return name[:NAME_LENGTH]


def _problem(address: str) -> str:
    """Return the first thing to fix in an address that is none."""
    local, at, domain = address.partition("@")
    checks = (
        (NO_AT, not at),
        (SEVERAL_ATS, "@" in domain),
        (NO_LOCAL_PART, not local.strip()),
        (NO_DOMAIN, not domain.strip()),
        (SPACE, bool(re.search(r"\s", address))),
        (DOTS, ".." in address or local.startswith(".") or local.endswith(".") or domain.startswith(".")),
        (NO_ENDING, "." not in domain),
    )
    return next((code for code, is_wrong in checks if is_wrong), UNUSABLE)
