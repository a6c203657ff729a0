"""Adding, renaming, merging, and retiring offices and fields of work, and moving people between offices."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.agencies.models import AgencyProfile, JobField, Office
from portal.approvals import targets
from portal.audit import actions as audit
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.followups.agency_time import load_calendars
from portal.followups.recalculation import Recalculation, recalculate
from portal.offices import queries
from portal.offices.business_hours import NOTHING
from portal.offices.moving import count_references, move_references
from portal.summaries import actions as summaries


def add_office(command: Command, name: str) -> Office:
    """Add an office; raise `ActionRefused` at `name` for one that there is."""
    _refuse_taken(command.session, Office, name)
    office = Office(name=name)
    command.session.add(office)
    command.session.flush()
    audit.record(command, "office.add", office)
    return office


def rename_office(command: Command, office: Office, name: str) -> None:
    """Rename an office; raise `ActionRefused` at `name` for the name of another one."""
    _refuse_taken(command.session, Office, name, office.id)
    audit.apply_change(command, "office.rename", office, {"name": name})


def retire_office(command: Command, office: Office) -> None:
    """Stop offering the office; what belongs to it stays. Raise `ActionRefused` for the last one that is offered."""
    _lock_all(command.session, Office)
    _refuse_last(command.session, Office, office, N_("This is the last office. Add another one first."))
    audit.apply_change(command, "office.retire", office, {"retired_at": command.now})


def offer_office(command: Command, office: Office) -> None:
    """Offer a retired office again."""
    audit.apply_change(command, "office.offer", office, {"retired_at": None})


def merge_office(command: Command, office: Office, into: Office) -> tuple[dict[str, int], Recalculation]:
    """Move everything to the other office, and delete this one; return how much moved, by table, and what follows.

    Raise `ActionRefused` at `into` for the same office or a retired one.
    """
    moved = _begin_merge(command, "office", office, into)

    def change() -> None:
        move_references(command.session, office, into.id)
        summaries.copy_keys(command.session, Candidate.office_id == into.id)
        command.session.delete(office)

    return moved, _moved_between(command, office, into, Candidate.office_id == office.id, change)


def move_members(
    command: Command, office: Office, accounts: Sequence[Account], to: Office, *, with_candidates: bool
) -> Recalculation:
    """Move colleagues to another office, and the candidates of this office that they look after, if these go along.

    Raise `ActionRefused` at `to` for the same office or a retired one.
    """
    _refuse_target(office, to, field="to")
    for account in accounts:
        audit.apply_change(command, "account.move_office", account, {"office_id": to.id})
    if not with_candidates:
        return NOTHING
    whose = (Candidate.office_id == office.id) & Candidate.recruiter_id.in_([account.id for account in accounts])
    counts = queries.candidates_per_recruiter(command.session, office.id)
    count = sum(counts.get(account.id, 0) for account in accounts)
    audit.record(command, "office.move_candidates", office, changes={"candidates": (count, 0)})

    def change() -> None:
        moving = update(Candidate).where(whose).values(office_id=to.id)
        command.session.execute(moving, execution_options={"synchronize_session": False})
        summaries.copy_keys(command.session, Candidate.office_id == to.id)
        command.session.expire_all()

    return _moved_between(command, office, to, whose, change)


def add_field(command: Command, name: str) -> JobField:
    """Add a field of work at the end of the list; raise `ActionRefused` at `name` for one that there is."""
    _refuse_taken(command.session, JobField, name)
    last = max(command.session.scalars(select(JobField.position)), default=-1)
    field = JobField(name=name, position=last + 1)
    command.session.add(field)
    command.session.flush()
    audit.record(command, "field.add", field)
    return field


def rename_field(command: Command, field: JobField, name: str) -> None:
    """Rename a field of work; raise `ActionRefused` at `name` for the name of another one."""
    _refuse_taken(command.session, JobField, name, field.id)
    audit.apply_change(command, "field.rename", field, {"name": name})


def retire_field(command: Command, field: JobField) -> None:
    """Stop offering the field; what names it stays. Raise `ActionRefused` for the last one that is offered."""
    _lock_all(command.session, JobField)
    _refuse_last(command.session, JobField, field, N_("This is the last field. Add another one first."))
    audit.apply_change(command, "field.retire", field, {"retired_at": command.now})


def offer_field(command: Command, field: JobField) -> None:
    """Offer a retired field again."""
    audit.apply_change(command, "field.offer", field, {"retired_at": None})


def merge_field(command: Command, field: JobField, into: JobField) -> dict[str, int]:
    """Move everything to the other field, and delete this one; return how much moved, by table.

    Raise `ActionRefused` at `into` for the same field or a retired one.
    """
    moved = _begin_merge(command, "field", field, into)
    move_references(command.session, field, into.id)
    summaries.copy_keys(command.session, Candidate.field_id == into.id)
    command.session.delete(field)
    command.session.flush()
    return moved


def set_visibility(command: Command, profile: AgencyProfile, visibility: str) -> None:
    """Set how far recruiters see: `own`, `office`, or `agency`; it holds from their next page on."""
    audit.apply_change(command, "agency.set_visibility", profile, {"visibility": visibility})


def _moved_between(
    command: Command, office: Office, to: Office, whose: Any, change: Callable[[], object]
) -> Recalculation:
    """Make the change that moves these candidates, and replan them where the other office has another calendar."""
    calendars = load_calendars(command.session, command.now).by_office()
    if calendars[office.id] == calendars[to.id]:
        change()
        command.session.flush()
        return NOTHING
    result = recalculate(command.session, whose, command.now, change)
    targets.reset_targets(command.session, {to.id})
    return result


def _begin_merge(command: Command, kind: str, row: Office | JobField, into: Office | JobField) -> dict[str, int]:
    """Record that everything moves to the other row, and return how much, by table; raise as merging does."""
    _lock_all(command.session, type(row))
    _refuse_target(row, into)
    moved = count_references(command.session, row)
    audit.record(command, f"{kind}.merge", row, changes={table: (count, 0) for table, count in moved.items()})
    audit.record(command, f"{kind}.take_in", into, changes={table: (0, count) for table, count in moved.items()})
    return moved


def _lock_all(session: Session, model: type[Office] | type[JobField]) -> None:
    """Lock every row in one order: of two changes at once, the second sees what the first left."""
    session.execute(select(model.id).order_by(model.id).with_for_update())
    session.expire_all()


def _refuse_taken(
    session: Session, model: type[Office] | type[JobField], name: str, own: uuid.UUID | None = None
) -> None:
    rows: Any = session.scalars(select(model)).all()
    for row in rows:
        if row.id == own or row.name.casefold() != name.casefold():
            continue
        if row.retired_at is not None:
            raise ActionRefused(N_("%(name)s is retired. Offer it again instead."), field="name", name=row.name)
        raise ActionRefused(N_("There’s already one called %(name)s."), field="name", name=row.name)


def _refuse_last(session: Session, model: type[Office] | type[JobField], row: Office | JobField, sentence: str) -> None:
    offered = session.scalars(select(model.id).where(model.retired_at.is_(None), model.id != row.id)).all()
    if not offered:
        raise ActionRefused(sentence)


def _refuse_target(row: Office | JobField, into: Office | JobField, field: str = "into") -> None:
    if row.id == into.id:
        raise ActionRefused(N_("Choose another one than %(name)s."), field=field, name=row.name)
    if into.retired_at is not None:
        raise ActionRefused(N_("%(name)s is retired. Choose one that’s still offered."), field=field, name=into.name)
