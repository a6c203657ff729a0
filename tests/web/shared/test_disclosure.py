"""A candidate learns no address, phone number, or mailing address that others collected, on any page or download."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from typing import Any
from urllib.parse import unquote

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select, text
from werkzeug.routing import Rule

from portal.accounts.permissions import has_permission
from portal.accounts.rules import CANDIDATE
from portal.contacts import actions as contacts
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact
from portal.core import access
from portal.duplicates import merging
from portal.interviews import actions as interviews
from portal.interviews.models import Interview, InterviewPerson
from portal.messaging.kinds import Send, kind_of
from portal.messaging.models import OutgoingMessage
from portal.notes import actions as note_actions
from portal.notes import delivery
from portal.notes import queries as note_queries
from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

EMAIL, PHONE = "dana.secret@acme.example", "212-555-0177"
POST = "77 Hidden Lane\nSpringfield, IL 62701"
SECRETS = ("dana.secret", "5550177", "hidden lane")
ON_FILE = "Dana Ruiz (address on file)"
TABLES = {
    "application_id": "applications",
    "interview_id": "interviews",
    "person_id": "interview_people",
    "note_id": "notes",
    "version_id": "note_versions",
    "step_id": "steps",
    "contact_id": "contacts",
    "employer_id": "employers",
    "candidate_id": "candidates",
    "completion_id": "step_completions",
}
"""The rows that a path can name, by the name of its part."""


@pytest.fixture
def interview(firm: Firm) -> Interview:
    """An interview of two hours ago; the agency knows Dana Ruiz, who is not listed on it."""
    made = firm.interview(starts_in=-timedelta(hours=2), people=("Lee Park <lee@acme.example>",))
    known = ContactDetails("Dana Ruiz", "Director", EMAIL, PHONE, POST)
    contacts.create_contact(firm.command(), made.application.employer_id, known)
    firm.commit()
    return made


@pytest.fixture
def own(firm: Firm, browse: Browse, interview: Interview) -> Browser:
    return browse(firm.account_of(interview.application.candidate))


def dana(firm: Firm) -> InterviewPerson:
    return firm.session.scalars(
        select(InterviewPerson).join(InterviewPerson.contact).where(Contact.name == "Dana Ruiz")
    ).one()


def claim(own: Browser, interview: Interview) -> None:
    own.post(f"/interviews/{interview.id}/meeting/people", {"name": "Dana Ruiz"})


def debrief(own: Browser, interview: Interview) -> None:
    at = f"/interviews/{interview.id}/debrief"
    own.post(at, {"took_place": "held"})
    people = own.get(f"{at}/people").text
    met = re.findall(r'name="met" value="([^"]+)"', people)
    own.post(f"{at}/people", {"met": met, "then": "finish"})


def write(firm: Firm, own: Browser, interview: Interview) -> Note:
    person = dana(firm)
    own.post(f"/interviews/{interview.id}/people/{person.id}/thank")
    note = note_queries.find_thank_you(firm.session, person.id)
    assert note is not None
    text = "Dear Dana, thank you for the time you gave me. I liked the tour of the plant."
    note_actions.save(firm.command(), note, "Thank you", text)
    firm.commit()
    return note


def is_reachable(app: Flask, rule: Rule) -> bool:
    """Return whether a signed-in candidate may see this route's pages."""
    declared = access.declared_access(app.view_functions[rule.endpoint])
    required = declared.permission if declared else None
    return required is not None and has_permission(CANDIDATE, required)


def posts(note: Note) -> list[tuple[str, dict[str, str]]]:
    """What else a candidate may try with the note, each answered by a page."""
    here, where = f"/notes/{note.id}", f"/interviews/{note.interview_id}/people/{note.person_id}"
    other = "not.hers@acme.example"
    return [
        (f"{here}/issues", {"subject": "Thank you", "body": note.body}),
        (f"{here}/sending/asking", {}),
        (f"{here}/sending/again", {"email": other}),
        (f"{where}/address", {"email": other, "phone": "212-555-0100", "postal_address": "1 Main St"}),
        (f"{where}/address/request", {}),
        (f"{where}/address/card", {}),
        (f"/interviews/{note.interview_id}/meeting/people", {"name": "Dana Ruiz", "email": other}),
        (f"{here}/sending/by-oneself", {}),
    ]


def pages(app: Flask, firm: Firm) -> Iterator[str]:
    """Every GET route, at every row of the agency that its path can name."""
    ids = {name: firm.session.scalars(text(f"select id from {table}")).all() for name, table in TABLES.items()}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or not is_reachable(app, rule):
            continue
        paths = [rule.rule]
        for part, name in re.findall(r"(<(?:[^:<>]+(?:\([^)]*\))?:)?(\w+)>)", rule.rule):
            values: Any = ids.get(name) or {"number": (1, 2, 3), "kind": ("thank",)}.get(name, (uuid.uuid4(),))
            paths = [path.replace(part, str(value)) for path in paths for value in values]
        yield from paths


def readable(answer: Any) -> str:
    """Return everything a person could read in an answer: decoded text, headers, and the words of a PDF."""
    data = answer.get_data()
    found = [unquote(data.decode(errors="replace")), unquote(str(answer.headers))]
    if data.startswith(b"%PDF"):
        found += [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    if answer.mimetype == "message/rfc822":
        mail = message_from_bytes(data)
        found += [str(value) for value in mail.values()] + [str(mail.get_payload(decode=True))]
    return "\n".join(found)


def secrets_in(said: str) -> list[str]:
    folded = re.sub(r"[\s]+", " ", said.casefold())
    digits = re.sub(r"[^0-9]", "", folded)
    return [secret for secret in SECRETS if secret in folded or secret in digits]


def walk(app: Flask, firm: Firm, own: Browser) -> list[str]:
    """Return the paths whose answers hold one of the secrets."""
    found = []
    for path in pages(app, firm):
        answer = own.get(path)
        assert answer.status_code < 500, path
        found += [f"{path}: {secret}" for secret in secrets_in(readable(answer))]
    return found


def test_no_answer_holds_the_details_of_someone_the_candidate_added_by_name(
    app: Flask, firm: Firm, own: Browser, interview: Interview
) -> None:
    claim(own, interview)
    assert walk(app, firm, own) == []
    debrief(own, interview)
    note = write(firm, own, interview)
    assert walk(app, firm, own) == []
    sending = own.get(f"/notes/{note.id}/sending").text
    assert ON_FILE in sending and "letter.eml" not in sending
    assert set(re.findall(r"mailto:([^\"?]+)", sending)) == {firm.recruiter.email}
    assert own.get(f"/notes/{note.id}/letter.eml").status_code in (403, 409)
    assert ON_FILE in own.get(f"/interviews/{interview.id}/people/{dana(firm).id}/address").text
    assert "Dana Ruiz" in own.get(f"/applications/{interview.application_id}").text
    for path, form in posts(note):
        answer = own.post(path, form, follow_redirects=True)
        assert answer.status_code < 500 and secrets_in(readable(answer)) == [], path


def test_the_portal_still_sends_the_note_and_its_copy_does_not_name_the_address(
    app: Flask, firm: Firm, own: Browser, interview: Interview
) -> None:
    claim(own, interview)
    debrief(own, interview)
    note = write(firm, own, interview)
    assert EMAIL not in own.get(f"/notes/{note.id}").text
    answer = own.post(f"/notes/{note.id}/sending", {"when": "now"})
    assert answer.status_code == 302, answer.text
    firm.session.expire_all()
    assert note.message is not None and note.message.to_email == EMAIL
    assert secrets_in(copy_of(firm, note)) == []
    note.message.state, note.message.outcome = "failed", f"550 5.1.1 <{EMAIL}> user dana.secret unknown"
    firm.commit()
    assert walk(app, firm, own) == []


def copy_of(firm: Firm, note: Note) -> str:
    """Return the candidate's copy of the note, as it goes out once the note is sent."""
    assert note.message is not None
    delivery.archive_note(firm.session, note, "portal", firm.now())
    delivery.enqueue_copy(firm.session, note, firm.now())
    mail = firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == "note-copy")).one()
    kind = kind_of("note-copy")
    wanted = kind.recheck(firm.session, mail, firm.now())
    assert isinstance(wanted, Send)
    content = kind.render(firm.session, mail, wanted.values, firm.now())
    assert ON_FILE in content.text
    return f"{content.subject}{content.text}{content.html}"


def test_a_card_goes_to_the_address_on_file_unseen(app: Flask, firm: Firm, own: Browser, interview: Interview) -> None:
    claim(own, interview)
    debrief(own, interview)
    note = write(firm, own, interview)
    own.post(f"/notes/{note.id}/medium", {"medium": "card"})
    assert ON_FILE in own.get(f"/notes/{note.id}/card").text
    assert secrets_in(own.get(f"/notes/{note.id}/card/address").text) == []
    used = own.post(f"/notes/{note.id}/card/address/on-file")
    assert used.status_code == 302
    row = firm.session.execute(text("select address from cards")).scalar_one()
    assert row["street_address"] == "77 Hidden Lane"
    assert walk(app, firm, own) == []


def test_whoever_staff_listed_is_shown_and_so_is_what_the_candidate_entered(
    firm: Firm, own: Browser, interview: Interview
) -> None:
    claim(own, interview)
    path = f"/interviews/{interview.id}/people/{dana(firm).id}/address"
    assert EMAIL not in own.get(path).text
    firm.session.expire_all()
    interviews.add_person(firm.command(), interview, interview.application.employer_id, ContactDetails("Dana Ruiz"))
    firm.commit()
    shown = own.get(path).text
    assert EMAIL in shown and PHONE in shown and "77 Hidden Lane" in shown


def test_an_address_that_the_candidate_typed_is_theirs_to_see(firm: Firm, own: Browser, interview: Interview) -> None:
    own.post(f"/interviews/{interview.id}/meeting/people", {"name": "Dana Ruiz", "email": EMAIL.upper()})
    shown = own.get(f"/interviews/{interview.id}/people/{dana(firm).id}/address").text
    assert EMAIL in shown and PHONE not in shown and "77 Hidden Lane" not in shown


def test_what_is_typed_beside_a_hidden_detail_does_not_reveal_it(
    firm: Firm, own: Browser, interview: Interview
) -> None:
    claim(own, interview)
    told = own.post(
        f"/interviews/{interview.id}/meeting/people/{dana(firm).id}",
        {"phone": "212-555-0100", "email": "other@acme.example"},
        follow_redirects=True,
    ).text
    assert "We already have this on file for Dana Ruiz" in told
    assert secrets_in(told) == []


def test_a_merge_does_not_reveal_the_address_of_the_contact_that_stays(
    app: Flask, firm: Firm, own: Browser, interview: Interview
) -> None:
    own.post(f"/interviews/{interview.id}/meeting/people", {"name": "Dana R", "email": "dr@acme.example"})
    known, claimed = (
        firm.session.scalars(select(Contact).where(Contact.name == name)).one() for name in ("Dana Ruiz", "Dana R")
    )
    merging.merge(firm.command(), known, claimed)
    firm.commit()
    debrief(own, interview)
    write(firm, own, interview)
    assert walk(app, firm, own) == []


def test_a_guess_is_not_shown_to_a_candidate_who_only_claims_to_have_met_them(
    app: Flask, firm: Firm, own: Browser, interview: Interview
) -> None:
    contact = firm.session.scalars(select(Contact).where(Contact.name == "Dana Ruiz")).one()
    contact.email_is_guess, contact.phone, contact.postal_address, contact.reachable_at = True, None, None, None
    firm.commit()
    claim(own, interview)
    assert walk(app, firm, own) == []
    path = f"/interviews/{interview.id}/people/{dana(firm).id}/address"
    assert "on file" not in own.get(path).text
    own.post(f"{path}/confirmation")
    firm.session.expire_all()
    assert contact.email_is_guess


def test_every_page_of_a_candidate_is_walked(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and is_reachable(app, rule)]
    named = {name for rule in rules for name in rule.arguments}
    assert len(rules) > 30 and named <= {*TABLES, "opening_id", "number", "kind", "rest", "side"}
