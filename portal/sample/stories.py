"""How the demo's interviews went: one story for each state that an application can be in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.rules import Pace
from portal.audit.actions import Actor
from portal.candidates.models import Candidate
from portal.contacts.details import ContactDetails
from portal.contacts.models import Employer
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.drafts import actions as drafts
from portal.drafts.default_templates import DEFAULT_TEMPLATES
from portal.interviews import actions as interviews
from portal.interviews import outcomes
from portal.interviews.models import Interview, InterviewPerson
from portal.interviews.slots import Slot
from portal.sample.debriefs import CLARIFY, PERSONAL, add_card_photos, leave_debrief_unfinished
from portal.sample.names import EMPLOYERS, PEOPLE, TOPICS
from portal.sample.notes import write_notes

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
INTERVIEW_LENGTH = timedelta(minutes=50)


@dataclass(frozen=True)
class StoryCast:
    """The candidate and the employer of a story; `number` picks openings and people."""

    candidate: Candidate
    employer: Employer
    other: Employer
    number: int


UNKNOWN_PACE = Pace()


@dataclass(frozen=True)
class Story:
    """A story: when the interview starts, counted from ten o'clock today, and what happened since.

    `known` is how many of the people met have a known address; `thanked` how many have been thanked; `writing` whether
    notes have been begun. `half_debriefed` is whether the debrief was left unfinished, which each agency's first
    candidates do not do.
    """

    starts: timedelta
    draft: bool = True
    met: int = 2
    known: int = 2
    debriefed: bool = False
    thanked: int = 0
    pace: Pace = UNKNOWN_PACE
    followed_up: timedelta | None = None
    then: str = ""
    writing: bool = False
    half_debriefed: bool = False


NEAR, FAR = Pace(stage="near_end"), Pace(stage="way_to_go")
STORIES = (
    Story(-DAY, debriefed=True, known=1, thanked=0, pace=NEAR),
    Story(2 * DAY, draft=False, met=2, known=1),
    Story(DAY, met=3, known=2),
    Story(5 * HOUR, met=1, known=0),
    Story(-4 * HOUR),
    Story(-DAY, debriefed=True, thanked=1, pace=NEAR, writing=True),
    Story(-3 * DAY, debriefed=True, thanked=2, pace=Pace(candidates_left=1)),
    Story(-8 * DAY, debriefed=True, thanked=2, pace=NEAR),
    Story(-13 * DAY, debriefed=True, thanked=2, pace=NEAR, followed_up=4 * DAY),
    Story(-24 * DAY, debriefed=True, thanked=2, pace=FAR, followed_up=8 * DAY),
    Story(-30 * DAY, debriefed=True, thanked=2, pace=NEAR, followed_up=20 * DAY, then="no_answer"),
    Story(-9 * DAY, debriefed=True, thanked=2, pace=NEAR, then="refusal"),
    Story(-6 * DAY, debriefed=True, thanked=2, pace=Pace(hires_right_away=True), then="next_round"),
    Story(-2 * DAY, met=1, known=1, then="cancelled"),
    Story(-3 * DAY, half_debriefed=True),
    Story(-16 * DAY, debriefed=True, thanked=2, pace=NEAR, then="placed"),
    Story(-5 * DAY, debriefed=True, met=3, known=3, thanked=3, pace=Pace(expected_days=14), then="another_process"),
    Story(-2 * DAY, debriefed=True, thanked=1, known=1, pace=FAR),
    Story(3 * DAY, draft=False, met=2, known=0),
    Story(-28 * DAY, debriefed=True, thanked=1, pace=NEAR),
    Story(-7 * DAY, debriefed=True, thanked=2, pace=NEAR, then="offer"),
)


def create_story(
    session: Session, cast: StoryCast, story: Story, ten: datetime, by: Actor, now: datetime
) -> Application:
    """Create the candidate's application as the story says, each action at its time; return it, still to be planned."""
    starts = (ten + story.starts + HOUR * (cast.number % 4)).astimezone(UTC)
    recorded = min(starts - 5 * DAY, now - HOUR)
    if story.draft:
        _draft(session, cast, by, recorded)
    application = _application(session, cast, cast.employer, by, recorded)
    interview = _interview(session, application, story, cast.number, starts, by, recorded)
    if story.debriefed:
        _debrief(session, interview, story, cast.number, by, min(interview.ends_at + HOUR, now))
    if story.half_debriefed and cast.number >= len(STORIES):
        leave_debrief_unfinished(session, interview, TOPICS[cast.number % len(TOPICS)], by, interview.ends_at + HOUR)
    if story.writing:
        write_notes(session, interview, TOPICS[cast.number % len(TOPICS)], by, min(interview.ends_at + HOUR, now))
    if story.followed_up:
        at = now - story.followed_up
        interviews.complete_step(session, interview, "follow_up", means="mail_program", at=at, by=by, now=at)
    if story.then:
        STORY_ENDINGS[story.then](session, cast, application, interview, by, now)
    return application


def _draft(session: Session, cast: StoryCast, by: Actor, at: datetime) -> None:
    start = DEFAULT_TEMPLATES[0]
    drafts.save_general_draft(session, cast.candidate.id, start.subject, start.body, ready=True, by=by, now=at)


def _application(session: Session, cast: StoryCast, employer: Employer, by: Actor, at: datetime) -> Application:
    titles = next(titles for name, _, titles in EMPLOYERS if name == employer.name)
    title = titles[cast.number % len(titles)]
    return applications.create(session, cast.candidate.id, employer.id, title, Pace(), by=by, now=at)


def _interview(
    session: Session, application: Application, story: Story, number: int, starts: datetime, by: Actor, at: datetime
) -> Interview:
    slot = Slot(
        starts, starts + INTERVIEW_LENGTH, application.candidate.time_zone, f"{application.employer.name}, front desk"
    )
    people = [_person(application.employer, number + place, known=place < story.known) for place in range(story.met)]
    interview = interviews.record(session, application, slot, people, by=by, now=at)
    session.refresh(interview)
    return interview


def _person(employer: Employer, number: int, *, known: bool) -> ContactDetails:
    name, title = PEOPLE[number % len(PEOPLE)]
    local = name.split()[0].lower().encode("ascii", "ignore").decode()
    surname = name.split()[-1].lower().replace("'", "").encode("ascii", "ignore").decode()
    return ContactDetails(name, title, f"{local}.{surname}@{employer.domain}" if known else None)


def _debrief(session: Session, interview: Interview, story: Story, number: int, by: Actor, at: datetime) -> None:
    people = sorted(interview.people, key=lambda person: (person.contact.email is None, person.contact.name))
    talked = TOPICS[number % len(TOPICS)]
    told = tuple(_person_answers(person, number + place, talked) for place, person in enumerate(people))
    debriefs.finish(session, interview, DebriefAnswers(told, story.pace), by=by, now=at)
    if number % 3 == 0:
        add_card_photos(session, interview, by, at)
    thanked = [person for person in people if person.contact.email][: story.thanked]
    for place, person in enumerate(thanked):
        done = at + HOUR * (place + 1)
        interviews.complete_step(
            session, interview, "thank", means="mail_program", at=done, by=by, now=done, person=person
        )


def _person_answers(person: InterviewPerson, number: int, talked: str) -> PersonAnswers:
    clarify, personal = CLARIFY[number % len(CLARIFY)], PERSONAL[number % len(PERSONAL)]
    return PersonAnswers(person.id, ContactDetails(person.contact.name), True, talked, clarify, personal)


StoryEnding = Callable[[Session, StoryCast, Application, Interview, Actor, datetime], object]


def _next_round(
    session: Session, cast: StoryCast, application: Application, _last: Interview, by: Actor, now: datetime
) -> None:
    starts = (now + 2 * DAY).replace(minute=0, second=0, microsecond=0)
    slot = Slot(
        starts, starts + INTERVIEW_LENGTH, application.candidate.time_zone, None, "https://meet.google.com/abc-defg-hij"
    )
    interviews.record(session, application, slot, [_person(cast.employer, cast.number + 5, known=True)], by=by, now=now)


def _second_application(
    session: Session, cast: StoryCast, _first: Application, _last: Interview, by: Actor, now: datetime
) -> None:
    second = _application(session, cast, cast.other, by, now - DAY)
    starts = (now + 4 * DAY).replace(minute=0, second=0, microsecond=0)
    slot = Slot(starts, starts + INTERVIEW_LENGTH, second.candidate.time_zone, f"{cast.other.name}, reception")
    interviews.record(session, second, slot, [_person(cast.other, cast.number + 7, known=False)], by=by, now=now)


STORY_ENDINGS: dict[str, StoryEnding] = {
    "no_answer": lambda session, _cast, application, _last, by, now: _close(session, application, by, now - 5 * DAY),
    "refusal": lambda session, _cast, application, _last, by, now: _record_response(
        session, application, "refusal", by, now - DAY
    ),
    "offer": lambda session, _cast, application, _last, by, now: _record_response(
        session, application, "offer", by, now - 2 * DAY
    ),
    "next_round": _next_round,
    "cancelled": lambda session, _cast, _application, last, by, now: interviews.set_status(
        session, last, "cancelled", "The manager was ill", by=by, now=now - DAY
    ),
    "placed": lambda session, _cast, application, _last, by, now: outcomes.record_placement(
        session, application, ending=(), ahead=None, by=by, now=now - DAY
    ),
    "another_process": _second_application,
}


def _close(session: Session, application: Application, by: Actor, at: datetime) -> None:
    outcomes.close_application(session, application, "no_answer", ahead=None, by=by, now=at)


def _record_response(session: Session, application: Application, kind: str, by: Actor, at: datetime) -> None:
    outcomes.record_response(session, application, kind, None, ahead=None, at=at, by=by, now=at)
