"""How similar notes are: compared sentence by sentence, without greetings, closings, and stock phrases."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

SIMILARITY_THRESHOLD = 84.0
"""At this similarity in percent or above, two sentences count as the same."""
MIN_WORDS = 5
"""A sentence with fewer words counts as a stock phrase."""
STOCK_SENTENCES = (
    "thank you for your time",
    "thank you so much for your time today",
    "thank you again for your time and consideration",
    "thank you for taking the time to meet with me today",
    "thank you for taking the time to speak with me about the position",
    "thanks again for meeting with me on such short notice",
    "thank you for meeting me yesterday",
    "i wanted to thank you for the interview",
    "many thanks for inviting me to the interview",
    "it was a pleasure to meet you and the team",
    "it was great to meet you and learn more about the position",
    "it was nice meeting you yesterday",
    "i enjoyed meeting you and the rest of the team",
    "i really enjoyed our conversation",
    "i enjoyed our conversation about the position",
    "i look forward to hearing from you",
    "i look forward to hearing from you soon",
    "i am looking forward to your decision",
    "i look forward to the next step",
    "i hope to hear from you soon",
    "please let me know if you need anything else from me",
    "please let me know if there is anything more i can provide",
    "if there is anything more i can provide i will gladly send it",
    "please do not hesitate to contact me if you have any further questions",
    "should you have any further questions please do not hesitate to ask",
    "you can reach me by phone at any time",
    "i am very interested in the position",
    "i wish you a good week",
    "has a decision been reached",
    "has a decision been made",
    "if you need anything else from me i’m happy to send it",
)
"""Stock sentences that anyone could write to anyone."""
_STOCK_THRESHOLD = 86.0
_GREETING = re.compile(r"^(?:dear|hello|hi|hey|good (?:morning|afternoon|evening|day))\b[^.!?]{0,60}$", re.IGNORECASE)
_CLOSING = re.compile(
    r"^(?:with )?(?:kind|best|warm|many|sincere|yours|sincerely|respectfully|cordially|thanks|cheers)\b[^.!?]{0,30}$",
    re.IGNORECASE,
)
_FIELD = re.compile(r"\{\{[^\n{}]{0,80}\}\}")
_FILLED = "filledindetail"
_DETAIL = "(?:[^ ]+ ){0,8}?"
_SENTENCE = re.compile(r"[^\n.!?]+(?:\.(?=\w)[^\n.!?]*)*[.!?]*")


@dataclass(frozen=True)
class ComparedNote:
    """Another note to compare with: its recipient's name and its text; `earlier` if the same person got it before."""

    name: str
    body: str
    earlier: bool = False


@dataclass(frozen=True)
class SimilarSentence:
    """A sentence that is almost the same in another note; `start` and `end` count code points.

    `same`: the two are word for word the same. `instead` is a fact to write about instead, if one is known.
    """

    start: int
    end: int
    text: str
    name: str
    their_text: str
    likeness: int
    earlier: bool
    instead: str | None = None

    @property
    def same(self) -> bool:
        return self.likeness == 100


@dataclass(frozen=True)
class NoteOverlap:
    """How many sentences of a note are as in the note to `name`; `pieces` are its text, each with whether it is own."""

    name: str
    shared: int
    total: int
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence of a note; `plain` is the form that is compared: lowercase, without names or punctuation."""

    start: int
    end: int
    text: str
    plain: str


def find_similar_sentences(
    body: str,
    others: Sequence[ComparedNote],
    names: Sequence[str] = (),
    facts: Sequence[str] = (),
    templates: Sequence[str] = (),
) -> tuple[SimilarSentence, ...]:
    """Return the sentences of `body` that are almost the same in another note, each with its closest match.

    `names` are left out of the comparison. `facts` are what was talked about with this person, to write about instead.
    Sentences from one of the `templates` are not compared.
    """
    given = _template_sentence_pattern(templates)
    theirs = [(other, sentence) for other in others for sentence in original_sentences(other.body, names)]
    unused = [fact for fact in facts if fact.casefold() not in body.casefold()]
    found: list[SimilarSentence] = []
    for mine in original_sentences(body, names):
        if given is not None and given.fullmatch(f"{mine.plain} "):
            continue
        best = max(theirs, key=lambda pair: _similarity(mine.plain, pair[1].plain), default=None)
        likeness = _similarity(mine.plain, best[1].plain) if best else 0.0
        if best and likeness >= SIMILARITY_THRESHOLD:
            instead = unused[len(found) % len(unused)] if unused else None
            found.append(_similar_sentence(mine, *best, likeness, instead))
    return tuple(found)


def find_overlap(body: str, others: Sequence[ComparedNote], names: Sequence[str] = ()) -> NoteOverlap | None:
    """Return how much of `body` is as in the other note it shares most with; None below half of its sentences.

    Unlike `find_similar_sentences`, this counts sentences of templates and stock phrases, as its reader sees them.
    """
    # The signature leaves no letters once the names are gone.
    mine = [one for one in split_sentences(body, names) if any(sign.isalpha() for sign in one.plain)]
    found = []
    for other in others:
        theirs = [sentence.plain for sentence in split_sentences(other.body, names)]
        same = [one for one in mine if any(_similarity(one.plain, plain) >= SIMILARITY_THRESHOLD for plain in theirs)]
        found.append((len(same), other.name, same))
    most, name, same = max(found, key=lambda row: row[0], default=(0, "", []))
    if len(mine) < 2 or most * 2 < len(mine):
        return None
    own = [(one.start, one.end) for one in mine if one not in same]
    return NoteOverlap(name, most, len(mine), tuple(_split_at(body, own)))


def _split_at(body: str, own: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    place = 0
    for start, end in own:
        yield body[place:start], False
        yield body[start:end], True
        place = end
    yield body[place:], False


def _template_sentence_pattern(templates: Sequence[str]) -> re.Pattern[str] | None:
    """Return a pattern for the plain form of all template sentences, with any details filled in; None without any."""
    found = set()
    for template in templates:
        for part in split_sentences(_FIELD.sub(f" {_FILLED} ", template)):
            words = part.plain.split()
            if "[" not in part.text and len(words) - words.count(_FILLED) >= MIN_WORDS - 1:
                found.add("".join(_DETAIL if word == _FILLED else f"{re.escape(word)} " for word in words))
    return re.compile("|".join(sorted(found))) if found else None


def _similar_sentence(
    mine: Sentence, other: ComparedNote, theirs: Sentence, likeness: float, instead: str | None
) -> SimilarSentence:
    percent = 100 if mine.plain == theirs.plain else min(int(likeness), 99)
    return SimilarSentence(mine.start, mine.end, mine.text, other.name, theirs.text, percent, other.earlier, instead)


def is_copy(body: str, other: str, names: Sequence[str] = ()) -> bool:
    """Return whether the two notes are the same, word for word, apart from the names and the greeting."""
    mine, theirs = ([part.plain for part in split_sentences(text, names)] for text in (body, other))
    return bool(mine) and mine == theirs


def original_sentences(body: str, names: Sequence[str] = ()) -> list[Sentence]:
    """Return the sentences that are more than a greeting, a closing, or a stock phrase."""
    return [
        sentence
        for sentence in split_sentences(body, names)
        if len(sentence.plain.split()) >= MIN_WORDS and not _is_stock_sentence(sentence.plain)
    ]


def split_sentences(body: str, names: Sequence[str] = ()) -> Iterator[Sentence]:
    """Yield the sentences of a note, except its greeting and closing."""
    called = sorted({part.casefold() for name in names for part in [name, *name.split()] if len(part) > 1}, key=len)
    without = re.compile(rf"\b(?:{'|'.join(map(re.escape, reversed(called)))})\b") if called else None
    for found in _SENTENCE.finditer(body):
        text = found.group(0).strip()
        if not text or _GREETING.match(text) or _CLOSING.match(text):
            continue
        start = found.start() + len(found.group(0)) - len(found.group(0).lstrip())
        plain = without.sub(" ", text.casefold()) if without else text.casefold()
        yield Sentence(start, start + len(text), text, " ".join(lowercase_words(plain)))


def lowercase_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation."""
    return re.findall(r"[\w'’]+", text.casefold())


def _is_stock_sentence(plain: str) -> bool:
    return process.extractOne(plain, STOCK_SENTENCES, scorer=fuzz.ratio, score_cutoff=_STOCK_THRESHOLD) is not None


def _similarity(mine: str, theirs: str) -> float:
    """Return the similarity in percent: by letters, or by words if some were added or removed."""
    by_words = Indel.normalized_similarity(mine.split(), theirs.split(), score_cutoff=SIMILARITY_THRESHOLD / 100) * 100
    return max(fuzz.ratio(mine, theirs, score_cutoff=SIMILARITY_THRESHOLD), by_words)
