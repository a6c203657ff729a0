"""What the reminders are told of a candidate: who may not be asked and why, and which address had been waited for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.agencies import queries as agencies
from portal.candidates import actions as candidates
from portal.candidates.rules import SUPPRESSIONS
from portal.contacts.details import ContactDetails
from portal.core import transaction
from portal.core.command import Command
from portal.interviews import actions as interviews
from portal.reminders import queries
from tests.factories.firm import Firm
from tests.reminders.conftest import Days

LEE = ContactDetails("Lee Park")


@pytest.mark.parametrize("kind", SUPPRESSIONS)
def test_each_stop_is_why_nothing_goes_out(firm: Firm, kind: str) -> None:
    person, now = firm.candidate(), firm.now()
    assert queries.suppressed(firm.session, person, now) is None
    candidates.suppress_reminders(firm.command(now=now), person, kind, until=now + timedelta(days=1))
    assert queries.suppressed(firm.session, person, now) == kind
    assert queries.suppressed(firm.session, person, now + timedelta(days=1)) is None


def test_whoever_has_not_accepted_is_not_asked_unless_the_agency_says_otherwise(firm: Firm) -> None:
    person = firm.candidate(accepted=False)
    assert queries.suppressed(firm.session, person, firm.now()) == "not_accepted"
    agencies.profile(firm.session).reminders_before_acceptance = True
    assert queries.suppressed(firm.session, person, firm.now()) is None
    person.account_id = None
    firm.session.flush()
    firm.session.refresh(person)
    assert queries.suppressed(firm.session, person, firm.now()) == "not_invited"


def test_an_address_that_comes_before_the_debrief_is_told_of(days: Days) -> None:
    session, by = days.firm.session, days.firm.by
    days.interview = days.met(11, "Lee Park")
    days.at(12.5).decide()
    days.send()
    days.at(13)
    contact = days.interview.people[0].contact
    interviews.update_contact(Command(session, by, days.now), contact, replace(LEE, email="lee@acme.example"))
    transaction.commit(session, days.now)
    days.at(13.1).decide()
    days.send()
    assert [mail["X-Portal-Kind"] for _, mail in days.catcher.mails] == ["debrief", "contact-ready"]


def test_an_address_that_was_there_when_the_interview_ended_is_not_told_of(days: Days) -> None:
    days.at(11.5).decide()
    days.send()
    days.at(13).decide()
    days.send()
    assert [mail["X-Portal-Kind"] for _, mail in days.catcher.mails] == ["debrief"]
