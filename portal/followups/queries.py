"""Loads the facts of applications from rows, and queries the steps of their plans."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.accounts.viewer import Viewer
from portal.agencies import queries as agencies
from portal.agencies.models import AgencyProfile
from portal.applications.models import Application, PaceColumns
from portal.applications.rules import Pace
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts import queries as contacts
from portal.contacts.rules import NOT_AVAILABLE
from portal.drafts.models import GeneralDraft
from portal.followups.agency_time import AgencyCalendars, load_calendar, load_calendars
from portal.followups.models import Step
from portal.followups.rules.facts import Facts, InterviewFacts, PersonFacts
from portal.followups.rules.policy import plan_policy
from portal.interviews.models import Interview, InterviewPerson, StepCompletion

SearchEnds = Mapping[uuid.UUID, Any]
"""When and how the search for a contact’s info ended, by contact (`contacts.queries.ended_searches`)."""


def load_facts(session: Session, application_ids: Iterable[uuid.UUID], now: datetime) -> dict[uuid.UUID, Facts]:
    """Return the facts of these applications at `now`, everything the rules read, by application."""
    applications = session.scalars(
        select(Application)
        .where(Application.id.in_(application_ids))
        .options(
            joinedload(Application.candidate),
            selectinload(Application.answers),
            selectinload(Application.closures),
            selectinload(Application.interviews).options(
                selectinload(Interview.people).joinedload(InterviewPerson.contact), selectinload(Interview.completions)
            ),
        )
        .execution_options(populate_existing=True)
    ).all()
    profile = agencies.profile(session)
    calendars = load_calendars(session, now)
    ready = _drafts_ready(session, [application.candidate_id for application in applications])
    ends = contacts.ended_searches(session, _contacts_searched_for(applications))
    return {
        application.id: _facts(application, profile, calendars, ready.get(application.candidate_id), ends, now)
        for application in applications
    }


def facts_of_new(session: Session, zone: str, office_id: uuid.UUID | None, now: datetime) -> Facts:
    """Return the facts of an application that does not exist yet, of a candidate of this office in this time zone."""
    return Facts(
        now=_without_microseconds(now),
        zone=ZoneInfo(zone),
        calendar=load_calendar(session, office_id, now),
        policy=plan_policy(agencies.profile(session).policy),
    )


def steps_of_application(session: Session, application_id: uuid.UUID) -> Sequence[Step]:
    """Return all steps of an application, each with its interview and person, by due time."""
    return session.scalars(
        select(Step)
        .where(Step.application_id == application_id)
        .options(joinedload(Step.interview), joinedload(Step.person).joinedload(InterviewPerson.contact))
        .order_by(Step.due_at, Step.id)
    ).all()


def visible_to(viewer: Viewer) -> Select[Step]:
    """Return the query for steps of candidates the viewer may see, by due time.

    Each is loaded with its application, interview, and person.
    """
    return (
        select(Step)
        .join(Step.application)
        .where(candidates.is_visible(Application.candidate_id, viewer))
        .options(
            contains_eager(Step.application).options(
                joinedload(Application.candidate).joinedload(Candidate.recruiter), joinedload(Application.employer)
            ),
            joinedload(Step.interview),
            joinedload(Step.person).joinedload(InterviewPerson.contact),
        )
        .order_by(Step.due_at, Step.id)
    )


def steps_done_since(session: Session, candidate_id: uuid.UUID, since: datetime) -> Sequence[Step]:
    """Return the candidate's steps done since then by a completion, or by marking the draft ready."""
    completed = (
        select(StepCompletion.id)
        .where(StepCompletion.agency_id == Step.agency_id, StepCompletion.interview_id == Step.interview_id)
        .where(StepCompletion.kind == Step.kind, StepCompletion.person_id.is_not_distinct_from(Step.person_id))
        .where(StepCompletion.at >= since)
    )
    drafted = select(GeneralDraft.id).where(GeneralDraft.candidate_id == candidate_id, GeneralDraft.ready_at >= since)
    return session.scalars(
        select(Step)
        .join(Step.application)
        .where(Application.candidate_id == candidate_id, Step.state == "done")
        .where(or_(completed.exists(), and_(Step.kind == "prepare_draft", drafted.exists())))
        .options(contains_eager(Step.application).joinedload(Application.employer))
        .options(joinedload(Step.interview), joinedload(Step.person).joinedload(InterviewPerson.contact))
        .order_by(Step.due_at, Step.id)
    ).all()


def find_step(session: Session, viewer: Viewer, step_id: uuid.UUID) -> Step | None:
    """Return a visible step; None if there is none, or no longer."""
    return session.scalar(visible_to(viewer).where(Step.id == step_id))


def steps_by_application(session: Session, application_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Step]]:
    """Return the steps of each application, by due time."""
    found: dict[uuid.UUID, list[Step]] = defaultdict(list)
    query = select(Step).where(Step.application_id.in_(application_ids)).order_by(Step.due_at, Step.id)
    for step in session.scalars(query):
        found[step.application_id].append(step)
    return found


def _drafts_ready(session: Session, candidate_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    rows = session.execute(
        select(GeneralDraft.candidate_id, GeneralDraft.ready_at).where(
            GeneralDraft.candidate_id.in_(candidate_ids), GeneralDraft.ready_at.is_not(None)
        )
    )
    return {candidate_id: ready_at for candidate_id, ready_at in rows if ready_at is not None}


def _contacts_searched_for(applications: Sequence[Application]) -> set[uuid.UUID]:
    """Return the ids of contacts met that cannot be reached, and that contact info was requested for."""
    people = (person for application in applications for row in application.interviews for person in row.people)
    return {row.contact_id for row in people if row.contact_requested_at and not row.contact.reachable}


def _facts(
    application: Application,
    profile: AgencyProfile,
    calendars: AgencyCalendars,
    draft_at: datetime | None,
    ends: SearchEnds,
    now: datetime,
) -> Facts:
    return Facts(
        now=_without_microseconds(now),
        zone=ZoneInfo(application.candidate.time_zone),
        calendar=calendars.calendar_of(application.candidate.office_id),
        policy=plan_policy(profile.policy),
        general_draft_at=_without_microseconds_or_none(draft_at),
        pace=_pace(application),
        heard_back_at=_without_microseconds_or_none(max((row.at for row in application.answers), default=None)),
        closed_at=_without_microseconds_or_none(max((row.at for row in application.closures), default=None)),
        interviews=tuple(_interview(row, ends) for row in application.interviews),
    )


def _interview(row: Interview, ends: SearchEnds) -> InterviewFacts:
    done = {(completion.kind, completion.person_id): completion for completion in row.completions}
    at = {key: _without_microseconds(completion.at) for key, completion in done.items()}
    return InterviewFacts(
        id=str(row.id),
        recorded_at=_without_microseconds(row.recorded_at),
        starts_at=_without_microseconds(row.starts_at),
        ends_at=_without_microseconds(row.ends_at),
        status=row.status,
        status_changed_at=_without_microseconds_or_none(row.status_changed_at),
        contacts_collected_at=at.get(("collect_contacts", None)),
        debriefed_at=at.get(("debrief", None)),
        follow_up_sent_at=at.get(("follow_up", None)),
        pace=_pace(row),
        people=tuple(_person(person, done.get(("thank", person.id)), ends) for person in row.people),
        imported=row.imported,
    )


def _person(row: InterviewPerson, thanked: StepCompletion | None, ends: SearchEnds) -> PersonFacts:
    contact = row.contact
    ended = ends.get(contact.id)
    return PersonFacts(
        id=str(row.id),
        met=row.met,
        email=contact.mail_address,
        postal_address=bool(contact.postal_address),
        reachable_at=_without_microseconds_or_none(contact.reachable_at),
        contact_requested_at=_without_microseconds_or_none(row.contact_requested_at),
        search_ended_at=_without_microseconds_or_none(ended.closed_at) if ended else None,
        not_available=ended is not None and ended.outcome == NOT_AVAILABLE,
        thanked_at=_without_microseconds_or_none(thanked.at) if thanked else None,
    )


def _pace(row: PaceColumns) -> Pace:
    return Pace(row.decision_on, row.expected_days, row.stage, row.candidates_left, row.hires_right_away)


def _without_microseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _without_microseconds_or_none(moment: datetime | None) -> datetime | None:
    return _without_microseconds(moment) if moment else None
