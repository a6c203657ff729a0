"""A person's interviews as a calendar that their own program subscribes to (docs/rules.md#feeds)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.viewer import Viewer
from portal.agencies import links
from portal.agencies import queries as agencies
from portal.interviews import calendar_entry, queries
from portal.interviews.calendar_entry import CalendarEntry
from portal.interviews.models import Interview

PAST = timedelta(days=30)
MOST_AHEAD, MOST_PAST = 400, 100
"""How many interviews a feed has at most: the next ones, and the latest of those that are over."""


def build(session: Session, viewer: Viewer, now: datetime) -> bytes:
    """Return the calendar of the viewer's interviews: those ahead, and those of the last 30 days, canceled ones too."""
    return calendar_entry.to_feed(agencies.profile(session).name, list(_entries(session, viewer, now)))


def _entries(session: Session, viewer: Viewer, now: datetime) -> Iterator[CalendarEntry]:
    organizer = calendar_entry.organizer(session)
    for interview in _interviews(session, viewer, now):
        # The time of the last change: a feed that says the same is the same file.
        entry = calendar_entry.build_entry(interview, organizer, interview.changed_at)
        page = links.absolute_url(session, f"/interviews/{interview.id}")
        summary = entry.summary if viewer.is_candidate else _title(interview)
        found = replace(entry, page=page, summary=summary)
        if calendar_entry.is_safe(found):
            yield found


def _interviews(session: Session, viewer: Viewer, now: datetime) -> Sequence[Interview]:
    starts = Interview.starts_at
    ahead = queries.visible_to(viewer).where(starts >= now).order_by(starts, Interview.id).limit(MOST_AHEAD)
    past = queries.visible_to(viewer).where(starts < now, starts >= now - PAST)
    latest = session.scalars(past.order_by(starts.desc(), Interview.id.desc()).limit(MOST_PAST)).all()
    return [*reversed(latest), *session.scalars(ahead)]


def _title(interview: Interview) -> str:
    """Return what staff call the interview: whose it is, and where."""
    application = interview.application
    return f"Interview: {application.candidate.name}, {application.employer.name}"
