"""The application page: one timeline for both sides, each seeing what is theirs, and who recorded what."""

import re
from datetime import timedelta

from sqlalchemy import select

from portal.applications.models import Application, EmployerResponse
from portal.candidates.models import Candidate
from portal.contacts.details import ContactDetails
from portal.core import transaction
from portal.interviews import actions as interviews
from portal.interviews.models import Interview
from portal.interviews.slots import Slot
from portal.messaging.models import OutgoingMessage
from portal.reminders import actions as reminders
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse, Browser

AGO = -timedelta(hours=2)


def happened(browser: Browser, application_id: object) -> str:
    """The words of the timeline, without its markup."""
    page = browser.get(f"/applications/{application_id}?history=shown").text
    part = page.partition('id="timeline"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def met_by(firm: Firm, candidate: Candidate, interview: Interview) -> Interview:
    """Another candidate meets the first person of this interview, in an application of their own with that employer."""
    made = Application(
        candidate_id=candidate.id, employer_id=interview.application.employer_id, opening_title="Designer"
    )
    firm.session.add(made)
    firm.session.flush()
    starts = firm.now() + AGO
    slot = Slot(starts, starts + timedelta(hours=1), ZONE)
    found = interviews.record(firm.command(), made, slot, ())
    interviews.add_contact(firm.command(), found, interview.people[0].contact)
    firm.session.refresh(found)
    return found


def test_a_candidate_sees_no_trace_of_another_who_asked_for_the_same_address(firm: Firm, browse: Browse) -> None:
    first = firm.interview(firm.application(firm.candidate("Ann Lee")), starts_in=AGO, people=("Dana Ruiz",))
    firm.debriefed(first)
    bob = firm.candidate("Bob Moss")
    second = met_by(firm, bob, first)
    told = happened(browse(firm.account_of(bob)), second.application_id)
    assert "Contact info requested for Dana Ruiz" not in told
    assert "Ann" not in told


def test_both_who_wait_for_one_address_see_it_asked_for_and_come_in(firm: Firm, browse: Browse) -> None:
    ann, bob = firm.candidate("Ann Lee"), firm.candidate("Bob Moss")
    first = firm.interview(firm.application(ann), starts_in=AGO, people=("Dana Ruiz",))
    second = met_by(firm, bob, first)
    firm.debriefed(first)
    firm.debriefed(second)
    supplied = ContactDetails("Dana Ruiz", email="dana@acme.example")
    interviews.update_contact(firm.command(), first.people[0].contact, supplied)
    for candidate, interview in ((ann, first), (bob, second)):
        told = happened(browse(firm.account_of(candidate)), interview.application_id)
        assert told.count("Contact info requested for Dana Ruiz") == 1
        assert told.count("Contact info received for Dana Ruiz") == 1
        assert "by Rita Recruiter" in told


def test_what_a_recruiter_records_names_the_recruiter_to_both_sides(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    interview = firm.interview(firm.application(candidate), starts_in=AGO, people=("Dana Ruiz <d@acme.example>",))
    application_id, person_id = interview.application_id, interview.people[0].id
    recruiter = browse(firm.recruiter)
    recruiter.post(f"/interviews/{interview.id}/people/{person_id}/thank/told", {"means": "card"})
    recruiter.post(f"/applications/{application_id}/answer", {"kind": "refusal", "words": "Somebody inside"})
    own = browse(firm.account_of(candidate))
    for told in (happened(recruiter, application_id), happened(own, application_id)):
        assert "Thanked Dana Ruiz" in told
        assert "sent as a card, recorded by Rita Recruiter" in told
        assert "Not selected" in told
        assert "Somebody inside, recorded by Rita Recruiter" in told
    row = firm.session.scalars(select(EmployerResponse)).one()
    assert row.by_id == firm.recruiter.id


def test_a_move_says_why_and_by_whom(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    slot = Slot(interview.starts_at + timedelta(days=1), interview.ends_at + timedelta(days=1), ZONE)
    interviews.reschedule(firm.command(), interview, slot, "The manager travels")
    told = happened(browse(firm.recruiter), interview.application_id)
    assert "Interview rescheduled from" in told
    assert "The manager travels, recorded by Rita Recruiter" in told


def test_a_reminder_stands_on_the_timeline_of_the_application_it_asks_about(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    other = firm.application(candidate)
    interview = firm.interview(firm.application(candidate), starts_in=AGO, people=("Dana Ruiz",))
    transaction.replan_touched(firm.session, firm.now())
    today = firm.now().replace(hour=17)
    noon = today if today >= firm.now() else today + timedelta(days=1)
    reminders.replan(firm.session, {interview.application_id}, noon)
    reminders.enqueue_due_reminders(firm.session, noon)
    mail = firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == "debrief")).one()
    recruiter = browse(firm.recruiter)
    told = happened(recruiter, interview.application_id)
    assert told.count("Reminder after the interview") == 1
    assert "Waiting to send" in told
    assert "Reminder after the interview" not in happened(recruiter, other.id)
    assert mail.about_id == candidate.id


def test_a_step_whose_moment_passed_stands_there_as_missed(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(days=30), people=("Dana Ruiz <d@acme.example>",))
    told = happened(browse(firm.recruiter), interview.application_id)
    assert re.search(r"Debrief: Acme \w+ Expired", told)


def test_what_stays_is_not_said_to_have_ended(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    path, recruiter = f"/applications/{interview.application_id}", browse(firm.recruiter)
    for what, form in (("answer", {"kind": "offer"}), ("closure", {"kind": "no_answer"}), ("placement", {})):
        sent = recruiter.post(f"{path}/{what}", form | {"ahead": "stays"}, follow_redirects=True)
        assert "The interview stays on" in sent.text, what
        assert "has an offer" not in sent.text


def test_a_placement_names_the_applications_it_asks_about(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    got, other = firm.application(candidate), firm.application(candidate)
    name = other.employer.name
    recruiter = browse(firm.recruiter)
    assert name in recruiter.get(f"/applications/{got.id}").text.partition("Candidate got the job")[2]
    recruiter.post(f"/applications/{other.id}/closure", {"kind": "withdrawn"})
    assert "What becomes of the other processes" not in recruiter.get(f"/applications/{got.id}").text


def test_an_address_from_before_leads_to_the_application(firm: Firm, browse: Browse) -> None:
    application, old = firm.application(), "/processes"
    answer = browse(firm.recruiter).get(f"{old}/{application.id}/edit?back=today")
    assert answer.status_code == 301
    assert answer.location == f"/applications/{application.id}/edit?back=today"
