"""Whether two names could be one person's, or one employer's, written twice (docs/rules.md#duplicates)."""

import unicodedata
import uuid
from collections.abc import Iterable
from itertools import combinations

from rapidfuzz.distance import OSA

from portal.names.rules import name_parts

Key = uuid.UUID
SHORT_BELOW, LONG_FROM = 4, 8
"""Words shorter than the first have to be equal; from the second on two slips are forgiven, else one."""

_SHORT_NAMES = (
    frozenset({"elizabeth", "liz", "beth", "lizzy", "eliza"}),
    frozenset({"william", "bill", "will", "billy"}),
    frozenset({"robert", "bob", "rob", "bobby"}),
    frozenset({"richard", "rick", "dick", "rich"}),
    frozenset({"michael", "mike", "mick"}),
    frozenset({"katherine", "catherine", "kate", "kathy", "cathy", "katie"}),
    frozenset({"james", "jim", "jimmy"}),
    frozenset({"joseph", "joe"}),
    frozenset({"thomas", "tom", "tommy"}),
    frozenset({"margaret", "maggie", "peggy", "meg"}),
    frozenset({"daniel", "dan", "danny"}),
    frozenset({"david", "dave"}),
    frozenset({"christopher", "chris"}),
    frozenset({"christine", "christina", "chris", "tina"}),
    frozenset({"matthew", "matt"}),
    frozenset({"anthony", "tony"}),
    frozenset({"samuel", "samantha", "sam"}),
    frozenset({"alexander", "alexandra", "alex", "sasha"}),
    frozenset({"jennifer", "jen", "jenny"}),
    frozenset({"susan", "sue", "suzanne"}),
    frozenset({"edward", "ed", "ted", "eddie"}),
    frozenset({"nicholas", "nick"}),
    frozenset({"benjamin", "ben"}),
    frozenset({"andrew", "andy", "drew"}),
    frozenset({"gregory", "greg"}),
    frozenset({"steven", "stephen", "steve"}),
    frozenset({"patricia", "pat", "patty", "tricia"}),
)
_DIFFERENT = (
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
"""First names a slip apart that are two: a misspelled one stands in no row."""


_LEGAL_FORMS = frozenset({
    "ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "limited", "llc", "llp", "lp",
    "ltd", "nv", "plc", "pllc", "sa", "sarl", "sas", "se", "spa", "the",
})  # fmt: skip


def alike(one: str, other: str) -> bool:
    """Whether somebody should be asked if these two names are one person's: equal, or but a slip apart."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    if first == second or sorted(first) == sorted(second):
        return True
    mine, theirs = name_parts(" ".join(first)), name_parts(" ".join(second))
    if mine is None or theirs is None:
        return False
    return _same_person(mine, theirs) or _same_person(mine, theirs[::-1])


def alike_companies(one: str, other: str) -> bool:
    """Whether two names could be one employer's: equal but for blanks, signs, and legal form, or a slip in one word."""
    first, second = _company(one), _company(other)
    if "".join(first) == "".join(second):
        return bool(first)
    apart = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    return len(first) == len(second) and len(apart) == 1 and _slips(*apart[0])


def twice(names: Iterable[tuple[Key, Key, str]]) -> list[tuple[Key, Key]]:
    """Of names, each with its key and that of the group it is compared within, those that may be one person's.

    Alike names have a word in common, so only those are compared.
    """
    sharing: dict[tuple[Key, str], list[tuple[Key, str]]] = {}
    for key, group, name in names:
        for word in set(_words(name)):
            sharing.setdefault((group, word), []).append((key, name))
    found = (
        (one, other)
        for row in sharing.values()
        for (one, name), (other, its_name) in combinations(row, 2)
        if alike(name, its_name)
    )
    return list(dict.fromkeys(found))


def _same_person(mine: tuple[str, str], theirs: tuple[str, str]) -> bool:
    given, surname = _given(mine[0], theirs[0]), _surname(mine[1], theirs[1])
    return min(given, surname) > _NO and max(given, surname) == _EQUAL


_NO, _SLIP, _EQUAL = 0, 1, 2


def _given(one: str, other: str) -> int:
    if one == other:
        return _EQUAL
    pair = {one, other}
    if min(len(one), len(other)) == 1:
        return _SLIP if one[0] == other[0] else _NO
    if any(pair <= names for names in _SHORT_NAMES):
        return _SLIP
    if any(pair <= names for names in _DIFFERENT):
        return _NO
    return _SLIP if _slips(one, other) else _NO


def _surname(one: str, other: str) -> int:
    if one == other:
        return _EQUAL
    joined = {one.replace("-", ""), other.replace("-", "")}
    double = one in other.split("-") or other in one.split("-")
    return _SLIP if len(joined) == 1 or double or _slips(one, other) else _NO


def _slips(one: str, other: str) -> bool:
    """Whether the words are as near as a slip: a letter more, less, other, or two that changed places."""
    shorter = min(len(one), len(other))
    if shorter < SHORT_BELOW:
        return False
    most = 2 if shorter >= LONG_FROM else 1
    return bool(OSA.distance(one, other, score_cutoff=most) <= most)


def _words(name: str) -> list[str]:
    parts = name_parts(name)
    return _bare(parts or name.split())


def _company(name: str) -> list[str]:
    words = _bare(name.replace("-", " ").split())
    return [word for word in words if word not in _LEGAL_FORMS] or words


def _bare(words: Iterable[str]) -> list[str]:
    """The words without case, accents, and signs, except hyphens."""
    bare = (unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold()) for word in words)
    return [kept for word in bare if (kept := "".join(sign for sign in word if sign.isalnum() or sign == "-"))]
