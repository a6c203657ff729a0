"""The facts a plan is made from (docs/rules.md#facts). Moments are aware and in whole seconds; ids are strings."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.applications.rules import Pace
from portal.followups.rules.policy import Policy
from portal.followups.rules.working_time import BusinessCalendar

PLANNED, CANCELLED, NO_SHOW = "planned", "cancelled", "no_show"
STATUSES = (PLANNED, CANCELLED, NO_SHOW)


@dataclass(frozen=True)
class PersonFacts:
    """One person at one interview. `met` is None until it is known; `reachable_at` is when an address was learned.

    `search_ended_at` is when staff closed the latest request for their contact info without an answer, and
    `not_available` whether they closed it because that info is not available.
    """

    id: str
    met: bool | None = None
    email: str | None = None
    postal_address: bool = False
    reachable_at: datetime | None = None
    contact_requested_at: datetime | None = None
    thanked_at: datetime | None = None
    search_ended_at: datetime | None = None
    not_available: bool = False

    @property
    def reachable(self) -> bool:
        return self.email is not None or self.postal_address


@dataclass(frozen=True)
class InterviewFacts:
    """One interview, and what was done about it. `imported`: it ended before it was imported, so it is history."""

    id: str
    recorded_at: datetime
    starts_at: datetime
    ends_at: datetime
    status: str = PLANNED
    status_changed_at: datetime | None = None
    contacts_collected_at: datetime | None = None
    debriefed_at: datetime | None = None
    follow_up_sent_at: datetime | None = None
    pace: Pace = field(default_factory=Pace)
    people: tuple[PersonFacts, ...] = ()
    imported: bool = False

    def met(self) -> tuple[PersonFacts, ...]:
        """Return the people met: marked as met, thanked, or expected while there is no debrief (docs/rules.md#met)."""
        return tuple(
            person
            for person in self.people
            if person.thanked_at or person.met or (person.met is None and self.debriefed_at is None)
        )


@dataclass(frozen=True)
class Facts:
    """Everything known about one application at `now`. `zone` is the candidate's, `calendar` the recruiters'."""

    now: datetime
    zone: ZoneInfo
    calendar: BusinessCalendar
    policy: Policy = field(default_factory=Policy)
    general_draft_at: datetime | None = None
    pace: Pace = field(default_factory=Pace)
    heard_back_at: datetime | None = None
    closed_at: datetime | None = None
    interviews: tuple[InterviewFacts, ...] = ()
