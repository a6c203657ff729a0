"""The demo's notes on their way: one waits for approval, one came back, one is to be passed on, one has its time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.approvals import actions as approvals
from portal.approvals import queries
from portal.approvals.models import Approval
from portal.audit.actions import By
from portal.candidates.models import Candidate
from portal.contacts import actions as contacts
from portal.contacts.actions import EmployerDetails
from portal.contacts.models import Employer
from portal.contacts.rules import Details
from portal.core import transaction
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import Answers, Told
from portal.drafts.rules import first_name
from portal.interviews import actions as interviews
from portal.interviews.actions import Slot
from portal.notes import actions as notes
from portal.notes.models import Note
from portal.processes import actions as processes
from portal.processes.rules import Pace

WHO = (6, 16, 26, 28)
"""Which of the candidates have a note on its way, by their place in the agency's list."""

STATES = ("waiting", "came_back", "to_pass_on", "scheduled")
LOOKED_AT = EmployerDetails(
    "Northfield Mutual",
    "northfield-mutual.example",
    "Gail Novak",
    "+1 212 555 0188",
    "hr@northfield-mutual.example",
    "40 Meridian Street, Hartford, CT 06103",
    note_sending="approval",
)
PASSED_ON = EmployerDetails(
    "Castellan Legal",
    "castellan.example",
    "Ivo Brandt",
    "+1 212 555 0177",
    "hr@castellan.example",
    "9 Court Square, Boston, MA 02108",
    note_sending="recruiter",
)
TALKED = "the move of the old records to the new system"
TEXT = """\
Dear {first},

Thank you for your time yesterday. I keep thinking about {talked}, and about how you want to keep the office \
open while it goes on.

I have done such a move once before, and would be glad to do it again with you.

Kind regards,
{me}"""


def fill(session: Session, people: Sequence[Candidate], employer: Employer, now: datetime) -> None:
    """A few candidates have a note that is on its way, each in another state; at `employer` the candidate sends."""
    if len(people) <= max(WHO):
        return
    looked_at, passed_on = (
        contacts.create_employer(session, details, by=_staff(people[0]), now=now - timedelta(days=90))
        for details in (LOOKED_AT, PASSED_ON)
    )
    where = (looked_at, looked_at, passed_on, employer)
    for number, state, place in zip(WHO, STATES, where, strict=True):
        note = _written(session, people[number], place, now)
        _bring_to(session, note, state, now)
        transaction.settle(session, now)


def _written(session: Session, candidate: Candidate, employer: Employer, now: datetime) -> Note:
    """A thank-you that is ready, to the one person met there a day ago."""
    by, starts = _staff(candidate), now - timedelta(hours=20)
    process = processes.create(
        session, candidate.id, employer.id, "Office coordinator", Pace(), by=by, now=starts - timedelta(days=4)
    )
    slot = Slot(starts, starts + timedelta(minutes=50), candidate.time_zone, f"{employer.name}, reception")
    met = Details("Joan Whitaker", "Office director", f"joan.whitaker@{employer.domain}")
    interview = interviews.record(session, process, slot, [met], by=by, now=starts - timedelta(days=4))
    session.refresh(interview)
    at, person = slot.ends_at + timedelta(hours=1), interview.people[0]
    told = Told(person.id, Details("Joan Whitaker"), met=True, talked_about=TALKED)
    debriefs.finish(session, interview, Answers((told,), Pace(stage="way_to_go")), by=_own(candidate), now=at)
    note = notes.begin(session, person, "thank", {}, by=_own(candidate), now=at)
    text = TEXT.format(first=first_name("Joan Whitaker"), talked=TALKED, me=candidate.name)
    notes.save(session, note, "Thank you for the conversation", text, by=_own(candidate), now=at)
    return note


def _bring_to(session: Session, note: Note, state: str, now: datetime) -> None:
    candidate = note.interview.process.candidate
    at = queries.window_of(session, note, now).morning if state == "scheduled" else None
    asked = now if state == "scheduled" else now - timedelta(minutes=50)
    made = approvals.dispatch(session, note, at, by=_own(candidate), now=asked)
    if state == "came_back" and isinstance(made, Approval):
        body = made.body.replace("Dear Joan", "Dear Ms. Whitaker")
        words = "She signs with her last name, so I would greet her by it. The rest is just right."
        approvals.give_back(session, made, made.subject, body, words, by=_staff(candidate), now=now)


def _own(candidate: Candidate) -> By:
    return By("account", candidate.account_id, "candidate")


def _staff(candidate: Candidate) -> By:
    return By("account", candidate.recruiter_id, "recruiter")
