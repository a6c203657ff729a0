"""Whether two names could be one person's, or one employer's, written differently (docs/rules.md#duplicates)."""

import unicodedata
import uuid
from collections.abc import Iterable
from itertools import combinations

from rapidfuzz.distance import OSA

from portal.names.nicknames import are_forms_of_one_name
from portal.names.rules import split_name

Id = uuid.UUID
MIN_TYPO_LENGTH, TWO_TYPOS_FROM = 4, 8
"""Words shorter than the first have to be equal; from the second length on two typos are allowed, else one."""

_DISTINCT_FIRST_NAMES = (
    frozenset({"john", "joan"}),
    frozenset({"maria", "mario"}),
    frozenset({"paul", "paula"}),
    frozenset({"carl", "carla"}),
    frozenset({"jean", "joan", "dean", "sean", "juan"}),
    frozenset({"eric", "erica", "erika"}),
    frozenset({"simon", "simone"}),
    frozenset({"robert", "roberta"}),
    frozenset({"martin", "martina"}),
    frozenset({"daniel", "daniela", "daniele"}),
    frozenset({"gabriel", "gabriela"}),
    frozenset({"mark", "mary", "marcy"}),
    frozenset({"julia", "julie", "julio"}),
    frozenset({"michael", "michaela", "michelle"}),
    frozenset({"dennis", "denise"}),
    frozenset({"marie", "mario", "marion"}),
    frozenset({"jose", "josh"}),
    frozenset({"jose", "rose"}),
    frozenset({"ellen", "helen"}),
    frozenset({"karin", "karim"}),
    frozenset({"andre", "andrea", "andreas", "andrei"}),
    frozenset({"kari", "karl"}),
    frozenset({"lara", "laura", "sara"}),
)
"""First names that are one typo apart but different; no row holds a misspelled name."""


_LEGAL_FORMS = frozenset({
    "ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "limited", "llc", "llp", "lp",
    "ltd", "nv", "plc", "pllc", "sa", "sarl", "sas", "se", "spa", "the",
})  # fmt: skip


def are_similar_names(one: str, other: str) -> bool:
    """Return whether to ask if these two names are one person's: equal, or one typo apart."""
    first, second = _name_words(one), _name_words(other)
    if not first or not second:
        return False
    if first == second or sorted(first) == sorted(second):
        return True
    mine, theirs = split_name(" ".join(first)), split_name(" ".join(second))
    if mine is None or theirs is None:
        return False
    return _could_be_same_person(mine, theirs) or _could_be_same_person(mine, theirs[::-1])


def are_similar_companies(one: str, other: str) -> bool:
    """Return whether two names could be one employer's: equal but for spaces, signs and legal form, or by one typo."""
    first, second = _company_words(one), _company_words(other)
    if "".join(first) == "".join(second):
        return bool(first)
    apart = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    return len(first) == len(second) and len(apart) == 1 and _is_typo_apart(*apart[0])


def find_similar_pairs(names: Iterable[tuple[Id, Id, str]]) -> list[tuple[Id, Id]]:
    """Return the keys of pairs of names that may be one person's; names are compared within their group only.

    Similar names have a word in common, so only those are compared.
    """
    sharing: dict[tuple[Id, str], list[tuple[Id, str]]] = {}
    for key, group, name in names:
        for word in set(_name_words(name)):
            sharing.setdefault((group, word), []).append((key, name))
    found = (
        (one, other)
        for row in sharing.values()
        for (one, name), (other, its_name) in combinations(row, 2)
        if are_similar_names(name, its_name)
    )
    return list(dict.fromkeys(found))


def _could_be_same_person(mine: tuple[str, str], theirs: tuple[str, str]) -> bool:
    given, surname = _compare_given_names(mine[0], theirs[0]), _compare_surnames(mine[1], theirs[1])
    return min(given, surname) > _DIFFERENT_NAMES and max(given, surname) == _EQUAL


_DIFFERENT_NAMES, _TYPO, _EQUAL = 0, 1, 2


def _compare_given_names(one: str, other: str) -> int:
    if one == other:
        return _EQUAL
    pair = {one, other}
    if min(len(one), len(other)) == 1:
        return _TYPO if one[0] == other[0] else _DIFFERENT_NAMES
    if are_forms_of_one_name(one, other):
        return _TYPO
    if any(pair <= names for names in _DISTINCT_FIRST_NAMES):
        return _DIFFERENT_NAMES
    return _TYPO if _is_typo_apart(one, other) else _DIFFERENT_NAMES


def _compare_surnames(one: str, other: str) -> int:
    if one == other:
        return _EQUAL
    joined = {one.replace("-", ""), other.replace("-", "")}
    double = one in other.split("-") or other in one.split("-")
    return _TYPO if len(joined) == 1 or double or _is_typo_apart(one, other) else _DIFFERENT_NAMES


def _is_typo_apart(one: str, other: str) -> bool:
    """Return whether the words are one typo apart: a letter more, less or different, or two letters swapped."""
    shorter = min(len(one), len(other))
    if shorter < MIN_TYPO_LENGTH:
        return False
    most = 2 if shorter >= TWO_TYPOS_FROM else 1
    return bool(OSA.distance(one, other, score_cutoff=most) <= most)


def _name_words(name: str) -> list[str]:
    parts = split_name(name)
    return _normalized_words(parts or name.split())


def _company_words(name: str) -> list[str]:
    words = _normalized_words(name.replace("-", " ").split())
    return [word for word in words if word not in _LEGAL_FORMS] or words


def _normalized_words(words: Iterable[str]) -> list[str]:
    """Return the words without case, accents, and signs, except hyphens."""
    bare = (unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold()) for word in words)
    return [kept for word in bare if (kept := "".join(sign for sign in word if sign.isalnum() or sign == "-"))]
