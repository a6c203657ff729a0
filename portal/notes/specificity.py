"""Whether a note mentions something specific to the conversation it is about."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from portal.notes.similarity import Sentence, lowercase_words, original_sentences, split_sentences

MIN_LETTERS = 4
MIN_OWN_WORDS = 2
TERMINALS = (".", "!", "?", "”", '"')
_STOP_WORDS = frozenset(
    {"about", "after", "also", "always", "another", "because", "been", "before", "being", "between", "could", "does",
     "doing", "during", "each", "every", "from", "have", "having", "here", "into", "just", "like", "made", "make",
     "many", "more", "most", "much", "must", "need", "only", "other", "over", "really", "said", "same", "should",
     "some", "such", "than", "that", "their", "them", "then", "there", "these", "they", "thing", "things", "this",
     "those", "time", "very", "want", "wants", "well", "were", "what", "when", "where", "which", "while", "will",
     "with", "work", "would", "your", "team", "thank", "thanks", "interview", "position", "company", "today",
     "talked", "asked", "told", "meeting", "conversation", "role"}
)  # fmt: skip
"""Words that appear in any note and prove nothing."""


def missing_specifics(body: str, facts: Sequence[str], names: Sequence[str] = ()) -> str | None:
    """Return why a note could be to anyone: `no_word` from the conversation, or `nothing_own`; None if it is specific.

    The word must be in a sentence of the writer's own: facts pasted on a separate line do not count. If no facts are
    known, one sentence that is not a stock phrase is enough.
    """
    wanted = {stem for fact in facts for stem in _stems(fact)}
    if not wanted:
        return None if original_sentences(body, names) else "nothing_own"
    told = {word for fact in facts for word in lowercase_words(fact)}
    said = {stem for part in split_sentences(body, names) if _is_own_sentence(part, told) for stem in _stems(part.text)}
    return None if wanted & said else "no_word"


def share_mentioned(body: str, fact: str) -> float:
    """Return which share of a fact's telling words are in a text; of all its words if none is telling."""
    wanted, there = set(_stems(fact)), set(_stems(body))
    if not wanted:
        wanted, there = set(lowercase_words(fact)), set(lowercase_words(body))
    return len(wanted & there) / max(len(wanted), 1)


def _is_own_sentence(part: Sentence, told: AbstractSet[str]) -> bool:
    """Return whether the writer added words of their own around the facts, rather than pasting them in."""
    own = sum(word not in told for word in part.plain.split())
    return own >= (MIN_OWN_WORDS if part.text.endswith(TERMINALS) else MIN_OWN_WORDS + 1)


def _stems(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+|\d+", text.casefold())
    return [_stem(word) for word in words if (len(word) >= MIN_LETTERS or word.isdigit()) and word not in _STOP_WORDS]


def _stem(word: str) -> str:
    """Return the word without its ending, so that `plans`, `planned`, and `planning` are one."""
    stem = re.sub(r"(?:ations?|ings?|ed|es|s|ly|e)$", "", word) if len(word) > MIN_LETTERS else word
    return re.sub(r"(.)\1$", r"\1", stem) if len(stem) >= MIN_LETTERS else word
