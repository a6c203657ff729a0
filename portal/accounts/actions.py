"""What is done about accounts: create and invite them, sign them in and out, and set their passwords."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts import credentials, queries
from portal.accounts.models import Account, AccountToken, SignIn
from portal.accounts.rules import OWNER, email_key, session_expiry
from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.audit.actions import Actor
from portal.core.errors import N_, ActionRefused
from portal.messaging import actions as messages
from portal.messaging.rate_limits import refuse_link_mails_over_limit

DeactivationHook = Callable[[Session, Account, Actor, datetime], None]

PRODUCT = "Portal"
TOKEN_LIFETIMES = {"invitation": timedelta(days=14), "password": timedelta(minutes=30)}
WEAK_PASSWORD_MESSAGES = {
    "short": N_("Please use at least 10 characters. A few words in a row make a good one."),
    "long": N_("Please use at most 128 characters."),
    "common": N_("This password is easy to guess. Add another word or two."),
}
_deactivation_hooks: list[DeactivationHook] = []


def set_deactivation_hooks(*hooks: DeactivationHook) -> None:
    """Call `hooks` whenever an account is deactivated, to release what it had claimed."""
    _deactivation_hooks[:] = hooks


def create(
    session: Session,
    *,
    name: str,
    email: str,
    role: str,
    time_zone: str,
    office_id: UUID | None = None,
    by: Actor,
    now: datetime,
) -> Account:
    """Create an account without a password; raise `ActionRefused` at `email` when the address is taken."""
    if queries.find_by_email(session, email) is not None:
        raise ActionRefused(N_("Somebody already signs in with this e-mail address."), field="email")
    account = Account(
        name=name, email=email, email_key=email_key(email), role=role, time_zone=time_zone, office_id=office_id
    )
    session.add(account)
    session.flush()
    audit.record(session, "account.create", account, by=by, now=now)
    return account


def update_profile(
    session: Session, account: Account, *, name: str, email: str, time_zone: str, by: Actor, now: datetime
) -> None:
    """Update the account; with another address, links emailed to the old one stop working.

    Raise `ActionRefused` at `email` when someone else signs in with it.
    """
    other = queries.find_by_email(session, email)
    if other is not None and other.id != account.id:
        raise ActionRefused(N_("Somebody already signs in with this e-mail address."), field="email")
    if email_key(email) != account.email_key:
        _void_links(session, account, now)
    values = {"name": name, "email": email, "email_key": email_key(email), "time_zone": time_zone}
    audit.apply_change(session, "account.update", account, values, by=by, now=now)


def sign_in(
    session: Session, email: str, password: str, *, address: str, browser: str, origin: str | None = None, now: datetime
) -> str | None:
    """Return the token of a new sign-in, None where the address and password do not match; both take the same time."""
    account = queries.find_by_email(session, email)
    good = credentials.verify_password(account.password_hash if account else None, password)
    if account is None or not good or account.deactivated_at is not None:
        return None
    if account.password_hash and credentials.needs_rehash(account.password_hash):
        account.password_hash = credentials.hash_password(password)
    return start_session(session, account, address=address, browser=browser, origin=origin, now=now)


def start_session(
    session: Session, account: Account, *, address: str, browser: str, origin: str | None = None, now: datetime
) -> str:
    """Sign the account in on one more browser and return the token for its cookie; `origin` says from where."""
    token = credentials.new_token()
    row = SignIn(
        account_id=account.id,
        token_hash=credentials.token_digest(token),
        authenticated_at=now,
        last_seen_at=now,
        expires_at=session_expiry(now, now),
        address=address[:64],
        browser=browser[:200],
    )
    session.add(row)
    session.flush()
    audit.record(session, "account.sign_in", row, by=Actor("account", account.id, account.role, origin), now=now)
    return token


def sign_out(session: Session, token: str, *, by: Actor, now: datetime) -> None:
    """Sign this browser out; an unknown token changes nothing."""
    row = queries.find_sign_in(session, token, now)
    if row is not None:
        revoke(session, row, by=by, now=now)


def revoke(session: Session, row: SignIn, *, by: Actor, now: datetime) -> None:
    """End this sign-in."""
    row.revoked_at = now
    session.flush()
    audit.record(session, "account.sign_out", row, by=by, now=now)


def invite(session: Session, account: Account, *, by: Actor, now: datetime) -> None:
    """Email a link to choose a password; earlier links stop working.

    Raise `RateLimitReached` when the address, or the agency as a whole, had as many invitations as it may.
    """
    refuse_link_mails_over_limit(session, account.email, now)
    _mail_token(session, account, "invitation", by=by, now=now)


def request_password_reset(session: Session, email: str, *, by: Actor, now: datetime) -> None:
    """Email a link to choose a new password to the account with this address; never reveal whether there is one."""
    account = queries.find_by_email(session, email)
    if account is not None and account.deactivated_at is None:
        _mail_token(session, account, "password", by=by, now=now)
    else:
        _simulate_password_request(session, by=by, now=now)


def _simulate_password_request(session: Session, *, by: Actor, now: datetime) -> None:
    """Do the work of a password email without sending one, so that the time taken does not say who has an account."""
    stand_in = session.scalar(select(Account).where(Account.role == OWNER).order_by(Account.id).limit(1))
    if stand_in is None:
        return
    rehearsal = session.begin_nested()
    _mail_token(session, stand_in, "password", by=by, now=now)
    rehearsal.rollback()
    audit.record(session, "account.password_unknown", agencies.profile(session), by=by, now=now)


def redeem_token(session: Session, row: AccountToken, password: str, *, by: Actor, now: datetime) -> Account:
    """Set the account's password, sign it out everywhere else, and use up every link emailed so far.

    Raise `ActionRefused` when the link was used or is too old, and at `password` when that is too weak.
    """
    session.refresh(row, with_for_update={"of": AccountToken})
    if row.used_at is not None or row.expires_at <= now:
        raise ActionRefused(N_("This link was used or is too old. Ask for a new one."))
    account: Account = row.account
    set_password(session, account, password, by=by, now=now)
    row.used_at = now
    if account.accepted_at is None:
        account.accepted_at = now
    session.flush()
    return account


def set_password(session: Session, account: Account, password: str, *, by: Actor, now: datetime) -> None:
    """Set the account's password, sign every browser out, and void earlier password links.

    Raise `ActionRefused` at `password` when it is too weak.
    """
    weak = credentials.password_weakness(
        password, [account.name, account.email, agencies.profile(session).name, PRODUCT]
    )
    if weak is not None:
        raise ActionRefused(WEAK_PASSWORD_MESSAGES[weak], field="password")
    account.password_hash = credentials.hash_password(password)
    end_sessions(session, account, now)
    audit.record(session, "account.set_password", account, by=by, now=now)


def deactivate(session: Session, account: Account, *, by: Actor, now: datetime) -> None:
    """Deactivate the account: it can no longer sign in, is signed out everywhere, and releases its claimed work.

    Raise `ActionRefused` for the last owner who can sign in.
    """
    _refuse_last_owner(session, account)
    audit.apply_change(session, "account.deactivate", account, {"deactivated_at": now}, by=by, now=now)
    end_sessions(session, account, now)
    for hook in _deactivation_hooks:
        hook(session, account, by, now)


def reactivate(session: Session, account: Account, *, by: Actor, now: datetime) -> None:
    """Let the account sign in again, with the password that it had."""
    audit.apply_change(session, "account.reactivate", account, {"deactivated_at": None}, by=by, now=now)


def change_role(
    session: Session, account: Account, role: str, office_id: UUID | None, *, by: Actor, now: datetime
) -> None:
    """Give the account this role and office; raise `ActionRefused` at `role` when the last owner would lose theirs."""
    if role != OWNER:
        _refuse_last_owner(session, account)
    audit.apply_change(session, "account.change_role", account, {"role": role, "office_id": office_id}, by=by, now=now)


def _refuse_last_owner(session: Session, account: Account) -> None:
    """Raise `ActionRefused` where no other owner can sign in. Locks the owners, so that two cannot leave at once."""
    owners = select(Account).where(Account.role == OWNER, Account.deactivated_at.is_(None)).order_by(Account.id)
    found = session.scalars(owners.with_for_update(key_share=True).execution_options(populate_existing=True)).all()
    others = [row for row in found if row.id != account.id and row.accepted_at is not None]
    if account in found and not others:
        raise ActionRefused(
            N_("%(name)s is the only owner who can sign in. Make someone else an owner first."),
            field="role",
            name=account.name,
        )


def end_sessions(session: Session, account: Account, now: datetime) -> None:
    """Sign the account out of every browser, and void every link emailed so far."""
    session.execute(
        update(SignIn).where(SignIn.account_id == account.id, SignIn.revoked_at.is_(None)).values(revoked_at=now)
    )
    _void_links(session, account, now)


def _void_links(session: Session, account: Account, now: datetime, *purposes: str) -> None:
    live = update(AccountToken).where(AccountToken.account_id == account.id, AccountToken.used_at.is_(None))
    if purposes:
        live = live.where(AccountToken.purpose.in_(purposes))
    session.execute(live.where(AccountToken.expires_at > now).values(expires_at=now))
    session.flush()


def _mail_token(session: Session, account: Account, purpose: str, *, by: Actor, now: datetime) -> None:
    _void_links(session, account, now, purpose)
    row = AccountToken(
        account_id=account.id,
        purpose=purpose,
        token_hash=credentials.token_digest(credentials.new_token()),
        expires_at=now + TOKEN_LIFETIMES[purpose],
    )
    session.add(row)
    session.flush()
    row.token_hash = credentials.token_digest(credentials.derived_token(str(row.id)))
    audit.record(session, f"account.{purpose}", account, by=by, now=now)
    messages.enqueue(
        session,
        kind=purpose,
        key=f"{purpose}:{row.id}",
        to_name=account.name,
        to_email=account.email,
        payload={"token": str(row.id)},
        about_id=account.id,
        queue="now",
        due_at=now,
        not_after=row.expires_at,
        now=now,
    )
