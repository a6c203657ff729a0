"""A person's calendar feed: a secret address that a calendar program reads, created, renewed, and revoked."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import credentials
from portal.accounts.models import Account, CalendarFeed
from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.db import lock_row


def issue(command: Command, account: Account, scope: str) -> str:
    """Return the secret of the account's feed, which is kept nowhere; an earlier one stops working at once."""
    lock_row(command.session, account)
    secret, feed = credentials.new_token(), find_own(command.session, account.id)
    values = {"token_hash": credentials.token_digest(secret), "scope": scope, "issued_at": command.now}
    if feed is None:
        command.session.add(CalendarFeed(account_id=account.id, **values))
        action = "account.create_calendar_feed"
    else:
        for name, value in values.items():
            setattr(feed, name, value)
        action = "account.renew_calendar_feed"
    command.session.flush()
    audit.record(command, action, account)
    return secret


def revoke(command: Command, account: Account) -> None:
    """Delete the account's feed, if it has one: its address no longer works."""
    lock_row(command.session, account)
    feed = find_own(command.session, account.id)
    if feed is not None:
        command.session.delete(feed)
        command.session.flush()
        audit.record(command, "account.revoke_calendar_feed", account)


def find_own(session: Session, account_id: uuid.UUID) -> CalendarFeed | None:
    """Return the account's feed; None if it has none."""
    return session.scalar(select(CalendarFeed).where(CalendarFeed.account_id == account_id))


def find_live(session: Session, secret: str) -> CalendarFeed | None:
    """Return the feed with this secret, with its account; None if it was never issued, or the account is closed."""
    query = (
        select(CalendarFeed)
        .join(CalendarFeed.account)
        .where(CalendarFeed.token_hash == credentials.token_digest(secret), Account.deactivated_at.is_(None))
        .options(joinedload(CalendarFeed.account))
    )
    return session.scalar(query)
