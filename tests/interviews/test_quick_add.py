"""An interview with everything it needs: each thing found or created by its own action, and refused at its field."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.applications.models import Application
from portal.audit.models import AuditEvent
from portal.candidates.actions import CandidateProfile
from portal.candidates.models import Candidate
from portal.contacts.actions import EmployerDetails
from portal.contacts.details import ContactDetails
from portal.contacts.models import Employer
from portal.core.errors import ActionRefused
from portal.interviews.models import Interview
from portal.interviews.quick_add import QuickEntry, add_everything
from portal.interviews.round_details import RoundDetails
from portal.interviews.slots import CalendarKey, Slot
from tests.factories.firm import ZONE, Firm


def entry(firm: Firm) -> QuickEntry:
    """Everything new."""
    starts = firm.now() + timedelta(days=2)
    return QuickEntry(
        candidate=CandidateProfile("Aaron Blake", "aaron.blake@example.org", ZONE),
        employer=EmployerDetails("Hooli Paper"),
        application=None,
        opening_title="Line cook",
        slot=Slot(starts, starts + timedelta(hours=1), ZONE),
        round_details=RoundDetails("First round", "phone"),
        people=(ContactDetails("Dana Ruiz", email="dana@hooli.example"), ContactDetails("Lee Park")),
    )


def test_each_new_thing_is_created_and_audited(firm: Firm) -> None:
    saved = add_everything(firm.command(), entry(firm))
    assert (saved.new_candidate, saved.new_employer, saved.new_application) == (True, True, True)
    assert sorted(row.name for row in saved.new_contacts) == ["Dana Ruiz", "Lee Park"]
    assert saved.interview.application.candidate.name == "Aaron Blake"
    assert saved.interview.round_details == RoundDetails("First round", "phone")
    actions = set(firm.session.scalars(select(AuditEvent.action)))
    made = {"candidate.create", "employer.create", "application.create", "interview.record", "contact.create"}
    assert made <= actions


def test_what_is_known_is_used_and_not_created_again(firm: Firm) -> None:
    standing = firm.interview(people=("Dana Ruiz <dana@acme.example>",)).application
    known = replace(
        entry(firm), candidate=standing.candidate, employer=standing.employer, application=standing, people=()
    )
    before = [firm.session.scalar(select(func.count(row.id))) for row in (Candidate, Employer, Application)]
    saved = add_everything(
        firm.command(), replace(known, people=(ContactDetails("D. Ruiz", email="DANA@acme.example"),))
    )
    assert [firm.session.scalar(select(func.count(row.id))) for row in (Candidate, Employer, Application)] == before
    assert (saved.new_candidate, saved.new_employer, saved.new_application) == (False, False, False)
    assert saved.new_contacts == ()
    assert [row.contact.name for row in saved.interview.people] == ["Dana Ruiz"]


def test_each_refusal_is_at_the_field_it_is_about(firm: Firm) -> None:
    everything, candidate, employer = entry(firm), firm.candidate(), firm.employer()
    backwards = replace(everything.slot, ends_at=everything.slot.starts_at)
    cases = (
        (replace(everything, candidate=CandidateProfile("Ann", candidate.email, ZONE)), "candidate_email"),
        (replace(everything, candidate=CandidateProfile(" ", "new@example.org", ZONE)), "candidate_name"),
        (replace(everything, employer=EmployerDetails(employer.name)), "employer_name"),
        (replace(everything, slot=backwards), "ends"),
        (replace(everything, people=(ContactDetails("Dana", email="nowhere"),)), "people"),
        (replace(everything, application=firm.application()), "opening_title"),
    )
    for wrong, field in cases:
        with pytest.raises(ActionRefused) as refused, firm.session.begin_nested():
            add_everything(firm.command(), wrong)
        assert refused.value.field == field
    assert firm.session.scalars(select(Interview)).all() == []


def test_one_invitation_is_one_interview_of_an_application(firm: Firm) -> None:
    invited = replace(entry(firm), calendar=CalendarKey("1@hooli.example"))
    saved = add_everything(firm.command(), invited)
    again = replace(
        invited, candidate=saved.candidate, employer=saved.employer, application=saved.application, people=()
    )
    with pytest.raises(ActionRefused) as refused:
        add_everything(firm.command(), again)
    assert refused.value.field == "file"
    other = add_everything(firm.command(), replace(again, application=None))
    assert other.interview.calendar_uid == "1@hooli.example"
