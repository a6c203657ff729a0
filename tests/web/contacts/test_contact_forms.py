"""Candidates, employers and contacts as recruiters keep them."""

from datetime import timedelta

from sqlalchemy import select

from portal.accounts.models import Account
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, ContactRequest, Employer
from portal.followups.models import Step
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse


def test_a_candidate_is_corrected_paused_and_started_again(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate("Ann Lee")
    recruiter, path = browse(firm.recruiter), f"/candidates/{candidate.id}"
    form = {"name": "Ann Moss", "email": candidate.email, "time_zone": ZONE, "phone": "+1 212 555 0123"}
    form |= {"field_id": "", "office_id": "", "recruiter_id": str(firm.recruiter.id)}
    assert recruiter.post(f"{path}/edit", form | {"phone": "call me"}).status_code == 422
    assert recruiter.post(f"{path}/edit", form).headers["Location"] == path
    row = firm.session.scalars(select(Candidate).execution_options(populate_existing=True)).one()
    assert (row.name, row.account.name, row.phone) == ("Ann Moss", "Ann Moss", "+1 212 555 0123")
    recruiter.post(f"{path}/pause")
    assert "Prompts are paused" in recruiter.get(path).text
    recruiter.post(f"{path}/pause/end")
    assert "Prompts are paused" not in recruiter.get(path).text


def test_who_enters_or_hands_over_a_candidate_they_will_not_see_is_told_so(firm: Firm, browse: Browse) -> None:
    mine, stranger = firm.candidate("Bob Moss"), firm.stranger
    recruiter = browse(firm.recruiter)
    elsewhere = {"recruiter_id": str(stranger.id), "office_id": str(stranger.office_id or "")}
    form = {"name": "Ann Lee", "email": "ann.new@example.org", "time_zone": ZONE, "field_id": ""} | elsewhere
    for path, name in (("/candidates/new", "Ann Lee"), (f"/candidates/{mine.id}/edit", "Bob Moss")):
        sent = recruiter.post(path, form | {"name": name, "email": f"{name[:3].lower()}@example.org"})
        there = sent.headers.get("Location", sent.text)
        assert there == "/candidates"
        assert f"{name} is kept, and is with {stranger.name}. You see your own" in recruiter.get(there).text


def test_nobody_is_invited_with_the_address_of_somebody_who_signs_in_already(firm: Firm, browse: Browse) -> None:
    recruiter = browse(firm.recruiter)
    form = {"name": "Vera Twin", "email": firm.viewer.email, "time_zone": ZONE, "field_id": "", "office_id": ""}
    path = recruiter.post("/candidates/new", form | {"recruiter_id": str(firm.recruiter.id)}).headers["Location"]
    refused = recruiter.post(f"{path}/invitation")
    assert refused.status_code == 409
    assert "Somebody else already signs in with this e-mail address." in refused.text
    assert len(firm.session.scalars(select(Account).where(Account.email == firm.viewer.email)).all()) == 1


def test_an_employer_has_the_department_to_ask_and_a_name_of_its_own(firm: Firm, browse: Browse) -> None:
    recruiter = browse(firm.recruiter)
    form = {"name": "Acme", "domain": "https://www.acme.example/", "hr_name": "Hal", "hr_email": "hr@acme.example"}
    path = recruiter.post("/employers/new", form).headers["Location"]
    assert firm.session.scalars(select(Employer.domain)).one() == "acme.example"
    assert recruiter.post("/employers/new", form).status_code == 422
    assert recruiter.post(f"{path}/edit", form | {"hr_phone": "+1 212 555 0100"}).headers["Location"] == path
    assert "Hal" in recruiter.get(path).text


def test_a_contact_corrected_anywhere_unblocks_who_waits(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz",))
    firm.debriefed(interview)
    contact_id = interview.people[0].contact_id
    recruiter, path = browse(firm.recruiter), f"/contacts/{contact_id}"
    assert "Somebody waits for this address" in recruiter.get(path).text
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
    assert "Dana Ruiz already has this e-mail address." in twin.text
    assert firm.session.scalars(select(Contact.name)).all() == ["Dana Ruiz"]


def test_a_request_is_answered_with_a_way_to_reach_them_or_withdrawn(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz",))
    firm.debriefed(interview)
    firm.commit()
    request = firm.session.scalars(select(ContactRequest)).one()
    recruiter, path = browse(firm.recruiter), f"/contact-requests/{request.id}"
    empty = recruiter.post(f"{path}/answer", {"name": "Dana Ruiz", "phone": "+1 212 555 0123"})
    assert empty.status_code == 422
    assert "Give an e-mail address, or a postal address for a card." in empty.text
    assert "Dana Ruiz" in recruiter.get("/contact-requests").text
    recruiter.post(f"{path}/withdrawal")
    assert "No open contact requests" in recruiter.get("/contact-requests").text
    assert recruiter.get(f"{path}/answer").status_code == 200
