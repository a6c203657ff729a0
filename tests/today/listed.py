"""What waits for each colleague, counted from the lists that the counts lead to."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.queries import viewer_as
from portal.accounts.rules import SCOPES, STAFF
from portal.accounts.viewer import Viewer
from portal.followups.rules.step_kinds import LATE_FOR_STAFF
from portal.today import people, queries
from portal.today.counts import load_waiting_counts
from portal.today.groups import load_group

HOURS = 24


def colleagues(session: Session) -> list[Viewer]:
    """Every colleague of the entered agency, in every scope."""
    accounts = session.scalars(select(Account).where(Account.role.in_(STAFF))).all()
    return [viewer_as(account, "agency", scope) for account in accounts for scope in SCOPES]


def miscounted(session: Session, now: datetime) -> list[tuple[str, str]]:
    """The colleagues whose counts are not those of the lists, with their scopes."""
    return [
        (who.name, who.scope) for who in colleagues(session) if _counts(session, who, now) != _lists(session, who, now)
    ]


def _counts(session: Session, viewer: Viewer, now: datetime) -> tuple[object, ...]:
    found = load_waiting_counts(session, viewer, LATE_FOR_STAFF, HOURS, now)
    due = found.requests_due_at, found.notes_due_at, found.cards_due_at
    return found.requests, found.notes, found.cards, found.late, due


def _lists(session: Session, viewer: Viewer, now: datetime) -> tuple[object, ...]:
    requests = load_group(session, queries.contact_requests(viewer))
    notes = load_group(session, queries.notes_to_review(viewer))
    cards = load_group(session, queries.cards_to_mail(viewer))
    late = load_group(session, people.late_tasks(viewer, LATE_FOR_STAFF, HOURS, now))
    due = [group.rows[0].target_at if group.rows else None for group in (requests, notes)]
    mail_by = cards.rows[0].mail_by if cards.rows else None
    return requests.count, notes.count, cards.count, late.count, (*due, mail_by)
