"""The token by which a candidate turns reminders off from an email, without signing in (RFC 8058)."""

import uuid

from itsdangerous import BadSignature, URLSafeSerializer

_serializer: list[URLSafeSerializer] = []


def set_signing_keys(keys: tuple[str, ...]) -> None:
    """Sign this application's tokens with the first of these secrets, and read tokens signed with any of them."""
    _serializer[:] = [URLSafeSerializer(list(reversed(keys)), salt="unsubscribe")]


def make_token(candidate_id: uuid.UUID) -> str:
    """Return the token for this candidate's emails."""
    return str(_serializer[0].dumps(candidate_id.hex))


def read_token(token: str) -> uuid.UUID | None:
    """Return the candidate's id from this token; None for one that was never issued."""
    try:
        return uuid.UUID(_serializer[0].loads(token))
    except (BadSignature, ValueError):
        return None
