"""Whom a candidate reaches at the agency: the head of each of their pages shows it."""

from dataclasses import dataclass

from flask import g
from flask_babel import gettext

from portal.accounts import acting
from portal.accounts.models import Account
from portal.candidates import queries as candidates
from portal.core.db import db
from portal.web.shared import formatting, request_cycle


@dataclass(frozen=True)
class YourRecruiter:
    """A candidate’s recruiter or whoever fills in for them; the agency where they have none (`is_agency`).

    `away` is the name of the recruiter whom this person fills in for.
    """

    name: str
    short_name: str
    initials: str
    phone: str | None
    email: str | None
    away: str | None = None
    is_agency: bool = False

    @property
    def role(self) -> str:
        """Return who this is to the candidate, in words."""
        if self.is_agency:
            return gettext("Your agency")
        if self.away:
            return gettext("Filling in for %(name)s, your recruiter", name=self.away)
        return gettext("Your recruiter at %(agency)s", agency=g.profile.name)


def your_recruiter() -> YourRecruiter:
    """Return whom the viewer, a candidate, reaches; it is looked up once a request."""
    if "your_recruiter" not in g:
        g.your_recruiter = _find()
    found: YourRecruiter = g.your_recruiter
    return found


def _find() -> YourRecruiter:
    session = db.session()
    candidate = candidates.candidate_of_account(session, request_cycle.viewer())
    colleague = acting.acting_colleague(session, candidate, request_cycle.now())
    if candidate.recruiter is None or colleague is None:
        return _agency(colleague)
    reader = acting.reader_of(candidate, colleague)
    return _person(colleague, reader.fills_in_for if reader else None)


def _person(account: Account, away: str | None) -> YourRecruiter:
    phone = account.phone or g.profile.phone
    return YourRecruiter(
        account.name, account.short_name, formatting.initials(account.name), phone, account.email, away
    )


def _agency(colleague: Account | None) -> YourRecruiter:
    name, email = g.profile.name, colleague.email if colleague else None
    return YourRecruiter(name, name, formatting.initials(name), g.profile.phone, email, is_agency=True)
