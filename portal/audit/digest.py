"""Making and verifying the daily digests of the entered agency's audit log. It covers the events, not their details."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEvent
from portal.audit.rules import (
    DAY,
    DIFFERS,
    MISSING,
    NO_DIGEST,
    DayDigest,
    DigestFinding,
    chain,
    days_between,
    start_of,
)
from portal.core import tenancy

FETCHED = 1000
_COLUMNS = (
    AuditEvent.id,
    AuditEvent.created_at,
    AuditEvent.at,
    AuditEvent.actor_kind,
    AuditEvent.actor_id,
    AuditEvent.action,
    AuditEvent.subject_kind,
    AuditEvent.subject_id,
    AuditEvent.fields,
    AuditEvent.origin,
)


def make_digests(
    session: Session, host: str, first: date, last: date, previous: str = NO_DIGEST
) -> Iterator[DayDigest]:
    """Yield the digest of each day from the first to the last; `previous` is that of the day before."""
    agency_id = tenancy.entered(session)
    for day, events in _days(session, first, last):
        rows, previous = chain(previous, agency_id, day, events)
        yield DayDigest(day, host, agency_id, rows, previous)


def verify_digests(session: Session, kept: Sequence[DayDigest], since: date) -> Iterator[DigestFinding]:
    """Yield what is wrong with the agency's days from `since` to the last one kept; `kept` is sorted by day.

    Each day is checked against the digest that was kept of the day before, so that one altered day is one finding.
    """
    agency_id, by_day = tenancy.entered(session), {digest.day: digest for digest in kept}
    for day, events in _days(session, since, kept[-1].day):
        found, before = by_day.get(day), by_day.get(day - DAY)
        if found is None:
            yield DigestFinding(day, kept[-1].host, MISSING)
        elif before is not None or day == since:
            rows, digest = chain(before.digest if before else NO_DIGEST, agency_id, day, events)
            if (rows, digest) != (found.rows, found.digest):
                yield DigestFinding(day, found.host, DIFFERS)


def _days(session: Session, first: date, last: date) -> Iterator[tuple[date, Iterator[Sequence[Any]]]]:
    """Yield each day with its events, in the order in which they were recorded; read by one streamed statement."""
    query = (
        select(*_COLUMNS)
        .where(AuditEvent.created_at >= start_of(first), AuditEvent.created_at < start_of(last + DAY))
        .order_by(AuditEvent.created_at, AuditEvent.id)
    )
    events = session.execute(query.execution_options(yield_per=FETCHED))
    grouped = groupby(events, key=lambda event: event.created_at.astimezone(UTC).date())
    found = next(grouped, None)
    for day in days_between(first, last):
        if found is not None and found[0] == day:
            yield day, found[1]
            found = next(grouped, None)
        else:
            yield day, iter(())
