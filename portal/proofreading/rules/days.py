"""Words for a day that was right when a note was written: "yesterday", a week later."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.proofreading.rules.issues import WARNINGS, Issue, surrounding_words

_WEEK = 7
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SAME_DAY = r"today|(?:earlier )?this (?:morning|afternoon|evening)|tonight"
_DAY_BEFORE = r"yesterday(?: (?:morning|afternoon|evening))?|last night"
_WORDS = re.compile(rf"\b(?:(?P<today>{_SAME_DAY})|{_DAY_BEFORE})(?P<whose>['’]s)?\b", re.IGNORECASE)
# A sentence about the meeting: "today" in any other may be a different one.
_MEETING = re.compile(
    r"\b(?:thanks?|thanked|met|meet(?:ing)?|spoke|speak(?:ing)?|talk(?:ed|ing)?|saw|see(?:ing)?|show(?:ed|ing)?|"
    r"interview(?:ed|ing)?|conversation|call|visit(?:ed|ing)?|tour|time)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+")


@dataclass(frozen=True)
class Meeting:
    """The day of the interview that a note is about, and the day on which it goes out, both where they met."""

    held_on: date
    sent_on: date

    @property
    def days_ago(self) -> int:
        return (self.sent_on - self.held_on).days


def find_stale_days(text: str, meeting: Meeting) -> Iterator[Issue]:
    """Yield the words for the day of the meeting that are not true on the day the note goes out, with what is."""
    for sentence in _SENTENCE.finditer(text):
        if meeting.days_ago < 0 or not _MEETING.search(sentence.group(0)):
            continue
        for found in _WORDS.finditer(text, *sentence.span()):
            if meeting.days_ago != (0 if found["today"] else 1):
                yield _issue(text, found, meeting)


def _issue(text: str, found: re.Match[str], meeting: Meeting) -> Issue:
    day = _day_in_words(meeting)
    fix = _fitted(day, text[: found.start()], found["whose"])
    beside = surrounding_words(text, *found.span())
    return Issue(*found.span(), found.group(0), "day.stale", fix, WARNINGS, around=beside, values=(("day", day),))


def _day_in_words(meeting: Meeting) -> str:
    """Return the day of the meeting as someone says it on the day the note goes out."""
    if meeting.days_ago < 2:
        return ("today", "yesterday")[meeting.days_ago]
    if meeting.days_ago < _WEEK:
        return f"on {_DAYS[meeting.held_on.weekday()]}"
    return f"on {_MONTHS[meeting.held_on.month - 1]} {meeting.held_on.day}"


def _fitted(day: str, before: str, whose: str | None) -> tuple[str, ...]:
    """Return the day as it reads in its place: after "for" without its "on", as a possessive where it was one."""
    if whose and any(sign.isdigit() for sign in day):
        return ()
    bare = day.removeprefix("on ")
    fitted = f"{bare}{whose}" if whose else bare if re.search(r"\b(?:for|of|from|since)\s+$", before) else day
    starts = not before.strip() or re.search(r"[.!?\n]\s*$", before)
    return (fitted[0].upper() + fitted[1:] if starts else fitted,)
