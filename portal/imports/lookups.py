"""The names in a file that stand for the agency's own records: fields, offices, and recruiters."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.rules import STAFF, email_key
from portal.agencies import queries as agencies
from portal.core.errors import N_
from portal.imports.checking import Problem
from portal.staff.workload import can_take_over


@dataclass(frozen=True)
class Lookups:
    """The agency's fields and offices by name, recruiters by name and address, and the addresses of all staff."""

    fields: Mapping[str, uuid.UUID]
    offices: Mapping[str, uuid.UUID]
    recruiters: Mapping[str, uuid.UUID]
    staff_emails: frozenset[str]

    def resolve(self, values: dict[str, Any], *, leave_out_unknown: bool = False) -> list[Problem]:
        """Replace the names by ids (`field_id`, `office_id`, `recruiter_id`); return what is not known."""
        problems = []
        for code, known, sentence in (
            ("field", self.fields, N_("There’s no field called “%(name)s”. Add it in settings, or leave this blank.")),
            (
                "office",
                self.offices,
                N_("There’s no office called “%(name)s”. Add it in settings, or leave this blank."),
            ),
            (
                "recruiter",
                self.recruiters,
                N_("No recruiter here is “%(name)s”. Enter their email, or leave this blank."),
            ),
        ):
            name = values.pop(code, None)
            if name is None:
                continue
            found = known.get(email_key(name))
            if found is None and leave_out_unknown:
                continue
            if found is None:
                problems.append(Problem(code, sentence, {"name": name}))
            else:
                values[f"{code}_id"] = found
        return problems

    def refuse_staff(self, values: Mapping[str, Any]) -> list[Problem]:
        """Return a problem where the row's address is a colleague's: they sign in with it."""
        if email_key(values.get("email", "")) not in self.staff_emails:
            return []
        return [Problem("email", N_("A colleague signs in with this address. Use the candidate’s own."))]


def load_lookups(session: Session) -> Lookups:
    """Return the names of the entered agency."""
    staff = session.scalars(select(Account).where(Account.role.in_(STAFF))).all()
    taking = [row for row in staff if can_take_over(row)]
    return Lookups(
        fields={email_key(row.name): row.id for row in agencies.job_fields(session)},
        offices={email_key(row.name): row.id for row in agencies.offices(session)},
        recruiters={email_key(row.name): row.id for row in taking} | {row.email_key: row.id for row in taking},
        staff_emails=frozenset(row.email_key for row in staff),
    )
