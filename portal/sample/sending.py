"""The demo's notes under way: waiting for approval, returned, to be passed on, approved, or scheduled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.agencies.rules import APPROVAL
from portal.applications import actions as applications
from portal.applications.rules import Pace
from portal.approvals import actions as approvals
from portal.approvals import queries
from portal.approvals.models import Approval
from portal.candidates.models import Candidate
from portal.cards import actions as cards
from portal.cards import queries as card_queries
from portal.cards import suggestions
from portal.contacts import actions as contacts
from portal.contacts.actions import EmployerDetails
from portal.contacts.details import ContactDetails
from portal.contacts.models import Employer
from portal.core import transaction
from portal.core.command import Actor, Command
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
TOPIC = "moving the old records to the new system"
TEXT = """\
Dear {first},

Thank you for meeting with me yesterday. I’ve been thinking about {talked}, and about how you plan to keep the office \
open in the meantime.

I’ve been through a move like that once before, and I’d be glad to help with yours.

Best regards,
{me}"""


def add_sent_notes(session: Session, people: Sequence[Candidate], employer: Employer, now: datetime) -> None:
    """Give a few candidates a note under way, each in another state; `employer` has the agency's own policy."""
    if agencies.profile(session).note_sending == APPROVAL:
        for candidate, state in zip(people, APPROVAL_STATES, strict=False):
            _bring_to_state(session, _ready_note(session, candidate, employer, now), state, now)
    elif len(people) > max(CANDIDATE_NUMBERS):
        looked_at, passed_on = (
            contacts.create_employer(Command(session, _as_recruiter(people[0]), now - timedelta(days=90)), details)
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
        Command(session, by, starts - timedelta(days=4)), candidate.id, employer.id, "Office coordinator", Pace()
    )
    slot = Slot(starts, starts + timedelta(minutes=50), candidate.time_zone, f"{employer.name}, front desk")
    met = ContactDetails("Joan Whitaker", "Office director", f"joan.whitaker@{employer.domain}")
    interview = interviews.record(Command(session, by, starts - timedelta(days=4)), application, slot, [met])
    session.refresh(interview)
    at, person = slot.ends_at + timedelta(hours=1), interview.people[0]
    told = PersonAnswers(person.id, ContactDetails("Joan Whitaker"), met=True, talked_about=TOPIC)
    debriefs.finish(
        Command(session, _as_candidate(candidate), at), interview, DebriefAnswers((told,), Pace(stage="way_to_go"))
    )
    note = notes.begin(Command(session, _as_candidate(candidate), at), person, "thank", {})
    text = TEXT.format(first=first_name("Joan Whitaker"), talked=TOPIC, me=candidate.name)
    notes.save(Command(session, _as_candidate(candidate), at), note, "Thank you for meeting with me", text)
    return note


def _bring_to_state(session: Session, note: Note, state: str, now: datetime) -> None:
    candidate = note.interview.application.candidate
    made = _hand_in(Command(session, _as_candidate(candidate), now), note, state)
    if not isinstance(made, Approval):
        return
    if state == "came_back":
        body = made.body.replace("Dear Joan", "Dear Ms. Whitaker")
        words = "She signs with her last name, so I’d greet her as Ms. Whitaker. The rest is just right."
        approvals.return_to_writer(Command(session, _as_recruiter(candidate), now), made, made.subject, body, words)
    elif state == "looked_at":
        approvals.claim_review(Command(session, _as_recruiter(candidate), now - timedelta(minutes=20)), made)
    elif state in ("approved", "by_oneself"):
        approvals.approve(Command(session, _as_recruiter(candidate), now), made)


def _hand_in(command: Command, note: Note, state: str) -> OutgoingMessage | Approval | None:
    """Submit the note as its writer would: for the morning, as a card, to send it themselves, or for right away."""
    asked = command.now - timedelta(minutes=50)
    if state in ("scheduled", "approved"):
        return approvals.send_or_submit(
            command, note, queries.send_window_of(command.session, note, command.now).morning
        )
    if state == "by_oneself":
        return approvals.request_approval(replace(command, now=asked), note)
    if state != "card":
        return approvals.send_or_submit(replace(command, now=asked), note, None)
    cards.choose_medium(replace(command, now=asked), note, "card")
    card = card_queries.card_of_note(command.session, note.id)
    if card is None:
        return None
    address = suggestions.address_to_check(note, card, agencies.profile(command.session).country)
    cards.set_address(replace(command, now=asked), card, address)
    return approvals.hand_over_or_submit_card(replace(command, now=asked), card)


def _as_candidate(candidate: Candidate) -> Actor:
    return Actor("account", candidate.account_id, "candidate")


def _as_recruiter(candidate: Candidate) -> Actor:
    return Actor("account", candidate.recruiter_id, "recruiter")
