"""Changing an agency's policies, and undoing the last change; the plans follow."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.agencies.models import AgencyProfile
from portal.approvals import targets
from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.followups.recalculation import recalculate_applications
from portal.followups.rules.policy import NOTES, NUMBERS, QUIET_END, QUIET_START, REMINDERS, Policy, plan_policy
from portal.policies import queries, values
from portal.policies.values import current_values
from portal.reminders import schedule

_OF_REMINDERS = frozenset(
    {name for name, number in NUMBERS.items() if number.group == REMINDERS}
    | {QUIET_START, QUIET_END, "reminders_before_acceptance"}
)
_OF_REVIEWS = frozenset(name for name, number in NUMBERS.items() if number.group == NOTES)


@dataclass(frozen=True)
class SavedPolicies:
    """What was saved: the names of what changed, and whether plans are still to be made again after the commit."""

    changed: tuple[str, ...]
    is_replanning: bool = False


def save(command: Command, profile: AgencyProfile, wanted: Mapping[str, Any]) -> SavedPolicies:
    """Set the agency's policies to these values, by name, and have every affected plan made again.

    Raise `ActionRefused` at the field with a value out of bounds. The caller has locked the profile.
    """
    values.check(wanted)
    standing, old = current_values(profile), plan_policy(profile.policy)
    changes = {name: (standing[name], wanted[name]) for name in values.DEFAULTS if standing[name] != wanted[name]}
    if not changes:
        return SavedPolicies(())
    profile.policy = values.stored_policy(wanted)
    for name in values.CHOICES:
        setattr(profile, name, wanted[name])
    command.session.flush()
    said = {name: (values.to_json(was), values.to_json(value)) for name, (was, value) in changes.items()}
    audit.record(command, "agency.set_policies", profile, changes=said)
    if _OF_REMINDERS & changes.keys():
        schedule.recompute_all(command.session, command.now)
    if _OF_REVIEWS & changes.keys():
        targets.reset_targets(command.session)
    return SavedPolicies(tuple(changes), _replan(command, old, plan_policy(profile.policy)))


def undo(command: Command, profile: AgencyProfile, event_id: uuid.UUID | None) -> SavedPolicies:
    """Undo this change, which has to be the last one; raise `ActionRefused` if something changed since."""
    last, standing = queries.last_change(command.session), current_values(profile)
    if last is None or last.event_id != event_id or not last.changes:
        raise ActionRefused(N_("The policies have changed since then. Check the list of changes."))
    before = {name: values.from_json(name, was) for name, (was, _) in last.changes.items()}
    return save(command, profile, {**standing, **before})


def _replan(command: Command, old: Policy, new: Policy) -> bool:
    """Replan what this change may affect, and return whether that is left to the worker."""
    if old == new:
        return False
    affected = queries.affected_applications(old, new, command.now)
    return recalculate_applications(command.session, affected, command.now).moved is None
