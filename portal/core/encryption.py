"""Secrets that have to be readable again, encrypted under `PORTAL_ENCRYPTION_KEY` (docs/operating.md#encryption)."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.core.services import services

_PURPOSE = b"portal: encryption of stored secrets"
_SEPARATOR = "\x00"


class UnreadableSecret(Exception):
    """No key that is set decrypts this secret, or it belongs to another row."""


def is_available() -> bool:
    """Return whether there is a key to encrypt with."""
    return bool(keys())


def keys() -> tuple[str, ...]:
    """Return the keys that are set, the one that encrypts first."""
    return services().settings.encryption_keys


def encrypt(secret: str, about: str) -> bytes:
    """Return the secret encrypted under the first key; `about` names its row, so that no other row can hold it."""
    return _fernet(keys()).encrypt(f"{about}{_SEPARATOR}{secret}".encode())


def decrypt(token: bytes, about: str) -> str:
    """Return the secret of this row; raise `UnreadableSecret` when no key fits, or it is of another row."""
    try:
        found, _, secret = _fernet(keys()).decrypt(token).decode().partition(_SEPARATOR) if keys() else ("", "", "")
    except InvalidToken:
        found, secret = "", ""
    if found != about or not secret:
        raise UnreadableSecret(about)
    return secret


def is_readable(token: bytes, by: tuple[str, ...]) -> bool:
    """Return whether one of these keys decrypts the secret; by `keys()[:1]`, whether it needs no older key."""
    try:
        return bool(by) and bool(_fernet(by).decrypt(token))
    except InvalidToken:
        return False


@lru_cache(8)
def _fernet(by: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived_key(key)) for key in by])


def _derived_key(secret: str) -> bytes:
    """Return the key that Fernet needs, 32 bytes, from a secret of any length."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
