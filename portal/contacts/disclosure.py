"""Which contact details a viewer may see (docs/rules.md#disclosure), and the record of which account entered which."""

import hashlib
import uuid
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.accounts.rules import CANDIDATE
from portal.contacts.details import PRIVATE_DETAILS, ContactDetails, get_detail
from portal.contacts.models import Contact, EnteredDetail
from portal.contacts.rules import care_of_address
from portal.core.command import Command


@dataclass(frozen=True)
class Disclosure:
    """What one viewer may see of contacts: everything, or the `listed` contacts and the details they `entered`."""

    everything: bool = False
    listed: frozenset[uuid.UUID] = frozenset()
    entered: frozenset[tuple[str, str]] = frozenset()

    def may_see(self, contact: Contact, kind: str, value: str | None = None) -> bool:
        """Return whether the viewer may see this detail of the contact, or an earlier `value` of it."""
        value = value or getattr(contact, kind)
        if self.everything or not value or contact.id in self.listed or not get_detail(kind).private:
            return True
        return (kind, detail_digest(kind, value)) in self.entered or value in _company_details(contact, kind)

    def has_hidden(self, contact: Contact, kind: str, value: str | None = None) -> bool:
        """Return whether the agency has this detail, but the viewer may not see it."""
        return not self.may_see(contact, kind, value)

    def visible(self, contact: Contact, details: ContactDetails) -> ContactDetails:
        """Return these details of the contact without those that the viewer may not see."""
        hidden: dict[str, Any] = {
            detail.name: None
            for detail in PRIVATE_DETAILS
            if not self.may_see(contact, detail.name, getattr(details, detail.name))
        }
        return replace(details, **hidden)


EVERYTHING = Disclosure(everything=True)


def detail_digest(kind: str, value: str) -> str:
    """Return the digest by which two spellings of one detail are equal."""
    folded = get_detail(kind).comparable(value)
    return hashlib.sha256(f"{kind}:{folded}".encode()).hexdigest()


def record_entered(command: Command, details: ContactDetails) -> None:
    """Record which details a candidate entered, so that they may see them; staff see everything anyway."""
    if command.by.role != CANDIDATE or command.by.account_id is None:
        return
    for kind in (detail.name for detail in PRIVATE_DETAILS):
        value = (getattr(details, kind) or "").strip()
        if value and not (kind == "email" and details.email_is_guess):
            row = {
                "account_id": command.by.account_id,
                "kind": kind,
                "digest": detail_digest(kind, value),
                "at": command.now,
            }
            command.session.execute(insert(EnteredDetail).values(**row).on_conflict_do_nothing())


def details_entered_by(session: Session, account_id: uuid.UUID) -> frozenset[tuple[str, str]]:
    """Return the kinds and digests of the details that this account entered."""
    query = select(EnteredDetail.kind, EnteredDetail.digest).where(EnteredDetail.account_id == account_id)
    return frozenset((kind, found) for kind, found in session.execute(query))


def _company_details(contact: Contact, kind: str) -> tuple[str | None, ...]:
    """Return the details that belong to the company, not the person: HR's, and the company's mailing address."""
    employer = contact.employer
    if kind == "postal_address":
        own = employer.postal_address
        return (own, care_of_address(employer.name, own)) if own else ()
    return {"email": (employer.hr_email,), "phone": (employer.hr_phone,)}.get(kind, ())
