"""The demo's notes on their way: they wait, came back, are to be passed on, were approved, or have their time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.agencies.rules import APPROVAL
from portal.approvals import actions as approvals
from portal.approvals import queries
from portal.approvals.models import Approval
from portal.audit.actions import By
from portal.candidates.models import Candidate
from portal.cards import actions as cards
from portal.cards import queries as card_queries
from portal.cards import suggesting
from portal.contacts import actions as contacts
from portal.contacts.actions import EmployerDetails
from portal.contacts.models import Employer
from portal.contacts.rules import Details
from portal.core import transaction
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import Answers, Told
from portal.drafts.rules import first_name
from portal.interviews import actions as interviews
from portal.interviews.slots import Slot
from portal.messaging.models import Message
from portal.notes import actions as notes
from portal.notes.models import Note
from portal.processes import actions as processes
from portal.processes.rules import Pace

WHO = (6, 16, 26, 28)
"""Which of the candidates have a note on its way, by their place in the agency's list."""

STATES = ("waiting", "came_back", "to_pass_on", "scheduled")
APPROVED_FIRST = ("waiting", "came_back", "approved", "looked_at", "card", "by_oneself")
"""How the notes stand of an agency that looks at all of them: its first candidates have one each."""

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
    """A few candidates have a note that is on its way, each in another state; `employer` has it as the agency has."""
    if agencies.profile(session).note_sending == APPROVAL:
        for candidate, state in zip(people, APPROVED_FIRST, strict=False):
            _bring_to(session, _written(session, candidate, employer, now), state, now)
    elif len(people) > max(WHO):
        looked_at, passed_on = (
            contacts.create_employer(session, details, by=_staff(people[0]), now=now - timedelta(days=90))
            for details in (LOOKED_AT, PASSED_ON)
        )
        where = (looked_at, looked_at, passed_on, employer)
        for number, state, place in zip(WHO, STATES, where, strict=True):
            _bring_to(session, _written(session, people[number], place, now), state, now)
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
    made = _handed_in(session, note, state, _own(candidate), now)
    if not isinstance(made, Approval):
        return
    if state == "came_back":
        body = made.body.replace("Dear Joan", "Dear Ms. Whitaker")
        words = "She signs with her last name, so I would greet her by it. The rest is just right."
        approvals.give_back(session, made, made.subject, body, words, by=_staff(candidate), now=now)
    elif state == "looked_at":
        approvals.take(session, made, by=_staff(candidate), now=now - timedelta(minutes=20))
    elif state in ("approved", "by_oneself"):
        approvals.approve(session, made, by=_staff(candidate), now=now)


def _handed_in(session: Session, note: Note, state: str, by: By, now: datetime) -> Message | Approval | None:
    """The note as its writer left it: to go out in the morning, as a card, by themselves, or as soon as may be."""
    asked = now - timedelta(minutes=50)
    if state in ("scheduled", "approved"):
        return approvals.dispatch(session, note, queries.window_of(session, note, now).morning, by=by, now=now)
    if state == "by_oneself":
        return approvals.ask(session, note, by=by, now=asked)
    if state != "card":
        return approvals.dispatch(session, note, None, by=by, now=asked)
    cards.choose(session, note, "card", by=by, now=asked)
    card = card_queries.of_note(session, note.id)
    if card is None:
        return None
    address = suggesting.address_to_check(note, card, agencies.profile(session).country)
    cards.address(session, card, address, by=by, now=asked)
    return approvals.dispatch_card(session, card, by=by, now=asked)


def _own(candidate: Candidate) -> By:
    return By("account", candidate.account_id, "candidate")


def _staff(candidate: Candidate) -> By:
    return By("account", candidate.recruiter_id, "recruiter")
