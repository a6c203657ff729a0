"""Builds one sentence of a thank-you from one recorded fact, or none where no rule fits (docs/sentences.md).

The candidate's words stay as they are. Only who they are about, the form of a verb, and the signs around them change.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from portal.notes.sentences import words
from portal.notes.sentences.facts import CLARIFY, PERSONAL_DETAIL, TALKED_ABOUT, Fact, read_fact
from portal.notes.sentences.phrases import is_topic, join_list, split_list
from portal.notes.sentences.pronouns import THIRD_PERSON, Ambiguous, address_reader
from portal.notes.sentences.words import bare

TOPIC_FRAMES = {
    TALKED_ABOUT: (
        "I enjoyed talking with you about {}.",
        "I appreciated our conversation about {}.",
        "It was good to talk with you about {}.",
    ),
    PERSONAL_DETAIL: (
        "I enjoyed hearing about {}.",
        "It was nice to hear about {}.",
        "I liked hearing about {}.",
    ),
    CLARIFY: (
        "I’d be glad to tell you more about {}.",
        "I’m happy to say more about {}.",
        "I’d like to tell you more about {}.",
    ),
}
"""The sentences around a topic. Notes after one interview take them in turn, as people compare notes."""
NEWS_FRAMES = {
    TALKED_ABOUT: ("It was good to hear that {}.", "I was glad to hear that {}.", "I enjoyed hearing that {}."),
    PERSONAL_DETAIL: ("It was nice to hear that {}.", "I liked hearing that {}.", "I enjoyed hearing that {}."),
    CLARIFY: ("I also wanted to mention that {}.", "I’d like to add that {}.", "I wanted to mention that {}."),
}
"""The sentences around a whole sentence."""
_WHO = r"(?:we|they|he|she)"
_SHORTLY = r"(?:(?:also|mostly|mainly|just|briefly|a lot|at length) )?"
_TOPIC_LEADS = re.compile(
    rf"(?:{_WHO} {_SHORTLY}(?:talked|spoke|chatted) {_SHORTLY}about|{_WHO} {_SHORTLY}discussed"
    rf"|(?:mostly |mainly )?(?:talked|spoke|chatted) {_SHORTLY}about|discussed|about"
    r"|our (?:talk|chat|conversation|discussion) about"
    rf"|(?:{_WHO} )?asked (?:me )?about|i (?:told (?:him|her|them)|talked|spoke) about"
    rf"|(?:i )?(?:liked|loved|enjoyed) (?:hearing|talking|learning) about|(?:{_WHO} )?mentioned)\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_THANKS_LEADS = {
    re.compile(rf"(?:{_WHO} )?{_SHORTLY}{said} (?P<rest>.+)", re.IGNORECASE): thanks
    for said, thanks in {
        "told me about": "telling me about",
        "explained": "explaining",
        "showed me": "showing me",
        "walked me through": "walking me through",
        "taught me": "teaching me",
    }.items()
}
_NEWS_LEADS = re.compile(rf"(?:{_WHO} )?{_SHORTLY}(?:said|mentioned|told me)(?: that)? (?P<rest>.+)", re.IGNORECASE)
_OWN_LEADS = re.compile(
    r"(?:(?:i )?(?:forgot|wanted|want|would like|’d like|meant) to|i should have|that i forgot to) "
    r"(?:mention|say|mentioned|said|add|clarify|explain|expand on|tell (?:him|her|them)(?: about)?) (?:that )?"
    r"(?P<rest>.+)"
    r"|(?:(?:say|tell (?:him|her|them)) )?more about (?P<more>.+)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?P<place>(?:back |originally |just back )?from|into|new to) .+", re.IGNORECASE)
_OPINION = re.compile(r"i (?:really |also )?(?:liked|loved|enjoyed|appreciated|admired) .+", re.IGNORECASE)


@dataclass(frozen=True)
class Reader:
    """Who the letter goes to: the words of their own name and those of their company, in lowercase."""

    names: frozenset[str] = frozenset()
    company: frozenset[str] = frozenset()

    @classmethod
    def of(cls, name: str, company: str) -> "Reader":
        """Return the reader with this name at this company."""
        return cls(frozenset(name.lower().split()), frozenset(company.lower().split()))


@dataclass(frozen=True)
class BuiltSentence:
    """A sentence built from a fact; `topic` is what can stand after “about” in it, None if nothing can."""

    fact: Fact
    text: str
    topic: str | None = None

    @property
    def is_about_writer(self) -> bool:
        """Whether the topic is the writer's own, so that the reader cannot have told them about it."""
        return bool({bare(word) for word in (self.topic or "").split()} & {"i", "my", "me", "our", "we"})


def build_sentence(
    fact: Fact, reader: Reader, is_ordinary: Callable[[str], bool], *, turn: int = 0
) -> BuiltSentence | None:
    """Return the sentence for this fact; None if no rule fits it safely, so that its words are offered as typed.

    `turn` chooses among sentences of the same meaning. `is_ordinary` says whether a word has no capital of its own.
    """
    named = reader.names | reader.company
    read = read_fact(fact.text, lambda word: word not in named and is_ordinary(word))
    said = _without_name(read, reader) if read else None
    try:
        return _RULES[fact.field](_Maker(fact, reader, turn), said) if said else None
    except Ambiguous:
        return None


@dataclass(frozen=True)
class _Maker:
    """Puts words of one fact into the sentences of its field."""

    fact: Fact
    reader: Reader
    turn: int

    def topic(self, said: str) -> BuiltSentence | None:
        """Return the sentence about these words, if they are a topic."""
        items = split_list(said)
        if len(items) > 1 and all(is_topic(item.split()) for item in items):
            said = join_list(items)
        elif not is_topic(said.split()):
            return None
        topic = self.address(said)
        frames = TOPIC_FRAMES[self.fact.field]
        return BuiltSentence(self.fact, frames[self.turn % len(frames)].format(topic), topic)

    def thanks(self, doing: str, said: str) -> BuiltSentence | None:
        """Return “Thank you for explaining how you plan.”, if the words are a topic."""
        if not is_topic(said.split()):
            return None
        return BuiltSentence(self.fact, f"Thank you for {doing} {self.address(said)}.")

    def news(self, sentence: str) -> BuiltSentence:
        """Return the sentence that says the reader's news back to them, or the writer's own."""
        frames = NEWS_FRAMES[self.fact.field]
        said = f"you’re {sentence.removeprefix('you are ')}" if sentence.startswith("you are ") else sentence
        return BuiltSentence(self.fact, frames[self.turn % len(frames)].format(said))

    def address(self, said: str) -> str:
        return " ".join(address_reader(said.split(), self.reader.company))

    def about_reader(self, said: str) -> BuiltSentence | None:
        """Return the news in “she sails on Sundays”, “sails on Sundays”, or “her daughter sails”, if it is news."""
        first, *others = said.split()
        plain = bare(first)
        if plain in ("he", "she", "they") or plain.startswith(("he’", "she’", "they’")):
            return self.news(self.address(said)) if others else None
        adverb = plain in words.ADVERBS and bool(others)
        verb = bare(others[0]) if adverb else plain
        if others and (verb in words.VERBS_3SG | words.PAST_VERBS):
            predicate = " ".join(address_reader(said.split(), self.reader.company, is_predicate=True))
            return self.news(f"you {predicate}")
        has_verb = any(bare(w) in words.VERBS_3SG | words.AUXILIARIES | words.PAST_VERBS for w in others)
        if plain in ("her", "his", "their") and has_verb:
            return self.news(self.address(said))
        return None


def _talked_about(maker: _Maker, said: str) -> BuiltSentence | None:
    for lead, doing in _THANKS_LEADS.items():
        if found := lead.fullmatch(said):
            return maker.thanks(doing, found["rest"])
    if (found := _TOPIC_LEADS.fullmatch(said)) and (made := maker.topic(found["rest"])):
        return made
    if found := _NEWS_LEADS.fullmatch(said):
        return maker.about_reader(found["rest"])
    if _OPINION.fullmatch(said):
        return _opinion(maker, said)
    return maker.topic(said) or maker.about_reader(said)


def _opinion(maker: _Maker, said: str) -> BuiltSentence | None:
    """Return a sentence that is the candidate's own already: “I liked how they plan”."""
    rest = " ".join(said.split()[2:])
    return BuiltSentence(maker.fact, f"{maker.address(said)}.") if is_topic(rest.split()) else None


def _personal_detail(maker: _Maker, said: str) -> BuiltSentence | None:
    found = _NEWS_LEADS.fullmatch(said)
    if found and not is_topic(found["rest"].split()):
        return maker.about_reader(found["rest"])
    found = next(filter(None, (lead.fullmatch(said) for lead in (_TOPIC_LEADS, *_THANKS_LEADS))), None)
    if found:
        return maker.topic(found["rest"])
    if _PLACE.fullmatch(said):
        return maker.news(f"you’re {maker.address(said)}")
    if said.lower().startswith("we both ") and len(said.split()) > 2:
        return maker.news(said) if not _third_persons(said) else None
    if _is_theirs(said.split()) and (made := maker.topic(said)):
        return made
    return maker.about_reader(said)


def _is_theirs(said: list[str]) -> bool:
    """Return whether a detail reads as the reader's own: not “two kids”, “a trip”, or “juggles on weekends”."""
    first = bare(said[0])
    if first in ("a", "an") or words.is_number(first) or first in words.PEOPLE:
        return False
    return not words.is_plural(first) or first in words.PLURALS_WITHOUT_S or "’" in first


def _clarify(maker: _Maker, said: str) -> BuiltSentence | None:
    if found := _OWN_LEADS.fullmatch(said):
        said = found["rest"] or found["more"]
    if said.lower().startswith("that i "):
        said = f"I{said[6:]}"
    first, *others = said.split()
    if bare(first) in ("i", "i’m", "i’ve", "i’d", "i’ll") and others:
        return maker.news(f"I{first[1:]} {maker.address(' '.join(others))}")
    return maker.topic(said)


def _third_persons(said: str) -> set[str]:
    return {bare(word) for word in said.split()} & THIRD_PERSON


def _without_name(said: str, reader: Reader) -> str | None:
    """Return the words with the reader's name at the beginning as a pronoun; None if the name is elsewhere in them."""
    first, *others = said.split()
    if any(bare(word).removesuffix("’s") in reader.names for word in others):
        full = others and {bare(first), bare(others[0]).removesuffix("’s")} <= reader.names
        if not full or any(bare(word).removesuffix("’s") in reader.names for word in others[1:]):
            return None
        first, *others = others
    if bare(first) in reader.names and first[:1].isupper():
        return " ".join(["she", *others]) if others else None
    if bare(first).removesuffix("’s") in reader.names and first[:1].isupper():
        return " ".join(["her", *others]) if others else None
    return said


_RULES: dict[str, Callable[[_Maker, str], BuiltSentence | None]] = {
    TALKED_ABOUT: _talked_about,
    PERSONAL_DETAIL: _personal_detail,
    CLARIFY: _clarify,
}
