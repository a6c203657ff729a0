"""One interview's whole way, in the pages: recorded, told of, blocked, answered, thanked, followed up, closed."""

import re
import uuid
from datetime import timedelta

from sqlalchemy import select, update

from portal.applications.models import Application
from portal.contacts.models import ContactRequest
from portal.core import transaction
from portal.followups.models import Step
from portal.interviews.models import Interview
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from portal.notes.models import Note
from portal.reminders import actions as reminders
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.messaging.catching import Catcher
from tests.web.page_forms import save_anyway


def steps(firm: Firm, application_id: uuid.UUID) -> dict[tuple[str, str | None], str]:
    rows = firm.session.scalars(
        select(Step).where(Step.application_id == application_id).execution_options(populate_existing=True)
    )
    return {(row.kind, row.person.contact.name if row.person else None): row.state for row in rows}


def send_all(firm: Firm) -> None:
    """The jobs have run, as the workers run them, until nothing is due."""
    reminders.replan_due_applications(firm.session, firm.now())
    reminders.enqueue_due_reminders(firm.session, firm.now())
    firm.commit()
    while sending.send_now(firm.session, firm.now()) + sending.send_due(firm.session, firm.now()):
        continue


def at_noon(firm: Firm) -> None:
    """Everything that waits is due now, whatever the hour is."""
    firm.session.execute(
        update(OutgoingMessage)
        .where(OutgoingMessage.state == "queued")
        .values(due_at=firm.now() - timedelta(seconds=1))
    )
    firm.commit()


ANN = {
    "name": "Ann Lee",
    "email": "ann@example.org",
    "time_zone": "America/New_York",
    "field_id": "",
    "office_id": "",
}
ENGINEER = {
    "employer_id": "",
    "new_employer": "Acme",
    "opening_title": "Engineer",
    "stage": "near_end",
    "hires_right_away": "",
}
IN_CHICAGO = {
    "date": "2026-12-01",
    "starts": "10:00",
    "ends": "11:00",
    "time_zone": "America/Chicago",
    "people": "Dana Ruiz <dana@acme.example>\nLee Park",
}


def state_of(firm: Firm, application_id: uuid.UUID) -> str:
    return firm.session.get_one(Application, (firm.agency.id, application_id), populate_existing=True).state


def found(pattern: str, text: str) -> str:
    """What the pattern finds in the text, which has to hold it."""
    match = re.search(pattern, text)
    assert match is not None, pattern
    return match.group(0)


def test_a_recruiter_makes_everything_by_hand(firm: Firm, browse: Browse) -> None:
    recruiter = browse(firm.recruiter)
    form = ANN | {"recruiter_id": str(firm.recruiter.id)}
    made = recruiter.post("/candidates/new", form)
    candidate = made.headers["Location"]
    assert made.status_code == 302
    asked = recruiter.post("/candidates/new", form)
    assert asked.status_code == 422
    again = recruiter.post("/candidates/new", form | save_anyway(asked.text))
    assert again.status_code == 422
    assert "already has this email address" in again.text
    application = recruiter.post(
        f"{candidate}/applications/new",
        ENGINEER,
    ).headers["Location"]
    interview = recruiter.post(
        f"{application}/interviews/new",
        IN_CHICAGO,
    ).headers["Location"]
    page = recruiter.get(interview)
    assert "Dana Ruiz" in page.text
    assert "11:00 AM" in page.text, "shown on the recruiter's own wall"
    entry = recruiter.get(f"{interview}/calendar.ics")
    assert b"DTSTART;TZID=America/Chicago:20261201T100000" in entry.data
    assert f"UID:interview-{interview.rpartition('/')[2]}" in entry.text.replace("\r\n ", "")


def test_told_blocked_answered_prompted_and_sent(firm: Firm, browse: Browse, catcher: Catcher) -> None:
    candidate = firm.candidate()
    firm.draft(candidate)
    interview = firm.interview(
        firm.application(candidate), starts_in=-timedelta(hours=2), people=("Dana Ruiz", "Lee Park <lee@acme.example>")
    )
    application_id, paths = interview.application_id, f"/interviews/{interview.id}"
    account = firm.account_of(candidate)
    own, recruiter = browse(account), browse(firm.recruiter)
    told = [str(person.id) for person in interview.people]
    own.post(f"{paths}/debrief", {"took_place": "held"})
    own.post(f"{paths}/debrief/people", {"met": told})
    ended = own.post(f"{paths}/debrief/pace", {"stage": "near_end", "then": "finish"})
    assert ended.headers["Location"].endswith("/debrief/next?go=1"), ended.text
    assert steps(firm, application_id)[("thank", "Dana Ruiz")] == "blocked"
    assert "Contact info for Dana Ruiz" in own.get("/today").text
    request = firm.session.scalars(select(ContactRequest)).one()
    assert "Dana Ruiz" in recruiter.get("/today").text
    answer = recruiter.post(
        f"/contact-requests/{request.id}/answer", {"name": "Dana Ruiz", "email": "dana@acme.example"}
    )
    assert answer.status_code == 302
    assert steps(firm, application_id)[("thank", "Dana Ruiz")] == "open"
    write_and_send(firm, own, interview, "Dana Ruiz")
    at_noon(firm)
    send_all(firm)
    (note,) = catcher.to("dana@acme.example")
    assert note["X-Portal-Kind"] == "note"
    assert candidate.email in note["Reply-To"]
    assert "List-Unsubscribe" not in note
    assert steps(firm, application_id)[("thank", "Dana Ruiz")] == "done"
    at_noon(firm)
    send_all(firm)
    assert any(mail["X-Portal-Kind"] == "note-copy" for mail in catcher.to(candidate.email))


def write_and_send(firm: Firm, browser: Browser, interview: Interview, name: str) -> None:
    person = next(row for row in interview.people if row.contact.name == name)
    note = browser.post(f"/interviews/{interview.id}/people/{person.id}/thank").headers["Location"]
    left = browser.post(note, {"subject": "Thank you", "body": "Dear Dana, [specifics]", "then": "read"})
    assert left.headers["Location"].endswith("/sending")
    assert "with your own words" in browser.get(left.headers["Location"]).text
    read = browser.post(note, {"subject": "Thank you", "body": "Dear Dana,\n\nthe robots were great.", "then": "read"})
    assert read.headers["Location"].endswith("/sending")
    assert "the robots were great." in browser.get(read.headers["Location"]).text
    browser.post(f"{note}/sending")
    assert "Undo" in browser.get(f"{note}/sending").text
    browser.post(f"{note}/sending/undo")
    written = select(Note).where(Note.person_id == person.id).execution_options(populate_existing=True)
    assert firm.session.scalars(written).one().message_id is None
    browser.post(f"{note}/sending")


def test_a_debrief_says_that_it_did_not_take_place(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz",))
    application_id, path = interview.application_id, f"/interviews/{interview.id}/debrief"
    recruiter = browse(firm.recruiter)
    assert recruiter.post(path, {"took_place": "moved"}).headers["Location"].endswith("/edit")
    unnamed = recruiter.post(path, {"took_place": "no_show", "why": "The manager was ill"})
    assert unnamed.status_code == 422 and "Choose who didn’t show up." in unnamed.text
    recruiter.post(path, {"took_place": "no_show", "no_show_by": "employer", "why": "The manager was ill"})
    assert "Someone from Acme" in recruiter.get(f"/interviews/{interview.id}").text
    assert set(steps(firm, application_id).values()) == {"dropped"}


def test_closing_with_an_interview_ahead_asks_what_becomes_of_it(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    path = f"/applications/{interview.application_id}"
    recruiter = browse(firm.recruiter)
    asked = recruiter.post(f"{path}/closure", {"kind": "withdrawn"})
    assert asked.status_code == 422
    assert "An interview is still coming up" in asked.text
    recruiter.post(f"{path}/answer", {"kind": "answer", "ahead": "stays"})
    assert state_of(firm, interview.application_id) == "active"
    recruiter.post(f"{path}/closure", {"kind": "withdrawn", "ahead": "cancelled"})
    assert state_of(firm, interview.application_id) == "closed"
    page = recruiter.get(path).text
    recruiter.post(found(rf"{path}/endings/[0-9a-f-]+/removal", page))
    assert state_of(firm, interview.application_id) == "active"


def test_placed_stops_reminders_and_closes_what_was_ticked_of_the_others(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    first, second, third = (firm.application(candidate) for _ in range(3))
    recruiter = browse(firm.recruiter)
    assert f'value="{second.id}"' in recruiter.get(f"/applications/{first.id}").text
    recruiter.post(f"/applications/{first.id}/placement", {"ending": [str(second.id)]})
    states = {
        row.id: row.state for row in firm.session.scalars(select(Application).execution_options(populate_existing=True))
    }
    assert states == {first.id: "closed", second.id: "closed", third.id: "active"}
    page = recruiter.get(f"/candidates/{candidate.id}").text
    assert "Candidate placed" in page
    recruiter.post(f"/candidates/{candidate.id}/pause/end")
    assert "Candidate placed" not in recruiter.get(f"/candidates/{candidate.id}").text


def test_undoing_a_placement_reopens_what_it_closed_and_resumes_reminders(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    got, other = firm.application(candidate), firm.application(candidate)
    recruiter = browse(firm.recruiter)
    recruiter.post(f"/applications/{got.id}/placement", {"ending": [str(other.id)]})
    page = recruiter.get(f"/applications/{got.id}").text
    recruiter.post(found(rf"/applications/{got.id}/endings/[0-9a-f-]+/removal", page))
    assert [state_of(firm, row.id) for row in (got, other)] == ["active", "active"]
    assert "Candidate placed" not in recruiter.get(f"/candidates/{candidate.id}").text


def test_a_reminder_goes_out_once_and_leads_to_the_step(firm: Firm, browse: Browse, catcher: Catcher) -> None:
    candidate = firm.candidate()
    interview = firm.interview(firm.application(candidate), starts_in=-timedelta(hours=2), people=("Dana Ruiz",))
    anybody = browse.nobody()
    send_all(firm)
    at_noon(firm)
    send_all(firm)
    send_all(firm)
    waiting = firm.session.scalars(
        select(OutgoingMessage).where(OutgoingMessage.kind == "debrief").execution_options(populate_existing=True)
    ).all()
    assert len(waiting) <= 1
    for mail in catcher.to(candidate.email):
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        body = mail.get_body(("plain",))
        assert body is not None
        path = found(r"/t/[0-9a-f]{64}", body.get_content())
        assert "Email me a code" in anybody.get(path).text
        led = browse(firm.account_of(candidate)).get(path)
        assert led.headers["Location"].startswith("/steps/")
    assert firm.session.get(Interview, (firm.agency.id, interview.id)) is not None


def test_they_sent_it_themselves_and_the_follow_up_closes_by_itself(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(days=1), people=("Dana Ruiz <dana@acme.example>",))
    firm.debriefed(interview)
    application_id, person = interview.application_id, interview.people[0]
    recruiter = browse(firm.recruiter)
    recruiter.post(f"/interviews/{interview.id}/people/{person.id}/thank/told", {"means": "card"})
    recruiter.post(f"/interviews/{interview.id}/people/{person.id}/follow_up/told", {"means": "mail_program"})
    assert steps(firm, application_id)[("follow_up", None)] == "done"
    later = firm.now() + timedelta(days=15)
    transaction.touch(firm.session, application_id)
    transaction.replan_touched(firm.session, later)
    assert firm.session.get_one(Application, (firm.agency.id, application_id)).state == "closed"
