"""Sending a note from its page: now, later, taken back, by one's own program, or by way of a recruiter."""

import re
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.approvals import queries as approvals
from portal.approvals.models import Approval
from portal.followups.models import Step
from portal.notes import actions as notes
from portal.notes import queries
from portal.notes.models import Note
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse, Browser

HOUR = timedelta(hours=1)
BODY = "Dear Dana,\n\nThank you for showing me the plant. The press shop is what I would like to work on.\n\nAnn Lee"


@pytest.fixture
def note(firm: Firm) -> Note:
    interview = firm.interview(starts_in=-2 * HOUR, people=("Dana Ruiz <dana@acme.example>",))
    firm.debriefed(interview)
    made = notes.begin(firm.command(), interview.people[0], "thank", {})
    notes.save(firm.command(), made, "Thank you", BODY)
    firm.commit()
    return made


@pytest.fixture
def own(firm: Firm, browse: Browse, note: Note) -> Browser:
    return browse(firm.account_of(note.interview.application.candidate))


def decided(firm: Firm, sender: str) -> None:
    agencies.profile(firm.session).note_sending = sender
    firm.commit()


def handed_in(firm: Firm, own: Browser, note: Note, sender: str) -> Approval:
    """The agency has a recruiter look at notes, and this one waits for that."""
    decided(firm, sender)
    own.post(f"/notes/{note.id}/sending")
    row = approvals.open_approval_of(firm.session, note.id)
    assert row is not None
    return row


def later(firm: Firm, hours: float) -> dict[str, str]:
    at = (firm.now() + hours * HOUR).astimezone(ZoneInfo(ZONE))
    return {"when": "other", "date": at.date().isoformat(), "at": at.strftime("%H:%M")}


def words_of(page: str) -> str:
    return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())


def test_a_page_names_no_latest_time_that_is_past(firm: Firm, own: Browser, note: Note) -> None:
    page = f"/notes/{note.id}/sending"
    assert "Latest: " in words_of(own.get(page).text)
    for step in firm.session.scalars(select(Step).where(Step.application_id == note.interview.application_id)):
        step.missed_from = firm.now() - HOUR
    firm.commit()
    shown = words_of(own.get(page).text)
    assert "Now" in shown
    assert "Latest: " not in shown
    assert "At a specific time" not in shown
    assert own.post(page, later(firm, 5)).status_code == 422


def test_the_page_of_a_note_being_sent_looks_again_until_it_went_out(firm: Firm, own: Browser, note: Note) -> None:
    own.post(f"/notes/{note.id}/sending")
    firm.session.expire_all()
    assert note.message is not None
    note.message.due_at = firm.now()
    for state, says in (("queued", "Waiting to send"), ("claimed", "Sending"), ("handed_over", "Sending")):
        note.message.state = state
        firm.commit()
        page = own.get(f"/notes/{note.id}/sending").text
        assert says in words_of(page)
        assert "This page updates in 5 seconds" in words_of(page)
    note.message.state, note.message.finished_at = "sent", firm.now()
    firm.commit()
    assert "data-countdown" not in own.get(f"/notes/{note.id}/sending").text


def test_a_note_waits_for_the_chosen_time_and_can_be_called_back_until_it_goes(
    firm: Firm, own: Browser, note: Note
) -> None:
    page = f"/notes/{note.id}/sending"
    assert own.post(page, later(firm, 5)).status_code == 302
    firm.session.expire_all()
    assert note.message is not None
    assert timedelta(hours=4) < note.message.due_at - firm.now() < timedelta(hours=6)
    for path in (page, f"/notes/{note.id}"):
        assert "Scheduled" in words_of(own.get(path).text)
        assert "New York time" not in words_of(own.get(path).text), "it is the reader's own"
    application = words_of(own.get(f"/applications/{note.interview.application_id}").text)
    assert re.search("Scheduled for|Goes out", application)
    today = words_of(own.get("/today").text)
    assert re.search("Scheduled for|Goes out", today)
    assert own.post(f"/notes/{note.id}/sending/undo").status_code == 302
    firm.session.expire_all()
    assert note.message_id is None
    assert "Read and send" in own.get(f"/notes/{note.id}").text


def test_the_next_morning_is_offered_on_their_clock(firm: Firm, own: Browser, note: Note) -> None:
    page = f"/notes/{note.id}/sending"
    assert "8:30 AM" in own.get(page).text
    assert own.post(page, {"when": "morning"}).status_code == 302
    firm.session.expire_all()
    assert note.message is not None
    local: datetime = note.message.due_at.astimezone(ZoneInfo(ZONE))
    assert (local.hour, local.minute) == (8, 30)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"when": "other"}, "Enter the date. Enter a time."),
        ({"when": "other", "date": "2020-01-02", "at": "08:30"}, "That time has passed."),
        ({"when": "other", "date": "2099-01-02", "at": "08:30"}, "it would be too late"),
        ({"when": "other", "date": "9999-12-31", "at": "23:59"}, "Enter a year from"),
        ({"when": "other", "date": "soon", "at": "noon"}, "Not a valid date value."),
        ({"when": "never"}, "Not a valid choice"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_the_reason(
    firm: Firm, own: Browser, note: Note, typed: dict[str, str], words: str
) -> None:
    answer = own.post(f"/notes/{note.id}/sending", typed)
    assert answer.status_code == 422
    said = BeautifulSoup(answer.text, "html.parser").select(".field-error")
    assert words in " ".join(" ".join(one.get_text().split()) for one in said)
    firm.session.expire_all()
    assert note.message_id is None


def test_a_note_is_taken_to_ones_own_mail_program_and_stands_as_sent(firm: Firm, own: Browser, note: Note) -> None:
    candidate = note.interview.application.candidate
    page = own.get(f"/notes/{note.id}/sending").text
    link = BeautifulSoup(page, "html.parser").select_one('a[href^="mailto:dana"]')
    assert link is not None
    assert str(link["href"]).startswith("mailto:dana@acme.example?subject=Thank%20you&body=Dear%20Dana%2C%0D%0A")
    mail = message_from_bytes(own.get(f"/notes/{note.id}/letter.eml").data, policy=policy.default)
    assert (mail["X-Unsent"], mail["Subject"], mail["To"]) == ("1", "Thank you", "Dana Ruiz <dana@acme.example>")
    assert candidate.email in mail["From"]
    assert mail.get_content().split() == BODY.split()
    assert own.post(f"/notes/{note.id}/sending/by-oneself").status_code == 302
    for path in (f"/notes/{note.id}", "/notes"):
        assert "Sent from an email app" in words_of(own.get(path).text)
    kept = queries.last_sent_note(firm.session, note.id)
    assert kept is not None
    assert (kept.body, kept.means) == (BODY, "mail_program")
    assert own.post(f"/notes/{note.id}/sending").status_code == 409


def test_a_note_too_long_for_an_address_is_offered_as_a_file_only(firm: Firm, own: Browser, note: Note) -> None:
    long = BODY.replace("The press", "I liked the hall and the people in it. " * 60 + "The press")
    notes.save(firm.command(), note, "Thank you", long)
    firm.commit()
    page = own.get(f"/notes/{note.id}/sending").text
    assert "mailto:dana" not in page
    assert "letter.eml" in page


def test_a_note_handed_in_waits_with_the_recruiter(firm: Firm, browse: Browse, own: Browser, note: Note) -> None:
    decided(firm, "approval")
    page = f"/notes/{note.id}/sending"
    assert "Send for review" in own.get(page).text
    assert "mailto:dana" not in own.get(page).text
    assert own.post(page, later(firm, 5)).status_code == 302
    for path in (page, f"/notes/{note.id}", "/notes", "/today"):
        assert "With the recruiter" in words_of(own.get(path).text), path
    recruiter = browse(firm.recruiter)
    assert "Ann Lee → Dana Ruiz" in recruiter.get("/approvals").text
    assert "Note to Dana Ruiz, Acme" in recruiter.get("/today").text


def test_who_claims_a_note_is_shown_to_its_writer(firm: Firm, browse: Browse, own: Browser, note: Note) -> None:
    at, recruiter = f"/approvals/{handed_in(firm, own, note, 'approval').id}", browse(firm.recruiter)
    assert "The press shop" in recruiter.get(at).text
    assert recruiter.post(f"{at}/taking").headers["Location"] == at
    assert "Rita is reviewing" in words_of(recruiter.get("/today").text)
    assert "Rita is reviewing it." in words_of(own.get(f"/notes/{note.id}/sending").text)
    assert recruiter.post(f"{at}/taking/removal").status_code == 302
    assert "I’ll review it" in recruiter.get(at).text


def test_a_note_handed_in_is_approved_by_a_recruiter(firm: Firm, browse: Browse, own: Browser, note: Note) -> None:
    decided(firm, "approval")
    page = f"/notes/{note.id}/sending"
    own.post(page, later(firm, 5))
    row = approvals.open_approval_of(firm.session, note.id)
    assert row is not None
    at, recruiter = f"/approvals/{row.id}", browse(firm.recruiter)
    assert recruiter.post(f"{at}/approval").headers["Location"] == page
    assert "Scheduled" in words_of(recruiter.get(page).text)
    assert recruiter.post(f"{at}/approval").status_code == 409
    assert own.post(f"{at}/withdrawal").status_code == 409
    happened = words_of(own.get(f"/applications/{note.interview.application_id}").text)
    assert "Note to Dana Ruiz sent to the recruiter" in happened
    assert "Note to Dana Ruiz: Approved" in happened
    assert "Approved" in words_of(recruiter.get(at).text)


def test_an_approval_can_be_undone_until_the_note_goes(firm: Firm, browse: Browse, own: Browser, note: Note) -> None:
    at, recruiter = f"/approvals/{handed_in(firm, own, note, 'approval').id}", browse(firm.recruiter)
    page = recruiter.post(f"{at}/approval").headers["Location"]
    assert recruiter.post(f"{page}/undo").headers["Location"] == at
    assert "Approve and send" in recruiter.get(at).text
    assert "With the recruiter" in words_of(own.get(page).text)


SUGGESTED = {"subject": "Thanks", "body": BODY.replace("Dear Dana", "Dear Ms. Ruiz"), "words": "She is formal."}


def test_a_suggestion_is_shown_before_it_is_given(firm: Firm, browse: Browse, own: Browser, note: Note) -> None:
    row = handed_in(firm, own, note, "approval")
    at, recruiter = f"/approvals/{row.id}", browse(firm.recruiter)
    looked = recruiter.post(f"{at}/return", SUGGESTED | {"then": "look"})
    assert (looked.status_code, "<ins>Ms. Ruiz,</ins>" in looked.text) == (200, True)
    assert "<ins>Thanks</ins>" in looked.text
    firm.session.expire_all()
    assert row.decision is None
    nothing = recruiter.post(f"{at}/return", {"subject": "Thank you", "body": BODY, "words": ""})
    assert (nothing.status_code, "Change something in the note" in nothing.text) == (422, True)


def test_a_suggestion_is_taken_over_with_one_press(firm: Firm, browse: Browse, own: Browser, note: Note) -> None:
    at, recruiter = f"/approvals/{handed_in(firm, own, note, 'approval').id}", browse(firm.recruiter)
    assert recruiter.post(f"{at}/return", SUGGESTED).status_code == 302
    mine = own.get(f"/notes/{note.id}").text
    assert "Rita Recruiter reviewed it" in mine
    assert "She is formal." in mine
    assert "<del>Dana,</del>" in mine
    assert "<ins>Thanks</ins>" in mine
    assert "<ins>Thanks</ins>" in recruiter.get(at).text
    assert own.post(f"{at}/suggestion").status_code == 302
    firm.session.expire_all()
    assert note.body.startswith("Dear Ms. Ruiz,")
    assert "The suggestion was added." in own.get(f"/notes/{note.id}").text


def test_a_recruiter_passes_a_note_on_from_their_own_program(
    firm: Firm, browse: Browse, own: Browser, note: Note
) -> None:
    row = handed_in(firm, own, note, "recruiter")
    recruiter = browse(firm.recruiter)
    assert "mailto:dana@acme.example" in recruiter.get(f"/approvals/{row.id}").text
    mail = message_from_bytes(recruiter.get(f"/notes/{note.id}/letter.eml").data, policy=policy.default)
    assert firm.recruiter.email in mail["From"]
    assert recruiter.post(f"/approvals/{row.id}/approval").status_code == 409
    assert recruiter.post(f"/approvals/{row.id}/passing-on").status_code == 302
    assert "Forwarded by the recruiter" in words_of(own.get(f"/notes/{note.id}").text)


def test_a_viewer_of_the_agency_decides_about_nothing(firm: Firm, browse: Browse, own: Browser, note: Note) -> None:
    row = handed_in(firm, own, note, "approval")
    viewer = browse(firm.viewer)
    assert "Approve and send" not in viewer.get(f"/approvals/{row.id}").text
    for verb in ("approval", "return", "passing-on", "withdrawal", "suggestion"):
        assert viewer.post(f"/approvals/{row.id}/{verb}").status_code == 403
