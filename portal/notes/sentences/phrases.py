"""Whether words can stand after “about”: a noun phrase, a list of them, or a clause such as “how they plan”.

There is no dictionary here: what is not certainly a noun phrase by the order of its words is refused.
"""

from collections.abc import Sequence
from itertools import pairwise

from portal.notes.sentences import words
from portal.notes.sentences.words import bare

START, NOUN, ACTION = "start", "noun", "action"
"""What was read last: the beginning or a link such as “of”, a noun, or a verb in “-ing” or after “to”."""
_SUBJECT_OPENERS = frozenset({"what", "who", "which"})
_AS_SUBJECT = frozenset({"is", "was", "are", "were"})
_ADDED = words.word_set("which who whose where when too also especially including but")
MAX_ITEM_WORDS = 4
"""An “and” in the last item of a list divides it if the words before it are at most so many."""
_NOT_GERUNDS = words.word_set("thing nothing something anything everything morning evening spring king ring string")


def is_topic(said: Sequence[str]) -> bool:
    """Return whether the words are a noun phrase, or a clause that can stand in the place of one."""
    state, plain = START, [bare(word) for word in said]
    if not plain or _begins_with_verb(plain) or _lacks_article(said):
        return False
    for at, word in enumerate(plain):
        if word in words.CLAUSE_OPENERS and not (word == "that" and state == START):
            return _is_clause(plain[at:])
        if word in words.SUBJECT_PRONOUNS:
            return state == NOUN and at + 1 < len(plain)
        after_comma = at > 0 and said[at - 1].endswith(",")
        following = START if after_comma and word in words.CONJUNCTIONS else _state_after(said, at, state)
        if following is None:
            return False
        state = START if said[at].endswith(",") and following != START else following
    return state != START and not said[-1].endswith(",")


def join_list(items: Sequence[str]) -> str:
    """Return the items as one phrase: “a”, “a and b”, “a, b, and c”."""
    if len(items) < 3:
        return " and ".join(items)
    return f"{', '.join(items[:-1])}, and {items[-1]}"


def _is_clause(plain: Sequence[str]) -> bool:
    """Return whether a clause such as “how they plan” is complete, and no question such as “how do they plan”."""
    if len(plain) < 2 or plain[0] in ("that", "whose"):
        return len(plain) > 2
    if plain[1] in words.AUXILIARIES:
        return plain[0] in _SUBJECT_OPENERS and plain[1] in _AS_SUBJECT and len(plain) > 2
    return len(plain) > 2


def _begins_with_verb(plain: Sequence[str]) -> bool:
    first = plain[0]
    if first in words.AMBIGUOUS_BASE_VERBS:
        return len(plain) > 1 and _is_function_word(plain[1])
    return first in words.BASE_VERBS or (first in words.VERBS_3SG) or words.is_past(first)


def _is_function_word(word: str) -> bool:
    linked = words.PREPOSITIONS | words.DETERMINERS | words.SUBJECT_PRONOUNS | {"to", "me", "us", "him", "them"}
    return word in linked


def _lacks_article(said: Sequence[str]) -> bool:
    """Return whether the words begin with a noun that needs an article and has none: “new line in Ohio”."""
    first = bare(said[0])
    if said[0][:1].isupper() or first in words.DETERMINERS | words.CLAUSE_OPENERS or words.is_number(first):
        return False
    if said[0][:1] == "“" or first.endswith(("’s", "s’")) or (first.endswith("ing") and first not in _NOT_GERUNDS):
        return False
    head = first
    for word in said:
        if bare(word) in words.LINKS | words.SUBJECT_PRONOUNS:
            break
        head = bare(word)
        if word.endswith(","):
            break
    return not words.is_uncounted(head)


def _state_after(said: Sequence[str], at: int, state: str) -> str | None:
    """Return what was read once this word is, too; None if a noun phrase cannot go on with it."""
    plain = [bare(word) for word in said]
    word, following = plain[at], plain[at + 1] if at + 1 < len(plain) and not said[at].endswith(",") else ""
    if not word or (word in words.AUXILIARIES and said[at] != "May"):
        return None
    if word == "to":
        return START if state != START else None
    if at and plain[at - 1] == "to" and word not in words.DETERMINERS:
        return ACTION
    if word in words.CONJUNCTIONS or word in words.PREPOSITIONS:
        return START if state != START or (at and word in words.PREPOSITIONS) else None
    if word in words.DETERMINERS:
        return _after_determiner(word, following, state)
    if words.is_number(word):
        is_code = at > 0 and said[at - 1].isupper()  # as in “ISO 9001 audits”
        ends = not following or following in words.PREPOSITIONS | words.CONJUNCTIONS
        return NOUN if state == START or is_code or ends else None
    return _after_content(plain, at, state, following)


def _after_determiner(word: str, following: str, state: str) -> str | None:
    if state == NOUN:
        return NOUN if word in words.TIME_DETERMINERS and following in words.TIME_NOUNS else None
    return START


def _after_content(plain: Sequence[str], at: int, state: str, following: str) -> str | None:
    """Return the state after a noun, an adjective, an adverb, or a participle."""
    word = plain[at]
    if word.endswith("ing") and len(word) > 5 and word not in _NOT_GERUNDS:
        return ACTION
    if words.is_past(word):
        # “the machine built by hand” is one noun phrase, “the company built a line” is a sentence.
        return START if state == START and at else NOUN if following == "by" else None
    if word in words.VERBS_3SG and at and plain[at - 1] not in words.DETERMINERS:
        return None
    if words.is_plural(word) and _goes_on_with_a_word(following):
        return None
    return NOUN


def _goes_on_with_a_word(following: str) -> bool:
    """Return whether a plural is followed by what may be its verb, as in “robots fail” or “robots often fail”."""
    if not following or following in words.CLAUSE_OPENERS | words.SUBJECT_PRONOUNS | words.PREPOSITIONS:
        return False
    if following in words.CONJUNCTIONS | words.TIME_ADVERBS | words.TIME_DETERMINERS | {"to"}:
        return False
    return not (following.endswith("ing") or words.is_number(following) or words.is_past(following))


def split_list(text: str) -> list[str]:
    """Return the items of a list with commas: three of “a, b and c”. What is no list is one item, commas and all."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 or not all(parts) or any(map(_is_addition, parts[1:])):
        return [text]
    if len(parts) == 2 and parts[1][:1].isupper():
        return [text]  # as in “the plant in Denver, Colorado”
    last = parts[-1]
    for link in ("and ", "or ", "& "):
        last = last.removeprefix(link)
    head, found, tail = last.partition(" and ")
    if found and last == parts[-1] and len(head.split()) <= MAX_ITEM_WORDS:
        return [*parts[:-1], head, tail]
    return [*parts[:-1], last]


def _is_addition(part: str) -> bool:
    """Return whether the words after a comma are no item of a list: “, too”, “, which they bought”."""
    first, *others = part.split()
    return bare(first) in _ADDED or (not others and bare(first) in words.ADVERBS)


def has_doubled_word(said: Sequence[str]) -> bool:
    """Return whether a word stands twice in a row, as a slip of the thumb leaves it."""
    return any(bare(one) == bare(other) for one, other in pairwise(said))
