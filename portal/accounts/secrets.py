"""Passwords and tokens: hashed when kept, compared in constant time."""

import hashlib
import hmac
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

SHORTEST, LONGEST = 10, 128
LEAST_SCORE = 2
_hasher = PasswordHasher()
# Made once, of a random password that nobody kept: made anew, it was a tenth of every start.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$dVKpkwPYrT2QBJnnjIh/Nw$cLrUXWMzRVMN+GOE4ciXQzWzXBQ426MXFHdqLOax2RQ"
_key: list[bytes] = []


def sign_with(key: str) -> None:
    """Tokens of this process are made with this secret."""
    _key[:] = [key.encode()]


def hashed(password: str) -> str:
    """The password as it may be kept (Argon2id)."""
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password; without one kept it takes as long, and is not."""
    try:
        return _hasher.verify(kept or _NOBODY, password) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether the kept form is weaker than today's."""
    return _hasher.check_needs_rehash(kept)


def weakness(password: str, about: list[str]) -> str | None:
    """Why a password is no good: `short`, `long`, `common`; None when it will do. `about` are words not to build on."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    score = zxcvbn(password[:72], user_inputs=about)["score"]
    return "common" if score < LEAST_SCORE else None


def new_token() -> str:
    """A secret for a cookie that cannot be guessed."""
    return secrets.token_urlsafe(32)


def derived_token(identity: str) -> str:
    """The secret for a link in a mail: made again from the row's id when the mail is written, so no row holds it."""
    return hmac.new(_key[0], f"account-token:{identity}".encode(), hashlib.sha256).hexdigest()


def digest(token: str) -> bytes:
    """The form in which a token is kept."""
    return hashlib.sha256(token.encode()).digest()
