"""When an interview takes place, and which calendar entry it came from."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Slot:
    """When and where: aware moments, the meeting's own IANA zone, and a place or a link."""

    starts_at: datetime
    ends_at: datetime
    time_zone: str
    place: str | None = None
    link: str | None = None

    def overlaps(self, other: "Slot") -> bool:
        """Return whether the two overlap in time."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class CalendarKey:
    """The calendar entry that an interview was created from (RFC 5545).

    It has UID, RECURRENCE-ID, SEQUENCE, and DTSTAMP in UTC. `occurrence` is the time of a series that the interview is
    at, as a RECURRENCE-ID; the other two are SEQUENCE and DTSTAMP of the last change of that one time.
    """

    uid: str
    recurrence: str | None = None
    sequence: int = 0
    stamp: datetime | None = None
    occurrence: str | None = None
    occurrence_sequence: int | None = None
    occurrence_stamp: datetime | None = None
