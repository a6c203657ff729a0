"""What candidates choose about their reminders: which, when, and how many (docs/rules.md#reminder-choices)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import time
from types import MappingProxyType

from portal.audit import actions as audit
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused

KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "preparation": ("prepare_draft", "collect_contacts"),
        "debrief": ("debrief",),
        "thank": ("thank", "request_contact"),
        "follow_up": ("follow_up", "close"),
    }
)
"""The kinds of reminders that can be turned off, each with the kinds of tasks that it is about."""
DAYS = range(7)
"""The days of the week, 0 is Monday."""


@dataclass(frozen=True)
class ReminderChoices:
    """What a candidate chose, each as a column of `Candidate`.

    `reminders_off` are kinds, `reminder_days_off` days of the week. `remind_from` and `remind_until` are on the
    candidate's clock, None where the agency's hours apply. `reminder_digest`: one email a day, in the morning.
    """

    reminders_off: tuple[str, ...] = ()
    reminder_days_off: tuple[int, ...] = ()
    remind_from: time | None = None
    remind_until: time | None = None
    reminder_digest: bool = False

    @property
    def tasks_off(self) -> frozenset[str]:
        """The kinds of tasks that the candidate isn't reminded of."""
        return frozenset(task for kind in self.reminders_off for task in KINDS[kind])


def choices_of(candidate: Candidate) -> ReminderChoices:
    """Return what the candidate chose."""
    return ReminderChoices(
        tuple(candidate.reminders_off),
        tuple(candidate.reminder_days_off),
        candidate.remind_from,
        candidate.remind_until,
        candidate.reminder_digest,
    )


def choose(command: Command, candidate: Candidate, choices: ReminderChoices) -> None:
    """Save what the candidate chose, and decide their reminders again.

    Raise `ActionRefused` at `days` if no day is left, and at `remind_until` if the hours end before they begin.
    """
    if set(DAYS) <= set(choices.reminder_days_off):
        raise ActionRefused(N_("Leave at least one day on."), field="days")
    if choices.remind_from and choices.remind_until and choices.remind_from >= choices.remind_until:
        raise ActionRefused(N_("Choose a time after the first one."), field="remind_until")
    values = asdict(choices) | {
        "reminders_off": list(choices.reminders_off),
        "reminder_days_off": list(choices.reminder_days_off),
    }
    audit.apply_change(command, "candidate.choose_reminders", candidate, values)
    candidate.next_reminder_at = command.now
