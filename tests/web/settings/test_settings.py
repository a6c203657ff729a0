"""What an owner decides for the agency, and what is known of an employer."""

import pytest

from portal.agencies import queries as agencies
from portal.contacts.details import ContactDetails
from portal.interviews import actions as interviews
from tests.factories.firm import Firm
from tests.fixtures.app import Browse

DECIDED = {
    "color": "#7c3aed",
    "phone": "+1 212 555 0100",
}


def test_an_owner_decides_for_the_agency(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    assert owner.post("/settings/agency", DECIDED).status_code == 302
    firm.session.expire_all()
    profile = agencies.profile(firm.session)
    assert profile.color == "#7c3aed"
    page = owner.get("/settings/agency").text
    assert 'value="#7c3aed"' in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"color": "red"}, "Enter a color code, like #0f766e."),
        ({"phone": "call me"}, "phone"),
    ],
)
def test_what_cannot_be_decided_is_said_at_its_field(
    firm: Firm, browse: Browse, wrong: dict[str, str], words: str
) -> None:
    answer = browse(firm.owner).post("/settings/agency", DECIDED | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    firm.session.expire_all()
    assert agencies.profile(firm.session).color == "#0f766e"


def test_only_an_owner_finds_the_settings(firm: Firm, browse: Browse) -> None:
    assert "/settings/agency" in browse(firm.owner).get("/today").text
    recruiter = browse(firm.recruiter)
    assert "/settings/agency" not in recruiter.get("/today").text
    assert recruiter.get("/settings/agency").status_code in (403, 404)


def test_an_employer_has_an_address_a_website_and_a_sender_of_its_own(firm: Firm, browse: Browse) -> None:
    employer = firm.employer()
    path = f"/employers/{employer.id}"
    recruiter = browse(firm.recruiter)
    filled = {
        "name": "Acme",
        "postal_address": "1 Main Street\nSpringfield, IL 62701",
        "website": "https://acme.example",
        "note_sending": "recruiter",
    }
    assert recruiter.post(f"{path}/edit", filled | {"website": "acme"}).status_code == 422
    assert recruiter.post(f"{path}/edit", filled).status_code == 302
    page = recruiter.get(path).text
    assert "Springfield, IL 62701" in page
    assert 'href="https://acme.example"' in page
    firm.session.refresh(employer)
    assert employer.note_sending == "recruiter"
    assert "Recruiter forwards" in page
    assert recruiter.post(f"{path}/edit", {"name": "Acme", "note_sending": ""}).status_code == 302
    firm.session.refresh(employer)
    assert employer.note_sending is None


def test_mail_by_way_of_human_resources_goes_to_their_address(firm: Firm) -> None:
    contact = firm.interview(people=("Dana Ruiz",)).people[0].contact
    details = ContactDetails("Dana Ruiz", email="dana@acme.example")
    found = [contact.mail_address]
    contact.via_hr = True
    found.append(contact.mail_address)
    interviews.update_contact(firm.command(), contact, details)
    assert [*found, contact.mail_address] == [None, "hr@acme.example", "dana@acme.example"]
