"""The phone numbers in a signature: in English, German and French, as mail programs leave them."""

import re
from collections.abc import Iterable
from dataclasses import replace

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

from portal.readers.phones import Phone, leading_extension, parse_phone
from portal.readers.signature_patterns import EMAIL, LINK

_I = re.IGNORECASE

_FAX = re.compile(
    r"(?:\b(?:tele)?fax|\btélécopie\w*|\bpager\b|\bbeeper\b|(?:^|[\s|(])f)\s*[.:)]?\s*(?:\(?nr\.?\)?)?\s*:?\s*$", _I
)
_PHONE_LABEL = re.compile(
    r"(?:\b(?:tel(?:e(?:phone|fon|fono))?|tél(?:éphone)?|phone|mobile?|mob|mobil|cell|handy|direct|office|desk|main|"
    r"fon|durchwahl|portable|ligne directe|work|standard|whatsapp)\b|(?:^|[\s|(])[tmpochdw])"
    r"[.:)]*\s*(?:no\.?|nr\.?)?\s*[:.]?\s*$",
    _I,
)
_NO_PHONE = re.compile(
    r"\b(?:hrb|hra|ust|vat|iban|bic|siret|siren|rcs|tva|steuer|reg(?:ister|istration|\.)|handelsregister|amtsgericht|"
    r"company (?:no|number)|account|konto|license|licence|ein|duns|id|nr|no|meeting|passcode|capital)\b"
    r"[\w.:\s-]{0,12}$",
    _I,
)
_NUMBER = re.compile(r"\+?\(?\d[\d\s()./\-–]{5,24}\d(?:\s?(?:x|ext\.?|durchwahl|dw|poste)\s?\d{1,6})?", _I)
_REGIONS = (
    (r"\.de\b|\bgmbh\b|straße|\btelefon\b|grüße", "DE"),
    (r"\.at\b", "AT"),
    (r"\.ch\b", "CH"),
    (r"\.fr\b|\bsarl\b|\bsas\b|\brue\b|\btél|cedex", "FR"),
    (r"\.uk\b|\bltd\b|\bplc\b|london|united kingdom", "GB"),
    (r"\.ca\b|canada", "CA"),
    (r"\.au\b|australia", "AU"),
)
_CELL = re.compile(
    r"(?:\b(?:mobile?|mob|mobil|cell(?:ulare)?|handy|portable|natel|gsm|móvil|whatsapp)\b|(?:^|[\s|(])[mc])[.:)]*"
    r"\s*(?:no\.?|nr\.?|phone|telefon)?\s*[:.]?\s*$",
    _I,
)


def guess_region(text: str, addresses: Iterable[str]) -> str:
    """Return the likely country of numbers that name none: by words and domain endings, else the United States."""
    whole = " ".join((text, *addresses))
    return next((code for pattern, code in _REGIONS if re.search(pattern, whole, _I)), "US")


def find_phones(line: str, country: str) -> list[Phone]:
    """Return the numbers that a person answers, as written; no fax, pager, or register number."""
    line = EMAIL.sub(" ", LINK.sub(" ", line))
    found = [(row.start, row.end) for row in PhoneNumberMatcher(line, country, leniency=Leniency.VALID, max_tries=50)]
    for other in _NUMBER.finditer(line):
        start, end = other.span()
        free = not any(begun < end and start < ended for begun, ended in found)
        if free and _PHONE_LABEL.search(line[:start][-60:]) and _is_possible(other.group(), country):
            found.append((start, end))
    ends, numbers = 0, []
    for start, end in sorted(found):
        before = line[ends:start]
        ends = end
        if not _FAX.search(before) and not _NO_PHONE.search(before):
            numbers.append(_phone(line[start:end].strip(" ./-–"), before, line[end:]))
    return numbers


def _phone(written: str, before: str, after: str) -> Phone:
    """Return the number with the kind that its label says, and the extension that ends it or follows it."""
    kind = "cell" if _CELL.search(before) else "voice" if _PHONE_LABEL.search(before) else None
    found = parse_phone(written, kind)
    return found if found.extension else replace(found, extension=leading_extension(after))


def _is_possible(number: str, country: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, country))
    except phonenumbers.NumberParseException:
        return False
