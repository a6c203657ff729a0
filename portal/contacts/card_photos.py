"""Photos of business cards: kept to type from, and deleted once there is a confirmed way to reach the person."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import Actor
from portal.contacts.models import CardPhoto, Contact
from portal.contacts.rules import is_reachable

MAX_RETENTION = timedelta(days=30)
"""The longest time a photo is kept (docs/rules.md#photos)."""
BATCH = 100


@dataclass(frozen=True)
class PhotoKey:
    """The person a photo belongs to: the one described under `debrief_person_id` after an interview."""

    interview_id: uuid.UUID
    debrief_person_id: uuid.UUID


@dataclass(frozen=True)
class PhotoData:
    """A picture that is safe to keep: a re-encoded JPEG with nothing in it but its pixels."""

    jpeg: bytes
    width: int
    height: int


def save_photo(session: Session, place: PhotoKey, shot: PhotoData, *, by: Actor, now: datetime) -> CardPhoto:
    """Save the photo of this person's card, in place of any earlier one."""
    delete_photo(session, place)
    row = CardPhoto(
        interview_id=place.interview_id,
        debrief_person_id=place.debrief_person_id,
        jpeg=shot.jpeg,
        width=shot.width,
        height=shot.height,
        kept_until=now + MAX_RETENTION,
        by_id=by.account_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, "card_photo.keep", row, by=by, now=now)
    return row


def delete_photo(session: Session, place: PhotoKey) -> None:
    """Delete the photo of this person's card from this interview."""
    session.execute(delete(CardPhoto).where(_has_key(place)))


def delete_expired(session: Session, now: datetime) -> int:
    """Delete a batch of photos that have been kept long enough, and return how many."""
    due = select(CardPhoto).where(CardPhoto.kept_until <= now).order_by(CardPhoto.kept_until)
    rows = session.scalars(due.limit(BATCH).with_for_update(skip_locked=True)).all()
    for row in rows:
        audit.record(session, "card_photo.let_go", row, by=audit.PORTAL, now=now)
        session.delete(row)
    session.flush()
    return len(rows)


def assign_or_delete_photo(session: Session, place: PhotoKey, contact: Contact | None) -> None:
    """Assign the photo to the contact, or delete it if it is not needed (docs/rules.md#photos)."""
    if contact is None or has_confirmed_address(contact):
        delete_photo(session, place)
        return
    row = find_photo(session, place)
    if row is not None:
        row.contact_id = contact.id
        session.flush()


def has_confirmed_address(contact: Contact) -> bool:
    """Return whether an address of the contact's own is confirmed, so that no one has to read it off a card."""
    return is_reachable(contact.confirmed_email, contact.postal_address)


def delete_photos_of(session: Session, contact: Contact) -> None:
    """Delete all photos of this contact's card."""
    session.execute(delete(CardPhoto).where(CardPhoto.contact_id == contact.id))


def shorten_retention(session: Session, contact: Contact, until: datetime) -> None:
    """Keep the photos of this contact's card until then at the latest, in case the confirmed address is wrong."""
    for row in session.scalars(select(CardPhoto).where(CardPhoto.contact_id == contact.id)):
        row.kept_until = min(row.kept_until, until)
    session.flush()


def restore_retention(session: Session, contact: Contact) -> None:
    """Keep the photos of this contact's card as long as allowed, because the address is a guess again."""
    for row in session.scalars(select(CardPhoto).where(CardPhoto.contact_id == contact.id)):
        row.kept_until = row.created_at + MAX_RETENTION
    session.flush()


def find_photo(session: Session, place: PhotoKey) -> CardPhoto | None:
    """Return the photo of this person's card; None if there is none."""
    return session.scalar(select(CardPhoto).where(_has_key(place)))


def latest_photo_of(session: Session, contact_id: uuid.UUID) -> CardPhoto | None:
    """Return the latest photo of this contact's card; None if there is none."""
    query = select(CardPhoto).where(CardPhoto.contact_id == contact_id)
    return session.scalar(query.order_by(CardPhoto.id.desc()).limit(1))


def _has_key(place: PhotoKey) -> ColumnElement[bool]:
    return (CardPhoto.interview_id == place.interview_id) & (CardPhoto.debrief_person_id == place.debrief_person_id)
