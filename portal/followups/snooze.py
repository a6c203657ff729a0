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
from portal.followups.rules.snooze_options import snooze_options


def snooze_step(command: Command, step: Step, code: str) -> datetime:
    """Snooze the step until the chosen moment, and return that; raise `ActionRefused` if it cannot be chosen."""
    if step.state != "open" or not step.is_for_candidate:
        raise ActionRefused(N_("This can’t be snoozed because it’s no longer open."))
    zone, quiet = ZoneInfo(step.application.candidate.time_zone), quiet_hours(agencies.profile(command.session).policy)
    offered = snooze_options(command.now, zone, quiet, step.missed_from)
    chosen = next((one.until for one in offered if one.code == code), None)
    if chosen is None:
        raise ActionRefused(N_("That time is no longer available. Choose another one."))
    _set_snoozed_until(command, step, chosen)
    return chosen


def end_snooze(command: Command, step: Step) -> None:
    """End the step's snooze, if there is one."""
    if step.snoozed_until is not None:
        _set_snoozed_until(command, step, None)


def _set_snoozed_until(command: Command, step: Step, until: datetime | None) -> None:
    audit.apply_change(command, "step.snooze", step, {"snoozed_until": until})
    transaction.touch(command.session, step.application_id)
