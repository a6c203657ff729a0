"""Questions about accounts: which one an address, a cookie or a link belongs to."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, undefer

from portal.accounts import credentials, rules
from portal.accounts.models import Account, AccountToken, RecoveryCode, SecondFactor, SignIn
from portal.accounts.viewer import Viewer
from portal.core.errors import NotFound


def viewer_of(
    session: Session,
    token: str,
    *,
    now: datetime,
    visibility: str,
    scope: str | None = None,
    origin: str | None = None,
    is_seen: bool = True,
) -> Viewer | None:
    """Return the viewer signed in with this cookie's token, None when no one is (any more).

    `scope` is how far they chose to see; it is never wider than the agency's `visibility`. `is_seen`: a person made the
    request, which keeps them signed in.
    """
    found = session.execute(_live_sign_in(token, now).add_columns(_is_on(SignIn.account_id))).one_or_none()
    if found is None:
        return None
    row, has_second_factor = found
    if is_seen and now - row.last_seen_at > rules.SEEN_UPDATE_INTERVAL:
        until = rules.session_expiry(row.authenticated_at, now)
        session.execute(update(SignIn).where(SignIn.id == row.id).values(last_seen_at=now, expires_at=until))
    here = {"token": token, "confirmed_at": row.confirmed_at, "has_second_factor": has_second_factor}
    return replace(viewer_as(row.account, visibility, scope, origin), **here)


def viewer_as(account: Account, visibility: str, scope: str | None = None, origin: str | None = None) -> Viewer:
    """Return the account as a viewer; `scope` as for `viewer_of`."""
    return Viewer(
        account_id=account.id,
        role=account.role,
        name=account.name,
        email=account.email,
        time_zone=account.time_zone,
        office_id=account.office_id,
        scope=rules.effective_scope(account.role, visibility, scope),
        origin=origin,
        away_from=account.away_from,
        back_on=account.back_on,
        list_view=account.list_view,
        single_keys=account.single_keys,
        locale=account.locale,
    )


def find_sign_in(session: Session, token: str, now: datetime) -> SignIn | None:
    """Return the live sign-in with this token, with its account."""
    return session.scalar(_live_sign_in(token, now))


def find_by_email(session: Session, email: str) -> Account | None:
    """Return the account with this address, active or not, with its password hash, which sign-in needs."""
    found = select(Account).where(Account.email_key == rules.email_key(email))
    return session.scalar(found.options(undefer(Account.password_hash)))


def email_keys_in_use(session: Session, keys: Collection[str]) -> set[str]:
    """Return those of these keys (`rules.email_key`) that someone signs in with."""
    return set(session.scalars(select(Account.email_key).where(Account.email_key.in_(keys))))


def has_signed_in_from(session: Session, email: str, ip_address: str) -> bool:
    """Return whether the account with this email address ever signed in from this IP address."""
    found = select(SignIn.id).join(SignIn.account).where(Account.email_key == rules.email_key(email))
    return session.scalar(found.where(SignIn.ip_address == ip_address).limit(1)) is not None


def get_account(session: Session, account_id: uuid.UUID) -> Account:
    """Return one account; raise `NotFound`."""
    found = session.scalar(select(Account).where(Account.id == account_id))
    if found is None:
        raise NotFound("account")
    return found


def find_active(session: Session, account_id: uuid.UUID) -> Account | None:
    """Return the account, None once it is deactivated."""
    return session.scalar(select(Account).where(Account.id == account_id, Account.deactivated_at.is_(None)))


def has_password(session: Session, account_id: uuid.UUID) -> bool:
    """Return whether the account has a password; a candidate may sign in by emailed codes alone."""
    found = select(Account.id).where(Account.id == account_id, Account.password_hash.is_not(None))
    return session.scalar(found) is not None


def recruiters(session: Session) -> Sequence[Account]:
    """Return every account that can look after candidates, by name."""
    roles = (rules.OWNER, rules.RECRUITER)
    query = select(Account).where(Account.role.in_(roles), Account.deactivated_at.is_(None))
    return session.scalars(query.order_by(Account.name, Account.id)).all()


def is_only_owner(session: Session, account: Account) -> bool:
    """Return whether no other owner can sign in, so that the account has to stay one."""
    others = select(Account.id).where(
        Account.role == rules.OWNER,
        Account.deactivated_at.is_(None),
        Account.accepted_at.is_not(None),
        Account.id != account.id,
    )
    return account.role == rules.OWNER and session.scalar(others.limit(1)) is None


def active_owners(session: Session) -> Sequence[Account]:
    """Return the owners who can sign in or are invited, the first one first."""
    owners = select(Account).where(Account.role == rules.OWNER, Account.deactivated_at.is_(None))
    return session.scalars(owners.order_by(Account.id)).all()


def accounts_by_id(session: Session, account_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Account]:
    """Return the accounts with these ids."""
    if not account_ids:
        return {}
    return {row.id: row for row in session.scalars(select(Account).where(Account.id.in_(account_ids)))}


def find_second_factor(session: Session, account_id: uuid.UUID) -> SecondFactor | None:
    """Return the account's second factor, also one that is still being set up."""
    return session.scalar(select(SecondFactor).where(SecondFactor.account_id == account_id))


def has_second_factor(session: Session, account_id: uuid.UUID) -> bool:
    """Return whether the account signs in with a second factor."""
    return account_id in accounts_with_second_factor(session, [account_id])


def accounts_with_second_factor(session: Session, account_ids: Sequence[uuid.UUID] | None = None) -> set[uuid.UUID]:
    """Return which of these accounts, or of all, sign in with a second factor: one select for a whole list."""
    query = select(SecondFactor.account_id).where(SecondFactor.confirmed_at.is_not(None))
    return set(session.scalars(query if account_ids is None else query.where(SecondFactor.account_id.in_(account_ids))))


def unused_recovery_codes(session: Session, account_id: uuid.UUID) -> int:
    """Return how many recovery codes the account has left."""
    query = select(func.count()).select_from(RecoveryCode)
    return session.scalar(query.where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))) or 0


def find_token(session: Session, purpose: str, secret: str) -> AccountToken | None:
    """Return the link, or the sign-in that waits for its code, with this secret; used and expired ones too."""
    return session.scalar(
        select(AccountToken)
        .where(AccountToken.token_hash == credentials.token_digest(secret), AccountToken.purpose == purpose)
        .options(joinedload(AccountToken.account))
    )


def active_sign_ins(session: Session, account_id: uuid.UUID, now: datetime) -> Sequence[SignIn]:
    """Return where the account is signed in now, the latest seen first."""
    query = select(SignIn).where(SignIn.account_id == account_id, SignIn.revoked_at.is_(None), SignIn.expires_at > now)
    return session.scalars(query.order_by(SignIn.last_seen_at.desc(), SignIn.id)).all()


def _live_sign_in(token: str, now: datetime) -> Select[SignIn]:
    return (
        select(SignIn)
        .join(SignIn.account)
        .where(
            SignIn.token_hash == credentials.token_digest(token), SignIn.revoked_at.is_(None), SignIn.expires_at > now
        )
        .where(Account.deactivated_at.is_(None))
        .options(joinedload(SignIn.account))
    )


def _is_on(account_id: InstrumentedAttribute[uuid.UUID]) -> ColumnElement[bool]:
    """Return the condition that this account signs in with a second factor."""
    return exists().where(SecondFactor.account_id == account_id, SecondFactor.confirmed_at.is_not(None))
