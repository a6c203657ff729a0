"""Putting a step off, and taking that back."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import By
from portal.core import transaction
from portal.core.errors import N_, Refused
from portal.followups.models import Step
from portal.followups.rules.put_off import choices


def put_off(session: Session, step: Step, code: str, *, by: By, now: datetime) -> datetime:
    """The step is asked for again at the chosen moment, and not before; returns it. Refuses what cannot be chosen."""
    if step.state != "open" or step.kind == "request_contact":
        raise Refused(N_("This cannot be put off: it is not open any more."))
    zone = ZoneInfo(step.process.candidate.time_zone)
    chosen = next((one.until for one in choices(now, zone, step.missed_from) if one.code == code), None)
    if chosen is None:
        raise Refused(N_("It is too late for that. Please choose another time."))
    _set(session, step, chosen, by=by, now=now)
    return chosen


def take_back(session: Session, step: Step, *, by: By, now: datetime) -> None:
    """The step stands as if it had never been put off."""
    if step.put_off_until is not None:
        _set(session, step, None, by=by, now=now)


def _set(session: Session, step: Step, until: datetime | None, *, by: By, now: datetime) -> None:
    audit.change(session, "step.put_off", step, {"put_off_until": until}, by=by, now=now)
    transaction.touch(session, step.process_id)
