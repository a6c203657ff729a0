"""Email addresses, checked wherever one can be entered, and never taken for a name."""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, update

from portal.contacts import actions as contacts
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact
from portal.core.email_addresses import contains_email, display_name, normalize_email
from portal.core.errors import ActionRefused
from portal.debriefs.contact_extraction import extract_from_text
from portal.interviews.models import InterviewPerson
from portal.notes import actions as notes
from tests.factories.firm import Firm
from tests.fixtures.app import Browse

EMAIL = "Enter an email address, like name@example.com."
WRONG = ("x@@y", "a@b", "a@acme.example, b@acme.example", "a@acme.example b@acme.example", "@acme.example", "dana@")
LINES = {
    "two at signs": ("Dana x@@y", f"Line 1: {EMAIL}"),
    "no domain": ("Dana <dana@>", f"Line 1: {EMAIL}"),
    "two addresses": ("Dana a@acme.example, Lee b@acme.example", "Line 1: Enter one person, with one email address."),
    "semicolons": ("Dana Ruiz\n;;;", "Line 2: Enter a name, like Dana Ruiz."),
    "brackets": ("Dana Ruiz\n\n<<<>>>", "Line 3: Enter a name, like Dana Ruiz."),
    "dashes": ("---", "Line 1: Enter a name, like Dana Ruiz."),
    "a long name": ("x" * 121, "Line 1: Keep the name to 120 characters."),
    "one address twice": ("Dana d@acme.example\nLee D@acme.example", "Line 2 has the same email address as line 1."),
}
LISTED = {
    "Dana Ruiz": ("Dana Ruiz", None),
    "Dana Ruiz <dana@acme.example>": ("Dana Ruiz", "dana@acme.example"),
    "Ruiz, Dana; dana@acme.example": ("Ruiz Dana", "dana@acme.example"),
    "dana.ruiz@acme.example": ("dana.ruiz", "dana.ruiz@acme.example"),
    "(Dana) dana@acme.example": ("Dana", "dana@acme.example"),
}


def slot(firm: Firm) -> dict[str, str]:
    day = (firm.now() + timedelta(days=20)).date().isoformat()
    return {"date": day, "starts": "10:00", "ends": "11:00", "time_zone": "America/New_York"}


def error_of(text: str, field: str) -> str:
    found = BeautifulSoup(text, "html.parser").find(id=f"{field}-error")
    return found.get_text(strip=True) if found else ""


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_address(text: str) -> None:
    assert normalize_email(text) is None


def test_a_name_is_told_from_an_address() -> None:
    assert (
        contains_email("x@@y")
        and contains_email("Dana dana@acme.example")
        and not contains_email("Vice president @ Acme")
    )
    assert display_name("dana@acme.example", "dana@acme.example") == "dana" == display_name(None, "dana@acme.example")


def test_lines_that_name_no_one_are_refused_at_the_field_with_their_number(firm: Firm, browse: Browse) -> None:
    path = f"/applications/{firm.application().id}/interviews/new"
    firm.commit()
    rita = browse(firm.recruiter)
    for case, (lines, sentence) in LINES.items():
        answer = rita.post(path, slot(firm) | {"people": lines})
        assert (answer.status_code, sentence in error_of(answer.text, "people")) == (422, True), case
        assert "changed" not in error_of(answer.text, "people")
    assert firm.session.scalars(select(InterviewPerson)).all() == []


def test_lines_that_name_someone_are_listed(firm: Firm, browse: Browse) -> None:
    application = firm.application()
    firm.commit()
    rita = browse(firm.recruiter)
    for number, (line, expected) in enumerate(LISTED.items()):
        day = {"date": (firm.now() + timedelta(days=20 + number)).date().isoformat()}
        assert (
            rita.post(f"/applications/{application.id}/interviews/new", slot(firm) | day | {"people": line}).status_code
            == 302
        )
        firm.session.commit()
        latest = firm.session.scalars(select(InterviewPerson).order_by(InterviewPerson.id.desc())).first()
        assert latest is not None and latest.contact.name in (expected[0], "Ruiz Dana", "Dana Ruiz"), line
        assert expected[1] in (None, latest.contact.email)


def test_every_field_for_an_address_a_name_or_a_title_checks_it(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=3), people=("Dana Ruiz",))
    ahead = firm.interview(people=("Lee Park",))
    employer, person = interview.application.employer_id, interview.people[0]
    contact = ahead.people[0].contact_id
    firm.commit()
    rita = browse(firm.recruiter)
    name = {"name": "Kim Oaks"}
    paths: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
        "/candidates/new": (name, ("name", "email")),
        "/employers/new": (name, ("hr_name", "hr_email")),
        f"/employers/{employer}/contacts/new": (name, ("name", "title", "email")),
        f"/contacts/{contact}/edit": (name, ("name", "title", "email")),
        f"/interviews/{ahead.id}/people": (name, ("name", "title", "email")),
        f"/interviews/{ahead.id}/meeting/people": (name, ("name", "title", "email")),
        f"/interviews/{interview.id}/people/{person.id}/address": ({}, ("email",)),
        f"/interviews/{interview.id}/debrief/people": ({}, ("adding",)),
        f"/interviews/{interview.id}/debrief/people/{person.id}/details": ({}, ("title", "email")),
    }
    for path, (given, names) in paths.items():
        for field in names:
            for wrong in WRONG[:3] if field.endswith("email") else ("dana@acme.example", "x@@y", ";;;"):
                answer = rita.post(path, given | {field: wrong})
                assert (answer.status_code, bool(error_of(answer.text, field))) == (422, True), (path, field, wrong)


def test_a_signature_offers_no_address_that_cannot_work() -> None:
    found = extract_from_text("Best regards,\nDana Ruiz\nPlant manager\ndana@@acme.example\n+1 212 555 0143")
    assert "email" not in found.said and "@" not in found.said.get("name", "")


def test_no_action_takes_a_blank_name_or_an_address_that_cannot_work(firm: Firm) -> None:
    employer = firm.employer()
    for details, field in ((ContactDetails(";"[1:]), "name"), (ContactDetails("Dana", email="x@@y"), "email")):
        with pytest.raises(ActionRefused) as refused:
            contacts.create_contact(firm.command(), employer.id, details)
        assert refused.value.field == field


def test_a_note_to_an_address_that_cannot_work_is_not_read_once_more(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=3), people=("Dana Ruiz <dana@acme.example>",))
    firm.debriefed(interview)
    person = interview.people[0]
    note = notes.begin(firm.command(), person, "thank", {})
    text = "Dear Dana,\n\nThank you for showing me the press shop. I would like to work on it.\n\nAnn Lee"
    notes.save(firm.command(), note, "Thank you", text)
    firm.session.execute(update(Contact).values(email="x@@y", email_key="x@@y"))
    firm.commit()
    own = browse(firm.account_of(interview.application.candidate))
    assert "Read and send" not in own.get(f"/notes/{note.id}").text
    refused = own.post(f"/notes/{note.id}/sending", follow_redirects=True)
    assert refused.status_code in (409, 422) and "no email address" in refused.text
    address = f"/interviews/{interview.id}/people/{person.id}/address"
    assert "Email can’t reach x@@y." in own.get(address).text
    own.post(address, {"email": "dana.ruiz@acme.example"})
    assert "Read and send" in own.get(f"/notes/{note.id}").text


@pytest.mark.parametrize(("values", "status"), [({"name": None}, 400), ({"employer_id": uuid.uuid4()}, 409)])
def test_a_constraint_says_what_happened_and_nothing_about_others(
    firm: Firm, browse: Browse, monkeypatch: pytest.MonkeyPatch, values: dict[str, object], status: int
) -> None:
    employer = firm.employer()
    firm.commit()

    def create(session: object, *_args: object, **_kwargs: object) -> None:
        assert session
        row = Contact(**({"employer_id": employer.id, "name": "Dana"} | values))
        firm.session.add(row)
        firm.session.flush()

    monkeypatch.setattr(contacts, "create_contact", create)
    answer = browse(firm.recruiter).post(f"/employers/{employer.id}/contacts/new", {"name": "Dana"})
    assert answer.status_code == status
    assert "Nothing was saved" in answer.text and "Somebody" not in answer.text and "omeone" not in answer.text
