"""The demo's notes under way: waiting for approval, returned, to be passed on, approved, or scheduled."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.agencies.rules import APPROVAL
from portal.applications import actions as applications
from portal.applications.rules import Pace
from portal.approvals import actions as approvals
from portal.approvals import queries
from portal.approvals.models import Approval
from portal.audit.actions import Actor
from portal.candidates.models import Candidate
from portal.cards import actions as cards
from portal.cards import queries as card_queries
from portal.cards import suggestions
from portal.contacts import actions as contacts
from portal.contacts.actions import EmployerDetails
from portal.contacts.details import ContactDetails
from portal.contacts.models import Employer
from portal.core import transaction
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.interviews import actions as interviews
from portal.interviews.slots import Slot
from portal.messaging.models import OutgoingMessage
from portal.names.rules import first_name
from portal.notes import actions as notes
from portal.notes.models import Note

CANDIDATE_NUMBERS = (6, 16, 26, 28)
"""The candidates that have a note under way, by their place in the agency's list."""

STATES = ("waiting", "came_back", "to_pass_on", "scheduled")
APPROVAL_STATES = ("waiting", "came_back", "approved", "looked_at", "card", "by_oneself")
"""The states of notes in an agency that approves all of them: its first candidates have one each."""

APPROVAL_EMPLOYER = EmployerDetails(
    "Northfield Mutual",
    "northfield-mutual.example",
    "Gail Novak",
    "+1 212 555 0188",
    "hr@northfield-mutual.example",
    "40 Meridian Street, Hartford, CT 06103",
    note_sending="approval",
)
RECRUITER_EMPLOYER = EmployerDetails(
    "Castellan Legal",
    "castellan.example",
    "Ivo Brandt",
    "+1 212 555 0177",
    "hr@castellan.example",
    "9 Court Square, Boston, MA 02108",
    note_sending="recruiter",
)
TOPIC = "the move of the old records to the new system"
TEXT = """\
Dear {first},

Thank you for your time yesterday. I keep thinking about {talked}, and about how you want to keep the office \
open while it goes on.

I have done such a move once before, and would be glad to do it again with you.

Kind regards,
{me}"""


def add_sent_notes(session: Session, people: Sequence[Candidate], employer: Employer, now: datetime) -> None:
    """Give a few candidates a note under way, each in another state; `employer` has the agency's own policy."""
    if agencies.profile(session).note_sending == APPROVAL:
        for candidate, state in zip(people, APPROVAL_STATES, strict=False):
            _bring_to_state(session, _ready_note(session, candidate, employer, now), state, now)
    elif len(people) > max(CANDIDATE_NUMBERS):
        looked_at, passed_on = (
            contacts.create_employer(session, details, by=_as_recruiter(people[0]), now=now - timedelta(days=90))
            for details in (APPROVAL_EMPLOYER, RECRUITER_EMPLOYER)
        )
        where = (looked_at, looked_at, passed_on, employer)
        for number, state, place in zip(CANDIDATE_NUMBERS, STATES, where, strict=True):
            _bring_to_state(session, _ready_note(session, people[number], place, now), state, now)
    transaction.replan_touched(session, now)


def _ready_note(session: Session, candidate: Candidate, employer: Employer, now: datetime) -> Note:
    """Return a finished thank-you to the one person met there a day ago."""
    by, starts = _as_recruiter(candidate), now - timedelta(hours=20)
    application = applications.create(
        session, candidate.id, employer.id, "Office coordinator", Pace(), by=by, now=starts - timedelta(days=4)
    )
    slot = Slot(starts, starts + timedelta(minutes=50), candidate.time_zone, f"{employer.name}, reception")
    met = ContactDetails("Joan Whitaker", "Office director", f"joan.whitaker@{employer.domain}")
    interview = interviews.record(session, application, slot, [met], by=by, now=starts - timedelta(days=4))
    session.refresh(interview)
    at, person = slot.ends_at + timedelta(hours=1), interview.people[0]
    told = PersonAnswers(person.id, ContactDetails("Joan Whitaker"), met=True, talked_about=TOPIC)
    debriefs.finish(
        session, interview, DebriefAnswers((told,), Pace(stage="way_to_go")), by=_as_candidate(candidate), now=at
    )
    note = notes.begin(session, person, "thank", {}, by=_as_candidate(candidate), now=at)
    text = TEXT.format(first=first_name("Joan Whitaker"), talked=TOPIC, me=candidate.name)
    notes.save(session, note, "Thank you for the conversation", text, by=_as_candidate(candidate), now=at)
    return note


def _bring_to_state(session: Session, note: Note, state: str, now: datetime) -> None:
    candidate = note.interview.application.candidate
    made = _hand_in(session, note, state, _as_candidate(candidate), now)
    if not isinstance(made, Approval):
        return
    if state == "came_back":
        body = made.body.replace("Dear Joan", "Dear Ms. Whitaker")
        words = "She signs with her last name, so I would greet her by it. The rest is just right."
        approvals.return_to_writer(session, made, made.subject, body, words, by=_as_recruiter(candidate), now=now)
    elif state == "looked_at":
        approvals.claim_review(session, made, by=_as_recruiter(candidate), now=now - timedelta(minutes=20))
    elif state in ("approved", "by_oneself"):
        approvals.approve(session, made, by=_as_recruiter(candidate), now=now)


def _hand_in(session: Session, note: Note, state: str, by: Actor, now: datetime) -> OutgoingMessage | Approval | None:
    """Submit the note as its writer would: for the morning, as a card, to send it themselves, or for right away."""
    asked = now - timedelta(minutes=50)
    if state in ("scheduled", "approved"):
        return approvals.send_or_submit(
            session, note, queries.send_window_of(session, note, now).morning, by=by, now=now
        )
    if state == "by_oneself":
        return approvals.request_approval(session, note, by=by, now=asked)
    if state != "card":
        return approvals.send_or_submit(session, note, None, by=by, now=asked)
    cards.choose_medium(session, note, "card", by=by, now=asked)
    card = card_queries.card_of_note(session, note.id)
    if card is None:
        return None
    address = suggestions.address_to_check(note, card, agencies.profile(session).country)
    cards.set_address(session, card, address, by=by, now=asked)
    return approvals.hand_over_or_submit_card(session, card, by=by, now=asked)


def _as_candidate(candidate: Candidate) -> Actor:
    return Actor("account", candidate.account_id, "candidate")


def _as_recruiter(candidate: Candidate) -> Actor:
    return Actor("account", candidate.recruiter_id, "recruiter")
