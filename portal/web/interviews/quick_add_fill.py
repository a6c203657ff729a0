"""What fills the quick form for someone: an invitation, a known row, a person who is known there; and Undo."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext
from itsdangerous import BadData, URLSafeSerializer

from portal.contacts import queries as contacts
from portal.contacts.models import Contact
from portal.core import email_addresses
from portal.core.db import db
from portal.interviews import prefill
from portal.interviews.calendar_changes import NEW
from portal.interviews.prefill import InvitationPrefill
from portal.interviews.round_details import guess_round_kind
from portal.interviews.slots import CalendarKey, Slot
from portal.names.rules import guess_name_from_email
from portal.readers import ics
from portal.readers.ics_people import Attendee
from portal.web.interviews.forms import SlotForm
from portal.web.interviews.quick_add_form import NEW_CANDIDATE, Picked, parse_row_id
from portal.web.invitations import presenter as invitations
from portal.web.shared import request_cycle, time_zones

Values = dict[str, str]
SLOT_FIELDS = ("date", "starts", "ends_on", "ends", "time_zone", "place", "link")
PARTS = {"candidate": NEW_CANDIDATE, "employer": ("employer_name",), "application": ("opening_title",)}
MAX_PROBLEMS = 5


class UnusableInvitation(Exception):
    """The file fills nothing in; the arguments are the sentences that say why."""


@dataclass(frozen=True)
class FillRecord:
    """What a file filled in: each field's value before and after; the form carries it, signed.

    `calendar` is the event's key as plain values, `events` how many the file has.
    """

    file: str
    events: int
    calendar: Mapping[str, Any]
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> CalendarKey:
        """The calendar entry that the interview comes from."""
        moments = {name: _moment(self.calendar[name]) for name in ("stamp", "occurrence_stamp")}
        return CalendarKey(**{**self.calendar, **moments})

    def untouched(self, values: Mapping[str, str]) -> set[str]:
        """Return the fields that still hold what the file filled in."""
        return {name for name, value in self.after.items() if values.get(name, "") == value}

    @property
    def details(self) -> int:
        """How many details beside the people the file filled in."""
        return len(set(self.after) - {"people"})

    def added_lines(self) -> list[str]:
        """Return the lines of people that the file added."""
        before = self.before.get("people", "").splitlines()
        return [line for line in self.after.get("people", "").splitlines() if line not in before]


def read_record(values: Mapping[str, Any]) -> FillRecord | None:
    """Return what a file filled in before, as the form carries it; None for nothing, or what no form carries."""
    try:
        return FillRecord(**_serializer().loads(values.get("filled") or ""))
    except BadData:
        return None


def fill_from_file(values: Values, picked: Picked, data: bytes, name: str) -> Values:
    """Return the values with what the file says; a candidate, an employer, or a kind that was given before stays.

    Raise `UnusableInvitation` if it says nothing new.
    """
    calendar = ics.read(data)
    if not calendar.ok:
        raise UnusableInvitation(*calendar.problems[:MAX_PROBLEMS])
    zone = picked.candidate.time_zone if picked.candidate else request_cycle.viewer().time_zone
    found = prefill.read_prefill(db.session(), request_cycle.viewer(), calendar, zone=zone, now=request_cycle.now())
    slot = found.change.slot
    if found.change.what != NEW or slot is None:
        raise UnusableInvitation(invitations.proposal_label(found.change.what))
    if found.on_file is not None:
        raise UnusableInvitation(gettext("This invitation is on file already. Nothing was filled in."))
    values = undo(values)
    told = _slot_values(slot, zone) | _who(values, found)
    kind = guess_round_kind(slot)
    if kind and not values.get("round_kind"):
        told["round_kind"] = kind
    told["people"] = "\n".join([*_lines(values), *(line for line in _people(found) if line not in _lines(values))])
    after = {name: value for name, value in told.items() if value != values.get(name, "")}
    before = {name: values.get(name, "") for name in after}
    key = {
        part: value.isoformat() if isinstance(value, datetime) else value
        for part, value in vars(found.change.key).items()
    }
    record = FillRecord(name[:120], found.events, key, before, after)
    return values | told | {"filled": _serializer().dumps(asdict(record))}


def undo(values: Values) -> Values:
    """Return the values without what a file filled in; what was typed over it stays."""
    record = read_record(values)
    if record is None:
        return values
    restored = {name: record.before[name] for name in record.untouched(values)}
    added = record.added_lines()
    people = "\n".join(line for line in _lines(values) if line not in added)
    return values | restored | {"people": people, "filled": ""}


def use(values: Values, choice: str) -> Values:
    """Return the values with a known row chosen: `kind:value`, a title, or a contact in place of a line."""
    kind, _, chosen = choice.partition(":")
    if kind in PARTS:
        return {name: value for name, value in values.items() if name not in PARTS[kind]} | {f"{kind}_id": chosen}
    if kind == "title":
        return values | {"opening_title": chosen}
    number, _, contact_id = chosen.partition(":")
    lines = values.get("people", "").strip().splitlines()
    if kind == "person" and number.isdecimal() and int(number) < len(lines):
        lines[int(number)] = _line_of(_contact(contact_id))
    return values | {"people": "\n".join(lines)}


def drop(values: Values, kind: str, picked: Picked) -> Values:
    """Return the values without this choice, or this person; an application goes with its candidate or employer."""
    part, _, number = kind.partition(":")
    if part == "person":
        lines = values.get("people", "").strip().splitlines()
        return values | {"people": "\n".join(line for place, line in enumerate(lines) if str(place) != number)}
    values = values | ({"application_id": ""} if picked.application else {})
    if picked.application and kind != "candidate" and picked.candidate:
        values["candidate_id"] = str(picked.candidate.id)
    if picked.application and kind != "employer" and picked.employer:
        values["employer_id"] = str(picked.employer.id)
    return values | {f"{kind}_id": ""}


def add_person(values: Values, contact_id: str) -> Values:
    """Return the values with this contact on the list of people, once."""
    line = _line_of(_contact(contact_id))
    lines = _lines(values)
    return values | {"people": "\n".join(lines if line in lines else [*lines, line])}


def _slot_values(slot: Slot, zone: str) -> Values:
    """Return the slot as a browser would send it, on its own clock if the form offers its zone."""
    offered = dict(time_zones.choices())
    form = SlotForm(formdata=None)
    form.show_slot(slot if slot.time_zone in offered else replace(slot, time_zone=zone))
    return {name: _as_sent(form[name].data) for name in SLOT_FIELDS}


def _as_sent(value: Any) -> str:
    if value is None:
        return ""
    return str(value.isoformat("minutes") if hasattr(value, "tzinfo") else value)


def _who(values: Values, found: InvitationPrefill) -> Values:
    """Return the candidate and the employer that the file names, where none was given."""
    told: Values = {}
    given = any(values.get(name) for name in ("candidate_id", "application_id", "candidate_name", "candidate_email"))
    if not given and found.candidate:
        told["candidate_id"] = str(found.candidate.id)
    elif not given and found.applicant:
        told |= {"candidate_name": _name(found.applicant), "candidate_email": _email(found.applicant) or ""}
    if found.employer and not any(values.get(name) for name in ("employer_id", "application_id", "employer_name")):
        told["employer_id"] = str(found.employer.id)
    return told


def _people(found: InvitationPrefill) -> list[str]:
    rows = [(row.name or guess_name_from_email(row.email or ""), _email(row)) for row in found.expected]
    return [f"{name} <{email}>" if name and email else name or email or "" for name, email in rows if name or email]


def _name(row: Attendee) -> str:
    known = row.name or guess_name_from_email(row.email or "")
    return email_addresses.display_name(known, row.email)


def _email(row: Attendee) -> str | None:
    return email_addresses.normalize_email(row.email) if row.email else None


def _lines(values: Mapping[str, str]) -> list[str]:
    return [line.strip() for line in values.get("people", "").splitlines() if line.strip()]


def _line_of(contact: Contact) -> str:
    return f"{contact.name} <{contact.email}>" if contact.email else contact.name


def _contact(contact_id: str) -> Contact:
    return contacts.get_contact(db.session(), parse_row_id(contact_id, "contact"))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), "quick-add")
