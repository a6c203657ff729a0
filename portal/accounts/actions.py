"""What is done about accounts: create and invite them, sign them in and out, and set their passwords."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts import calendar_feeds, credentials, devices, queries
from portal.accounts.models import Account, AccountToken, SignIn, SignInCode
from portal.accounts.rules import OWNER, STAFF, email_key, session_expiry
from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.core.command import Actor, Command
from portal.core.errors import N_, ActionRefused
from portal.core.services import services
from portal.messaging import actions as messages
from portal.messaging.rate_limits import refuse_link_mails_over_limit

PRODUCT = "Portal"
TOKEN_LIFETIMES = {"invitation": timedelta(days=14), "password": timedelta(minutes=30)}
WEAK_PASSWORD_MESSAGES = {
    "short": N_("Use at least 10 characters. A few words in a row work well."),
    "long": N_("Use 128 characters or fewer."),
    "common": N_("This password is easy to guess. Add another word or two."),
}


def create(
    command: Command, *, name: str | None, email: str, role: str, time_zone: str, office_id: UUID | None = None
) -> Account:
    """Create an account without a password; raise `ActionRefused` at `email` when the address is taken.

    Without a `name` it is listed by its address until the person chooses one.
    """
    if queries.find_by_email(command.session, email) is not None:
        raise ActionRefused(N_("Someone already signs in with this email address."), field="email")
    who = {"name": name or email, "email": email, "email_key": email_key(email)}
    account = Account(**who, role=role, time_zone=time_zone, office_id=office_id)
    command.session.add(account)
    command.session.flush()
    audit.record(command, "account.create", account)
    return account


def update_profile(command: Command, account: Account, *, name: str, email: str, time_zone: str) -> None:
    """Update the account; with another address, links emailed to the old one stop working.

    Raise `ActionRefused` at `email` when someone else signs in with it.
    """
    other = queries.find_by_email(command.session, email)
    if other is not None and other.id != account.id:
        raise ActionRefused(N_("Someone already signs in with this email address."), field="email")
    if email_key(email) != account.email_key:
        _void_links(command.session, account, command.now)
    values = {"name": name, "email": email, "email_key": email_key(email), "time_zone": time_zone}
    audit.apply_change(command, "account.update", account, values)


def set_phone(command: Command, account: Account, phone: str | None) -> None:
    """Set the phone number that candidates reach this colleague at; None removes it."""
    audit.apply_change(command, "account.set_phone", account, {"phone": phone})


def set_list_view(command: Command, account: Account, view: str) -> None:
    """Remember how tall the rows of lists are for this person: one of `rules.LIST_VIEWS`."""
    audit.apply_change(command, "account.set_list_view", account, {"list_view": view})


def set_single_keys(command: Command, account: Account, *, on: bool) -> None:
    """Remember whether a key alone is a command for this person."""
    audit.apply_change(command, "account.set_single_keys", account, {"single_keys": on})


def set_locale(command: Command, account: Account, locale: str | None) -> None:
    """Write dates and times for this person as one of `rules.DATE_FORMATS` does; None for the agency's way."""
    audit.apply_change(command, "account.set_locale", account, {"locale": locale})


def authenticate(session: Session, email: str, password: str) -> Account | None:
    """Return who signs in with this address and password, None where they don't match; both take the same time."""
    account = queries.find_by_email(session, email)
    good = credentials.verify_password(account.password_hash if account else None, password)
    if account is None or not good or account.deactivated_at is not None:
        return None
    if account.password_hash and credentials.needs_rehash(account.password_hash):
        account.password_hash = credentials.hash_password(password)
    return account


def start_session(
    session: Session,
    account: Account,
    confirmed_at: datetime | None = None,
    /,
    *,
    ip_address: str,
    browser: str,
    origin: str | None = None,
    now: datetime,
) -> str:
    """Sign the account in on one more browser and return the token for its cookie; `origin` says from where.

    `confirmed_at` is since when everything that signs in was entered, if that isn't now.
    """
    token = credentials.new_token()
    row = SignIn(
        account_id=account.id,
        token_hash=credentials.token_digest(token),
        authenticated_at=now,
        confirmed_at=confirmed_at or now,
        last_seen_at=now,
        expires_at=session_expiry(now, now),
        ip_address=ip_address[:64],
        browser=browser[:200],
    )
    session.add(row)
    session.flush()
    audit.record(Command(session, Actor("account", account.id, account.role, origin), now), "account.sign_in", row)
    return token


def confirm_session(command: Command, token: str) -> None:
    """Note that the person has just entered their password again in this browser."""
    row = queries.find_sign_in(command.session, token, command.now)
    if row is not None:
        row.confirmed_at = command.now
        command.session.flush()
        audit.record(command, "account.confirm_sign_in", row)


def sign_out(command: Command, token: str) -> None:
    """Sign this browser out; an unknown token changes nothing."""
    row = queries.find_sign_in(command.session, token, command.now)
    if row is not None:
        revoke(command, row)


def sign_out_everywhere(command: Command, account: Account, device_token: str | None) -> None:
    """Sign the account out of every browser, this one too; only this one stays known to it."""
    end_sessions(command.session, account, command.now)
    devices.forget_others(command.session, account, device_token)
    audit.record(command, "account.sign_out_everywhere", account)


def revoke(command: Command, row: SignIn) -> None:
    """End this sign-in."""
    row.revoked_at = command.now
    command.session.flush()
    audit.record(command, "account.sign_out", row)


def invite(command: Command, account: Account, message: str | None = None) -> None:
    """Email a link to choose a password, with the sender's `message`; earlier links stop working.

    Raise `RateLimitReached` when the address, or the agency as a whole, had as many invitations as it may.
    """
    refuse_link_mails_over_limit(command.session, account.email, command.now)
    _mail_token(command, account, "invitation", message)


def request_password_reset(command: Command, email: str) -> None:
    """Email a link to choose a new password to the account with this address; never reveal whether there is one."""
    account = queries.find_by_email(command.session, email)
    if account is not None and account.deactivated_at is None:
        _mail_token(command, account, "password")
    else:
        _simulate_password_request(command)


def _simulate_password_request(command: Command) -> None:
    """Do the work of a password email without sending one, so that the time taken does not say who has an account."""
    stand_in = command.session.scalar(select(Account).where(Account.role == OWNER).order_by(Account.id).limit(1))
    if stand_in is None:
        return
    rehearsal = command.session.begin_nested()
    _mail_token(command, stand_in, "password")
    rehearsal.rollback()
    audit.record(command, "account.password_unknown", agencies.profile(command.session))


def redeem_token(
    command: Command, row: AccountToken, password: str, *, name: str | None = None, time_zone: str | None = None
) -> Account:
    """Set the account's password, sign it out everywhere else, and use up every link emailed so far.

    `name` and `time_zone` are what a colleague chooses who signs in for the first time. Raise `ActionRefused` when the
    link was used or is too old, at `name` when there is none yet, and at `password` when that is too weak.
    """
    command.session.refresh(row, with_for_update={"of": AccountToken})
    if row.used_at is not None or row.expires_at <= command.now:
        raise ActionRefused(N_("This link was used or has expired. Ask for a new one."))
    account: Account = row.account
    if name or time_zone:
        chosen = {"name": name or account.name, "time_zone": time_zone or account.time_zone}
        audit.apply_change(command, "account.update", account, chosen)
    if account.role in STAFF and not account.is_named:
        raise ActionRefused(N_("Enter your name."), field="name")
    set_password(command, account, password)
    row.used_at = command.now
    if account.accepted_at is None:
        account.accepted_at = command.now
    command.session.flush()
    return account


def set_password(command: Command, account: Account, password: str) -> None:
    """Set the account's password, sign every browser out, and void earlier password links.

    Raise `ActionRefused` at `password` when it is too weak.
    """
    weak = credentials.password_weakness(
        password, [account.name, account.email, agencies.profile(command.session).name, PRODUCT]
    )
    if weak is not None:
        raise ActionRefused(WEAK_PASSWORD_MESSAGES[weak], field="password")
    account.password_hash = credentials.hash_password(password)
    end_sessions(command.session, account, command.now)
    audit.record(command, "account.set_password", account)


def deactivate(command: Command, account: Account) -> None:
    """Deactivate the account: it can no longer sign in, is signed out everywhere, and releases its claimed work.

    Raise `ActionRefused` for the last owner who can sign in.
    """
    refuse_last_owner(command.session, account)
    audit.apply_change(command, "account.deactivate", account, {"deactivated_at": command.now})
    end_sessions(command.session, account, command.now)
    calendar_feeds.revoke(command, account)
    for release in services().on_deactivation:
        release(command, account.id)


def reactivate(command: Command, account: Account) -> None:
    """Let the account sign in again, with the password that it had."""
    audit.apply_change(command, "account.reactivate", account, {"deactivated_at": None})


def change_role(command: Command, account: Account, role: str, office_id: UUID | None) -> None:
    """Give the account this role and office; raise `ActionRefused` at `role` when the last owner would lose theirs."""
    if role != OWNER:
        refuse_last_owner(command.session, account)
    audit.apply_change(command, "account.change_role", account, {"role": role, "office_id": office_id})


def refuse_last_owner(session: Session, account: Account) -> None:
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
    if not purposes:
        codes = update(SignInCode).where(SignInCode.account_id == account.id, SignInCode.expires_at > now)
        session.execute(codes.values(expires_at=now))
    session.flush()


def _mail_token(command: Command, account: Account, purpose: str, message: str | None = None) -> None:
    _void_links(command.session, account, command.now, purpose)
    row = AccountToken(
        account_id=account.id,
        purpose=purpose,
        token_hash=credentials.token_digest(credentials.new_token()),
        expires_at=command.now + TOKEN_LIFETIMES[purpose],
    )
    command.session.add(row)
    command.session.flush()
    row.token_hash = credentials.token_digest(credentials.derived_token(str(row.id)))
    audit.record(command, f"account.{purpose}", account)
    messages.enqueue_now(
        command.session,
        account,
        kind=purpose,
        key=f"{purpose}:{row.id}",
        payload={"token": str(row.id), **({"message": message, "by": str(command.by.account_id)} if message else {})},
        not_after=row.expires_at,
        now=command.now,
    )
