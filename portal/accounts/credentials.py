"""Passwords and tokens: hashed when kept, compared in constant time."""

import hashlib
import hmac
import re
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from portal.core.services import services

MIN_LENGTH, MAX_LENGTH = 10, 128
MIN_SCORE = 2
MIN_OWN_CHARACTERS = 4
"""How many letters and digits a password needs besides the words that it must not consist of."""
_hasher = PasswordHasher()
# Hashed once from a random password that was not kept: hashing it at each start took a tenth of the start.
DUMMY_HASH = "$argon2id$v=19$m=65536,t=3,p=4$dVKpkwPYrT2QBJnnjIh/Nw$cLrUXWMzRVMN+GOE4ciXQzWzXBQ426MXFHdqLOax2RQ"
_SEPARATORS = re.compile(r"[\W_]+")


def hash_password(password: str) -> str:
    """Return the hash of the password to store (Argon2id)."""
    return _hasher.hash(password)


def verify_password(kept: str | None, password: str) -> bool:
    """Return whether this is the password; without a stored hash this is False and takes as long."""
    try:
        return _hasher.verify(kept or DUMMY_HASH, password) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(kept: str) -> bool:
    """Return whether the stored hash is weaker than a new one would be."""
    return _hasher.check_needs_rehash(kept)


def password_weakness(password: str, about: list[str]) -> str | None:
    """Return `short`, `long`, or `common`; None for a good password. It must not consist of the words in `about`."""
    if len(password) < MIN_LENGTH:
        return "short"
    if len(password) > MAX_LENGTH:
        return "long"
    words = [word for phrase in about for word in [*_SEPARATORS.split(phrase), _SEPARATORS.sub("", phrase)]]
    if len(_remaining_characters(password, words)) < MIN_OWN_CHARACTERS:
        return "common"
    score = zxcvbn(password[:72], user_inputs=[*about, *words])["score"]
    return "common" if score < MIN_SCORE else None


def _remaining_characters(password: str, words: list[str]) -> str:
    """Return the letters and digits of the password that are part of none of the words."""
    left = password.casefold()
    for word in sorted({word.casefold() for word in words if len(word) > 2}, key=len, reverse=True):
        left = left.replace(word, " ")
    return _SEPARATORS.sub("", left)


def new_token() -> str:
    """Return a secret for a cookie that cannot be guessed."""
    return secrets.token_urlsafe(32)


def derived_token(identity: str, kept: bytes | None = None) -> str:
    """Return the secret for a link in an email: derived from the row's id when it is written, so no row holds it.

    `kept` is the digest in the row: it shows which signing key was the first when the row was made.
    """
    keys = services().settings.secret_keys
    message = f"account-token:{identity}".encode()
    made = [hmac.new(key.encode(), message, hashlib.sha256).hexdigest() for key in keys]
    return next(
        (token for token in made if kept is not None and hmac.compare_digest(token_digest(token), kept)), made[0]
    )


def token_digest(token: str) -> bytes:
    """Return the digest under which a token is stored."""
    return hashlib.sha256(token.encode()).digest()
