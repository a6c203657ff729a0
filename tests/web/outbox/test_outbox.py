"""The email log: everything that was sent, why something was not, and what to do about it where it is shown."""

import html
import re

import pytest
from sqlalchemy import select

from portal.accounts import actions as accounts
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.interviews import hr_questions
from portal.messaging.models import OutgoingMessage
from portal.notes import actions as notes
from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.notes.test_sending import BODY, HOUR, words_of

NO_SUCH_USER = "550 5.1.1 no such user"


def invited(firm: Firm) -> OutgoingMessage:
    """Return the invitation that a candidate was sent."""
    candidate = firm.candidate("Ann Lee")
    accounts.invite(firm.command(), firm.account_of(candidate))
    return firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == "invitation")).one()


def failed(firm: Firm, mail: OutgoingMessage, outcome: str = NO_SUCH_USER, state: str = "failed") -> OutgoingMessage:
    mail.state, mail.outcome, mail.finished_at = state, outcome, firm.now()
    firm.commit()
    return mail


def sent_note(firm: Firm) -> Note:
    """Return a note that was given to be sent."""
    interview = firm.interview(starts_in=-2 * HOUR, people=("Dana Ruiz <dana@acme.example>",))
    firm.debriefed(interview)
    made = notes.begin(firm.command(), interview.people[0], "thank", {})
    notes.save(firm.command(), made, "Thank you", BODY)
    notes.send(firm.command(), made)
    firm.session.refresh(made)
    return made


def test_candidates_invitations_are_listed_with_whose_they_are(firm: Firm, browse: Browse) -> None:
    mail = failed(firm, invited(firm))
    page = browse(firm.recruiter).get("/mail?group=failed").text
    assert f"/mail/{mail.id}" in page
    assert mail.to_email in page
    assert "Ann Lee" in page
    assert f"/mail/{mail.id}" not in browse(firm.stranger).get("/mail?group=failed").text
    assert browse(firm.stranger).get(f"/mail/{mail.id}").status_code == 404


def test_an_owner_sees_what_colleagues_were_sent_and_a_recruiter_does_not(firm: Firm, browse: Browse) -> None:
    accounts.invite(firm.command(), firm.viewer)
    assert firm.viewer.email in browse(firm.owner).get("/mail?group=waiting").text
    assert firm.viewer.email not in browse(firm.recruiter).get("/mail?group=waiting").text


def test_a_failed_invitation_is_opened_understood_and_sent_to_the_address_of_today(firm: Firm, browse: Browse) -> None:
    mail = failed(firm, invited(firm))
    recruiter = browse(firm.recruiter)
    page = words_of(recruiter.get(f"/mail/{mail.id}").text)
    assert "Their mail server doesn’t know this address." in page
    assert "Fix the address" in page
    candidate = firm.session.scalars(select(Candidate)).one()
    candidate.email, candidate.email_key = "ann@new.example", "ann@new.example"
    firm.commit()
    assert "The address is ann@new.example now." in words_of(recruiter.get(f"/mail/{mail.id}").text)
    assert recruiter.post(f"/mail/{mail.id}/again").status_code == 302
    firm.session.expire_all()
    assert (mail.state, mail.attempts, mail.to_email) == ("queued", 0, "ann@new.example")
    assert recruiter.post(f"/mail/{mail.id}/again").status_code == 409
    assert browse(firm.viewer).post(f"/mail/{mail.id}/again").status_code == 403


def test_a_failed_question_to_hr_is_repaired_where_it_is_shown(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-2 * HOUR, people=("Dana Ruiz",))
    firm.debriefed(interview)
    request = firm.session.scalars(select(ContactRequest)).one()
    employer = interview.application.employer
    employer.hr_email = "hr@old.example"
    mail = failed(firm, hr_questions.email_hr(firm.command(), request, "Dana Ruiz", "How?"))
    recruiter = browse(firm.recruiter)
    [link] = re.findall(rf'href="(/employers/{employer.id}/edit[^"]*)"', recruiter.get(f"/mail/{mail.id}").text)
    saved = recruiter.post(html.unescape(link), {"name": employer.name, "hr_email": "people@acme.example"})
    assert saved.headers["Location"] == f"/mail/{mail.id}"
    assert "The address is people@acme.example now." in words_of(recruiter.get(f"/mail/{mail.id}").text)
    assert recruiter.post(f"/mail/{mail.id}/again").status_code == 302
    firm.session.expire_all()
    assert (mail.state, mail.to_email) == ("queued", "people@acme.example")


@pytest.mark.parametrize(
    ("code", "state", "words"),
    [
        (NO_SUCH_USER, "failed", "doesn’t know this address"),
        ("550 no such user", "failed", "doesn’t know this address"),
        ("452 4.2.2 full", "failed", "mailbox is full"),
        ("554 5.7.1 spam", "failed", "unwanted mail"),
        ("554 transaction failed", "failed", "refused it"),
        ("not_written abcdef012345", "failed", "Send it again, or ask support"),
        ("worker_ended", "failed", "It can be sent again"),
        ("ConnectionRefusedError", "failed", "couldn’t be reached"),
        ("TimeoutError", "unknown", "We don’t know whether it arrived"),
    ],
)
def test_every_failure_says_why_in_words_and_what_helps(
    firm: Firm, browse: Browse, code: str, state: str, words: str
) -> None:
    mail = failed(firm, invited(firm), code, state)
    page = browse(firm.recruiter).get(f"/mail/{mail.id}").text
    assert words in page
    assert re.search(r"Send again( anyway)?", page)
    assert "(error" not in page


def test_staff_correct_the_address_of_a_failed_note_and_send_it_where_it_is_shown(firm: Firm, browse: Browse) -> None:
    note = sent_note(firm)
    assert note.message is not None
    mail = failed(firm, note.message)
    recruiter = browse(firm.recruiter)
    assert f"/notes/{note.id}/sending" in recruiter.get(f"/mail/{mail.id}").text
    page = recruiter.get(f"/notes/{note.id}/sending").text
    assert "Fix the address and send again" in page
    assert 'value="dana@acme.example"' in page
    path = f"/notes/{note.id}/sending/again"
    assert recruiter.post(path, {"email": "dana@@acme"}).status_code == 422
    assert recruiter.post(path, {"email": "dana.ruiz@acme.example"}).status_code == 302
    firm.session.expire_all()
    assert note.person.contact.email == "dana.ruiz@acme.example"
    assert note.message is not None
    assert (note.message.state, note.message.to_email) == ("queued", "dana.ruiz@acme.example")
    assert recruiter.post(path, {"email": ""}).status_code in (409, 422)


def test_a_candidate_corrects_an_address_only_where_it_does_not_work(firm: Firm, browse: Browse) -> None:
    note = sent_note(firm)
    assert note.message is not None
    own = browse(firm.account_of(note.interview.application.candidate))
    failed(firm, note.message, "554 5.7.1 spam")
    page = own.get(f"/notes/{note.id}/sending").text
    assert "Send again" in page and "Fix the address" not in page
    own.post(f"/notes/{note.id}/sending/again", {"email": "thief@evil.example"})
    firm.session.expire_all()
    assert note.person.contact.email == "dana@acme.example"
    assert note.message is not None
    failed(firm, note.message, NO_SUCH_USER)
    assert "Fix the address and send again" in own.get(f"/notes/{note.id}").text
    assert own.post(f"/notes/{note.id}/sending/again", {"email": "dana.ruiz@acme.example"}).status_code == 302
    firm.session.expire_all()
    assert note.message.to_email == "dana.ruiz@acme.example"


def test_a_note_that_may_have_arrived_is_sent_again_only_by_hand(firm: Firm, browse: Browse) -> None:
    note = sent_note(firm)
    assert note.message is not None
    first = failed(firm, note.message, "TimeoutError", "unknown")
    recruiter = browse(firm.recruiter)
    assert "Send again anyway" in recruiter.get(f"/notes/{note.id}/sending").text
    path = f"/notes/{note.id}/sending/again"
    assert recruiter.post(path, {"email": "dana@acme.example"}).status_code == 302
    firm.session.expire_all()
    assert (first.state, note.message_id) == ("queued", first.id)
