"""How fast emails go out: rates for each agency and each receiving domain, counted in Redis for all workers together.

An email over a rate gets the moment of its turn, waits until then, and says why. Nothing fails because of a rate, and
what someone waits for (the queue `now`) has none. Without Redis there are no rates.
"""

import logging
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import queue, tenancy
from portal.core.services import services
from portal.messaging import claims
from portal.messaging.models import OutgoingMessage
from portal.messaging.rules import RATE_CODES, RATE_OF_AGENCY, RATE_OF_DOMAIN, Turn, turns

_RESERVE = """
local now = redis.call('time')
now = now[1] + now[2] / 1000000
local begins = math.max(now, tonumber(redis.call('get', KEYS[1]) or '0'))
redis.call('set', KEYS[1], tostring(begins + ARGV[1] * 60 / ARGV[2]), 'ex', 86400)
return tostring(begins - now)
"""
"""Reserve turns for ARGV[1] emails at ARGV[2] a minute; return in how many seconds the first of them begins."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Waiting:
    """An email that was claimed, and where it goes; one that has had its turn given has `has_turn`."""

    id: uuid.UUID
    domain: str
    has_turn: bool


def keep_to_rates(
    session: Session, name: str, token: uuid.UUID, claimed: Sequence[uuid.UUID], now: datetime
) -> list[uuid.UUID]:
    """Return those of the claimed emails that may go out now; let the others wait for their turn."""
    settings, redis = services().settings, services().redis
    rates = {RATE_OF_AGENCY: settings.mails_a_minute, RATE_OF_DOMAIN: settings.mails_a_minute_to_domain}
    if name == queue.NOW or redis is None or not claimed or not any(rates.values()):
        return list(claimed)
    found = _waiting(session, claimed)
    try:
        given = _reserve(redis, str(tenancy.entered(session)), [mail for mail in found if not mail.has_turn], rates)
    except RedisError as error:
        _log.warning("emails go out without a rate: %s", type(error).__name__)
        return list(claimed)
    for message_id, turn in given.items():
        claims.release_until(session, message_id, token, now + timedelta(seconds=turn.seconds), turn.code)
    if given:
        _log.info("%d of %d emails wait for their turn", len(given), len(claimed), extra={"count": len(given)})
    return [message_id for message_id in claimed if message_id not in given]


def _waiting(session: Session, ids: Sequence[uuid.UUID]) -> list[Waiting]:
    """Return the emails in the order of their ids' sequence."""
    query = select(OutgoingMessage.id, OutgoingMessage.to_email, OutgoingMessage.outcome)
    rows = {row.id: row for row in session.execute(query.where(OutgoingMessage.id.in_(ids)))}
    found = [rows[message_id] for message_id in ids]
    return [Waiting(row.id, row.to_email.rpartition("@")[2].lower(), row.outcome in RATE_CODES) for row in found]


def _reserve(redis: Redis, agency_id: str, mails: Sequence[Waiting], rates: Mapping[str, int]) -> dict[uuid.UUID, Turn]:
    """Reserve a turn for each of the emails under both rates; return those that do not come now."""
    groups: dict[tuple[str, str], list[uuid.UUID]] = defaultdict(list)
    for mail in mails:
        groups[RATE_OF_AGENCY, agency_id].append(mail.id)
        groups[RATE_OF_DOMAIN, mail.domain].append(mail.id)
    later: dict[uuid.UUID, Turn] = {}
    for (code, subject), ids in groups.items():
        rate = rates[code]
        if rate:
            begins = float(redis.eval(_RESERVE, 1, f"portal:{code}:{subject}", len(ids), rate))
            for message_id, turn in zip(ids, turns(code, begins, len(ids), rate), strict=True):
                if turn.seconds > 0:
                    later[message_id] = max(turn, later.get(message_id, turn), key=lambda each: each.seconds)
    return later
