"""Changing the email address of an account that signs in: the new one confirms it before it takes effect."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import actions, credentials, queries
from portal.accounts.models import Account, EmailChange
from portal.accounts.rules import email_key
from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.messaging import actions as messages
from portal.messaging.rate_limits import refuse_link_mails_over_limit

CONFIRM, NOTICE = "email-confirmation", "email-change"
LINK_LIFETIME = timedelta(days=7)


def request(command: Command, account: Account, email: str, *, notify: bool = True) -> EmailChange:
    """Ask the new address for confirmation, and `notify` the old one; sessions end unless the person asked themselves.

    The same address again changes nothing. Raise `ActionRefused` at `email` when it is theirs or someone else's.
    """
    standing = pending_change(command.session, account.id)
    if standing is not None and standing.expires_at > command.now and email_key(standing.new_email) == email_key(email):
        return standing
    _refuse_taken(command.session, account, email)
    if standing is not None:
        cancel(command, standing)
    row = EmailChange(
        account_id=account.id,
        old_email=account.email,
        new_email=email,
        requested_at=command.now,
        by_id=command.by.account_id,
    )
    command.session.add(row)
    _renew_link(command.session, row, command.now)
    audit.record(command, "email_change.request", row)
    if not row.is_own:
        actions.end_sessions(command.session, account, command.now)
    _enqueue_mail(command.session, row, account, CONFIRM, email, command.now)
    if notify:
        _enqueue_mail(command.session, row, account, NOTICE, account.email, command.now)
    return row


def resend(command: Command, row: EmailChange) -> None:
    """Send the confirmation again with a new link; the earlier link stops working."""
    _lock(command.session, row)
    if row.is_closed:
        raise ActionRefused(N_("This change was confirmed or canceled in the meantime."))
    _renew_link(command.session, row, command.now)
    audit.record(command, "email_change.resend", row)
    _enqueue_mail(command.session, row, row.account, CONFIRM, row.new_email, command.now)


def cancel(command: Command, row: EmailChange) -> None:
    """Keep the old address: the link in the email stops working. Canceling twice changes nothing."""
    _lock(command.session, row)
    if row.is_closed:
        return
    row.canceled_at = command.now
    command.session.flush()
    audit.record(command, "email_change.cancel", row)


def confirm(command: Command, row: EmailChange) -> Account:
    """Make the new address the account's, end every session, and return the account.

    Raise `ActionRefused` when the link was used or is too old, or when someone else has the address by now.
    """
    _lock(command.session, row)
    if row.is_closed or row.expires_at <= command.now:
        raise ActionRefused(N_("This link was used or is too old. Ask your agency for a new one."))
    account: Account = row.account
    _refuse_taken(command.session, account, row.new_email)
    row.confirmed_at = command.now
    actions.update_profile(command, account, name=account.name, email=row.new_email, time_zone=account.time_zone)
    actions.end_sessions(command.session, account, command.now)
    audit.record(command, "email_change.confirm", row)
    return account


def pending_change(session: Session, account_id: uuid.UUID | None) -> EmailChange | None:
    """Return the change that was neither confirmed nor canceled, even if its link has expired."""
    query = select(EmailChange).where(EmailChange.confirmed_at.is_(None), EmailChange.canceled_at.is_(None))
    return session.scalar(query.where(EmailChange.account_id == account_id).options(joinedload(EmailChange.account)))


def find_by_token(session: Session, token: str) -> EmailChange | None:
    """Return the change that this link belongs to, whatever became of it."""
    query = select(EmailChange).where(EmailChange.token_hash == credentials.token_digest(token))
    return session.scalar(query.options(joinedload(EmailChange.account)))


def find_change(session: Session, change_id: uuid.UUID) -> EmailChange | None:
    """Return one change with its account."""
    query = select(EmailChange).where(EmailChange.id == change_id)
    return session.scalar(query.options(joinedload(EmailChange.account)))


def link_token(row_id: str, expires_at: datetime) -> str:
    """Return the secret of the link: made again for every email, and another one once the change is sent again."""
    return credentials.derived_token(f"email-change:{row_id}:{expires_at.timestamp()}")


def _renew_link(session: Session, row: EmailChange, now: datetime) -> None:
    """Give the change a new link that works from now on."""
    row.id = row.id or uuid.uuid4()
    row.expires_at = now + LINK_LIFETIME
    row.token_hash = credentials.token_digest(link_token(str(row.id), row.expires_at))
    session.flush()


def _enqueue_mail(session: Session, row: EmailChange, account: Account, kind: str, to: str, now: datetime) -> None:
    if kind == CONFIRM:
        refuse_link_mails_over_limit(session, to, now)
    messages.enqueue_now(
        session,
        account,
        kind=kind,
        key=f"{kind}:{row.id}:{row.expires_at.isoformat()}",
        to_email=to,
        payload={"change": str(row.id), "link_until": row.expires_at.isoformat()},
        not_after=row.expires_at,
        now=now,
    )


def _refuse_taken(session: Session, account: Account, email: str) -> None:
    other = queries.find_by_email(session, email)
    if other is not None and other.id == account.id and email_key(email) == account.email_key:
        raise ActionRefused(N_("This is your email address already."), field="email")
    if other is not None:
        raise ActionRefused(N_("Someone else already signs in with this email address."), field="email")


def _lock(session: Session, row: EmailChange) -> None:
    session.refresh(row, ["confirmed_at", "canceled_at", "expires_at"], with_for_update={"of": EmailChange})
