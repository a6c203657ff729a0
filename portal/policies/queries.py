"""Which applications a change concerns, what was changed before, and how much is still to be replanned."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.agencies.models import AgencyProfile
from portal.applications.models import ACTIVE_STATES, Application
from portal.audit.models import AuditDetail, AuditEvent
from portal.followups.models import Step
from portal.followups.rules.plan import LAPSED, MISSED
from portal.followups.rules.policy import Policy
from portal.policies.models import PolicyPreview
from portal.policies.rules import longest_extension
from portal.policies.values import DEFAULTS


@dataclass(frozen=True)
class PolicyChange:
    """One change: when, by whom, and each policy's values before and after; `by` is None where the account is gone."""

    event_id: uuid.UUID
    at: datetime
    by: str | None
    changes: dict[str, Any]


def affected_applications(old: Policy, new: Policy, now: datetime) -> Select[uuid.UUID]:
    """Return the query for the applications whose plan another policy may change.

    These are the ones under way, and those closed without follow-up that may be open again.
    """
    under_way = Application.state.in_(ACTIVE_STATES)
    longer = longest_extension(old, new)
    if not longer:
        return select(Application.id).where(under_way)
    missed = select(Step.id).where(
        Step.agency_id == Application.agency_id,
        Step.application_id == Application.id,
        Step.kind == "follow_up",
        Step.state == MISSED,
        Step.missed_from > now - longer,
    )
    return select(Application.id).where(or_(under_way, and_(Application.state == LAPSED, missed.exists())))


def waiting_to_replan(session: Session, since: datetime) -> int:
    """Return how many applications have to be replanned since that moment and still wait."""
    return session.scalar(select(func.count()).where(Application.next_change_at <= since)) or 0


def preview_of(session: Session, account_id: uuid.UUID) -> PolicyPreview | None:
    """Return the account's last preview."""
    return session.scalar(select(PolicyPreview).where(PolicyPreview.account_id == account_id))


def change_events() -> Select[AuditEvent]:
    """Return the query for the changes of policies, the latest first."""
    return (
        select(AuditEvent)
        .where(AuditEvent.subject_kind == AgencyProfile.__tablename__, AuditEvent.action == "agency.set_policies")
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    )


def with_details(session: Session, events: Sequence[AuditEvent]) -> list[PolicyChange]:
    """Return these events as changes, with two queries."""
    ids = [event.id for event in events]
    details = {row.event_id: _in_order(row.changes) for row in _details(session, ids)}
    names = _names(session, [event.actor_id for event in events])
    return [
        PolicyChange(
            event.id, event.at, names.get(event.actor_id) if event.actor_id else None, details.get(event.id, {})
        )
        for event in events
    ]


def last_change(session: Session) -> PolicyChange | None:
    """Return the latest change of policies; None if there was none."""
    event = session.scalar(change_events().limit(1))
    return with_details(session, [event])[0] if event else None


def changed_since(session: Session) -> dict[str, datetime]:
    """Return, by policy, when it was last changed."""
    named = (
        change_events().order_by(None).with_only_columns(AuditEvent.at, func.unnest(AuditEvent.fields).label("name"))
    )
    each = named.subquery()
    latest = select(each.c.name, func.max(each.c.at)).group_by(each.c.name)
    return dict(session.execute(latest).all())


def _in_order(changes: dict[str, Any]) -> dict[str, Any]:
    """Return the changes in the order of `DEFAULTS`."""
    return {name: changes[name] for name in DEFAULTS if name in changes}


def _details(session: Session, event_ids: Sequence[uuid.UUID]) -> Sequence[AuditDetail]:
    return session.scalars(select(AuditDetail).where(AuditDetail.event_id.in_(event_ids))).all()


def _names(session: Session, account_ids: Sequence[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    wanted = [account_id for account_id in account_ids if account_id]
    return dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted))).all())
