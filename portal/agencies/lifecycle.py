"""What an operator does to a whole agency: rename, suspend, and resume it."""

from sqlalchemy.orm import Session

from portal.agencies import queries
from portal.agencies.actions import refuse_unusable_name
from portal.agencies.models import Agency
from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.messaging import claims


def rename(command: Command, agency: Agency, name: str) -> None:
    """Rename the entered agency; raise `ActionRefused` when it has this name already, and at `name` for no name."""
    refuse_unusable_name(name)
    _lock(command.session, agency)
    if not audit.apply_change(command, "agency.rename", queries.profile(command.session), {"name": name}):
        raise ActionRefused(N_("%(name)s is its name already."), name=name)
    agency.name = name
    command.session.flush()


def suspend(command: Command, agency: Agency) -> None:
    """Suspend the entered agency: its pages close, and its email and reminders wait.

    Wait for its running jobs; raise `ActionRefused` when it is suspended already.
    """
    _lock(command.session, agency)
    if agency.suspended_at is not None:
        raise ActionRefused(N_("%(name)s is suspended already."), name=agency.name)
    agency.suspended_at = command.now
    claims.release_claimed(command.session)
    audit.record(command, "agency.suspend", queries.profile(command.session))


def resume(command: Command, agency: Agency) -> None:
    """Open the entered agency again: the next tick decides about everything that waited."""
    _lock(command.session, agency)
    if agency.suspended_at is None:
        raise ActionRefused(N_("%(name)s isn’t suspended."), name=agency.name)
    agency.suspended_at = None
    audit.record(command, "agency.resume", queries.profile(command.session))


def _lock(session: Session, agency: Agency) -> None:
    session.refresh(agency, with_for_update={"key_share": True})
