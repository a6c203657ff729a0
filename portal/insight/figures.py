"""What each figure about applications counts: one query a figure (docs/rules.md#insight).

Each finds its rows by the applications that they belong to, and says from when on a row counts, and whether it was met.
"""

import uuid
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, Uuid, and_, cast, exists, func, literal, null, or_, select
from sqlalchemy.orm import aliased

from portal.applications.models import Closure, EmployerResponse
from portal.contacts.models import Contact
from portal.core.db import is_row
from portal.followups.models import Step
from portal.insight.rules import (
    CONTACTS,
    FOLLOW_UP_WITHIN,
    FOLLOW_UPS,
    HEARD_THANKED,
    HEARD_UNTHANKED,
    THANK_WITHIN,
    THANKED,
)
from portal.interviews.models import Interview, InterviewPerson, StepCompletion
from portal.summaries.models import ApplicationSummary

Ids = Collection[uuid.UUID]
Rows = Select[*tuple[Any, ...]]
_THANK = StepCompletion.__table__.alias("thank")
_DEBRIEF = StepCompletion.__table__.alias("debrief")


def counted(figure: str, application_ids: Ids) -> Rows:
    """Return the query for what a figure counts of these applications, with the columns of `InsightRow`."""
    queries: dict[str, Callable[[Ids], Rows]] = {
        THANKED: _people_thanked,
        CONTACTS: _interviews_with_contacts,
        FOLLOW_UPS: _follow_ups_sent,
        HEARD_THANKED: partial(_applications_heard, HEARD_THANKED),
        HEARD_UNTHANKED: partial(_applications_heard, HEARD_UNTHANKED),
    }
    return queries[figure](application_ids)


def _people_thanked(application_ids: Ids) -> Rows:
    """Count everyone met at an interview, from a day after its end: were they thanked within that day?"""
    until = Interview.ends_at + THANK_WITHIN
    rows = _rows(
        THANKED,
        id=InterviewPerson.id,
        application_id=Interview.application_id,
        interview_id=Interview.id,
        contact_id=InterviewPerson.contact_id,
        at=Interview.starts_at,
        counts_from=until,
        is_met=_THANK.c.at <= until,
        done_at=_THANK.c.at,
    )
    people = _took_place(rows, application_ids).join(InterviewPerson, _of_interview(InterviewPerson))
    return _with_thanks(people).where(_was_met())


def _interviews_with_contacts(application_ids: Ids) -> Rows:
    """Count interviews, from their end: could a note reach everyone who was met, when it began?"""
    in_time = func.coalesce(Contact.reachable_at <= Interview.starts_at, False)
    rows = _rows(
        CONTACTS,
        id=Interview.id,
        application_id=Interview.application_id,
        interview_id=Interview.id,
        at=Interview.starts_at,
        counts_from=Interview.ends_at,
        is_met=func.bool_and(in_time).filter(_was_met()),
    )
    people = _took_place(rows, application_ids).outerjoin(InterviewPerson, _of_interview(InterviewPerson))
    its = is_row(InterviewPerson.contact_id, Contact)
    return _with_thanks(people.outerjoin(Contact, its)).group_by(Interview.agency_id, Interview.id)


def _follow_ups_sent(application_ids: Ids) -> Rows:
    """Count follow-ups, from a day after they were due: was each sent by then?

    One that was no longer needed then, because the application had ended or went on, doesn't count.
    """
    until = Step.due_at + FOLLOW_UP_WITHIN
    sent = aliased(StepCompletion, name="sent")
    rows = _rows(
        FOLLOW_UPS,
        id=Step.id,
        application_id=Step.application_id,
        interview_id=Step.interview_id,
        at=Step.due_at,
        counts_from=until,
        is_met=sent.at <= until,
        done_at=sent.at,
    )
    held = and_(Interview.status == "planned", ~Interview.imported)
    ended_later = and_(held, func.coalesce(ApplicationSummary.ended_at > until, False))
    done = and_(sent.agency_id == Step.agency_id, sent.interview_id == Step.interview_id, sent.kind == "follow_up")
    summary = is_row(Step.application_id, ApplicationSummary)
    return (
        rows.join(Step.interview)
        .join(ApplicationSummary, summary)
        .outerjoin(sent, done)
        .where(Step.application_id.in_(application_ids), Step.kind == "follow_up")
        .where(or_(Step.state != "dropped", ended_later))
    )


def _applications_heard(figure: str, application_ids: Ids) -> Rows:
    """Count applications that ended after an interview, with an answer or for want of one: did the employer answer?

    One is in the figure with thank-yous if someone had been thanked before that, else in the one without.
    """
    row = ApplicationSummary
    answers = select(func.min(EmployerResponse.at)).where(_of_summary(EmployerResponse))
    answered_at = answers.correlate(row).scalar_subquery()
    rows = _rows(
        figure,
        id=row.id,
        application_id=row.id,
        at=row.ended_at,
        counts_from=row.ended_at,
        is_met=answered_at.is_not(None),
        done_at=answered_at,
    )
    had_thanked = exists().where(
        _of_summary(Interview),
        _of_interview(StepCompletion),
        StepCompletion.kind == "thank",
        StepCompletion.at <= func.coalesce(answered_at, row.ended_at),
    )
    closed_unanswered = exists().where(
        _of_summary(Closure), Closure.kind.in_(("no_answer", "by_itself")), Closure.at == row.ended_at
    )
    was_interviewed = exists().where(
        _of_summary(Interview), Interview.status == "planned", ~Interview.imported, Interview.ends_at <= row.ended_at
    )
    return rows.where(
        row.id.in_(application_ids),
        row.ended_at.is_not(None),
        was_interviewed,
        had_thanked if figure == HEARD_THANKED else ~had_thanked,
        or_(answered_at.is_not(None), row.state == "lapsed", closed_unanswered),
    )


def _took_place(rows: Rows, application_ids: Ids) -> Rows:
    """Return the query with the interviews that weren't canceled, missed, or imported after they took place."""
    its = Interview.application_id.in_(application_ids), Interview.status == "planned", ~Interview.imported
    return rows.select_from(Interview).where(*its)


def _with_thanks(rows: Rows) -> Rows:
    """Return the query with each person's thank-you, and the debrief of the interview, where there are any."""
    thanked = and_(_of_interview(_THANK.c), _THANK.c.kind == "thank", _THANK.c.person_id == InterviewPerson.id)
    told = and_(_of_interview(_DEBRIEF.c), _DEBRIEF.c.kind == "debrief")
    return rows.outerjoin(_THANK, thanked).outerjoin(_DEBRIEF, told)


def _was_met() -> ColumnElement[bool]:
    """Return the condition that the candidate met this person (docs/rules.md#met)."""
    unsaid = and_(InterviewPerson.id.is_not(None), InterviewPerson.met.is_(None), _DEBRIEF.c.id.is_(None))
    return or_(_THANK.c.id.is_not(None), InterviewPerson.met.is_(True), unsaid)


def _of_interview(columns: Any) -> ColumnElement[bool]:
    return and_(columns.agency_id == Interview.agency_id, columns.interview_id == Interview.id)


def _of_summary(model: Any) -> ColumnElement[bool]:
    return and_(model.agency_id == ApplicationSummary.agency_id, model.application_id == ApplicationSummary.id)


def _rows(figure: str, *, is_met: Any, **columns: Any) -> Rows:
    """Return the query for these columns, the same ones in every figure; not met where `is_met` is null."""
    no_id, never = cast(null(), Uuid()), cast(null(), StepCompletion.at.type)
    given = {"interview_id": no_id, "contact_id": no_id, "done_at": never} | columns
    named = [given[name].label(name) for name in sorted(given)]
    return select(literal(figure).label("figure"), func.coalesce(is_met, False).label("is_met"), *named)
