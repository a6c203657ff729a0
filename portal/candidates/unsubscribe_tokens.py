"""The token by which a candidate turns reminders off from a mail, without signing in (RFC 8058)."""

import uuid

from itsdangerous import BadSignature, URLSafeSerializer

_serializer: list[URLSafeSerializer] = []


def set_signing_keys(keys: tuple[str, ...]) -> None:
    """Tokens of this application are signed with the first of these secrets, and read with any."""
    _serializer[:] = [URLSafeSerializer(list(reversed(keys)), salt="unsubscribe")]


def make_token(candidate_id: uuid.UUID) -> str:
    """The token that stands in this candidate's mails."""
    return str(_serializer[0].dumps(candidate_id.hex))


def read_token(token: str) -> uuid.UUID | None:
    """Whose token this is; None for one that was never given out."""
    try:
        return uuid.UUID(_serializer[0].loads(token))
    except (BadSignature, ValueError):
        return None
