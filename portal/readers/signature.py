"""Read a person's contact details from the end of a pasted email; a person confirms all of them.

Nothing is guessed that the text does not say. Lookalikes (a fax, a register number, a disclaimer) are left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from portal.readers import quoted_mail, signature_phones
from portal.readers import signature_patterns as signs
from portal.readers.phones import Phone

Found = TypeVar("Found")
MAX_TEXT_LENGTH = 20_000
MAX_LINES = 80
MAX_FOUND = 10


@dataclass(frozen=True)
class Signature:
    """What the text names, each in the order of the text; postal addresses are in lines."""

    names: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    addresses: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was found at all."""
        return not any((self.names, self.titles, self.emails, self.phones, self.addresses))


def read(text: str) -> Signature:
    """Return the contact details found in the text; never raises."""
    own = quoted_mail.strip_quoted(signs.normalize_text(text[:MAX_TEXT_LENGTH]).splitlines())
    lines = _signature_lines([line.strip(" \t*_") for line in own])[:MAX_LINES]
    emails = _unique(signs.find_emails(" \n".join(lines)))
    region = signature_phones.guess_region("\n".join(lines), emails)
    phones = _unique(number for line in lines for number in signature_phones.find_phones(line, region))
    pieces = [piece for line in lines for piece in signs.split_line(line)]
    addresses, pieces = _addresses(pieces)
    organizations = _unique(piece for piece in pieces if signs.is_organization(piece))
    names, titles = _names_and_titles([piece for piece in pieces if piece not in organizations])
    return Signature(_unique(names)[:1], _unique(titles), emails, phones, _unique(addresses), organizations)


def _signature_lines(lines: list[str]) -> list[str]:
    """Return the lines of the signature: after its dashes or the last farewell, and before the small print."""
    for place, line in enumerate(lines):
        if signs.is_small_print(line):
            lines = lines[:place]
            break
    lines = [line for place, line in enumerate(lines) if line and not _divides_name(lines, place)]
    begins = [place for place, line in enumerate(lines) if signs.is_farewell(line) or signs.is_divider(line)]
    for place in reversed(begins):
        after = [*filter(None, [signs.after_farewell(lines[place])]), *lines[place + 1 :]]
        if len(after) > 1 or any("@" in line for line in after):
            return after
    return lines


def _divides_name(lines: list[str], place: int) -> bool:
    """Return whether this line of dashes is between the name that ends a letter and what is printed below it."""
    return signs.is_divider(lines[place]) and any(map(signs.is_farewell, lines[max(0, place - 4) : place]))


def _addresses(pieces: list[str]) -> tuple[list[str], list[str]]:
    """Return the postal addresses, from consecutive lines, and the pieces that belong to none."""
    found: list[list[str]] = []
    rest: list[str] = []
    under_way = False
    for piece in pieces:
        part = signs.classify_address_part(piece)
        if part and under_way:
            found[-1].append(piece)
        elif part and part != "country":
            found.append([piece])
        else:
            rest.append(piece)
        under_way = bool(part) and bool(found)
    whole = [lines for lines in found if signs.is_address(lines)]
    return ["\n".join(map(signs.without_label, lines)) for lines in whole], rest


def _names_and_titles(pieces: list[str]) -> tuple[list[str], list[str]]:
    names: list[str] = []
    titles: list[str] = []
    for piece in pieces:
        name, title = signs.name_and_title(piece)
        if name and not names:
            names.append(name)
        if title:
            titles.append(title)
    if not names:
        names = [name for piece in pieces if (name := signs.name_in_reverse(piece))][:1]
    if not names:
        names = [piece for piece in pieces if signs.is_first_name(piece)][:1]
    return names, titles


def _unique(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(dict.fromkeys(found))[:MAX_FOUND]
