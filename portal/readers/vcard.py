"""Read contact cards as phones and mail programs write them (vCard 2.1, 3.0, 4.0)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from portal.names.rules import person_name
from portal.readers import vcard_text
from portal.readers.phones import Phone, parse_phone
from portal.readers.vcard_text import VCardLine

MAX_BYTES = 20_000_000
MAX_CARDS = 10_000
MAX_VALUE_LENGTH = 500
MAX_VALUES = 50
NO_CARD_MESSAGE = (
    "This is no contact card: nothing in it begins one. Share the contact as a vCard (.vcf), then choose that."
)


_KINDS = ("KIND", "X-KIND", "X-ABSHOWAS", "X-ADDRESSBOOKSERVER-KIND")
_UNANSWERED = frozenset({"fax", "pager", "bbs", "modem", "homefax", "workfax", "otherfax", "textphone", "isdn"})
_CELL = frozenset({"cell", "iphone", "mobile"})
_SPOKEN = _CELL | {"voice"}


@dataclass(frozen=True)
class VCard:
    """One person or company; what the card does not say is None or empty. Several values keep the card's order, the
    preferred one first; phones that a person answers come first, and fax and pager numbers are left out.

    `name` is a person's name: a company's card has none. `texts` has the first value of each property in
    `vcard_text.TEXTS`, by its name.
    """

    name: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    organization: str | None = None
    title: str | None = None
    addresses: tuple[str, ...] = ()
    is_company: bool = False
    texts: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def is_empty(self) -> bool:
        """Return whether nothing in it identifies a person or company."""
        return not (self.name or self.emails or self.phones or self.organization or self.addresses)


@dataclass(frozen=True)
class VCardFile:
    """What a file contained; `ok` is False where nothing in it can be used, and `problems` says why."""

    cards: tuple[VCard, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return bool(self.cards)


@dataclass
class _Reading:
    cards: list[VCard] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    empty: int = 0


def is_vcard(data: bytes) -> bool:
    """Return whether this begins as a contact card does, whatever the file is called."""
    return "BEGIN:VCARD" in vcard_text.decode_bytewise(data[:20_000]).upper()


def read(data: bytes) -> VCardFile:
    """Return every card of the file, with a sentence for anything that could not be read; never raises."""
    wrong = _problem_with_file(data)
    if wrong:
        return VCardFile(problems=(wrong,))
    reading = _Reading()
    for lines, ended in _blocks(vcard_text.read_lines(data)):
        if len(reading.cards) == MAX_CARDS:
            reading.problems.append(f"Only the first {MAX_CARDS} cards were read.")
            break
        _add_card(reading, lines, ended=ended)
    if reading.empty:
        reading.problems.append(_empty_cards_message(reading.empty))
    if not reading.cards and not reading.problems:
        reading.problems.append(NO_CARD_MESSAGE)
    return VCardFile(tuple(reading.cards), tuple(reading.problems))


def _problem_with_file(data: bytes) -> str | None:
    """Return why there is no card in this file at all, None where there is one."""
    if not data.strip(b"\x00 \t\r\n"):
        return "This file is empty."
    if len(data) > MAX_BYTES:
        return f"This file is larger than {MAX_BYTES // 1_000_000} MB. Export fewer contacts at a time."
    if data.startswith(b"PK\x03\x04"):
        return "This is a ZIP archive and no contact card. Unpack it, then choose the .vcf file in it."
    if "BEGIN:VCARD" not in vcard_text.decode_bytewise(data).upper():
        return NO_CARD_MESSAGE
    return None


def _add_card(reading: _Reading, lines: list[VCardLine], *, ended: bool) -> None:
    card = _card(lines)
    if card.is_empty:
        reading.empty += 1
        return
    reading.cards.append(card)
    if card.is_company and len(reading.problems) < MAX_VALUES:
        reading.problems.append(
            f"Card {len(reading.cards)} is a company’s ({card.organization or 'no name'}), not a person’s."
        )
    if not ended and len(reading.problems) < MAX_VALUES:
        reading.problems.append(f"Card {len(reading.cards)} breaks off: its end (END:VCARD) is missing.")


def _empty_cards_message(count: int) -> str:
    return "A card in it says nothing, so it was left out." if count == 1 else f"{count} cards in it say nothing."


def _blocks(lines: Iterator[VCardLine]) -> Iterator[tuple[list[VCardLine], bool]]:
    """Yield the lines of each card and whether it ended; a card inside another (such as an assistant's) is left out."""
    block: list[VCardLine] = []
    depth = 0
    for line in lines:
        mark = line.raw.strip().upper() if line.name in ("BEGIN", "END") else ""
        if line.name == "BEGIN" and mark == "VCARD":
            if depth == 1 and not line.inside:
                yield block, False
                depth = 0
            depth += 1
            block = [] if depth == 1 else block
        elif line.name == "END" and mark == "VCARD" and depth:
            depth -= 1
            if depth == 0:
                yield block, True
        elif depth == 1 and len(block) < 10 * MAX_VALUES:
            block.append(line)
    if depth:
        yield block, False


def _card(lines: list[VCardLine]) -> VCard:
    company = _is_company(lines)
    name = None if company else _person_name(lines)
    return VCard(
        name=name,
        emails=_emails(lines),
        phones=_phones(lines),
        organization=_organization(lines) or (_first(lines, "FN") if company else None),
        title=_first(lines, "TITLE") or _first(lines, "ROLE"),
        addresses=_addresses(lines),
        is_company=company,
        texts={name: text for name in sorted(vcard_text.TEXTS) if (text := _first(lines, name))},
    )


def _is_company(lines: list[VCardLine]) -> bool:
    """Return whether the card says that it is not a person's, or names only its company."""
    said = {
        text.casefold() for name in _KINDS for line in _lines_named(lines, name) if (text := _on_one_line(line.text()))
    }
    if said & {"org", "organization", "company", "group", "location"}:
        return True
    shown, organization = _first(lines, "FN"), _organization(lines)
    return bool(shown and organization) and shown == organization and _name_of_parts(lines) in (None, shown)


def _person_name(lines: list[VCardLine]) -> str | None:
    """Return the name as it should be written; an address in its place is not a name."""
    written = (_first(lines, "FN"), _name_of_parts(lines))
    return next((name for text in written if text and (name := person_name(text))), None)


def _lines_named(lines: list[VCardLine], name: str) -> list[VCardLine]:
    return [line for line in lines if line.name == name][:MAX_VALUES]


def _first(lines: list[VCardLine], name: str) -> str | None:
    return next((text for line in _lines_named(lines, name) if (text := _on_one_line(line.text()))), None)


def _name_of_parts(lines: list[VCardLine]) -> str | None:
    """Return the name from its parts, in written order: title, given, further and family name, suffix."""
    for line in _lines_named(lines, "N"):
        parts = [_on_one_line(part.replace(",", " ")) for part in line.parts()]
        family, given, further, prefix, suffix = [*parts, *[""] * 5][:5]
        if name := _on_one_line(" ".join((prefix, given, further, family, suffix))):
            return name
    return None


def _emails(lines: list[VCardLine]) -> tuple[str, ...]:
    found = (_on_one_line(line.text()) for line in sorted(_lines_named(lines, "EMAIL"), key=VCardLine.preference))
    return tuple(email[7:] if email.lower().startswith("mailto:") else email for email in found if email)


def _phones(lines: list[VCardLine]) -> tuple[Phone, ...]:
    rows = [(line, line.types()) for line in _lines_named(lines, "TEL")]
    answered = [(line, types) for line, types in rows if not types & _UNANSWERED]
    answered.sort(key=lambda row: (row[0].preference(), not row[1] & _SPOKEN))
    return tuple(found for line, types in answered if (found := _phone(_on_one_line(line.text()), types)).number)


def _phone(text: str, types: frozenset[str]) -> Phone:
    """Return the number as written; for a `tel:` link, the number and its extension."""
    kind = "cell" if types & _CELL else "voice" if types & _SPOKEN else None
    if not text.lower().startswith("tel:"):
        return parse_phone(text, kind)
    number, *rest = text[4:].split(";")
    extension = next((part[4:] for part in rest if part.lower().startswith("ext=")), None)
    return Phone(number, extension or None, kind)


def _organization(lines: list[VCardLine]) -> str | None:
    for line in _lines_named(lines, "ORG"):
        if found := ", ".join(filter(None, map(_on_one_line, line.parts()))):
            return found[:MAX_VALUE_LENGTH]
    return None


def _addresses(lines: list[VCardLine]) -> tuple[str, ...]:
    """Return each address in lines, as on an envelope; one that a card gives only as a label, as written there."""
    written = [_address(line) for line in _lines_named(lines, "ADR")]
    labels = [_trim_lines(line.text()) for line in _lines_named(lines, "LABEL")]
    return tuple(filter(None, written)) or tuple(filter(None, labels))


def _address(line: VCardLine) -> str:
    parts = [_trim_lines(part) for part in line.parts()]
    box, extra, street, city, region, code, country = [*parts, *[""] * 7][:7]
    american = f"{city}, {region} {code}"
    place = american if region and code else ", ".join(filter(None, (f"{code} {city}", region)))
    return "\n".join(filter(None, (extra, street, box, place.strip(" ,"), country))) or _trim_lines(line.label)


def _trim_lines(text: str) -> str:
    """Return the text without blank lines and outer spaces, cut to the longest value of a card."""
    return "\n".join(filter(None, map(_on_one_line, text.splitlines())))[:MAX_VALUE_LENGTH]


def _on_one_line(text: str) -> str:
    return " ".join(text.split())[:MAX_VALUE_LENGTH]
