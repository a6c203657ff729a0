"""A colleague's second factor: set up, used to sign in, recovered by a code, turned off, and reset by others."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts import credentials, queries, second_factor_mails, totp
from portal.accounts.models import Account, AccountToken, RecoveryCode, SecondFactor
from portal.audit import actions as audit
from portal.core import encryption
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.encryption import UnreadableSecret
from portal.core.errors import N_, ActionRefused

SIGN_IN_LIFETIME = timedelta(minutes=10)
"""How long a sign-in waits for its code after the password."""
SETUP_LIFETIME = timedelta(minutes=30)
REPEAT_WITHIN = timedelta(minutes=1)
"""How long a form that was sent again still shows recovery codes: those that it showed first can be lost."""
RECOVERY_CODES = 10
CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
HALF_CODE = 5
WRONG_CODE = N_("That code doesn’t match, or it was used already. Enter the one that your app shows next.")
UNREADABLE = N_("We can’t check codes right now. Ask your agency’s owner to tell the portal’s operator.")


def begin_sign_in(command: Command, account: Account) -> str:
    """Return the token of a sign-in whose password was right and whose code is still to come: it gives no access."""
    token = credentials.new_token()
    row = AccountToken(
        account_id=account.id,
        purpose="second_step",
        token_hash=credentials.token_digest(token),
        expires_at=command.now + SIGN_IN_LIFETIME,
    )
    command.session.add(row)
    command.session.flush()
    return token


def finish_sign_in(command: Command, row: AccountToken, code: str) -> None:
    """Use up the sign-in that waits for its code; raise `ActionRefused` at `code` when that is wrong or was used."""
    command.session.refresh(row, with_for_update={"of": AccountToken})
    if row.used_at is not None or row.expires_at <= command.now:
        raise ActionRefused(N_("This sign-in was used or is too old. Sign in again."))
    check(command, row.account, code)
    row.used_at = command.now
    command.session.flush()


def check(command: Command, account: Account, code: str) -> None:
    """Use up this code of the app, or this recovery code; raise `ActionRefused` at `code` when it is none."""
    factor = _lock(command.session, account)
    if factor is None or factor.confirmed_at is None:
        raise ActionRefused(WRONG_CODE, field="code")
    seed = _seed(factor)
    step = totp.accepted_step(seed, code, command.now, factor.last_step)
    if step is None and not _use_recovery_code(command, account, seed, code):
        raise ActionRefused(WRONG_CODE, field="code")
    factor.last_step = factor.last_step if step is None else step
    if not encryption.is_readable(factor.seed, encryption.keys()[:1]):
        factor.seed = encryption.encrypt(seed, str(account.id))
    command.session.flush()


def begin_setup(command: Command, account: Account) -> None:
    """Make a secret for the account's app; the one that was made a moment ago stays.

    Raise `ActionRefused` where the second factor is on already, or the portal cannot encrypt.
    """
    if not encryption.is_available():
        raise ActionRefused(N_("Two-step sign-in isn’t available yet. The portal’s operator has to set it up first."))
    factor = _lock(command.session, account)
    if factor is not None and factor.confirmed_at is not None:
        raise ActionRefused(N_("Two-step sign-in is on already."))
    if factor is not None and factor.started_at + SETUP_LIFETIME > command.now:
        return
    if factor is None:
        factor = SecondFactor(account_id=account.id)
        command.session.add(factor)
    factor.seed, factor.started_at = encryption.encrypt(totp.new_seed(), str(account.id)), command.now
    command.session.flush()


def seed_to_set_up(command: Command, account: Account) -> str | None:
    """Return the secret that the account is about to set up, None where there is none or it is too old."""
    factor = queries.find_second_factor(command.session, account.id)
    if factor is None or factor.confirmed_at is not None or factor.started_at + SETUP_LIFETIME <= command.now:
        return None
    return _seed(factor)


def confirm_setup(command: Command, account: Account, code: str) -> Sequence[str]:
    """Turn the second factor on and return its recovery codes; raise `ActionRefused` at `code` when that is wrong.

    The same form sent again within a minute returns new codes: the page that showed the first ones is gone.
    """
    factor = _lock(command.session, account)
    if factor is None or factor.started_at + SETUP_LIFETIME <= command.now:
        raise ActionRefused(N_("This took too long. Start again for a new QR code."))
    seed = _seed(factor)
    if factor.confirmed_at is not None:
        again = command.now - factor.confirmed_at < REPEAT_WITHIN
        if not again or totp.accepted_step(seed, code, command.now, None) != factor.last_step:
            raise ActionRefused(N_("Two-step sign-in is on already."))
        return _replace_recovery_codes(command, account, seed)
    step = totp.accepted_step(seed, code, command.now, None)
    if step is None:
        raise ActionRefused(WRONG_CODE, field="code")
    factor.confirmed_at, factor.last_step = command.now, step
    codes = _replace_recovery_codes(command, account, seed)
    _record(command, "account.set_up_second_factor", account, "on")
    return codes


def renew_recovery_codes(command: Command, account: Account) -> Sequence[str]:
    """Return ten new recovery codes; the earlier ones stop working."""
    factor = _require_on(command.session, account)
    codes = _replace_recovery_codes(command, account, _seed(factor))
    _record(command, "account.renew_recovery_codes", account, "codes")
    return codes


def turn_off(command: Command, account: Account, code: str, *, required: bool) -> None:
    """Turn the second factor off; raise `ActionRefused` where the agency requires it, and at `code` for a wrong one."""
    if required:
        raise ActionRefused(N_("Your agency requires two-step sign-in, so it stays on."))
    _require_on(command.session, account)
    check(command, account, code)
    _remove(command.session, account)
    _record(command, "account.turn_off_second_factor", account, "off")


def reset(command: Command, account: Account) -> None:
    """Take the second factor from a colleague who lost it: they sign in with their password, and get an email.

    By an operator, every owner gets one, too. Raise `ActionRefused` where it is off.
    """
    if _lock(command.session, account) is None or not queries.has_second_factor(command.session, account.id):
        raise ActionRefused(N_("%(name)s doesn’t use two-step sign-in."), name=account.name)
    _remove(command.session, account)
    _record(command, "account.reset_second_factor", account, "reset")


def _record(command: Command, action: str, account: Account, change: str) -> None:
    event = audit.record(command, action, account)
    second_factor_mails.enqueue(command, event.id, account, change)


def _use_recovery_code(command: Command, account: Account, seed: str, typed: str) -> bool:
    """Use up the recovery code; return False for one that does not exist or was used. The factor is locked."""
    digest = _digest(seed, totp.normalize(typed))
    unused = select(RecoveryCode).where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    found = [row for row in command.session.scalars(unused) if hmac.compare_digest(row.digest, digest)]
    for row in found:
        row.used_at = command.now
        _record(command, "account.use_recovery_code", account, "recovered")
    return bool(found)


def _replace_recovery_codes(command: Command, account: Account, seed: str) -> Sequence[str]:
    command.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    digests = [_digest(seed, totp.normalize(code)) for code in codes]
    command.session.add_all(RecoveryCode(account_id=account.id, digest=digest) for digest in digests)
    command.session.flush()
    return codes


def _new_code() -> str:
    signs = [secrets.choice(CODE_ALPHABET) for _ in range(2 * HALF_CODE)]
    return "".join(signs[:HALF_CODE]) + "-" + "".join(signs[HALF_CODE:])


def _digest(seed: str, code: str) -> bytes:
    """Return the digest under which a recovery code is kept: without the seed, which is encrypted, it tells nothing."""
    key = hmac.new(seed.encode(), b"recovery codes", hashlib.sha256).digest()
    return hmac.new(key, code.encode(), hashlib.sha256).digest()


def _seed(factor: SecondFactor) -> str:
    try:
        return encryption.decrypt(factor.seed, str(factor.account_id))
    except UnreadableSecret as unreadable:
        raise ActionRefused(UNREADABLE) from unreadable


def _require_on(session: Session, account: Account) -> SecondFactor:
    factor = _lock(session, account)
    if factor is None or factor.confirmed_at is None:
        raise ActionRefused(N_("Two-step sign-in is off."))
    return factor


def _remove(session: Session, account: Account) -> None:
    for table in (RecoveryCode, SecondFactor):
        session.execute(delete(table).where(table.account_id == account.id))
    session.flush()


def _lock(session: Session, account: Account) -> SecondFactor | None:
    """Return the account's factor, confirmed or not. Locks the account: no code is used by two requests at once."""
    lock_row(session, account)
    found = select(SecondFactor).where(SecondFactor.account_id == account.id)
    return session.scalar(found.execution_options(populate_existing=True))
