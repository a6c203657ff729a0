"""Codes of authenticator apps (TOTP, RFC 6238): six digits for every 30 seconds of the portal's clock."""

import hmac
import unicodedata
from datetime import datetime

import pyotp

STEP_SECONDS = 30
ALLOWED_DRIFT = 1
"""How many steps an app's clock may be ahead or behind."""


def new_seed() -> str:
    """Return a new secret for an authenticator app, 160 bits in Base32."""
    return pyotp.random_base32()


def setup_uri(seed: str, *, account: str, issuer: str) -> str:
    """Return what the QR code holds: the app then lists the account under the issuer's name."""
    return pyotp.TOTP(seed).provisioning_uri(name=account, issuer_name=issuer)


def step_at(moment: datetime) -> int:
    """Return the number of the 30 seconds that this moment is in."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_of(seed: str, step: int) -> str:
    """Return the code that the app shows in this step."""
    return pyotp.TOTP(seed).generate_otp(step)


def accepted_step(seed: str, typed: str, now: datetime, last_step: int | None) -> int | None:
    """Return the step whose code was typed, None for none. A step up to `last_step` was used, and isn't accepted again.

    Each step that the drift allows is compared, in constant time, whichever fits.
    """
    code, current = normalize(typed), step_at(now)
    steps = range(current - ALLOWED_DRIFT, current + ALLOWED_DRIFT + 1)
    fitting = [step for step in steps if hmac.compare_digest(code_of(seed, step).encode(), code.encode())]
    unused = [step for step in fitting if last_step is None or step > last_step]
    return unused[-1] if unused else None


def normalize(typed: str) -> str:
    """Return a code as it is compared: without the blanks and hyphens that people put in, in lower case."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(sign for sign in plain if sign.isalnum())
