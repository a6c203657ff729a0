"""How the demo's interviews went: one story for each state that an application can be in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.rules import Pace
from portal.candidates.models import Candidate
from portal.contacts.details import ContactDetails
from portal.contacts.models import Employer
from portal.core.command import Command
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
    Story(-13 * DAY, debriefed=True, thanked=2, pace=NEAR, followed_up=6 * DAY),
    Story(-24 * DAY, debriefed=True, thanked=2, pace=FAR, followed_up=8 * DAY),
    Story(-30 * DAY, debriefed=True, thanked=2, pace=NEAR, followed_up=21 * DAY, then="no_answer"),
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


def create_story(command: Command, cast: StoryCast, story: Story, ten: datetime) -> Application:
    """Create the candidate's application as the story says, each action at its time; return it, still to be planned."""
    starts = (ten + story.starts + HOUR * (cast.number % 4)).astimezone(UTC)
    recorded = min(starts - 5 * DAY, command.now - HOUR)
    if story.draft:
        _draft(replace(command, now=recorded), cast)
    application = _application(replace(command, now=recorded), cast, cast.employer)
    interview = _interview(replace(command, now=recorded), application, story, cast.number, starts)
    if story.debriefed:
        _debrief(replace(command, now=min(interview.ends_at + HOUR, command.now)), interview, story, cast.number)
    if story.half_debriefed and cast.number >= len(STORIES):
        leave_debrief_unfinished(
            replace(command, now=interview.ends_at + HOUR), interview, TOPICS[cast.number % len(TOPICS)]
        )
    if story.writing:
        write_notes(
            replace(command, now=min(interview.ends_at + HOUR, command.now)),
            interview,
            TOPICS[cast.number % len(TOPICS)],
        )
    if story.followed_up:
        at = command.now - story.followed_up
        interviews.complete_step(replace(command, now=at), interview, "follow_up", means="mail_program", at=at)
    if story.then:
        STORY_ENDINGS[story.then](command, cast, application, interview)
    return application


def _draft(command: Command, cast: StoryCast) -> None:
    start = DEFAULT_TEMPLATES[0]
    drafts.save_general_draft(command, cast.candidate.id, start.subject, start.body, ready=True)


def _application(command: Command, cast: StoryCast, employer: Employer) -> Application:
    titles = next(titles for name, _, titles in EMPLOYERS if name == employer.name)
    title = titles[cast.number % len(titles)]
    return applications.create(command, cast.candidate.id, employer.id, title, Pace())


def _interview(command: Command, application: Application, story: Story, number: int, starts: datetime) -> Interview:
    slot = Slot(
        starts, starts + INTERVIEW_LENGTH, application.candidate.time_zone, f"{application.employer.name}, front desk"
    )
    people = [_person(application.employer, number + place, known=place < story.known) for place in range(story.met)]
    interview = interviews.record(command, application, slot, people)
    command.session.refresh(interview)
    return interview


def _person(employer: Employer, number: int, *, known: bool) -> ContactDetails:
    name, title = PEOPLE[number % len(PEOPLE)]
    local = name.split()[0].lower().encode("ascii", "ignore").decode()
    surname = name.split()[-1].lower().replace("'", "").encode("ascii", "ignore").decode()
    return ContactDetails(name, title, f"{local}.{surname}@{employer.domain}" if known else None)


def _debrief(command: Command, interview: Interview, story: Story, number: int) -> None:
    people = sorted(interview.people, key=lambda person: (person.contact.email is None, person.contact.name))
    talked = TOPICS[number % len(TOPICS)]
    told = tuple(_person_answers(person, number + place, talked) for place, person in enumerate(people))
    debriefs.finish(command, interview, DebriefAnswers(told, story.pace))
    if number % 3 == 0:
        add_card_photos(command, interview)
    thanked = [person for person in people if person.contact.email][: story.thanked]
    for place, person in enumerate(thanked):
        done = command.now + HOUR * (place + 1)
        interviews.complete_step(
            replace(command, now=done), interview, "thank", means="mail_program", at=done, person=person
        )


def _person_answers(person: InterviewPerson, number: int, talked: str) -> PersonAnswers:
    clarify, personal = CLARIFY[number % len(CLARIFY)], PERSONAL[number % len(PERSONAL)]
    return PersonAnswers(person.id, ContactDetails(person.contact.name), True, talked, clarify, personal)


StoryEnding = Callable[[Command, StoryCast, Application, Interview], object]


def _next_round(command: Command, cast: StoryCast, application: Application, _last: Interview) -> None:
    starts = (command.now + 2 * DAY).replace(minute=0, second=0, microsecond=0)
    slot = Slot(
        starts, starts + INTERVIEW_LENGTH, application.candidate.time_zone, None, "https://meet.google.com/abc-defg-hij"
    )
    interviews.record(command, application, slot, [_person(cast.employer, cast.number + 5, known=True)])


def _second_application(command: Command, cast: StoryCast, _first: Application, _last: Interview) -> None:
    second = _application(replace(command, now=command.now - DAY), cast, cast.other)
    starts = (command.now + 4 * DAY).replace(minute=0, second=0, microsecond=0)
    slot = Slot(starts, starts + INTERVIEW_LENGTH, second.candidate.time_zone, f"{cast.other.name}, front desk")
    interviews.record(command, second, slot, [_person(cast.other, cast.number + 7, known=False)])


STORY_ENDINGS: dict[str, StoryEnding] = {
    "no_answer": lambda command, _cast, application, _last: _close(_ago(command, 5), application),
    "refusal": lambda command, _cast, application, _last: _record_response(_ago(command, 1), application, "refusal"),
    "offer": lambda command, _cast, application, _last: _record_response(_ago(command, 2), application, "offer"),
    "next_round": _next_round,
    "cancelled": lambda command, _cast, _application, last: interviews.set_status(
        _ago(command, 1), last, "cancelled", "The manager was out sick", email_candidate=False
    ),
    "placed": lambda command, _cast, application, _last: outcomes.record_placement(
        _ago(command, 1), application, ending=(), ahead=None
    ),
    "another_process": _second_application,
}


def _ago(command: Command, days: int) -> Command:
    return replace(command, now=command.now - days * DAY)


def _close(command: Command, application: Application) -> None:
    outcomes.close_application(command, application, "no_answer", ahead=None)


def _record_response(command: Command, application: Application, kind: str) -> None:
    outcomes.record_response(command, application, kind, None, ahead=None, at=command.now)
