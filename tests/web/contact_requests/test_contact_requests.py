"""A missing address, from both sides: taken, answered, given up; and what the candidate can do then."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.contacts.details import ContactDetails
from portal.contacts.models import ContactRequest
from portal.followups.models import Step
from portal.interviews import actions as interviews
from portal.interviews.models import Interview
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.page_forms import fields_of, save_anyway


@pytest.fixture
def interview(firm: Firm) -> Interview:
    """Ann met Dana, whose address nobody has."""
    made = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz",))
    made.application.employer.postal_address = "1 Main Street\nSpringfield, IL 62701"
    firm.debriefed(made)
    firm.commit()
    return made


@pytest.fixture
def request_path(firm: Firm, interview: Interview) -> str:
    assert interview.id
    return f"/contact-requests/{firm.session.scalars(select(ContactRequest.id)).one()}"


def address_page(interview: Interview) -> str:
    return f"/interviews/{interview.id}/people/{interview.people[0].id}/address"


def thank(firm: Firm) -> str:
    firm.session.expire_all()
    return firm.session.scalars(select(Step.state).where(Step.kind == "thank")).one()


def test_who_looks_for_it_is_shown_to_all(firm: Firm, browse: Browse, interview: Interview, request_path: str) -> None:
    recruiter, owner = browse(firm.recruiter), browse(firm.owner)
    assert "I’ll take it" in recruiter.get("/contact-requests").text
    assert recruiter.post(f"{request_path}/taking").status_code == 302
    assert "Rita is on it" in owner.get("/contact-requests").text
    assert owner.post(f"{request_path}/taking").status_code == 409
    candidate = browse(firm.account_of(interview.application.candidate))
    assert "Rita Recruiter is looking for it." in candidate.get(address_page(interview)).text
    assert owner.post(f"{request_path}/taking/removal").status_code == 302
    assert owner.post(f"{request_path}/taking").status_code == 302


OWN_REASON = {"why": "other", "words": "On leave until May."}


def test_what_is_not_available_is_said_with_why(
    firm: Firm, browse: Browse, interview: Interview, request_path: str
) -> None:
    recruiter, candidate = browse(firm.recruiter), browse(firm.account_of(interview.application.candidate))
    without = recruiter.post(f"{request_path}/not-available", {"why": "other"})
    assert without.status_code == 422 and "Give the reason" in without.text
    assert recruiter.post(f"{request_path}/not-available", OWN_REASON).status_code == 302
    assert "On leave until May." in recruiter.get(f"{request_path}/answer").text
    assert "See other ways" in candidate.get("/today").text
    page = candidate.get(address_page(interview)).text
    assert "On leave until May." in page and "Write a card instead" in page and "through HR" in page


def test_notes_go_through_human_resources_until_either_side_ends_it(
    firm: Firm, browse: Browse, interview: Interview, request_path: str
) -> None:
    recruiter, candidate = browse(firm.recruiter), browse(firm.account_of(interview.application.candidate))
    recruiter.post(f"{request_path}/not-available", OWN_REASON)
    hr, contact = f"{address_page(interview)}/human-resources", interview.people[0].contact_id
    for by, ended in ((candidate, f"{hr}/removal"), (recruiter, f"/contacts/{contact}/human-resources/removal")):
        assert candidate.post(hr).status_code == 302
        assert ended in by.get(address_page(interview) if by is candidate else f"/contacts/{contact}").text
        said = by.post(ended, follow_redirects=True).text
        assert "no longer go through HR. They’ll wait until there’s another way" in said


def test_a_candidate_sends_a_card_once_recruiters_have_given_up(
    firm: Firm, browse: Browse, interview: Interview, request_path: str
) -> None:
    candidate, card = browse(firm.account_of(interview.application.candidate)), f"{address_page(interview)}/card"
    assert candidate.post(card).status_code == 409
    browse(firm.recruiter).post(f"{request_path}/not-available", OWN_REASON)
    assert candidate.post(card).status_code == 302
    assert thank(firm) == "open"
    assert "1 Main Street" in candidate.get(address_page(interview)).text


def test_a_candidate_who_got_it_enters_it_and_the_request_is_answered(
    firm: Firm, browse: Browse, interview: Interview, request_path: str
) -> None:
    candidate = browse(firm.account_of(interview.application.candidate))
    nothing = candidate.post(address_page(interview), {"phone": "+1 212 555 0123"})
    assert nothing.status_code == 422 and "Enter an email address" in nothing.text
    assert candidate.post(address_page(interview), {"email": "dana@acme.example"}).status_code == 302
    assert thank(firm) == "open"
    assert "dana@acme.example" in candidate.get(address_page(interview)).text
    assert "Answered" in browse(firm.recruiter).get(f"{request_path}/answer").text


def test_a_withdrawn_request_can_be_made_again(
    firm: Firm, browse: Browse, interview: Interview, request_path: str
) -> None:
    browse(firm.recruiter).post(f"{request_path}/withdrawal")
    candidate = browse(firm.account_of(interview.application.candidate))
    assert "Ask my recruiter" in candidate.get(address_page(interview)).text
    assert candidate.post(f"{address_page(interview)}/request").status_code == 302
    assert "in the recruiters’ queue" in candidate.get(address_page(interview)).text


def test_a_guess_is_noted_shown_as_one_and_goes_out_only_once_confirmed(
    firm: Firm, browse: Browse, interview: Interview, request_path: str
) -> None:
    employer_id, contact = interview.application.employer_id, interview.people[0].contact
    recruiter, candidate = browse(firm.recruiter), browse(firm.account_of(interview.application.candidate))
    assert recruiter.post(f"{request_path}/guess").status_code == 409
    for name, email in (("Ann Moss", "ann.moss@acme.example"), ("Bob Ng", "bob.ng@acme.example")):
        recruiter.post(f"/employers/{employer_id}/contacts/new", {"name": name, "email": email})
    assert "dana.ruiz@acme.example" in recruiter.get(f"{request_path}/answer").text
    assert recruiter.post(f"{request_path}/guess").status_code == 302
    assert "Unconfirmed guess" in recruiter.get(f"/contacts/{contact.id}").text
    assert "Unconfirmed guess" in recruiter.get("/contact-requests").text
    assert 'value="dana.ruiz@acme.example"' not in recruiter.get(f"{request_path}/answer").text
    assert thank(firm) == "blocked"
    assert candidate.get(f"/interviews/{interview.id}/debrief").text.count("dana.ruiz@") == 0
    assert "It may be dana.ruiz@acme.example" in candidate.get(address_page(interview)).text
    assert candidate.post(f"{address_page(interview)}/confirmation").status_code == 302
    assert thank(firm) == "open"


def test_a_wrong_guess_goes_and_an_answer_of_the_same_address_makes_sure_of_it(
    firm: Firm, browse: Browse, interview: Interview, request_path: str
) -> None:
    recruiter, contact = browse(firm.recruiter), interview.people[0].contact
    for name, email in (("Ann Moss", "ann.moss@acme.example"), ("Bob Ng", "bob.ng@acme.example")):
        recruiter.post(f"/employers/{contact.employer_id}/contacts/new", {"name": name, "email": email})
    recruiter.post(f"{request_path}/guess")
    recruiter.post(f"/contacts/{contact.id}/guess/removal")
    assert "Remove guess" not in recruiter.get(f"/contacts/{contact.id}").text
    recruiter.post(f"{request_path}/guess")
    recruiter.post(f"{request_path}/answer", {"name": "Dana Ruiz", "email": "dana.ruiz@acme.example"})
    assert thank(firm) == "open"


def test_whoever_may_be_the_same_person_is_shown_and_details_from_elsewhere_can_be_started_from(
    firm: Firm, browse: Browse, interview: Interview, request_path: str
) -> None:
    recruiter, other = browse(firm.recruiter), firm.employer("Bolt")
    firm.commit()
    new = f"/employers/{interview.application.employer_id}/contacts/new"
    diana = {"name": "Diana Ruiz", "email": "dr@acme.example"}
    recruiter.post(new, diana | save_anyway(recruiter.post(new, diana).text))
    recruiter.post(f"/employers/{other.id}/contacts/new", {"name": "Dana Ruiz", "email": "dana@bolt.example"})
    page = recruiter.get(f"{request_path}/answer").text
    assert "Possibly the same person" in page and "dr@acme.example" in page
    link = page.split("/answer?like=")[1].split('"')[0]
    assert 'value="dana@bolt.example"' not in recruiter.get(f"{request_path}/answer?like={interview.id}").text
    started = answer_form(recruiter.get(f"{request_path}/answer?like={link}").text, request_path)
    assert started["email"] == "dana@bolt.example"
    assert recruiter.post(f"{request_path}/answer", started).status_code == 302
    firm.session.expire_all()
    assert interview.people[0].contact.email == "dana@bolt.example", "what was offered counts as typed"


def answer_form(page: str, request_path: str) -> dict[str, str]:
    """What the page's answer would send."""
    found = BeautifulSoup(page, "html.parser").select_one(f'form[action="{request_path}/answer"]')
    assert found is not None
    return fields_of(found)


def test_human_resources_are_asked_with_ready_words(
    firm: Firm, browse: Browse, interview: Interview, request_path: str
) -> None:
    recruiter = browse(firm.recruiter)
    page = recruiter.get(f"{request_path}/answer").text
    assert "Hi, this is Rita Recruiter with McGrath Systems. Ann Lee interviewed with you and met Dana Ruiz" in page
    assert "tel:+12125550100" in page and "mailto:hr@acme.example?subject=" in page
    empty = recruiter.post(f"{request_path}/hr-mail", {"subject": "Dana", "body": " "})
    assert empty.status_code == 422 and "Fill this in." in empty.text
    sent = recruiter.post(f"{request_path}/hr-mail", {"subject": "Dana?", "body": "How can we reach Dana?"})
    assert sent.status_code == 302
    assert "HR asked" not in recruiter.get("/contact-requests").text, "the email only waits to be sent"
    assert recruiter.post(f"{request_path}/hr-asked").status_code == 302
    assert "HR asked" in recruiter.get("/contact-requests").text
    candidate = browse(firm.account_of(interview.application.candidate))
    assert "HR was asked" in candidate.get(address_page(interview)).text


def test_an_answer_typed_on_a_page_that_refused_another_form_is_put_beside_what_came_meanwhile(
    firm: Firm, browse: Browse, interview: Interview, request_path: str
) -> None:
    recruiter, contact = browse(firm.recruiter), interview.people[0].contact
    refused = (("hr-mail", {"subject": "Dana", "body": " "}), ("not-available", {"why": "other"}))
    for number, (form, typed) in enumerate(refused):
        answer = answer_form(recruiter.post(f"{request_path}/{form}", typed).text, request_path)
        known = ContactDetails("Dana Ruiz", title=f"Plant manager {number}")
        interviews.update_contact(firm.command(), contact, known)
        firm.commit()
        filled = answer | {"title": "Director", "email": "dana@acme.example"}
        late = recruiter.post(f"{request_path}/answer", filled)
        assert late.status_code == 422 and "This changed while you were editing" in late.text


def test_past_the_target_the_candidate_has_human_resources_and_the_words(
    firm: Firm, browse: Browse, interview: Interview, request_path: str
) -> None:
    candidate = browse(firm.account_of(interview.application.candidate))
    assert "Ask HR yourself" not in candidate.get(address_page(interview)).text
    step = firm.session.scalars(select(Step).where(Step.kind == "request_contact")).one()
    step.due_at = firm.now() - timedelta(minutes=1)
    firm.session.commit()
    page = candidate.get(address_page(interview)).text
    assert "Ask HR yourself" in page and "I interviewed with you and met Dana Ruiz" in page
    assert "mailto:hr@acme.example" in page and "hr@acme.example" in page
    assert candidate.post(address_page(interview), {"email": "dana@acme.example"}).status_code == 302
    assert "Answered" in browse(firm.recruiter).get(f"{request_path}/answer").text


def test_a_request_is_answered_with_a_way_to_reach_them_or_withdrawn(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz",))
    firm.debriefed(interview)
    firm.commit()
    request = firm.session.scalars(select(ContactRequest)).one()
    recruiter, path = browse(firm.recruiter), f"/contact-requests/{request.id}"
    empty = recruiter.post(f"{path}/answer", {"name": "Dana Ruiz", "phone": "+1 212 555 0123"})
    assert empty.status_code == 422
    assert "Enter an email address, or a mailing address for a card." in empty.text
    assert "Dana Ruiz" in recruiter.get("/contact-requests").text
    recruiter.post(f"{path}/withdrawal")
    assert "No open contact requests" in recruiter.get("/contact-requests").text
    assert recruiter.get(f"{path}/answer").status_code == 200
