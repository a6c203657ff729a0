"""The pattern that an employer's addresses follow, and the address it gives for a name (docs/rules.md#guesses)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from portal.contacts.free_mail import is_free_mail
from portal.names.rules import split_name

MIN_AGREEING = 2
"""At least this many people's confirmed addresses must agree before anything is guessed."""

_PATTERNS: dict[str, Callable[[str, str], str]] = {
    "first.last": lambda first, last: f"{first}.{last}",
    "first_last": lambda first, last: f"{first}_{last}",
    "first-last": lambda first, last: f"{first}-{last}",
    "firstlast": lambda first, last: first + last,
    "flast": lambda first, last: first[0] + last,
    "f.last": lambda first, last: f"{first[0]}.{last}",
    "f_last": lambda first, last: f"{first[0]}_{last}",
    "f-last": lambda first, last: f"{first[0]}-{last}",
    "firstl": lambda first, last: first + last[0],
    "first.l": lambda first, last: f"{first}.{last[0]}",
    "first_l": lambda first, last: f"{first}_{last[0]}",
    "last.first": lambda first, last: f"{last}.{first}",
    "last_first": lambda first, last: f"{last}_{first}",
    "lastfirst": lambda first, last: last + first,
    "last.f": lambda first, last: f"{last}.{first[0]}",
    "lastf": lambda first, last: last + first[0],
    "first": lambda first, _last: first,
    "last": lambda _first, last: last,
}
_SPELLED_OUT_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_PLAIN_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe"})
_ROLE_MAILBOX = re.compile(
    r"^(info|hr|jobs?|careers?|office|contact|hello|team|recruit\w*|admin|support|no-?reply|reception)$"
)


@dataclass(frozen=True)
class ConfirmedAddress:
    """A person's name and their confirmed address."""

    name: str
    email: str


@dataclass(frozen=True)
class EmailGuess:
    """An address that follows the pattern: the pattern's name, such as `first.last`, and how many addresses agree."""

    email: str
    pattern: str
    agreeing: int


def guess_email(name: str, known: Iterable[ConfirmedAddress], taken: Collection[str] = ()) -> EmailGuess | None:
    """Return the address of `name` by the pattern of the known ones; None if they disagree, or the name is unclear.

    A guess that is in `taken`, the addresses of other people, is not returned.
    """
    parts = split_name(name)
    found = _find_pattern(known)
    if parts is None or found is None:
        return None
    pattern, domain, agreeing, spelled_out = found
    first, last = (email_spelling(part, spelled_out=spelled_out) for part in parts)
    if not first or not last:
        return None
    email = f"{_PATTERNS[pattern](first, last)}@{domain}"
    return None if email in {address.casefold() for address in taken} else EmailGuess(email, pattern, agreeing)


def follows(guess: EmailGuess, row: ConfirmedAddress) -> bool:
    """Return whether this address follows the guess's pattern, at its domain."""
    return (guess.pattern, guess.email.rpartition("@")[2]) in _matching_patterns(row)


def email_spelling(word: str, *, spelled_out: bool) -> str:
    """Return a name's word as spelled in addresses: a to z, digits, and hyphens; empty if a letter has no spelling.

    `spelled_out` says whether ü becomes ue rather than u.
    """
    small = unicodedata.normalize("NFC", word).casefold()
    if spelled_out:
        small = small.translate(_SPELLED_OUT_LETTERS)
    bare = unicodedata.normalize("NFD", small.translate(_PLAIN_LETTERS))
    if any(sign.isalpha() and not sign.isascii() for sign in bare):
        return ""
    return re.sub(r"[^a-z0-9-]", "", bare)


def _find_pattern(known: Iterable[ConfirmedAddress]) -> tuple[str, str, int, bool] | None:
    """Return the pattern, its domain, how many addresses agree, and whether umlauts are spelled out (ue for ü)."""
    rows = [row for row in known if _is_personal(row.email)]
    matches = [(found, row) for row in rows for found in _matching_patterns(row)]
    counted = Counter(found for found, _ in matches)
    if not counted:
        return None
    ranked = counted.most_common(2)
    (pattern, domain), agreeing = ranked[0]
    at_domain = sum(row.email.casefold().endswith(f"@{domain}") for row in rows)
    tied = len(ranked) > 1 and ranked[1][1] == agreeing
    if agreeing < MIN_AGREEING or tied or agreeing * 2 <= at_domain:
        return None
    agree = [row for found, row in matches if found == (pattern, domain)]
    return pattern, domain, agreeing, any(_only_spelled_out(row, pattern) for row in agree)


def _matching_patterns(row: ConfirmedAddress) -> set[tuple[str, str]]:
    local, _, domain = row.email.casefold().rpartition("@")
    parts = split_name(row.name)
    if parts is None:
        return set()
    return {
        (name, domain)
        for name, form in _PATTERNS.items()
        for first, last in _spellings(parts)
        if first and last and form(first, last) == local
    }


def _only_spelled_out(row: ConfirmedAddress, pattern: str) -> bool:
    local, parts = row.email.casefold().rpartition("@")[0], split_name(row.name)
    plain, spelled_out = _spellings(parts) if parts else (("", ""), ("", ""))
    return plain != spelled_out and _PATTERNS[pattern](*spelled_out) == local


def _spellings(parts: tuple[str, str]) -> Sequence[tuple[str, str]]:
    return [
        (email_spelling(parts[0], spelled_out=spelled), email_spelling(parts[1], spelled_out=spelled))
        for spelled in (False, True)
    ]


def _is_personal(email: str) -> bool:
    local, _, domain = email.casefold().rpartition("@")
    return bool(local) and not is_free_mail(domain) and not _ROLE_MAILBOX.match(local)
