"""Mistakes of thank-you notes that the grammar checker misses: a pattern, and what is meant instead."""

import re
from collections.abc import Callable, Iterator

from portal.proofreading.rules.issues import Issue, surrounding_words

Correction = str | Callable[[re.Match[str]], str]
"""What is meant: a replacement in the syntax of `re`, or a function of the match."""

_VERBS = "hear|meet|see|work|talk|speak|discuss|join|learn|receive|visit|continue|get|be|start|have|read|contribute"
_THANKED = "take|meet|give|share|show|speak|talk|invite|explain|answer|make|provide|welcome|interview|arrange"
_YOURS = (
    "time|team|company|consideration|help|support|interest|patience|colleagues|department|plant|office|position|"
    "organi[sz]ation|feedback|reply|response|insights?|advice|kindness|hospitality|business|experience|projects?|"
    "work|questions|answers?|needs|attention|offer|message|mail|invitation"
)
_THEIRS = "approach|culture|goals|values|mission|work|products|vision|growth|future|success|focus|team"
_GROUPS = "team|skills|group|staff|department|organi[sz]ation|company|existing"
_FEELING = "looking|interested|available|able|ready|free|willing|happy|going"
_COUNTED = "many|several|two|three|four|five|few"
_SINCE = "few|two|three|several|years?|weeks?|months?"
_COMPARED = "more|better|faster|less|other|easier|larger"
_START = r"(?:^|(?<=[.!?] ))"


def _gerund(found: re.Match[str]) -> str:
    verb = found.group("verb").lower()
    stem = {"be": "be", "get": "gett", "begin": "beginn", "see": "see"}.get(verb, verb.removesuffix("e"))
    return f"{found.group('before')} {stem}ing"


def _interested(found: re.Match[str]) -> str:
    return _gerund(found).replace(" ", " in ", 1)


def _were(found: re.Match[str]) -> str:
    return f"{found.group(1)}here {'were' if found.group(2) == 'was' else 'are'}"


def _first_person(found: re.Match[str]) -> str:
    other = found.group(1)
    return f"{other[0].upper()}{other[1:]} and I"


_MISTAKES: tuple[tuple[str, str, Correction], ...] = (
    ("look_forward", rf"(?P<before>\blook(?:ing|ed|s)? forward to) (?P<verb>{_VERBS})\b", _gerund),
    ("thank_for", rf"(?P<before>\bthank(?:s| you)(?: (?:so|very) much| again)? for) (?P<verb>{_THANKED})\b", _gerund),
    ("enjoyed_to", rf"(?P<before>\benjoy(?:ed)?) to (?P<verb>{_VERBS}|tour|chat|explore)\b", _gerund),
    ("interested_to", r"(?P<before>\binterested) to (?P<verb>work|join|be|apply|contribute|become)\b", _interested),
    ("interesting_in", r"\b(am|was|are|I[’']m|very|really) interesting in\b", r"\1 interested in"),
    ("your", rf"\byou[’']re(?= (?:{_YOURS})\b)", "your"),
    ("youre", rf"\b(if|that|when|because|hope|know|think) your(?= (?:{_FEELING})\b)", r"\1 you're"),
    ("your", r"\bfor you(?= (?:time|help|consideration|patience|support|kindness|attention)\b)", "for your"),
    ("hear", r"\bhere(?= from you\b)", "hear"),
    ("know", r"\blet me now\b", "let me know"),
    ("know", r"\bI no(?= (?:that|how|what|why|it)\b)", "I know"),
    ("today", r"(?<!day )\bto day\b(?! (?:operations|business|work))", "today"),
    ("whether", r"\b(wondering|know|decided|asked|sure) weather(?= (?:you|we|I|it|the|there|they)\b)", r"\1 whether"),
    ("complement", rf"\bcompliment(?= (?:your|the|their) (?:{_GROUPS})\b)", "complement"),
    ("companys", rf"\b(your|the|their) companies(?= (?:{_THEIRS})\b)", r"\1 company's"),
    ("there_are", rf"\b(t)here (is|was)(?= (?:{_COUNTED})\b)", _were),
    ("each_was", r"\b((?:each|one) of (?:the|your|my|our) \w+s) were\b", r"\1 was"),
    ("you_were", r"(?<!than )\b(you|we|they) was\b", r"\1 were"),
    ("and_me", r"\b(between|with) (you|him|her|them|my \w+) and I\b", r"\1 \2 and me"),
    ("me", r"\b((?:meet|met|meeting|speak|spoke|speaking|talk|talked|talking)(?: with| to)?) myself\b", r"\1 me"),
    ("advice", r"\b(your|the|any|some|good|more|for) advise\b", r"\1 advice"),
    ("advise", r"\bplease advice\b", "please advise"),
    ("than", rf"\b((?:{_COMPARED})(?: \w+)?) then(?= (?:I|you|we|most|any|my)\b)", r"\1 than"),
    ("to_meet", r"\b(nice|great|good|pleasure|happy|glad) to met\b", r"\1 to meet"),
    ("in_advance", r"\bin advanced(?=\s*(?:[.,!\n]|$))", "in advance"),
    ("i_agree", r"\bI(?: am|[’']m) agree\b", "I agree"),
    ("accept", r"\bexcept(?= (?:my|your|the) (?:offer|apology|apologies|thanks|invitation|position|job)\b)", "accept"),
    ("past", rf"\bpassed(?= (?:{_SINCE})\b)", "past"),
    ("response", r"\byour respond\b", "your response"),
    ("regards", r"^(best|kind|warm|with kind|with best) regard(?=,?$)", r"\1 regards"),
    ("whose", r"\bwho[’']s(?= (?:team|role|job|idea|project|place|desk)\b)", "whose"),
    ("there", r"\b(nice|kind|friendly|helpful|works?|working|people|everyone|everybody) their(?=[.,!]|$)", r"\1 there"),
    ("have_worked", r"\bI work(?= (?:\w+ ){0,6}for (?:\w+|\d+) years\b)", "I have worked"),
    ("impressed", r"\bimpressed (?:of|from)\b", "impressed by"),
    ("apart", r"\bapart of\b", "a part of"),
)  # fmt: skip
_MISTAKES_AT_START: tuple[tuple[str, str, Correction], ...] = (
    ("youre", rf"{_START}Your(?= (?:the first|welcome to|very kind|so kind|a great|an inspiration)\b)", "You're"),
    ("its", rf"{_START}Its(?= (?:clear|great|good|nice|obvious|important|rare|hard|easy|not|always|no)\b)", "It's"),
    ("and_i", rf"{_START}Me and (my \w+|[A-Z]\w+)(?= \w+)", _first_person),
)
"""Mistakes only at the start of a sentence: inside one they would be right."""


def find_phrase_issues(text: str) -> Iterator[Issue]:
    """Yield an issue for every mistake of the table in the text, with what is meant."""
    for code, pattern, meant in _PATTERNS:
        for found in pattern.finditer(text):
            yield _issue(text, code, found, meant)


def _issue(text: str, code: str, found: re.Match[str], meant: Correction) -> Issue:
    fix = meant(found) if callable(meant) else found.expand(meant)
    if found.group(0)[:1].isupper():
        fix = fix[:1].upper() + fix[1:]
    start, end = found.span()
    return Issue(start, end, found.group(0), f"phrase.{code}", (fix,), around=surrounding_words(text, start, end))


_PATTERNS = tuple(
    [(code, re.compile(pattern, re.IGNORECASE | re.MULTILINE), meant) for code, pattern, meant in _MISTAKES]
    + [(code, re.compile(pattern, re.MULTILINE), meant) for code, pattern, meant in _MISTAKES_AT_START]
)
