"""Merging two contacts who are one person: everything about one becomes the other's, and can be undone exactly."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.rules import email_key
from portal.audit import actions as audit
from portal.contacts import actions as contacts
from portal.contacts import queries
from portal.contacts.models import Contact, ContactEvidence, ContactMerge, ContactRequest
from portal.contacts.rules import fill_missing, reachable_since
from portal.core import queue
from portal.core.command import Actor, Command
from portal.core.db import TenantModel
from portal.core.errors import N_, ActionRefused
from portal.duplicates.undo_values import UNDO_PERIOD, delete_expired, from_json, to_json
from portal.interviews import actions as interviews
from portal.interviews.models import InterviewPerson, StepCompletion
from portal.notes.models import Note

CHANGED_MODELS: tuple[type[TenantModel], ...] = (
    Contact,
    ContactRequest,
    ContactEvidence,
    InterviewPerson,
    StepCompletion,
    Note,
)
"""The models of the rows that a merge changes; nothing is deleted."""
_BY_TABLE: dict[str, Any] = {model.__tablename__: model for model in CHANGED_MODELS}


@dataclass
class _ChangeLog:
    """Every column that was set, with the values before and after."""

    session: Session
    made: list[dict[str, Any]] = field(default_factory=list)

    def set(self, row: Any, **values: Any) -> None:
        for name, value in values.items():
            was = getattr(row, name)
            if was != value:
                kept = {"table": row.__tablename__, "id": str(row.id), "column": name}
                self.made.append(kept | {"was": to_json(was), "is": to_json(value)})
                setattr(row, name, value)
        self.session.flush()


def merge(command: Command, winner: Contact, loser: Contact) -> ContactMerge:
    """Merge the loser into the winner, who gets missing details and all interviews, notes, and requests.

    Return the merge. Raise `ActionRefused` for contacts of two employers, or for one already merged. If both are listed
    at one interview, the loser there counts as not met, and what was done about them becomes the winner's.
    """
    for contact in sorted((winner, loser), key=lambda row: row.id):
        command.session.refresh(contact, with_for_update={"of": Contact})
    _refuse_unmergeable(winner, loser)
    waiting = [str(found.id) for row in (winner, loser) if (found := queries.open_request_of(command.session, row.id))]
    changes = _ChangeLog(command.session)
    changes.set(loser, merged_into_id=winner.id, email_key=None)
    _fill_missing_details(changes, winner, loser, command.now)
    _move_requests(changes, winner, loser, command.by, command.now)
    _move_evidence(changes, winner, loser)
    _move_people(changes, winner, loser)
    for earlier in command.session.scalars(select(Contact).where(Contact.merged_into_id == loser.id)):
        changes.set(earlier, merged_into_id=winner.id)
    undo_data = {"changes": changes.made, "waiting": waiting}
    row = ContactMerge(
        winner_id=winner.id, loser_id=loser.id, at=command.now, by_id=command.by.account_id, undo_data=undo_data
    )
    row.undo_until = command.now + UNDO_PERIOD
    command.session.add(row)
    command.session.flush()
    audit.record(command, "contact.merge", row)
    _replan(command.session, {winner.id, loser.id})
    return row


def undo(command: Command, row: ContactMerge) -> None:
    """Undo the merge, except for what was changed since; a second time changes nothing.

    Raise `ActionRefused` if a later merge must be undone first, another contact has the address now, or it is too late.
    """
    if row.undone_at is not None:
        return
    undo_data = row.undo_data
    if undo_data is None or row.undo_until is None or row.undo_until <= command.now:
        raise ActionRefused(N_("It’s too late to undo this merge. You can add a new contact instead."))
    if row.winner.merged_into_id is not None:
        raise ActionRefused(N_("%(name)s was merged again since then. Undo that first."), name=row.winner.name)
    try:
        with command.session.begin_nested():
            for change in reversed(undo_data["changes"]):
                _revert_change(command.session, change)
            _reopen_requests(command.session, undo_data["waiting"])
    except IntegrityError as error:
        raise ActionRefused(N_("Another contact has one of these addresses now. Change that first.")) from error
    row.undo_data = row.undo_until = None
    audit.apply_change(command, "contact.unmerge", row, {"undone_at": command.now})
    _replan(command.session, {row.winner_id, row.loser_id})


def delete_expired_undo_data(session: Session, now: datetime) -> int:
    """Delete the undo data of a batch of merges that can no longer be undone, and return how many."""
    return delete_expired(session, ContactMerge, "contact_merge.delete_undo_data", now)


def _replan(session: Session, contact_ids: set[uuid.UUID]) -> None:
    for contact_id in contact_ids:
        interviews.touch_contact(session, contact_id)
    queue.enqueue_after_commit(session, queue.DUE, "reminders")


def _refuse_unmergeable(winner: Contact, loser: Contact) -> None:
    if winner.id == loser.id:
        raise ActionRefused(N_("Choose two contacts."))
    if winner.employer_id != loser.employer_id:
        raise ActionRefused(N_("They work at two different employers, so they can’t be merged."))
    for contact in (winner, loser):
        if contact.merged_into_id is not None:
            raise ActionRefused(
                N_("%(name)s was merged in the meantime. Reload the page and look again."), name=contact.name
            )


def _fill_missing_details(changes: _ChangeLog, winner: Contact, loser: Contact, now: datetime) -> None:
    details = fill_missing(contacts.details_of(winner), contacts.details_of(loser))
    via_hr = winner.via_hr or loser.via_hr
    hr_email = winner.employer.hr_email if via_hr else None
    changes.set(
        winner,
        **asdict(details),
        email_key=email_key(details.email) if details.email else None,
        via_hr=via_hr,
        reachable_at=reachable_since(winner.reachable_at, details, now, hr_email),
    )


def _move_requests(changes: _ChangeLog, winner: Contact, loser: Contact, by: Actor, now: datetime) -> None:
    session = changes.session
    standing, other = (queries.open_request_of(session, row.id) for row in (winner, loser))
    closed = {"closed_at": now, "answered_by_id": by.account_id, "escalate_at": None}
    if standing is not None and other is not None and not winner.reachable:
        since, until = min(standing.requested_at, other.requested_at), min(standing.target_at, other.target_at)
        changes.set(standing, requested_at=since, target_at=until)
        changes.set(other, outcome="not_needed", **closed)
    for row in (standing, other):
        if row is not None and winner.reachable:
            changes.set(row, outcome="answered", **closed)
    for row in session.scalars(select(ContactRequest).where(ContactRequest.contact_id == loser.id)):
        changes.set(row, contact_id=winner.id)


def _move_evidence(changes: _ChangeLog, winner: Contact, loser: Contact) -> None:
    for row in changes.session.scalars(select(ContactEvidence).where(ContactEvidence.contact_id == loser.id)):
        changes.set(row, contact_id=winner.id)


def _move_people(changes: _ChangeLog, winner: Contact, loser: Contact) -> None:
    session = changes.session
    places = session.scalars(select(InterviewPerson).where(InterviewPerson.contact_id.in_((winner.id, loser.id)))).all()
    taken = {row.interview_id: row for row in places if row.contact_id == winner.id}
    for row in [row for row in places if row.contact_id == loser.id]:
        if row.interview_id in taken:
            _combine_people(changes, taken[row.interview_id], row)
        else:
            changes.set(row, contact_id=winner.id)


def _combine_people(changes: _ChangeLog, place: InterviewPerson, other: InterviewPerson) -> None:
    """Combine two places at one interview: add what is known and done at `other` to `place`."""
    requested = [at for at in (place.contact_requested_at, other.contact_requested_at) if at]
    changes.set(
        place,
        met=place.met or (other.met if other.met is not None else place.met),
        talked_about=_join_texts(place.talked_about, other.talked_about),
        clarify=_join_texts(place.clarify, other.clarify),
        personal_detail=_join_texts(place.personal_detail, other.personal_detail),
        contact_requested_at=min(requested, default=None),
        listed_by=place.listed_by if other.listed_by == "candidate" else other.listed_by,
    )
    _move_completions(changes, place, other)
    changes.set(other, met=False)


def _move_completions(changes: _ChangeLog, place: InterviewPerson, other: InterviewPerson) -> None:
    session = changes.session
    if not _rows_of_person(session, StepCompletion, place):
        for completion in _rows_of_person(session, StepCompletion, other):
            changes.set(completion, person_id=place.id)
    has_thank = any(note.kind == "thank" for note in _rows_of_person(session, Note, place))
    for note in _rows_of_person(session, Note, other):
        if note.kind != "thank" or not has_thank:
            changes.set(note, person_id=place.id)


def _rows_of_person(session: Session, model: Any, person: InterviewPerson) -> Sequence[Any]:
    return session.scalars(select(model).where(model.person_id == person.id)).all()


def _join_texts(one: str | None, other: str | None) -> str | None:
    return "\n".join(dict.fromkeys(part for part in (one, other) if part)) or None


def _revert_change(session: Session, change: dict[str, Any]) -> None:
    """Set the column back to its earlier value, unless it was changed since, or its row is gone."""
    model, name = _BY_TABLE[change["table"]], change["column"]
    row = session.scalar(select(model).where(model.id == uuid.UUID(change["id"])))
    if row is not None and to_json(getattr(row, name)) == change["is"]:
        setattr(row, name, from_json(model.__table__.c[name].type, change["was"]))
        session.flush()


def _reopen_requests(session: Session, waiting: Sequence[str]) -> None:
    """Reopen requests that the portal closed as no longer needed after the merge; replanning then decides."""
    ids = [uuid.UUID(found) for found in waiting]
    for row in session.scalars(select(ContactRequest).where(ContactRequest.id.in_(ids))):
        unneeded = row.outcome == "not_needed" and row.answered_by_id is None
        if unneeded and queries.open_request_of(session, row.contact_id) is None:
            row.closed_at = row.outcome = None
            session.flush()
