"""Photos of business cards: kept to type from, and gone as soon as it is known how to reach the person."""

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
"""So long a photo is kept at most (docs/rules.md#photos)."""
BATCH = 100


@dataclass(frozen=True)
class PhotoKey:
    """Of whom a photo is: the person told of under `debrief_person_id` after an interview."""

    interview_id: uuid.UUID
    debrief_person_id: uuid.UUID


@dataclass(frozen=True)
class PhotoData:
    """A picture that is safe to keep: a JPEG made anew, with nothing in it but its points."""

    jpeg: bytes
    width: int
    height: int


def save_photo(session: Session, place: PhotoKey, shot: PhotoData, *, by: Actor, now: datetime) -> CardPhoto:
    """This is the photo of that person's card; one taken before is gone."""
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
    """There is no photo of that person's card from that interview."""
    session.execute(delete(CardPhoto).where(_has_key(place)))


def delete_expired(session: Session, now: datetime) -> int:
    """Of the photos that have been kept for long enough, a batch is gone; returns how many."""
    due = select(CardPhoto).where(CardPhoto.kept_until <= now).order_by(CardPhoto.kept_until)
    rows = session.scalars(due.limit(BATCH).with_for_update(skip_locked=True)).all()
    for row in rows:
        audit.record(session, "card_photo.let_go", row, by=audit.PORTAL, now=now)
        session.delete(row)
    session.flush()
    return len(rows)


def assign_or_delete_photo(session: Session, place: PhotoKey, contact: Contact | None) -> None:
    """Once it is told who that is, the photo is that contact's, or gone if not needed (docs/rules.md#photos)."""
    if contact is None or has_confirmed_address(contact):
        delete_photo(session, place)
        return
    row = find_photo(session, place)
    if row is not None:
        row.contact_id = contact.id
        session.flush()


def has_confirmed_address(contact: Contact) -> bool:
    """Whether an address of their own is known for certain, so that nobody has to read it off a card."""
    return is_reachable(contact.confirmed_email, contact.postal_address)


def delete_photos_of(session: Session, contact: Contact) -> None:
    """No photo of this contact's card is kept."""
    session.execute(delete(CardPhoto).where(CardPhoto.contact_id == contact.id))


def shorten_retention(session: Session, contact: Contact, until: datetime) -> None:
    """Keep the photos of this contact's card until then at the latest: an address may still turn out wrong."""
    for row in session.scalars(select(CardPhoto).where(CardPhoto.contact_id == contact.id)):
        row.kept_until = min(row.kept_until, until)
    session.flush()


def restore_retention(session: Session, contact: Contact) -> None:
    """Keep the photos of this contact's card as long as a photo may be kept: its address is a guess again."""
    for row in session.scalars(select(CardPhoto).where(CardPhoto.contact_id == contact.id)):
        row.kept_until = row.created_at + MAX_RETENTION
    session.flush()


def find_photo(session: Session, place: PhotoKey) -> CardPhoto | None:
    """The photo of that person's card, if there is one."""
    return session.scalar(select(CardPhoto).where(_has_key(place)))


def latest_photo_of(session: Session, contact_id: uuid.UUID) -> CardPhoto | None:
    """The latest photo of this contact's card, if one is kept."""
    query = select(CardPhoto).where(CardPhoto.contact_id == contact_id)
    return session.scalar(query.order_by(CardPhoto.id.desc()).limit(1))


def _has_key(place: PhotoKey) -> ColumnElement[bool]:
    return (CardPhoto.interview_id == place.interview_id) & (CardPhoto.debrief_person_id == place.debrief_person_id)
