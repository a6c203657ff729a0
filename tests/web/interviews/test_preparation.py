"""'Who you’ll meet': everything for an interview ahead on one page, and what is noted there."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.contacts import actions as contacts
from portal.contacts.actions import EmployerDetails
from portal.contacts.models import Contact
from portal.followups.models import Step
from portal.followups.wording import step_path
from portal.interviews.models import Interview
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


@pytest.fixture
def interview(firm: Firm) -> Interview:
    made = firm.interview(people=("Dana Ruiz <dana@acme.example>", "Lee Park"))
    employer = made.application.employer
    details = EmployerDetails(employer.name, postal_address="12 Main Street", website="https://acme.example")
    contacts.update_employer(firm.command(), employer, details)
    firm.commit()
    return made


def test_it_shows_who_is_expected_what_is_missing_and_the_way(firm: Firm, browse: Browse, interview: Interview) -> None:
    step = firm.session.scalars(select(Step).where(Step.kind == "collect_contacts")).one()
    assert step_path(step) == f"/interviews/{interview.id}/meeting"
    page = browse(firm.account_of(interview.application.candidate)).get(step_path(step)).text
    for words in (
        "Who you’ll meet",
        "Lee Park",
        "Missing: email, phone",
        "May I have your card?",
        "12 Main Street",
    ):
        assert words in page
    assert "https://acme.example" in page and f"/interviews/{interview.id}/calendar.ics" in page
    assert "A printed resume for each person" in page and "I’ll ask for business cards" in page
    assert "Who they’ll meet" in browse(firm.recruiter).get(step_path(step)).text
    assert "Add contact info" not in browse(firm.viewer).get(step_path(step)).text


def test_what_is_noted_on_the_spot_fills_in_what_was_missing(firm: Firm, browse: Browse, interview: Interview) -> None:
    own = browse(firm.account_of(interview.application.candidate))
    here = f"/interviews/{interview.id}/meeting"
    dana, lee = sorted(interview.people, key=lambda row: row.contact.name)
    refused = own.post(f"{here}/people/{lee.id}", {"email": "lee@", "phone": "212 555 0100"})
    assert refused.status_code == 422
    assert "Enter an email address, like name@example.com." in refused.text and "212 555 0100" in refused.text
    own.post(f"{here}/people/{lee.id}", {"email": "lee@acme.example"})
    own.post(f"{here}/people/{dana.id}", {"email": "other@acme.example"})
    own.post(f"{here}/people", {"name": "Mo Diaz"})
    assert own.post(f"{here}/people", {"name": ""}).status_code == 422
    assert own.post(f"{here}/people/{interview.id}", {"email": "x@acme.example"}).status_code == 404
    rows = firm.session.scalars(select(Contact).execution_options(populate_existing=True))
    assert {row.name: row.email for row in rows} == {
        "Dana Ruiz": "dana@acme.example",
        "Lee Park": "lee@acme.example",
        "Mo Diaz": None,
    }


def test_once_it_is_over_the_debrief_is_next(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Lee Park",))
    firm.commit()
    page = browse(firm.recruiter).get(f"/interviews/{interview.id}/meeting").text
    assert "Share how it went" in page and "May I have your card?" not in page


@pytest.mark.parametrize(
    ("fields", "kept", "named"),
    [
        ({"email": "lee@acme.example"}, "0123456789abcdef01234567", ["kept=0123456789abcdef01234567"]),
        ({"email": "lee@"}, "0123456789abcdef01234567", ["shown=0123456789abcdef01234567"]),
        ({"email": "lee@acme.example"}, "not;a token", []),
    ],
)
def test_the_browser_learns_what_is_saved_and_what_is_shown_again(
    firm: Firm, browse: Browse, interview: Interview, fields: dict[str, str], kept: str, named: list[str]
) -> None:
    lee = next(row for row in interview.people if row.contact.name == "Lee Park")
    path = f"/interviews/{interview.id}/meeting/people/{lee.id}"
    answer = browse(firm.recruiter).post(path, fields | {"kept": kept})
    cookies = [cookie.partition(";")[0] for cookie in answer.headers.getlist("Set-Cookie")]
    assert [cookie for cookie in cookies if cookie.startswith(("kept=", "shown="))] == named
