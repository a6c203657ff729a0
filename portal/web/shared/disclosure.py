"""What pages show of a contact's details: to a candidate only what docs/rules.md#disclosure allows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from flask import Flask, flash, g
from flask_babel import gettext

from portal.cards import address_formats
from portal.cards.models import Card
from portal.contacts import actions as contacts
from portal.contacts.details import CONTACT_DETAILS, EMAIL, PRIVATE_DETAILS, get_detail
from portal.contacts.disclosure import Disclosure
from portal.contacts.models import Contact
from portal.core.db import db
from portal.core.errors import N_, ActionRefused
from portal.interviews.disclosure import disclosure_for
from portal.notes.models import Note, SentNote
from portal.web.shared import labels, request_cycle
from portal.web.shared.edit_conflict_forms import flash_known_values


@dataclass(frozen=True)
class DetailRow:
    """One detail of a contact as a page lists it; `text` is None where nothing is known, or may be said."""

    label: str
    text: str | None
    is_guess: bool


def install(app: Flask) -> None:
    """Let templates show a contact's details, which they do only through these functions."""
    app.jinja_env.globals.update(
        visible_detail=visible_detail,
        can_see_detail=can_see_detail,
        contact_detail_rows=detail_rows,
        contact_detail_pairs=detail_pairs,
        can_see_recipient=can_see_recipient,
        recipient_line=recipient_line,
    )


def viewer_disclosure() -> Disclosure:
    """Return what the viewer of this request may see of contacts."""
    if "disclosure" not in g:
        g.disclosure = disclosure_for(db.session(), request_cycle.viewer())
    found: Disclosure = g.disclosure
    return found


def can_see_detail(contact: Contact, kind: str) -> bool:
    """Return whether the viewer may see this detail of the contact."""
    return viewer_disclosure().may_see(contact, kind)


def visible_detail(contact: Contact, kind: str) -> str | None:
    """Return the detail as this viewer sees it: itself, that it is on file, or None where there is none to show."""
    value: str | None = getattr(contact, kind)
    if not value or can_see_detail(contact, kind):
        return value
    if kind == "email" and contact.email_is_guess:
        return None
    return on_file_label(contact.name, kind)


def detail_rows(contact: Contact) -> list[DetailRow]:
    """Return the contact's details as this viewer sees them, except those that are shown beside the name."""
    return [
        DetailRow(
            gettext(detail.label),
            visible_detail(contact, detail.name),
            is_guess=detail.name == EMAIL and contact.email_is_guess,
        )
        for detail in CONTACT_DETAILS
        if not detail.in_heading
    ]


def detail_pairs(contact: Contact, *, with_guess: bool = True) -> list[tuple[str, str | None]]:
    """Return the label and value of each of these details; a guessed address says that it is one, or is left out."""
    return [
        (row.label, f"{row.text} ({labels.state('guess')})" if row.is_guess and row.text else row.text)
        for row in detail_rows(contact)
        if with_guess or not row.is_guess
    ]


def on_file_label(name: str, kind: str = "email") -> str:
    """Return the text in place of a detail that the viewer may not see."""
    return gettext(get_detail(kind).on_file, name=name)


def flash_known_details(contact: Contact, typed: Mapping[str, str | None]) -> None:
    """Say which of the typed details were known already and are kept; a hidden one is said to be on file."""
    known = contacts.details_of(contact)
    seen = viewer_disclosure().visible(contact, known)
    flash_known_values(asdict(seen), typed)
    hidden = [row.name for row in PRIVATE_DETAILS if getattr(known, row.name) != getattr(seen, row.name)]
    if any(typed.get(name) for name in hidden):
        flash(gettext("We already have this on file for %(name)s, so nothing changed.", name=contact.name), "info")


def can_see_recipient(note: Note, email: str | None = None) -> bool:
    """Return whether the viewer may see where the note goes, or the address that it went to."""
    address = email or note.to_email
    return address is None or viewer_disclosure().may_see(note.person.contact, "email", address)


def recipient_line(note: Note, kept: Note | SentNote) -> str:
    """Return the To line of the note, or of the note as it was sent."""
    if not kept.to_email:
        return kept.to_name
    return (
        f"{kept.to_name} <{kept.to_email}>" if can_see_recipient(note, kept.to_email) else on_file_label(kept.to_name)
    )


def has_hidden_address(card: Card) -> bool:
    """Return whether the viewer may not see where the card goes: what it is addressed to, else what is on file."""
    contact = card.note.person.contact
    lines = address_formats.lines_below_name(card.address, g.profile.country) if card.address else None
    return viewer_disclosure().has_hidden(contact, "postal_address", lines)


def refuse_hidden_recipient(note: Note) -> None:
    """Raise `ActionRefused` if only the portal may send the note, because the viewer may not see the address."""
    if not can_see_recipient(note):
        raise ActionRefused(
            N_("We have an address for %(name)s on file, but can’t show it to you. Send this note from here."),
            name=note.to_name,
        )
