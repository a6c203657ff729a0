"""A name that is nearly there already is pointed out before it is saved, and may be saved anyway."""

import pytest
from sqlalchemy import func, select

from portal.candidates.models import Candidate
from portal.contacts import actions as contacts
from portal.contacts.actions import EmployerDetails
from portal.contacts.details import ContactDetails
from portal.contacts.models import Employer
from portal.names.similarity import are_similar_companies
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.page_forms import save_anyway

ONE_COMPANY = [
    ("Harbor Works", "harbor works"),
    ("Harbor Works", "HARBOR  WORKS, Inc."),
    ("Harbor Works", "Harbour Works"),
    ("Harbor Works", "HarborWorks"),
    ("Harbor Works", "The Harbor Works Company"),
    ("Umbra Foods", "Umbra Foods GmbH"),
    ("Café Müller", "Cafe Muller"),
]
TWO_COMPANIES = [
    ("Harbor Works", "Harbor Foods"),
    ("Acme East", "Acme West"),
    ("Umbra Foods", "Umbra"),
    ("ABC", "ABD"),
    ("", ""),
    ("!!!", "???"),
]
NAMESAKES = ("Ann Lee", "ann  lee", "Lee, Ann", "Ann M. Lee")


@pytest.mark.parametrize(("one", "other"), ONE_COMPANY)
def test_one_company(one: str, other: str) -> None:
    assert are_similar_companies(one, other) and are_similar_companies(other, one)


@pytest.mark.parametrize(("one", "other"), TWO_COMPANIES)
def test_two_companies(one: str, other: str) -> None:
    assert not are_similar_companies(one, other)


def test_a_similar_employer_is_linked_before_a_second_one_is_saved(firm: Firm, browse: Browse) -> None:
    details = EmployerDetails("Harbor Works")
    standing = contacts.create_employer(firm.command(), details)
    candidate = firm.candidate()
    firm.commit()
    rita = browse(firm.recruiter)
    application = {"employer_id": "", "new_employer": "harbor works ", "opening_title": "Welder"}
    for path, sent in (
        ("/employers/new", {"name": "harbor works "}),
        (f"/candidates/{candidate.id}/applications/new", application),
    ):
        count = firm.session.scalar(select(func.count(Employer.id)))
        asked = rita.post(path, sent)
        assert asked.status_code == 422 and f'href="/employers/{standing.id}"' in asked.text
        firm.session.commit()
        assert firm.session.scalar(select(func.count(Employer.id))) == count
        if path == "/employers/new":
            same = rita.post(path, {"name": "Harbor Works"})
            assert "You already have an employer with this name." in same.text and "Save anyway" not in same.text
            other = rita.post(path, {"name": "Harbour Works Inc"} | save_anyway(asked.text))
            assert other.status_code == 422, "the answer is to another name"
        else:
            assert rita.post(path, sent | save_anyway(asked.text)).status_code == 302
    edited = f"/employers/{standing.id}/edit"
    assert rita.post(edited, {"name": "Harbor Works", "website": "https://harbor.example"}).status_code == 302
    assert rita.post(edited, {"name": "Harbor  works"}).status_code == 422, "the second one is named so"


def test_a_second_candidate_of_the_same_name_is_asked_about(firm: Firm, browse: Browse) -> None:
    standing = firm.candidate("Ann Lee")
    firm.candidate("Omar Said")
    firm.commit()
    rita, stranger = browse(firm.recruiter), browse(firm.stranger)
    for number, name in enumerate(NAMESAKES):
        sent = {"name": name, "email": f"ann{number}@example.org", "time_zone": "America/New_York"}
        sent |= {"recruiter_id": str(firm.recruiter.id)}
        asked = rita.post("/candidates/new", sent)
        assert asked.status_code == 422 and f'href="/candidates/{standing.id}"' in asked.text, name
    firm.session.commit()
    assert firm.session.scalar(select(func.count(Candidate.id))) == 2
    assert rita.post("/candidates/new", sent | save_anyway(asked.text)).status_code == 302
    unseen = stranger.post("/candidates/new", sent | {"email": "other@example.org"})
    assert str(standing.id) not in unseen.text


def test_accents_hide_no_namesake(firm: Firm, browse: Browse) -> None:
    standing = firm.candidate("José Núñez".replace("é", "é"))
    firm.commit()
    sent = {"name": "Jose Nunez", "email": "jose@example.net", "time_zone": "America/New_York"}
    assert str(standing.id) in browse(firm.recruiter).post("/candidates/new", sent).text


def test_a_similar_contact_of_the_employer_is_asked_about(firm: Firm, browse: Browse) -> None:
    employer = firm.employer()
    dana = contacts.create_contact(firm.command(), employer.id, ContactDetails("Dana Ruiz"))
    firm.commit()
    path, rita = f"/employers/{employer.id}/contacts/new", browse(firm.recruiter)
    asked = rita.post(path, {"name": "Dana Ruis"})
    assert asked.status_code == 422 and f'href="/contacts/{dana.id}"' in asked.text
    assert rita.post(path, {"name": "Dana Ruis"} | save_anyway(asked.text)).status_code == 302
