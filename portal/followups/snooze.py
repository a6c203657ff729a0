"""Snoozing a step, and ending the snooze."""

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.core import transaction
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.followups.models import Step
from portal.followups.rules.policy import quiet_hours
from portal.followups.rules.snooze_options import can_snooze_until, snooze_options


def snooze_step(command: Command, step: Step, code: str) -> datetime:
    """Snooze the step until the chosen moment, and return that; raise `ActionRefused` if it cannot be chosen."""
    _refuse_settled(step)
    zone, quiet = ZoneInfo(step.application.candidate.time_zone), quiet_hours(agencies.profile(command.session).policy)
    offered = snooze_options(command.now, zone, quiet, step.missed_from)
    chosen = next((one.until for one in offered if one.code == code), None)
    if chosen is None:
        raise ActionRefused(N_("That time is no longer available. Choose another one."))
    _set_snoozed_until(command, step, chosen)
    return chosen


def snooze_step_until(command: Command, step: Step, until: datetime) -> datetime:
    """Snooze the step until a moment that the candidate picked, and return that; raise `ActionRefused` if it cannot be.

    A reminder waits for the end of the quiet hours, whatever was picked.
    """
    _refuse_settled(step)
    if not can_snooze_until(until, command.now, step.missed_from):
        raise ActionRefused(
            N_("Pick a time that’s ahead, within the next 30 days, and before the task expires."), field="on"
        )
    _set_snoozed_until(command, step, until)
    return until


def end_snooze(command: Command, step: Step) -> None:
    """End the step's snooze, if there is one."""
    if step.snoozed_until is not None:
        _set_snoozed_until(command, step, None)


def _refuse_settled(step: Step) -> None:
    if step.state != "open" or not step.is_for_candidate:
        raise ActionRefused(N_("This can’t be snoozed because it’s no longer open."))


def _set_snoozed_until(command: Command, step: Step, until: datetime | None) -> None:
    audit.apply_change(command, "step.snooze", step, {"snoozed_until": until})
    transaction.touch(command.session, step.application_id)
