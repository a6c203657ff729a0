"""Signing in by an emailed code: asked for, and entered in the browser that asked (docs/security.md#codes).

The code and the link are derived from the row's id under the server's key when the email is written, so neither the
row nor the queue holds them. Whoever asks for an address that no candidate signs in with gets the same row, the same
limits, and the same answers; only no email goes out.
"""

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts import credentials, queries, rules
from portal.accounts.models import Account, AccountToken, SignInCode
from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.core import retention
from portal.core.command import Command
from portal.core.rate_limits import CODES_A_DAY, CODES_AN_HOUR, DAY, RateLimitReached
from portal.core.services import services
from portal.messaging import actions as messages
from portal.messaging.rate_limits import lock_count

KIND = "sign-in-code"
BATCH = 500


@dataclass(frozen=True)
class CodeRecipient:
    """Who is to get a code: the account, None where no candidate signs in so, and by what the codes are counted."""

    account_id: uuid.UUID | None
    digest: bytes


@dataclass(frozen=True)
class Entry:
    """What came of entering a code or opening its link: the account that signs in, or else the code's state.

    `state` is one of the states of `rules.code_state`; `open` without an account is a wrong code that can be corrected.
    """

    state: str
    account: Account | None = None


def recipient_at(session: Session, email: str) -> CodeRecipient:
    """Return who gets the code that is asked for with this address."""
    account = queries.find_by_email(session, email)
    is_theirs = account is not None and rules.may_use_code(account.role, account.deactivated_at)
    return CodeRecipient(
        account.id if account is not None and is_theirs else None, _digest("address", email_key(email))
    )


def recipient_of(account: Account | None, otherwise: str) -> CodeRecipient:
    """Return the account as a recipient; without one, what leads to none, such as a link that is too old."""
    if account is None or not rules.may_use_code(account.role, account.deactivated_at):
        return CodeRecipient(None, _digest("other", otherwise))
    return CodeRecipient(account.id, _digest("address", account.email_key))


def email_key(email: str) -> str:
    """Return the address as codes are counted by it."""
    return rules.email_key(email)[:254]


def request_code(command: Command, to: CodeRecipient, replaces: str | None = None) -> str:
    """Email a code to the recipient, and return the token that binds it to this browser.

    The code of the token `replaces` ends. Raise `RateLimitReached` where the recipient had as many codes as they may.
    """
    _refuse_over_limit(command, to.digest)
    if replaces:
        end(command, replaces)
    token = credentials.new_token()
    row = SignInCode(
        account_id=to.account_id,
        recipient_hash=to.digest,
        browser_hash=credentials.token_digest(token),
        code_hash=b"",
        link_hash=b"",
        requested_at=command.now,
        expires_at=command.now + rules.CODE_LIFETIME,
        kept_until=command.now + DAY,
    )
    command.session.add(row)
    command.session.flush()
    key = services().settings.secret_keys[0]
    row.code_hash = _secret_digest(key, row.id, _derived_code(key, row.id))
    row.link_hash = _secret_digest(key, row.id, _derived_link(key, row.id))
    _mail(command, row)
    return token


def again(row: SignInCode) -> CodeRecipient:
    """Return the recipient of this code, to send another."""
    return CodeRecipient(row.account_id, row.recipient_hash)


def end(command: Command, browser_token: str) -> None:
    """End the code of this browser, if it has one that is still open."""
    live = update(SignInCode).where(SignInCode.browser_hash == credentials.token_digest(browser_token))
    command.session.execute(live.where(SignInCode.expires_at > command.now).values(expires_at=command.now))


def find(session: Session, browser_token: str) -> SignInCode | None:
    """Return the code that this browser asked for."""
    return session.scalar(select(SignInCode).where(SignInCode.browser_hash == credentials.token_digest(browser_token)))


def state_of(row: SignInCode, now: datetime) -> str:
    """Return whether the code can still be entered (`rules.code_state`)."""
    return rules.code_state(now, expires_at=row.expires_at, used_at=row.used_at, tries=row.tries)


def enter_code(command: Command, browser_token: str, code: str) -> Entry:
    """Use up the code of this browser; a wrong one counts as a try, and the request has to commit that."""
    return _enter(command, browser_token, code, "code_hash", counts=True)


def enter_link(command: Command, browser_token: str, token: str) -> Entry:
    """Use up the code of this browser by the link that came with it."""
    return _enter(command, browser_token, token, "link_hash", counts=False)


def delete_expired(session: Session, now: datetime) -> int:
    """Delete a batch of the codes that no limit counts any more, and return how many."""
    return retention.delete_expired(session, SignInCode, now, BATCH)


def secrets_of(row: SignInCode) -> tuple[str, str]:
    """Return the code and the token of the link that are to be emailed."""
    for key in services().settings.secret_keys:
        code = _derived_code(key, row.id)
        if hmac.compare_digest(_secret_digest(key, row.id, code), row.code_hash):
            return code, _derived_link(key, row.id)
    raise LookupError("the key that made this code is gone")


def _enter(command: Command, browser_token: str, secret: str, column: str, *, counts: bool) -> Entry:
    """Compare under lock, so that no two requests share a try or use the code twice."""
    mine = select(SignInCode).where(SignInCode.browser_hash == credentials.token_digest(browser_token))
    row = command.session.scalar(mine.with_for_update().execution_options(populate_existing=True))
    if row is None:
        return Entry(rules.CODE_EXPIRED)
    state = state_of(row, command.now)
    if state != rules.CODE_OPEN:
        return Entry(state)
    keys = services().settings.secret_keys
    fits = [hmac.compare_digest(_secret_digest(key, row.id, secret), getattr(row, column)) for key in keys]
    account = row.account
    if not any(fits) or account is None or not rules.may_use_code(account.role, account.deactivated_at):
        row.tries += counts
        command.session.flush()
        return Entry(state_of(row, command.now))
    row.used_at = command.now
    if account.accepted_at is None:
        _accept(command, account)
    command.session.flush()
    return Entry(rules.CODE_USED, account)


def _accept(command: Command, account: Account) -> None:
    """Note that the person has signed in, which is what their invitation was for."""
    account.accepted_at = command.now
    invited = update(AccountToken).where(AccountToken.account_id == account.id, AccountToken.purpose == "invitation")
    command.session.execute(invited.where(AccountToken.used_at.is_(None)).values(used_at=command.now))


def _mail(command: Command, row: SignInCode) -> None:
    """Queue the email; for no account the same is done and undone, so that the time taken says nothing."""
    account = queries.get_account(command.session, row.account_id) if row.account_id else _stand_in(command.session)
    profile = agencies.profile(command.session)
    if row.account_id:
        audit.record(command, "account.sign_in_code", account)
    else:
        audit.record(command, "account.sign_in_code_unknown", profile)
    with command.session.begin_nested() as queued:
        messages.enqueue_now(
            command.session,
            account,
            kind=KIND,
            key=f"{KIND}:{row.id}",
            payload={"code": str(row.id)},
            not_after=row.expires_at,
            now=command.now,
        )
        if not row.account_id:
            queued.rollback()


def _stand_in(session: Session) -> Account:
    return session.scalars(select(Account).where(Account.role == rules.OWNER).order_by(Account.id).limit(1)).one()


def _refuse_over_limit(command: Command, digest: bytes) -> None:
    for limit in (CODES_A_DAY, CODES_AN_HOUR):
        lock_count(command.session, limit, digest.hex())
        recent = select(SignInCode.requested_at).where(SignInCode.recipient_hash == digest)
        counted = recent.where(SignInCode.requested_at > command.now - limit.within)
        newest = counted.order_by(SignInCode.requested_at.desc())
        first = command.session.scalar(newest.offset(limit.most - 1).limit(1))
        if first is not None:
            raise RateLimitReached(limit, first + limit.within - command.now)


def _digest(purpose: str, text: str) -> bytes:
    return _keyed(services().settings.secret_keys[0], f"sign-in-code {purpose}", text)


def _derived_code(key: str, row_id: uuid.UUID) -> str:
    number = int.from_bytes(_keyed(key, "sign-in-code digits", str(row_id))) % 1_000_000
    return f"{number:06d}"


def _derived_link(key: str, row_id: uuid.UUID) -> str:
    return _keyed(key, "sign-in-code link", str(row_id)).hex()


def _secret_digest(key: str, row_id: uuid.UUID, secret: str) -> bytes:
    return _keyed(key, "sign-in-code digest", f"{row_id}:{secret}")


def _keyed(key: str, purpose: str, text: str) -> bytes:
    return hmac.new(key.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).digest()
