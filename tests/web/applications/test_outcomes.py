"""The second follow-up and the end: to whom, not twice, what was done, and what now."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from portal.applications import actions as applications
from portal.contacts.models import ContactRequest
from portal.interviews import actions as interviews
from portal.interviews import end_notices
from portal.interviews.models import Interview
from portal.messaging.kinds import Drop, kind_of
from portal.messaging.models import OutgoingMessage
from portal.notes import actions as notes
from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.fixtures.app import Browse

HELD = -timedelta(days=2)
MET = ("Lee Park <lee@acme.example>", "Dana Ruiz <dana@acme.example>")
TEXT = {"subject": "The job", "body": "Has a decision been reached?"}


def held(firm: Firm, people: tuple[str, ...] = MET) -> Interview:
    interview = firm.interview(starts_in=HELD, people=people)
    firm.debriefed(interview)
    return interview


def follow_up(firm: Firm, interview: Interview) -> Note:
    firm.session.expire_all()
    return firm.session.scalars(select(Note).where(Note.interview_id == interview.id, Note.kind == "follow_up")).one()


def test_the_follow_up_is_suggested_to_whoever_decides_and_says_that_it_is_early(firm: Firm, browse: Browse) -> None:
    interview = held(firm)
    dana = next(row for row in interview.people if row.contact.name == "Dana Ruiz")
    dana.contact.title = "Head of controls"
    mine = browse(firm.account_of(interview.application.candidate))
    page = mine.get(f"/interviews/{interview.id}/follow-up").text
    assert "It’s early for this one." in page
    assert "No thank-you has gone out yet" in page
    assert f'value="{dana.id}" checked' in page
    made = mine.post(f"/interviews/{interview.id}/follow-up", {"to": str(dana.id)})
    assert made.headers["Location"] == f"/notes/{follow_up(firm, interview).id}"
    assert follow_up(firm, interview).person_id == dana.id


def test_with_no_address_of_anybody_it_goes_to_human_resources(firm: Firm, browse: Browse) -> None:
    interview = held(firm, ("Dana Ruiz",))
    mine = browse(firm.account_of(interview.application.candidate))
    assert "hr@acme.example" in mine.get(f"/interviews/{interview.id}/follow-up").text
    note = mine.post(f"/interviews/{interview.id}/follow-up", {"to": "hr"}).headers["Location"]
    mine.post(note, TEXT)
    page = mine.get(f"{note}/sending").text
    assert "Hal Rivers &lt;hr@acme.example&gt;" in page
    mine.post(f"{note}/sending")
    message = follow_up(firm, interview).message
    assert (message.to_name, message.to_email) == ("Hal Rivers", "hr@acme.example")


def test_where_nobody_can_be_written_to_the_recruiter_is_asked(firm: Firm, browse: Browse) -> None:
    interview = held(firm, ("Dana Ruiz",))
    interview.application.employer.hr_email = None
    firm.session.execute(delete(ContactRequest))
    mine = browse(firm.account_of(interview.application.candidate))
    path = f"/interviews/{interview.id}/follow-up"
    assert "Request an email address for" in mine.get(path).text
    assert mine.post(f"{path}/address-request", {"to": "nobody"}).status_code == 409
    assert mine.post(f"{path}/address-request", {"to": str(interview.people[0].id)}).status_code == 302
    firm.session.expire_all()
    (request,) = firm.session.scalars(select(ContactRequest)).all()
    assert request.contact_id == interview.people[0].contact_id


def test_trying_to_follow_up_twice_is_answered_with_the_reason(firm: Firm, browse: Browse) -> None:
    interview = held(firm)
    mine = browse(firm.account_of(interview.application.candidate))
    lee = interview.people[0].id
    told = f"/interviews/{interview.id}/people/{lee}/follow_up/told"
    assert mine.post(told, {"means": "mail_program"}).status_code == 302
    assert "Once is enough" in mine.get(f"/interviews/{interview.id}/follow-up").text
    for path, data in ((told, {"means": "card"}), (f"/interviews/{interview.id}/follow-up", {"to": str(lee)})):
        again = mine.post(path, data)
        assert again.status_code == 409
        assert "Once is enough" in again.text


def test_what_is_on_its_way_when_they_answer_does_not_go_out(firm: Firm) -> None:
    interview = held(firm)
    note = notes.begin(firm.command(), interview.people[0], "follow_up", {})
    notes.save(firm.command(), note, TEXT["subject"], TEXT["body"])
    message = notes.send(firm.command(), note)
    applications.record_response(firm.command(), interview.application, "refusal", None, at=firm.now())
    firm.commit()
    assert kind_of(message.kind).recheck(firm.session, message, firm.now()) == Drop("no_follow_up")


@pytest.mark.parametrize(
    ("kind", "words", "offered"),
    [
        ("refusal", "Not this time at Acme", "Write a gracious reply"),
        ("offer", "made you an offer", "Thank them for the offer"),
        ("answer", "Nothing is decided yet", ""),
    ],
)
def test_what_they_said_leads_to_what_now(firm: Firm, browse: Browse, kind: str, words: str, offered: str) -> None:
    interview = held(firm)
    mine = browse(firm.account_of(interview.application.candidate))
    path = f"/applications/{interview.application_id}"
    answer = mine.post(f"{path}/answer", {"kind": kind, "words": "We decided."})
    assert answer.headers["Location"] == f"{path}/closing"
    page = mine.get(f"{path}/closing").text
    assert words in page
    assert (offered in page) if offered else "gracious" not in page
    assert "0 of 2 people thanked" in page
    assert "Heard back after all" in page


def test_an_invitation_to_the_next_round_is_recorded_as_that_interview(firm: Firm, browse: Browse) -> None:
    interview = held(firm)
    mine = browse(firm.account_of(interview.application.candidate))
    path = f"/applications/{interview.application_id}"
    assert mine.post(f"{path}/answer", {"kind": "next_round"}).headers["Location"] == f"{path}/interviews/new"
    firm.session.expire_all()
    assert interview.application.state == "active"
    assert "Dana Ruiz" in mine.get("/today").text, "open thank-yous stay"


def test_a_gracious_answer_goes_out_and_completes_no_step(firm: Firm, browse: Browse) -> None:
    interview = held(firm)
    mine = browse(firm.account_of(interview.application.candidate))
    mine.post(f"/applications/{interview.application_id}/answer", {"kind": "refusal"})
    begun = mine.post(f"/interviews/{interview.id}/answer", {"to": str(interview.people[0].id)})
    note = begun.headers["Location"]
    assert mine.get(f"/interviews/{interview.id}/answer").headers["Location"] == note
    mine.post(note, TEXT)
    assert mine.post(f"{note}/sending").status_code == 302
    row = firm.session.scalars(select(Note).where(Note.kind == "answer")).one()
    row.message.state = "sent"
    notes.record_accepted(firm.command(), row)
    firm.commit()
    firm.session.expire_all()
    assert [done.kind for done in interview.completions] == ["debrief"]


def test_after_the_end_they_wrote_after_all(firm: Firm, browse: Browse) -> None:
    interview = held(firm)
    mine = browse(firm.account_of(interview.application.candidate))
    path = f"/applications/{interview.application_id}"
    mine.post(f"{path}/closure", {"kind": "no_answer"})
    assert "No answer came" in mine.get(f"{path}/closing").text
    mine.post(f"{path}/answer", {"kind": "offer", "words": "We would like to have you."})
    assert "made you an offer" in mine.get(f"{path}/closing").text
    firm.session.expire_all()
    assert [row.kind for row in interview.application.answers] == ["offer"]


@pytest.mark.parametrize(
    ("form", "sent"), [("answer", {"kind": "refusal"}), ("closure", {"kind": "no_answer"}), ("placement", {})]
)
@pytest.mark.parametrize(("skips", "queued"), [({}, 1), ({"skip_email": "1"}, 0)])
def test_staff_may_leave_out_the_email_about_an_end(
    firm: Firm, browse: Browse, form: str, sent: dict[str, str], skips: dict[str, str], queued: int
) -> None:
    application = held(firm).application
    recruiter, page = browse(firm.recruiter), f"/applications/{application.id}"
    assert recruiter.get(page).text.count('name="skip_email"') == 3
    recruiter.post(f"{page}/{form}", sent | skips, page=page)
    mails = select(OutgoingMessage).where(OutgoingMessage.kind == end_notices.KIND)
    assert len(firm.session.scalars(mails).all()) == queued


@pytest.mark.parametrize(("is_thanked", "title"), [(True, "You did your part"), (False, "This application is closed")])
def test_the_headline_praises_only_what_was_done(firm: Firm, browse: Browse, is_thanked: bool, title: str) -> None:
    interview = held(firm, MET[:1])
    if is_thanked:
        step = {"means": "told", "at": firm.now(), "person": interview.people[0]}
        interviews.complete_step(firm.command(), interview, "thank", **step)
    applications.close(firm.command(), interview.application, "no_answer")
    firm.commit()
    page = browse(firm.account_of(interview.application.candidate)).get(
        f"/applications/{interview.application_id}/closing"
    )
    assert f"<h1>{title}</h1>" in page.text


def test_an_application_that_was_followed_up_can_be_closed_early(firm: Firm, browse: Browse) -> None:
    interview = held(firm)
    page = f"/applications/{interview.application_id}/closing"
    own = browse(firm.account_of(interview.application.candidate))
    assert "Close application" not in own.get(page).text
    interviews.complete_step(firm.command(), interview, "follow_up", means="told", at=firm.now(), person=None)
    firm.commit()
    shown = own.get(page).text
    assert f"<h1>Waiting for {interview.application.employer.name}</h1>" in shown and "Open jobs for you" not in shown
    own.post(page.replace("closing", "closure"), {"kind": "no_answer"}, page=page)
    firm.session.refresh(interview.application)
    assert interview.application.state == "closed"
