"""Submissions of forms that add something, by the token of the form: a repeated one adds nothing again."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Index, UniqueConstraint, and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session

from portal.core import retention
from portal.core.db import TenantModel, tenant_foreign_key

RETENTION = timedelta(days=8)
"""A day longer than the copy of a form that a device keeps, which carries the token (docs/rules.md#keeping)."""
BATCH = 1000


class FormSubmission(TenantModel):
    """One form that an account sent: what it answered, which row it added, and where that can be changed.

    `body_digest` tells a repeated form from one that was changed since; nothing that was typed is stored.
    """

    __tablename__ = "form_submissions"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        UniqueConstraint("agency_id", "account_id", "token"),
        Index("ix_form_submissions_kept_until", "kept_until", "agency_id"),
    )

    account_id: Mapped[uuid.UUID]
    token: Mapped[str]
    body_digest: Mapped[str]
    location: Mapped[str | None]
    update_path: Mapped[str | None]
    added_id: Mapped[uuid.UUID | None]
    kept_until: Mapped[datetime]


def claim(
    session: Session, account_id: uuid.UUID, token: str, body_digest: str, now: datetime
) -> FormSubmission | None:
    """Return the earlier submission of this token, or None where this transaction is the first to send it.

    A second transaction with the same token waits here until the first one ends: the unique key makes it wait.
    """
    row = {"account_id": account_id, "token": token, "body_digest": body_digest, "kept_until": now + RETENTION}
    claimed = insert(FormSubmission).values(row).on_conflict_do_nothing().returning(FormSubmission.id)
    if session.scalar(claimed) is not None:
        return None
    return session.scalars(select(FormSubmission).where(_of(account_id, token))).one()


def find(session: Session, account_id: uuid.UUID, token: str) -> FormSubmission | None:
    """Return the account's submission of this token; None if there is none, or no longer."""
    return session.scalar(select(FormSubmission).where(_of(account_id, token)))


def record_response(
    session: Session,
    account_id: uuid.UUID,
    token: str,
    location: str,
    *,
    update_path: str | None,
    added_id: uuid.UUID | None,
) -> None:
    """Store where the first submission of the token led, so that a repeated one leads there too, and what it added."""
    values = {"location": location, "update_path": update_path, "added_id": added_id}
    session.execute(update(FormSubmission).where(_of(account_id, token)).values(values))


def release(session: Session, account_id: uuid.UUID, token: str) -> None:
    """Give up the claim on the token: this submission added nothing."""
    session.execute(delete(FormSubmission).where(_of(account_id, token)))


def delete_expired(session: Session, now: datetime) -> int:
    """Delete a batch of the submissions whose retention has ended, and return how many."""
    return retention.delete_expired(session, FormSubmission, now, BATCH)


def _of(account_id: uuid.UUID, token: str) -> ColumnElement[bool]:
    return and_(FormSubmission.account_id == account_id, FormSubmission.token == token)
