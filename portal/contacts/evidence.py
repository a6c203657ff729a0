"""What a candidate has on how to reach a person, such as a photo of their card: deleted once that is confirmed."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.contacts.models import PASTED_TEXT, PHOTO, Contact, ContactEvidence
from portal.contacts.rules import is_reachable
from portal.core.command import PORTAL, Command

MAX_RETENTION = timedelta(days=30)
"""The longest time a photo or a text is kept (docs/rules.md#photos)."""
BATCH = 100


@dataclass(frozen=True)
class EvidenceKey:
    """The person that evidence belongs to: the one described under `debrief_person_id` after an interview."""

    interview_id: uuid.UUID
    debrief_person_id: uuid.UUID


@dataclass(frozen=True)
class PhotoData:
    """A picture that is safe to keep: a re-encoded JPEG with nothing in it but its pixels."""

    jpeg: bytes
    width: int
    height: int


def save_photo(command: Command, place: EvidenceKey, shot: PhotoData) -> ContactEvidence:
    """Save the photo of this person's card, in place of any earlier one."""
    row = ContactEvidence(kind=PHOTO, jpeg=shot.jpeg, width=shot.width, height=shot.height)
    return _save(command, place, row, "card_photo.keep")


def save_text(command: Command, place: EvidenceKey, text: str) -> ContactEvidence:
    """Save the text that details of this person were read from, in place of any earlier one."""
    return _save(command, place, ContactEvidence(kind=PASTED_TEXT, text=text), "pasted_text.keep")


def delete_evidence(session: Session, place: EvidenceKey, kind: str) -> None:
    """Delete the photo or the text of this person from this interview."""
    session.execute(delete(ContactEvidence).where(_has_key(place), ContactEvidence.kind == kind))


def delete_expired(session: Session, now: datetime) -> int:
    """Delete a batch of evidence that has been kept long enough, and return how much."""
    due = select(ContactEvidence).where(ContactEvidence.kept_until <= now).order_by(ContactEvidence.kept_until)
    rows = session.scalars(due.limit(BATCH).with_for_update(skip_locked=True)).all()
    for row in rows:
        action = "card_photo.delete" if row.kind == PHOTO else "pasted_text.delete"
        audit.record(Command(session, PORTAL, now), action, row)
        session.delete(row)
    session.flush()
    return len(rows)


def assign_or_delete(session: Session, place: EvidenceKey, contact: Contact | None) -> None:
    """Assign the evidence to the contact, or delete it if it is not needed (docs/rules.md#photos)."""
    if contact is None or has_confirmed_address(contact):
        session.execute(delete(ContactEvidence).where(_has_key(place)))
        return
    for row in session.scalars(select(ContactEvidence).where(_has_key(place))):
        row.contact_id = contact.id
    session.flush()


def has_confirmed_address(contact: Contact) -> bool:
    """Return whether an address of the contact's own is confirmed, so that no one has to read it off a card."""
    return is_reachable(contact.confirmed_email, contact.postal_address)


def delete_all_of(session: Session, contact: Contact) -> None:
    """Delete all evidence about this contact."""
    session.execute(delete(ContactEvidence).where(ContactEvidence.contact_id == contact.id))


def shorten_retention(session: Session, contact: Contact, until: datetime) -> None:
    """Keep the evidence about this contact until then at the latest, in case the confirmed address is wrong."""
    for row in session.scalars(select(ContactEvidence).where(ContactEvidence.contact_id == contact.id)):
        row.kept_until = min(row.kept_until, until)
    session.flush()


def restore_retention(session: Session, contact: Contact) -> None:
    """Keep the evidence about this contact as long as allowed, because the address is a guess again."""
    for row in session.scalars(select(ContactEvidence).where(ContactEvidence.contact_id == contact.id)):
        row.kept_until = row.created_at + MAX_RETENTION
    session.flush()


def find_evidence(session: Session, place: EvidenceKey, kind: str) -> ContactEvidence | None:
    """Return the photo or the text of this person; None if there is none."""
    return session.scalar(select(ContactEvidence).where(_has_key(place), ContactEvidence.kind == kind))


def latest_photo_of(session: Session, contact_id: uuid.UUID) -> ContactEvidence | None:
    """Return the latest photo of this contact's card; None if there is none."""
    query = select(ContactEvidence).where(ContactEvidence.contact_id == contact_id, ContactEvidence.kind == PHOTO)
    return session.scalar(query.order_by(ContactEvidence.id.desc()).limit(1))


def _save(command: Command, place: EvidenceKey, row: ContactEvidence, action: str) -> ContactEvidence:
    delete_evidence(command.session, place, row.kind)
    row.interview_id, row.debrief_person_id = place.interview_id, place.debrief_person_id
    row.kept_until, row.by_id = command.now + MAX_RETENTION, command.by.account_id
    command.session.add(row)
    command.session.flush()
    audit.record(command, action, row)
    return row


def _has_key(place: EvidenceKey) -> ColumnElement[bool]:
    is_theirs = ContactEvidence.debrief_person_id == place.debrief_person_id
    return (ContactEvidence.interview_id == place.interview_id) & is_theirs
