"""How emails ended, counted in Redis for `/metrics`: by kind and outcome, and how long after they were due.

An erased Redis counts from 0 again, as a restarted program would. A batch counts in its session and is written once.
"""

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.orm import Session

from portal.core import transaction
from portal.core.db import PINNED_CONNECTION_KEY
from portal.core.services import services

DELAYS = (1, 2, 5, 10, 30, 60, 300, 900, 3600)
"""The buckets of the time from due to accepted, in seconds; a last one has no end."""

_KEY, _COUNTED = "portal:mail:outcomes", "portal.mail_outcomes"
_DELAY, _SECONDS = "delay", "seconds"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OutcomeCounts:
    """Counts since Redis was last empty: `ends` by kind and outcome, `delays` by bucket, and all `seconds` together."""

    ends: Mapping[tuple[str, str], int]
    delays: Mapping[int, int]
    seconds: int


def count(session: Session, kind: str, outcome: str, waited: timedelta | None = None) -> None:
    """Count an email once its outcome is committed; `waited` is the time from due to accepted."""
    counted = [f"{kind}|{outcome}"]
    seconds = max(int(waited.total_seconds()), 0) if waited is not None else 0
    if waited is not None:
        counted.append(f"{_DELAY}|{_bucket(seconds)}")
    transaction.after_commit(session, lambda: _add(session, counted, seconds))


def write(session: Session) -> None:
    """Write what the session has counted; without Redis it is lost."""
    counted: Counter[str] = session.info.pop(_COUNTED, Counter())
    redis = services().redis
    if not counted or redis is None:
        return
    try:
        with redis.pipeline(transaction=False) as pipeline:
            for name, number in counted.items():
                pipeline.hincrby(_KEY, name, number)
            pipeline.execute()
    except RedisError as error:
        _log.info("outcomes of emails are not counted: %s", type(error).__name__)


def read(redis: Redis) -> OutcomeCounts:
    """Return what was counted so far."""
    found = {name.decode(): int(number) for name, number in cast(dict[bytes, bytes], redis.hgetall(_KEY)).items()}
    seconds = found.pop(_SECONDS, 0)
    pairs = {tuple(name.split("|", 1)): number for name, number in found.items()}
    delays = {int(bucket): number for (kind, bucket), number in pairs.items() if kind == _DELAY}
    return OutcomeCounts(
        {(kind, outcome): number for (kind, outcome), number in pairs.items() if kind != _DELAY}, delays, seconds
    )


def _add(session: Session, counted: list[str], seconds: int) -> None:
    found: Counter[str] = session.info.setdefault(_COUNTED, Counter())
    found.update(counted)
    found[_SECONDS] += seconds
    if PINNED_CONNECTION_KEY not in session.info:
        write(session)


def _bucket(seconds: int) -> int:
    """Return the number of the bucket that these seconds are in."""
    return next((number for number, most in enumerate(DELAYS) if seconds <= most), len(DELAYS))
