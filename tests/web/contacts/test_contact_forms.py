"""Contacts as recruiters keep them."""

from datetime import timedelta

from sqlalchemy import select

from portal.contacts.models import Contact, ContactRequest
from portal.followups.models import Step
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


def test_a_contact_corrected_anywhere_unblocks_who_waits(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz",))
    firm.debriefed(interview)
    contact_id = interview.people[0].contact_id
    recruiter, path = browse(firm.recruiter), f"/contacts/{contact_id}"
    assert "A candidate has been waiting for this contact info" in recruiter.get(path).text
    assert recruiter.post(f"{path}/edit", {"name": "Dana Ruiz", "email": "nonsense"}).status_code == 422
    assert recruiter.post(f"{path}/edit", {"name": "Dana Ruiz", "postal_address": "12 Main Street"}).status_code == 302
    assert firm.session.scalars(select(Step.state).where(Step.kind == "thank")).one() == "open"
    assert firm.session.scalars(select(ContactRequest.outcome)).one() == "answered"


def test_two_contacts_of_one_employer_do_not_share_an_address(firm: Firm, browse: Browse) -> None:
    employer = firm.employer()
    recruiter, path = browse(firm.recruiter), f"/employers/{employer.id}/contacts/new"
    assert recruiter.post(path, {"name": "Dana Ruiz", "email": "dana@acme.example"}).status_code == 302
    twin = recruiter.post(path, {"name": "Diana", "email": "DANA@acme.example"})
    assert twin.status_code == 422
    assert "Dana Ruiz already has this email address." in twin.text
    assert firm.session.scalars(select(Contact.name)).all() == ["Dana Ruiz"]
