"""Signed addresses at the platform's domain, each of which names one outgoing email: where its bounces and replies go.

Before the `@` are the purpose, the agency's mail code, the email's id, and a signature: `reply+` and 52 letters and
digits in lower case. Whoever doesn't know the address can't guess it, and a changed one is recognized.
"""

import base64
import hashlib
import hmac
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

BOUNCE, REPLY = "bounces", "reply"
SIGNATURE_BYTES = 10
_LOCAL_PART = re.compile(
    r"(?P<purpose>bounces|reply)\+(?P<code>[0-9a-f]{10})(?P<id>[a-z2-7]{26})(?P<sign>[a-z2-7]{16})"
)


@dataclass(frozen=True)
class ReturnAddress:
    """What a signed address says: its purpose, and the agency and the email that it belongs to."""

    purpose: str
    mail_code: str
    message_id: uuid.UUID


@dataclass(frozen=True)
class Sender:
    """Who an agency's emails come from: its mailbox at the platform's domain, and the keys that sign return addresses.

    The first key signs; an address that any of them signed is valid.
    """

    mailbox: str
    domain: str
    mail_code: str
    keys: Sequence[str]

    @property
    def address(self) -> str:
        """Return the address that the agency's emails come from."""
        return f"{self.mailbox}@{self.domain}"

    def return_address(self, purpose: str, message_id: uuid.UUID) -> str:
        """Return the signed address of this email for this purpose."""
        named = f"{self.mail_code}{_encode(message_id.bytes)}"
        return f"{purpose}+{named}{_signature(self.keys[0], purpose, named)}@{self.domain}"


def read(address: str, domain: str, keys: Sequence[str]) -> ReturnAddress | None:
    """Return what an address says, in any case; None for one that none of the keys signed, or of another domain."""
    local, _, its_domain = address.lower().rpartition("@")
    found = _LOCAL_PART.fullmatch(local)
    if found is None or its_domain != domain.lower():
        return None
    named = found["code"] + found["id"]
    if not any(hmac.compare_digest(_signature(key, found["purpose"], named), found["sign"]) for key in keys):
        return None
    return ReturnAddress(found["purpose"], found["code"], uuid.UUID(bytes=_decode(found["id"])))


def _signature(key: str, purpose: str, named: str) -> str:
    digest = hmac.digest(key.encode(), f"return address {purpose}+{named}".encode(), hashlib.sha256)
    return _encode(digest[:SIGNATURE_BYTES])


def _encode(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()


def _decode(text: str) -> bytes:
    return base64.b32decode(text.upper() + "=" * (-len(text) % 8))[:16]
