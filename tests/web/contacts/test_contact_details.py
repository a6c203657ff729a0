"""Every detail of a contact has its field in each form and its place on each page, whatever details there are."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.contacts import actions as contacts
from portal.contacts.details import CONTACT_DETAILS, MERGE_DETAILS, PRIVATE_DETAILS, ContactDetail, ContactDetails
from portal.contacts.models import Contact, ContactRequest
from portal.drafts.field_labels import FIELD_LABELS
from portal.interviews.models import Interview
from portal.web.shared import merge_fields
from tests.factories.contact_details import example_of, other_example_of
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.web.page_forms import fields_of

NAME = "Dana Ruiz"
WORDS = {detail.name: example_of(detail) for detail in CONTACT_DETAILS} | {"name": NAME}
every_other_detail = pytest.mark.parametrize("detail", CONTACT_DETAILS[1:], ids=lambda detail: detail.name)


@pytest.fixture
def interview(firm: Firm) -> Interview:
    """An interview of two hours ago with one person, of whom only the name is known."""
    return firm.interview(starts_in=-timedelta(hours=2), people=(NAME,))


def form_on(browser: Browser, path: str, field: str) -> dict[str, str]:
    """Return the page's form that has this field, as it would be sent."""
    page = BeautifulSoup(browser.get(path).text, "html.parser")
    forms = [fields_of(form) for form in page.find_all("form", method="post")]
    found = next((form for form in forms if field in form), None)
    assert found is not None, f"{path} asks for no {field}"
    return found


def words_on(browser: Browser, path: str) -> str:
    """Return the page's text, without what is in its fields."""
    page = BeautifulSoup(browser.get(path).text, "html.parser")
    for field in page.find_all(["textarea", "form"]):
        field.decompose()
    return page.get_text()


def saved(firm: Firm, name: str) -> str | None:
    firm.session.expire_all()
    value: str | None = getattr(firm.session.scalars(select(Contact)).one(), name)
    return value


@every_other_detail
def test_a_detail_is_in_the_contacts_form_and_on_its_page(
    firm: Firm, browse: Browse, interview: Interview, detail: ContactDetail
) -> None:
    recruiter, path = browse(firm.recruiter), f"/contacts/{interview.people[0].contact_id}"
    form = form_on(recruiter, f"{path}/edit", detail.name)
    assert recruiter.post(f"{path}/edit", form | {detail.name: example_of(detail)}).status_code == 302
    assert saved(firm, detail.name) == example_of(detail)
    assert example_of(detail) in words_on(recruiter, path)
    assert detail.in_heading or detail.label in words_on(recruiter, path)


@every_other_detail
def test_two_values_of_a_detail_from_two_windows_are_both_shown(
    firm: Firm, browse: Browse, interview: Interview, detail: ContactDetail
) -> None:
    recruiter, path = browse(firm.recruiter), f"/contacts/{interview.people[0].contact_id}/edit"
    form = form_on(recruiter, path, detail.name)
    assert recruiter.post(path, form | {detail.name: example_of(detail)}).status_code == 302
    clash = recruiter.post(path, form | {detail.name: other_example_of(detail)})
    assert clash.status_code == 422 and f"standing-{detail.name}" in clash.text
    assert example_of(detail) in clash.text and other_example_of(detail) in clash.text


@every_other_detail
def test_a_detail_is_compared_before_two_contacts_are_merged(
    firm: Firm, browse: Browse, interview: Interview, detail: ContactDetail
) -> None:
    first, details = interview.people[0].contact, {"name": "Dana Ruitz", detail.name: example_of(detail)}
    second = contacts.create_contact(firm.command(), first.employer_id, ContactDetails.from_values(details))
    recruiter = browse(firm.recruiter)
    assert example_of(detail) in recruiter.get(f"/contacts/{first.id}/merging/{second.id}").text


def test_the_debrief_asks_for_every_detail_and_keeps_what_it_is_told(
    firm: Firm, browse: Browse, interview: Interview
) -> None:
    own = browse(firm.account_of(interview.application.candidate))
    path = f"/interviews/{interview.id}/debrief/people/{interview.people[0].id}/details"
    form = form_on(own, path, "email")
    asked = {detail.name for detail in CONTACT_DETAILS} - {"name"}
    assert asked <= set(form)
    assert own.post(path, form | {name: WORDS[name] for name in asked} | {"then": "finish"}).status_code == 302
    for name in WORDS:
        assert saved(firm, name) == WORDS[name], name


def test_a_request_asks_for_every_detail_by_its_label(firm: Firm, browse: Browse, interview: Interview) -> None:
    firm.debriefed(interview)
    recruiter = browse(firm.recruiter)
    path = f"/contact-requests/{firm.session.scalars(select(ContactRequest.id)).one()}/answer"
    assert set(WORDS) <= set(form_on(recruiter, path, "email"))
    shown = recruiter.get(path).text
    assert [detail.label for detail in CONTACT_DETAILS if not detail.in_heading and detail.label not in shown] == []


def test_a_candidate_who_named_the_person_sees_no_private_detail(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2))
    own = browse(firm.account_of(interview.application.candidate))
    own.post(f"/interviews/{interview.id}/meeting/people", {"name": NAME})
    contact = firm.session.scalars(select(Contact)).one()
    for detail in PRIVATE_DETAILS:
        setattr(contact, detail.name, example_of(detail))
    contact.reachable_at = firm.now()
    firm.commit()
    person_id = interview.people[0].id
    for path in (f"people/{person_id}/address", "meeting", f"debrief/people/{person_id}/details"):
        page = own.get(f"/interviews/{interview.id}/{path}").text
        assert [detail.name for detail in PRIVATE_DETAILS if example_of(detail) in page] == [], path
    assert "on file)" in own.get(f"/interviews/{interview.id}/people/{person_id}/address").text


def test_every_merge_field_of_a_contact_has_words_an_example_and_a_value(interview: Interview) -> None:
    for detail in MERGE_DETAILS:
        name = f"contact_{detail.name}"
        assert FIELD_LABELS[name] and merge_fields.example_values()[name]
        known = getattr(interview.people[0].contact, detail.name) or ""
        assert merge_fields.merge_values(interview.people[0])[name] == known
