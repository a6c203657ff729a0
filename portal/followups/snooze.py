"""Snoozing a step, and ending the snooze."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import Actor
from portal.core import transaction
from portal.core.errors import N_, ActionRefused
from portal.followups.models import Step
from portal.followups.rules.snooze_options import snooze_options


def snooze_step(session: Session, step: Step, code: str, *, by: Actor, now: datetime) -> datetime:
    """Snooze the step until the chosen moment, and return that; raise `ActionRefused` if it cannot be chosen."""
    if step.state != "open" or not step.is_for_candidate:
        raise ActionRefused(N_("This cannot be put off: it is not open any more."))
    zone = ZoneInfo(step.application.candidate.time_zone)
    chosen = next((one.until for one in snooze_options(now, zone, step.missed_from) if one.code == code), None)
    if chosen is None:
        raise ActionRefused(N_("It is too late for that. Please choose another time."))
    _set_snoozed_until(session, step, chosen, by=by, now=now)
    return chosen


def end_snooze(session: Session, step: Step, *, by: Actor, now: datetime) -> None:
    """End the step's snooze, if there is one."""
    if step.snoozed_until is not None:
        _set_snoozed_until(session, step, None, by=by, now=now)


def _set_snoozed_until(session: Session, step: Step, until: datetime | None, *, by: Actor, now: datetime) -> None:
    audit.apply_change(session, "step.put_off", step, {"snoozed_until": until}, by=by, now=now)
    transaction.touch(session, step.application_id)
