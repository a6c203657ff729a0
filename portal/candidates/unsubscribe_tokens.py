"""The token by which a candidate turns reminders off from an email, without signing in (RFC 8058)."""

import uuid

from itsdangerous import BadSignature, URLSafeSerializer

from portal.core.services import services


def make_token(candidate_id: uuid.UUID) -> str:
    """Return the token for this candidate's emails."""
    return str(_serializer().dumps(candidate_id.hex))


def read_token(token: str) -> uuid.UUID | None:
    """Return the candidate's id from this token; None for one that was never issued."""
    try:
        return uuid.UUID(_serializer().loads(token))
    except (BadSignature, ValueError):
        return None


def _serializer() -> URLSafeSerializer:
    """Return what signs with the first of the secrets, and reads tokens signed with any of them."""
    return URLSafeSerializer(list(reversed(services().settings.secret_keys)), salt="unsubscribe")
