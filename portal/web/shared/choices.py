"""The lists that selects offer, from the agency's own rows."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.web.shared.fields import options

Choices = list[SelectChoice]


def parse_id(value: object) -> uuid.UUID | None:
    """Return the id in a select's value, None for the empty one; raise `ValueError` for anything else."""
    return uuid.UUID(str(value)) if value not in (None, "", "None") else None


def named_choices(rows: Iterable[Any], none: str | None = None) -> Choices:
    """Return the rows that have a name as choices, after the empty choice if there is one."""
    found = [(str(row.id), str(row.name)) for row in rows]
    return options([("", none), *found] if none is not None else found)


def job_field_choices(session: Session, *kept: uuid.UUID | None) -> Choices:
    """Return the fields of work that are offered, and those among `kept`, which a row names already."""
    return named_choices(agencies.offered_job_fields(session, *kept), gettext("Not specified"))


def office_choices(session: Session, *kept: uuid.UUID | None) -> Choices:
    """Return the offices that are offered, and those among `kept`, which a row names already."""
    return named_choices(agencies.offered_offices(session, *kept), gettext("No office"))


def recruiter_choices(session: Session) -> Choices:
    return named_choices(accounts.recruiters(session), gettext("Unassigned"))


def recruiter_of(session: Session, value: object) -> Account | None:
    """Return the account of this id that can look after candidates; None where it names none."""
    return next((row for row in accounts.recruiters(session) if str(row.id) == str(value)), None)


def substitute_choices(rows: Iterable[Account], now: datetime) -> Choices:
    """Return who can fill in for a colleague, those who are away now marked; the first choice is an owner."""
    found = [(str(row.id), gettext("%(name)s (away)", name=row.name) if row.is_away(now) else row.name) for row in rows]
    return options([("", gettext("An owner")), *found])


NOTE_SENDERS = (
    ("candidate", _("Candidate sends")),
    ("approval", _("Recruiter approves first")),
    ("recruiter", _("Recruiter forwards")),
)
