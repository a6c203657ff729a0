"""The pattern that an employer's addresses follow, and what it makes of a name (docs/rules.md#guesses)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from portal.contacts.free_mail import is_free_mail
from portal.names.rules import name_parts

LEAST = 2
"""So many people's confirmed addresses have to agree before anything is guessed."""

_FORMS: dict[str, Callable[[str, str], str]] = {
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
_LONG = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe"})
_ROLES = re.compile(
    r"^(info|hr|jobs?|careers?|office|contact|hello|team|recruit\w*|admin|support|no-?reply|reception)$"
)


@dataclass(frozen=True)
class Known:
    """Somebody's name and their confirmed address."""

    name: str
    email: str


@dataclass(frozen=True)
class Guess:
    """An address that would follow the pattern: its name, such as `first.last`, and how many people's agree."""

    email: str
    pattern: str
    agreeing: int


def guess(name: str, known: Iterable[Known], taken: Collection[str] = ()) -> Guess | None:
    """The address of `name` by the pattern of these; None where they do not agree, or the name leaves it open.

    `taken` are addresses that are somebody else's.
    """
    parts = name_parts(name)
    found = _pattern(known)
    if parts is None or found is None:
        return None
    pattern, domain, agreeing, spelled_out = found
    first, last = (in_address(part, spelled_out=spelled_out) for part in parts)
    if not first or not last:
        return None
    email = f"{_FORMS[pattern](first, last)}@{domain}"
    return None if email in {address.casefold() for address in taken} else Guess(email, pattern, agreeing)


def in_address(word: str, *, spelled_out: bool) -> str:
    """The word of a name as it stands in addresses: a to z, figures and hyphens; empty where a letter has none.

    `spelled_out` says whether ü becomes ue, and not u.
    """
    small = unicodedata.normalize("NFC", word).casefold()
    if spelled_out:
        small = small.translate(_LONG)
    bare = unicodedata.normalize("NFD", small.translate(_PLAIN))
    if any(sign.isalpha() and not sign.isascii() for sign in bare):
        return ""
    return re.sub(r"[^a-z0-9-]", "", bare)


def _pattern(known: Iterable[Known]) -> tuple[str, str, int, bool] | None:
    """The pattern, domain, and count of those who agree, and whether umlauts are spelled out (ue for ü)."""
    rows = [row for row in known if _is_somebodys(row.email)]
    matches = [(found, row) for row in rows for found in _matching(row)]
    counted = Counter(found for found, _ in matches)
    if not counted:
        return None
    ranked = counted.most_common(2)
    (pattern, domain), agreeing = ranked[0]
    at_domain = sum(row.email.casefold().endswith(f"@{domain}") for row in rows)
    tied = len(ranked) > 1 and ranked[1][1] == agreeing
    if agreeing < LEAST or tied or agreeing * 2 <= at_domain:
        return None
    agree = [row for found, row in matches if found == (pattern, domain)]
    return pattern, domain, agreeing, any(_only_spelled_out(row, pattern) for row in agree)


def _matching(row: Known) -> set[tuple[str, str]]:
    local, _, domain = row.email.casefold().rpartition("@")
    parts = name_parts(row.name)
    if parts is None:
        return set()
    return {
        (name, domain)
        for name, form in _FORMS.items()
        for first, last in _spellings(parts)
        if first and last and form(first, last) == local
    }


def _only_spelled_out(row: Known, pattern: str) -> bool:
    local, parts = row.email.casefold().rpartition("@")[0], name_parts(row.name)
    plain, spelled_out = _spellings(parts) if parts else (("", ""), ("", ""))
    return plain != spelled_out and _FORMS[pattern](*spelled_out) == local


def _spellings(parts: tuple[str, str]) -> Sequence[tuple[str, str]]:
    return [
        (in_address(parts[0], spelled_out=spelled), in_address(parts[1], spelled_out=spelled))
        for spelled in (False, True)
    ]


def _is_somebodys(email: str) -> bool:
    local, _, domain = email.casefold().rpartition("@")
    return bool(local) and not is_free_mail(domain) and not _ROLES.match(local)
