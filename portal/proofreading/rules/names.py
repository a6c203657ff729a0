"""Check names: near misses, the wrong person in the greeting, another company's name."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from rapidfuzz.distance import DamerauLevenshtein

from portal.names.nicknames import nicknames_of
from portal.names.rules import TITLES, name_without_titles
from portal.proofreading.rules.issues import Issue, surrounding_words
from portal.proofreading.rules.known import fold_for_comparison, is_sentence_start

OrdinaryWords = Callable[[Collection[str]], Collection[str]]
"""Returns which of the words are also ordinary ones, such as `data` and `mark`."""

_GROUP_WORDS = frozenset(
    {"all", "team", "everyone", "everybody", "hiring", "manager", "colleagues", "friends", "recruiter", "committee",
     "both", "there", "human", "resources", "department", "ladies", "gentlemen", "again"}
)  # fmt: skip
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_GREETING = re.compile(
    r"\A\s*(?:dear|hello|hi|hey|good (?:morning|afternoon|evening|day))[ ]+"
    r"(?P<who>(?:\b(?:mr|mrs|ms|mx|dr|prof)\.|[^\n,:;!.])*)",
    re.IGNORECASE,
)
_DOUBLED = re.compile(r"\A\s*(?:dear|hello|hi|hey)\b[^\n,]{0,80}(?P<signs>,(?:\s*,)+)", re.IGNORECASE)


@dataclass(frozen=True)
class NoteNames:
    """Who a note is to, where they work, who wrote it; others met there, and other companies the writer talks to."""

    to: str
    employer: str = ""
    writer: str = ""
    others: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()


_GREETING_CODES = ("name.greeted", "name.other_greeted", "greeting.no_name")


def is_about_addressee(issue: Issue, to: str) -> bool:
    """Return whether the issue is that the person the note goes to is greeted by a wrong name, or a misspelled one."""
    near = issue.code == "name.near" and dict(issue.values)["name"] == (name_without_titles(to) or to)
    return near or issue.code in _GREETING_CODES


def find_name_issues(text: str, names: NoteNames, ordinary: OrdinaryWords) -> tuple[Issue, ...]:
    """Return an issue for every wrong name in the text, with the right one where that is known."""
    others = tuple(name_without_titles(name) or name for name in names.others)
    names = replace(names, to=name_without_titles(names.to) or names.to, others=others)
    mangled = list(_malformed_greeting_issues(text, names))
    greeted = (
        mangled
        if any(issue.code == "greeting.no_name" for issue in mangled)
        else [*mangled, *_greeting_issues(text, names)]
    )
    taken = [(issue.start, issue.end) for issue in greeted]
    near = [issue for issue in _near_miss_issues(text, names, ordinary) if not _overlaps(issue, taken)]
    return (*greeted, *near, *_wrong_addressee_issues(text, names), *_other_company_issues(text, names))


def _greeting_issues(text: str, names: NoteNames) -> Iterator[Issue]:
    """Yield an issue where the greeting names another person, or nearly the right one."""
    found = _GREETING.match(text)
    if found is None:
        return
    tokens = list(_TOKEN.finditer(text, found.start("who"), found.end("who")))
    called = [token for token in tokens if token.group(0).lower() not in TITLES]
    parts = _name_parts(names.to)
    wrong = [token for token in called if not _is_form_of_address(token.group(0), parts)]
    if not parts or not wrong or any(fold_for_comparison(token.group(0)) in _GROUP_WORDS for token in called):
        return
    near = {token: _nearest(token.group(0), parts, allowed=_greeting_tolerance) for token in wrong}
    other = len(wrong) == len(called) and any(_address_person(called, name) for name in names.others)
    if not other and (len(wrong) < len(called) or all(near.values())):
        yield from (_issue(text, token, "name.near", fix, names.to) for token, fix in near.items() if fix)
        return
    fix = parts[-1] if len(tokens) > len(called) else parts[0]
    place = (called[0].start(), called[-1].end())
    yield _issue_at(text, place, "name.other_greeted" if other else "name.greeted", fix, names.to)


def _malformed_greeting_issues(text: str, names: NoteNames) -> Iterator[Issue]:
    """Yield issues of machine-made greetings: a doubled comma, an address as the name, the surname alone."""
    if doubled := _DOUBLED.match(text):
        yield _issue_at(text, doubled.span("signs"), "greeting.doubled", ",", names.to)
    found, parts = _GREETING.match(text), _name_parts(names.to)
    who = found["who"].strip(" ,") if found else ""
    if found is None or not who or not parts:
        return
    place = found.start("who") + len(found["who"]) - len(found["who"].lstrip())
    span = (place, place + len(who))
    if "@" in who or any(sign.isdigit() for sign in who):
        yield _issue_at(text, span, "greeting.no_name", parts[0], names.to)
    elif (
        len(parts) > 1
        and len(parts[-1]) > 3
        and fold_for_comparison(who) == fold_for_comparison(parts[-1]) != fold_for_comparison(parts[0])
    ):
        yield _issue_at(text, span, "greeting.surname", parts[0], names.to)


def _near_miss_issues(text: str, names: NoteNames, ordinary: OrdinaryWords) -> Iterator[Issue]:
    """Yield issues for words that are nearly a part of a name, and not right as anything else."""
    whose = {
        part: name for name in (names.employer, names.writer, *names.others, names.to) for part in _name_parts(name)
    }
    short = {short for part in whose for short in nicknames_of(fold_for_comparison(part))}
    found = [
        (token, fix)
        for token in _capitalized_words(text)
        if not _is_spelled_right(token.group(0), whose, short) and (fix := _nearest(token.group(0), whose))
    ]
    usual = ordinary({_without_possessive(token.group(0)) for token, _ in found}) if found else ()
    for token, fix in found:
        if _without_possessive(token.group(0)) not in usual or _beside_a_name(text, token, whose):
            yield _issue(text, token, "name.near", fix, whose[fix])
    for part, name in whose.items():
        yield from (_issue(text, torn, "name.near", part, name) for torn in _split_words(text, part))


def _split_words(text: str, part: str) -> Iterator[re.Match[str]]:
    """Yield the places where this part of a name is written as two words."""
    if len(part) > 5 and part.isalpha():
        ways = (f"{part[:cut]}[ -]{part[cut:]}" for cut in range(2, len(part) - 1))
        yield from re.finditer(rf"\b(?:{'|'.join(ways)})\b", text, re.IGNORECASE)


def _is_spelled_right(word: str, parts: Collection[str], short: Collection[str]) -> bool:
    """Return whether the word is a part of a name as it is spelled, in capitals, or its short form."""
    bare = _without_possessive(word)
    spelled = [part for part in parts if fold_for_comparison(part) == bare]
    written = re.sub(r"['’]s?$", "", word).replace("’", "'")
    return bare in short or any(written == part or written.isupper() or not part[:1].isupper() for part in spelled)


def _wrong_addressee_issues(text: str, names: NoteNames) -> Iterator[Issue]:
    """Yield issues where another person is addressed: after a comma or a thank-you, or at the start of a sentence."""
    own = {fold_for_comparison(part) for part in _name_parts(names.to)}
    for first in {name: _name_parts(name)[:1] for name in names.others}.values():
        if first and fold_for_comparison(first[0]) not in own:
            name = re.escape(first[0])
            ends = rf"(?:(?<=\w, )|(?<=[Tt]hanks )|(?<=[Tt]hank you )|(?<=again )){name}(?=\s*[.!?\n])"
            begins = rf"(?:^|(?<=[.!?] )){name}(?=, (?:thank|it was|I)\b)"
            for found in re.finditer(f"{ends}|{begins}", text, re.MULTILINE):
                if not _is_in_list(text, found.start()):
                    yield _issue(text, found, "name.addressed", _name_parts(names.to)[0], names.to)


def _other_company_issues(text: str, names: NoteNames) -> Iterator[Issue]:
    """Yield issues where another company that the writer is in talks with is named."""
    for company in names.companies:
        if company and fold_for_comparison(company) != fold_for_comparison(names.employer):
            for found in re.finditer(rf"\b{re.escape(company)}\b", text, re.IGNORECASE):
                yield _issue(text, found, "name.company", names.employer, names.employer)


def _issue(text: str, found: re.Match[str], code: str, fix: str, whose: str) -> Issue:
    return _issue_at(text, found.span(), code, fix, whose)


def _issue_at(text: str, place: tuple[int, int], code: str, fix: str, whose: str) -> Issue:
    written = text[slice(*place)]
    tail = written[-2:] if re.search(r"['’]s$", written) else ""
    fixes = (fix + tail,) if fix else ()
    return Issue(*place, written, code, fixes, around=surrounding_words(text, *place), values=(("name", whose),))


def _name_parts(name: str) -> list[str]:
    """Return the words of a name without titles; "Bros." loses its period, which often ends the sentence."""
    found = [part for part in re.findall(r"[^\s,]+", name) if part.rstrip(".").lower() not in TITLES and len(part) > 1]
    return [part.rstrip(".") if len(part) > 2 else part for part in found]


def _without_possessive(word: str) -> str:
    """Return the word without a possessive s, for comparing."""
    return re.sub(r"'s?$", "", fold_for_comparison(word))


def _without_accents(word: str) -> str:
    """Return the word without accents."""
    letters = unicodedata.normalize(
        "NFD", _without_possessive(word).replace("ø", "o").replace("ß", "ss").replace("ł", "l")
    )
    return "".join(sign for sign in letters if not unicodedata.combining(sign))


def _is_form_of_address(word: str, parts: Collection[str]) -> bool:
    """Return whether this word addresses a person of this name: a part, short form, start, or end of it."""
    called = _without_possessive(word)
    if called in ("and", "&"):
        return True
    for part in parts:
        whole = fold_for_comparison(part)
        if called == whole:
            return word[:1].isupper() or not part[:1].isupper()
        if called in whole.split("-") or called in nicknames_of(whole) or whole in nicknames_of(called):
            return True
        if whole.startswith(called) and len(called) != 2:
            return True
        if len(whole) > 8 and len(called) > 3 and whole.endswith(called):  # Seun is Oluwaseun, Emeka Chukwuemeka
            return True
    return False


def _address_person(called: list[re.Match[str]], name: str) -> bool:
    return all(_is_form_of_address(token.group(0), _name_parts(name)) for token in called)


def _nearest(word: str, parts: Collection[str], allowed: Callable[[int], int] | None = None) -> str | None:
    """Return the part of a name that this word nearly is, if any; `allowed` gives the distance for a length."""
    typed = _without_accents(word)
    off = {part: DamerauLevenshtein.distance(typed, _without_accents(part)) for part in parts}
    near = [
        part
        for part in parts
        if off[part] <= (allowed or _strict_tolerance)(len(_without_accents(part))) and part != word
    ]
    return min(near, key=lambda part: off[part], default=None)


def _strict_tolerance(length: int) -> int:
    return -1 if length < 4 else 1 if length < 8 else 2


def _greeting_tolerance(length: int) -> int:
    """Return how far off a word in a greeting may be: more than elsewhere, because a name is expected there."""
    return 1 if length < 5 else 2 if length < 8 else 3


def _capitalized_words(text: str) -> Iterator[re.Match[str]]:
    return (token for token in _TOKEN.finditer(text) if token.group(0)[0].isupper() and len(token.group(0)) > 3)


def _beside_a_name(text: str, token: re.Match[str], parts: Collection[str]) -> bool:
    """Return whether a title, a name part or a greeting is just before it, or a name part just after it."""
    before = re.search(r"([^\W\d_]+)\.?[ ]$", text[max(token.start() - 30, 0) : token.start()])
    after = re.match(r"[ ]([^\W\d_]+)", text[token.end() : token.end() + 30])
    whole = {fold_for_comparison(part) for part in parts}
    if before and fold_for_comparison(before.group(1)) in TITLES:
        return True
    if before and fold_for_comparison(before.group(1)) in whole and not is_sentence_start(text, token.start()):
        return True
    return bool(after and fold_for_comparison(after.group(1)) in whole and after.group(1)[:1].isupper())


def _is_in_list(text: str, place: int) -> bool:
    return re.search(r"\b[A-Z]\w+, $", text[max(place - 30, 0) : place]) is not None


def _overlaps(issue: Issue, places: list[tuple[int, int]]) -> bool:
    return any(start < issue.end and issue.start < end for start, end in places)
