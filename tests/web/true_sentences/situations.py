"""Situations in which the portal once said what was not true: each is made by the program's own actions."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.rules import Pace
from portal.approvals import actions as approvals
from portal.candidates.models import Candidate
from portal.cards import actions as cards
from portal.cards.models import Card
from portal.contacts import queries as contacts
from portal.core.command import Actor
from portal.core.transaction import touch
from portal.interviews import actions as interviews
from portal.interviews import contact_info
from portal.interviews.models import Interview
from portal.interviews.slots import Slot
from portal.notes import actions as notes
from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.factories.mailing_address import MAILING_ADDRESS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DANA, KIM = "Dana Ruiz", "Kim Soto <kim@acme.example>"
REACHED = "Dana Ruiz <dana@acme.example>"
BODY = "Dear Dana,\n\nThank you for showing me the press shop. I would like to work on it.\n\nAnn Lee"


@dataclass
class Scene:
    """A candidate's application and its interview; `note` is one that was begun."""

    candidate: Candidate
    application: Application
    interview: Interview | None = None
    note: Note | None = None

    def path(self, page: str) -> str:
        """The page by its short name, or a path with `{interview}`, `{person}`, `{note}` or `{application}` in it."""
        person = self.interview.people[0].id if self.interview and self.interview.people else ""
        return {
            "today": "/today",
            "application": "/applications/{application}?history=shown",
            "closing": "/applications/{application}/closing",
            "interview": "/interviews/{interview}",
            "next": "/interviews/{interview}/debrief/next",
            "address": "/interviews/{interview}/people/{person}/address",
            "begin note": "/interviews/{interview}/people/{person}/note",
            "follow-up": "/interviews/{interview}/follow-up",
            "requests": "/contact-requests",
        }.get(page, page).format(
            application=self.application.id,
            interview=self.interview.id if self.interview else "",
            person=person,
            note=self.note.id if self.note else "",
        )


def met(firm: Firm, *people: str, ago: timedelta = 2 * HOUR, debriefed: bool = True, pace: Pace | None = None) -> Scene:
    """An interview that was recorded the day before it started, so long ago, and debriefed then."""
    candidate = firm.candidate()
    interview = firm.interview(firm.application(candidate), starts_in=-ago, people=people)
    interview.recorded_at = interview.starts_at - DAY
    if debriefed:
        firm.debriefed(interview, pace)
        firm.session.refresh(interview)
        done = next(row for row in interview.completions if row.kind == "debrief")
        done.at = interview.ends_at + timedelta(minutes=5)
    for person in interview.people:
        if person.contact.reachable_at:
            person.contact.reachable_at = interview.recorded_at
    return _ready(firm, Scene(candidate, interview.application, interview))


def interview_ahead(firm: Firm) -> Scene:
    candidate = firm.candidate()
    interview = firm.interview(firm.application(candidate), people=(DANA,))
    return _ready(firm, Scene(candidate, interview.application, interview))


def debrief_still_open(firm: Firm) -> Scene:
    return met(firm, DANA, debriefed=False)


def contact_info_requested(firm: Firm) -> Scene:
    return met(firm, DANA)


def contact_info_requested_without_recruiter(firm: Firm) -> Scene:
    scene = met(firm, DANA)
    scene.candidate.recruiter_id = None
    return _ready(firm, scene)


def time_to_close(firm: Firm) -> Scene:
    """The follow-up was sent eight days ago, and no answer is recorded."""
    scene = met(firm, REACHED, ago=20 * DAY, pace=Pace(stage="near_end"))
    assert scene.interview is not None
    by, now = firm.by, firm.now()
    interviews.complete_step(firm.command(by=by, now=now), scene.interview, "follow_up", means="told", at=now - 8 * DAY)
    return _ready(firm, scene)


def request_withdrawn(firm: Firm) -> Scene:
    scene = met(firm, DANA)
    assert scene.interview is not None
    interviews.close_unneeded_request(firm.command(), scene.interview.people[0].contact)
    return _ready(firm, scene)


def withdrawn_without_recruiter(firm: Firm) -> Scene:
    scene = request_withdrawn(firm)
    scene.candidate.recruiter_id = None
    return _ready(firm, scene)


def nobody_thanked_when_the_follow_up_is_due(firm: Firm) -> Scene:
    """The follow-up is due, and the thank-you is still open."""
    return met(firm, REACHED, ago=12 * DAY, pace=Pace(stage="near_end"))


def one_of_two_thanked(firm: Firm) -> Scene:
    scene = met(firm, REACHED, KIM)
    assert scene.interview is not None
    by, now = firm.by, firm.now()
    person = scene.interview.people[0]
    interviews.complete_step(
        firm.command(by=by, now=now), scene.interview, "thank", means="told", at=now, person=person
    )
    return _ready(firm, scene)


def closed_with_one_of_two_thanked(firm: Firm) -> Scene:
    scene = one_of_two_thanked(firm)
    applications.close(firm.command(), scene.application, "no_answer")
    return _ready(firm, scene)


def not_selected_and_nobody_thanked(firm: Firm) -> Scene:
    return answered(firm, "refusal")


def offered(firm: Firm) -> Scene:
    return answered(firm, "offer")


def answered(firm: Firm, kind: str) -> Scene:
    scene = met(firm, REACHED)
    now = firm.now()
    applications.record_response(firm.command(now=now), scene.application, kind, None, at=now)
    return _ready(firm, scene)


def nothing_recorded(firm: Firm) -> Scene:
    candidate = firm.candidate()
    return _ready(firm, Scene(candidate, firm.application(candidate)))


def nobody_thanked_yet(firm: Firm) -> Scene:
    return met(firm, REACHED)


def note_with_the_recruiter(firm: Firm) -> Scene:
    scene = nobody_thanked_yet(firm)
    assert scene.interview is not None
    assert scene.candidate.account_id is not None
    agencies.profile(firm.session).note_sending = "approval"
    by, now = Actor("account", scene.candidate.account_id, "candidate"), firm.now()
    scene.note = notes.begin(firm.command(by=by, now=now), scene.interview.people[0], "thank", {})
    notes.save(firm.command(by=by, now=now), scene.note, "Thank you", BODY)
    approvals.send_or_submit(firm.command(by=by, now=now), scene.note, None)
    return _ready(firm, scene)


def card_just_given_to_the_agency(firm: Firm) -> Scene:
    """A thank-you as a card that the agency got a moment ago."""
    scene = met(firm, REACHED, ago=12 * DAY)
    assert scene.interview is not None
    by, now = firm.by, firm.now()
    scene.note = notes.begin(firm.command(by=by, now=now), scene.interview.people[0], "thank", {})
    notes.save(firm.command(by=by, now=now), scene.note, "Thank you", BODY)
    cards.choose_medium(firm.command(by=by, now=now), scene.note, "card")
    cards.set_address(firm.command(by=by, now=now), _card(firm, scene), MAILING_ADDRESS)
    cards.hand_over_to_agency(firm.command(by=by, now=now), _card(firm, scene))
    return _ready(firm, scene)


def card_with_the_agency_for_days(firm: Firm) -> Scene:
    scene = card_just_given_to_the_agency(firm)
    assert scene.interview is not None
    _card(firm, scene).ready_at = scene.interview.ends_at + HOUR
    return _ready(firm, scene)


def _card(firm: Firm, scene: Scene) -> Card:
    assert scene.note is not None
    return firm.session.scalars(select(Card).where(Card.note_id == scene.note.id)).one()


def note_past_its_time(firm: Firm) -> Scene:
    """A thank-you that was begun, and whose time passed a week ago."""
    scene = met(firm, REACHED, ago=22 * DAY)
    assert scene.interview is not None
    scene.note = notes.begin(firm.command(), scene.interview.people[0], "thank", {})
    notes.save(firm.command(), scene.note, "Thank you", BODY)
    return _ready(firm, scene)


def request_past_its_target(firm: Firm) -> Scene:
    scene = met(firm, DANA, ago=3 * DAY)
    assert scene.interview is not None
    person = scene.interview.people[0]
    row = contacts.open_request_of(firm.session, person.contact_id)
    assert row is not None
    row.requested_at = person.contact_requested_at = scene.interview.ends_at + timedelta(minutes=5)
    return _ready(firm, scene)


def not_available(firm: Firm, reason: str = "not_given_out") -> Scene:
    """Asked for three days ago, and marked as not available two days ago."""
    scene = request_past_its_target(firm)
    assert scene.interview is not None
    row = contacts.open_request_of(firm.session, scene.interview.people[0].contact_id)
    assert row is not None
    contact_info.mark_not_available(firm.command(now=firm.now() - 2 * DAY), row, reason)
    return _ready(firm, scene)


def contact_has_left(firm: Firm) -> Scene:
    return not_available(firm, "left_employer")


def rescheduled(firm: Firm) -> Scene:
    """From two days ahead to the same time a week later, because the manager travels."""
    scene = interview_ahead(firm)
    interview = scene.interview
    assert interview is not None
    week = timedelta(days=7)
    slot = Slot(
        interview.starts_at + week, interview.ends_at + week, interview.time_zone, interview.place, interview.link
    )
    interviews.reschedule(firm.command(now=firm.now() + HOUR), interview, slot, "The manager travels")
    return _ready(firm, scene)


def canceled_and_put_back_on(firm: Firm) -> Scene:
    scene = interview_ahead(firm)
    assert scene.interview is not None
    now = firm.now()
    interviews.set_status(firm.command(now=now), scene.interview, "cancelled", "The plant is closed")
    interviews.set_status(firm.command(now=now + HOUR), scene.interview, "planned", None)
    return _ready(firm, scene)


def _ready(firm: Firm, scene: Scene) -> Scene:
    firm.session.flush()
    touch(firm.session, scene.application.id)
    firm.commit()
    return scene
