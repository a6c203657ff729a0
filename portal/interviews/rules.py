"""Which interview times are unusual, and which interview is followed up (docs/rules.md#second-follow-up)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MAX_USUAL_LENGTH, MAX_USUAL_DISTANCE = timedelta(hours=12), timedelta(days=365)
"""The usual most an interview lasts, and the usual most it is away from today."""
JOIN_EARLY = timedelta(minutes=15)
LONG, OVERNIGHT, FAR_AHEAD, LONG_AGO = "long", "overnight", "far_ahead", "long_ago"
SENT, AHEAD, ENDED, NOT_HELD, NOT_LAST = "sent", "ahead", "ended", "not_held", "not_last"

_DECISION_MAKER_TITLES = (
    re.compile(r"\bhiring\b", re.IGNORECASE),
    re.compile(r"\b(manager|head|director|lead|leader|chief|president|owner|founder|c[efot]o)\b", re.IGNORECASE),
    re.compile(r"\b(supervisor|principal|senior)\b", re.IGNORECASE),
)
"""Titles of people likely to decide, the likeliest first."""


@dataclass(frozen=True)
class InterviewRound:
    """One interview of an application: whether it is planned or did not take place, and whether it was followed up."""

    id: str
    ends_at: datetime
    planned: bool
    followed_up: bool


@dataclass(frozen=True)
class PersonMet:
    """A person met: their title, and whether email reaches them."""

    title: str | None
    has_email: bool


def unusual_times(starts_at: datetime, ends_at: datetime, now: datetime) -> tuple[str, ...]:
    """Return the codes of what is unusual about an interview's times, which are on the meeting's own clock."""
    found = []
    if ends_at - starts_at > MAX_USUAL_LENGTH:
        found.append(LONG)
    elif ends_at.date() != starts_at.date():
        found.append(OVERNIGHT)
    if starts_at - now > MAX_USUAL_DISTANCE:
        found.append(FAR_AHEAD)
    elif now - starts_at > MAX_USUAL_DISTANCE:
        found.append(LONG_AGO)
    return tuple(found)


def follow_up_obstacle(
    rounds: Sequence[InterviewRound], interview_id: str, *, ended: bool, now: datetime
) -> str | None:
    """Return why no second follow-up can be written for this interview; None if one can.

    There is one per interview, and only for the last one held.
    """
    this = next(row for row in rounds if row.id == interview_id)
    if this.followed_up:
        return SENT
    if ended:
        return ENDED
    if not this.planned or this.ends_at > now:
        return NOT_HELD
    if any(row.planned and row.ends_at > now for row in rounds):
        return AHEAD
    later = max((row for row in rounds if row.planned), key=lambda row: (row.ends_at, row.id))
    return NOT_LAST if later.id != this.id else None


def main_contact_index(met: Sequence[PersonMet]) -> int | None:
    """Return the index of the person to follow up with: the likeliest to decide of those email reaches, else the first.

    None if email reaches no one.
    """
    reached = [place for place, person in enumerate(met) if person.has_email]
    return min(reached, key=lambda place: (_title_rank(met[place].title), place), default=None)


def _title_rank(title: str | None) -> int:
    return next(
        (rank for rank, words in enumerate(_DECISION_MAKER_TITLES) if words.search(title or "")),
        len(_DECISION_MAKER_TITLES),
    )


def preparation_checklist(place: str | None, link: str | None, *, addresses_missing: bool) -> tuple[str, ...]:
    """Return what to have ready, in order: for an on-site interview, or for a video call if there is only a link."""
    before_camera = bool(link) and not place
    if before_camera:
        return ("try_link", "quiet_room", "cv_at_hand", "questions", *(["ask_names"] if addresses_missing else []))
    return ("way", "cv_printed", "pen", "questions", *(["ask_cards"] if addresses_missing else []))


def is_time_to_join(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Return whether to join the call is what helps most: from 15 minutes before it starts until it ends."""
    return starts_at - JOIN_EARLY <= now < ends_at


def map_query(place: str | None, employer: str, postal_address: str | None) -> str | None:
    """Return what a map is asked for: the place where it has a number in it, else the employer's address.

    Return None where neither is known, as for a call.
    """
    if place and (any(sign.isdigit() for sign in place) or not postal_address):
        return " ".join(place.split())
    if place and postal_address:
        return " ".join(f"{employer}, {postal_address}".replace("\n", ", ").split())
    return None
