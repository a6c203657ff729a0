"""What happened with a candidate, newest first: a page at a time by key, in one statement however much there is."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    ColumnElement,
    Row,
    Select,
    Text,
    Uuid,
    cast,
    literal,
    null,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy import func as sql
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.selectable import LateralFromClause

from portal.accounts.models import Account
from portal.applications.models import Application, Closure, EmployerResponse
from portal.approvals.models import Approval
from portal.audit.models import AuditDetail, AuditEvent
from portal.candidates.models import Candidate, ReminderSuppression
from portal.contacts.models import Contact, ContactRequest, Employer
from portal.interviews.models import (
    Interview,
    InterviewMove,
    InterviewPerson,
    InterviewStatusChange,
    StepCompletion,
)
from portal.messaging.models import OutgoingMessage
from portal.notes.models import Note

PAGE_SIZE = 20
ALL, EMAILS, INTERVIEWS, CHANGES = "all", "emails", "interviews", "changes"
VIEWS = (ALL, EMAILS, INTERVIEWS, CHANGES)
COLUMNS: Mapping[str, Any] = {
    "at": TIMESTAMP(timezone=True),
    "id": Uuid(),
    "source": Text(),
    "code": Text(),
    "application_id": Uuid(),
    "interview_id": Uuid(),
    "words": Text(),
    "name": Text(),
    "moment": TIMESTAMP(timezone=True),
    "moment_to": TIMESTAMP(timezone=True),
    "by_id": Uuid(),
}
"""What each event has; `code` is a kind or a state, `words` what someone wrote, `name` a person it concerns."""
Key = tuple[datetime, uuid.UUID]


@dataclass(frozen=True)
class History:
    """Whose history: the candidate, their account, and all of their applications."""

    candidate_id: uuid.UUID
    account_id: uuid.UUID | None
    application_ids: Sequence[uuid.UUID]


def load_events(
    session: Session, whose: History, view: str, before: Key | None = None
) -> tuple[Sequence[Row[*tuple[Any, ...]]], Key | None]:
    """Return a page of events with the names of their employer and author, and the key to go on before, or None."""
    parts = [part for name, make in _PARTS.items() if view in (ALL, name) for part in make(whose)]
    found = union_all(*(_first(part, before) for part in parts)).subquery()
    query = (
        select(*found.c, Employer.name.label("employer"), Account.name.label("author"))
        .outerjoin(Application, Application.id == found.c.application_id)
        .outerjoin(Employer, Employer.id == Application.employer_id)
        .outerjoin(Account, Account.id == found.c.by_id)
        .order_by(found.c.at.desc(), found.c.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    rows = session.execute(query).all()
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    return rows[:PAGE_SIZE], (last.at, last.id) if last else None


def _first(part: Select[*tuple[Any, ...]], before: Key | None) -> Select[*tuple[Any, ...]]:
    """Return the query for as many of these events as a page can show."""
    rows = part.subquery()
    query = select(*rows.c).order_by(rows.c.at.desc(), rows.c.id.desc()).limit(PAGE_SIZE + 1)
    if before is not None:
        query = query.where(tuple_(rows.c.at, rows.c.id) < tuple_(literal(before[0]), literal(before[1], Uuid())))
    return select(*query.subquery().c)


def _event(source: str, **values: Any) -> Select[*tuple[Any, ...]]:
    given = {"source": literal(source, Text())} | values
    return select(*(cast(given.get(name, null()), kind).label(name) for name, kind in COLUMNS.items()))


def _of_interviews(whose: History) -> ColumnElement[bool]:
    return Interview.application_id.in_(whose.application_ids)


def _mails(whose: History) -> list[Select[*tuple[Any, ...]]]:
    mail = OutgoingMessage
    about = [whose.candidate_id, *whose.application_ids, *([whose.account_id] if whose.account_id else [])]
    at = sql.coalesce(mail.finished_at, mail.handed_over_at, mail.created_at)
    event = _event("mail", at=at, id=mail.id, code=mail.kind, words=mail.subject, name=mail.to_name)
    return [event.where(mail.about_id.in_(about)), *_reviews(whose)]


def _reviews(whose: History) -> list[Select[*tuple[Any, ...]]]:
    """Return the notes that were sent for review, and what was decided; one passed on is the thank-you it was."""
    row = Approval
    same = {"id": row.id, "name": Contact.name, "application_id": Interview.application_id}
    asked = _event("review", at=row.asked_at, by_id=row.asked_by_id, **same)
    decided = _event("reviewed", at=row.decided_at, code=row.decision, by_id=row.decided_by_id, **same)
    decided = decided.where(row.decision.in_(("approved", "returned", "withdrawn")))
    return [
        event.join(Note, Note.id == row.note_id)
        .join(Interview, Interview.id == Note.interview_id)
        .join(InterviewPerson, InterviewPerson.id == Note.person_id)
        .join(Contact, Contact.id == InterviewPerson.contact_id)
        .where(_of_interviews(whose))
        for event in (asked, decided)
    ]


def _interviews(whose: History) -> list[Select[*tuple[Any, ...]]]:
    own = {"application_id": Interview.application_id, "interview_id": Interview.id}
    held = _of_interviews(whose)
    added = _event("interview", at=Interview.recorded_at, id=Interview.id, moment=Interview.starts_at, **own)
    move = InterviewMove
    moves = _event(
        "move",
        at=move.at,
        id=move.id,
        words=move.reason,
        moment=move.from_starts_at,
        moment_to=move.to_starts_at,
        by_id=move.by_id,
        **own,
    )
    change = InterviewStatusChange
    status = {"code": change.status, "words": change.reason, "moment": change.starts_at, "by_id": change.by_id}
    changes = _event("status", at=change.at, id=change.id, **status, **own)
    return [
        added.where(held),
        moves.join(Interview, Interview.id == move.interview_id).where(held),
        changes.join(Interview, Interview.id == change.interview_id).where(held),
        _completions(whose).where(StepCompletion.kind == "debrief"),
    ]


def _completions(whose: History) -> Select[*tuple[Any, ...]]:
    done = StepCompletion
    own = {"application_id": Interview.application_id, "interview_id": Interview.id}
    values = {"code": done.kind, "words": done.means, "name": Contact.name, "by_id": done.by_id}
    return (
        _event("done", at=done.at, id=done.id, **values, **own)
        .select_from(done)
        .join(Interview, Interview.id == done.interview_id)
        .outerjoin(InterviewPerson, InterviewPerson.id == done.person_id)
        .outerjoin(Contact, Contact.id == InterviewPerson.contact_id)
        .where(_of_interviews(whose))
    )


def _changes(whose: History) -> list[Select[*tuple[Any, ...]]]:
    theirs, stop = Application.id.in_(whose.application_ids), ReminderSuppression
    answer, end = EmployerResponse, Closure
    own = {"application_id": Application.id}
    added = _event("application", at=Application.created_at, id=Application.id, words=Application.opening_title, **own)
    answers = _event(
        "answer",
        at=answer.at,
        id=answer.id,
        code=answer.kind,
        words=answer.words,
        by_id=answer.by_id,
        application_id=answer.application_id,
    )
    ends = _event("end", at=end.at, id=end.id, code=end.kind, by_id=end.by_id, application_id=end.application_id)
    stops = _event("stop", at=stop.at, id=stop.id, code=stop.kind, by_id=stop.by_id)
    lifts = _event("lift", at=stop.lifted_at, id=stop.id, code=stop.kind)
    mine = stop.candidate_id == whose.candidate_id
    return [
        added.where(theirs),
        answers.where(answer.application_id.in_(whose.application_ids)),
        ends.where(end.application_id.in_(whose.application_ids)),
        stops.where(mine),
        lifts.where(mine, stop.lifted_at.is_not(None)),
        _completions(whose).where(StepCompletion.kind != "debrief"),
        *_contact_requests(whose),
        _recruiters(whose),
    ]


def _contact_requests(whose: History) -> list[Select[*tuple[Any, ...]]]:
    """Return what was requested for these interviews, how it ended, and that someone looks again."""
    person, made = InterviewPerson, ContactRequest
    own = {"application_id": Interview.application_id, "interview_id": Interview.id}
    asked = _event("request", at=person.contact_requested_at, id=person.id, name=Contact.name, **own)
    last = _last_asked_before_end(whose)
    about = {"id": made.id, "name": Contact.name, "application_id": last.c.application_id, "interview_id": last.c.id}
    said = {"code": made.outcome, "words": made.reason, "by_id": made.answered_by_id}
    ended = _event("requested", at=made.closed_at, **said, **about)
    again = _event("again", at=made.undone_at, by_id=made.undone_by_id, **about).where(made.undone_at.is_not(None))
    contacts = _persons_asked_about(whose).with_only_columns(person.contact_id)
    return [
        asked.join(Interview, Interview.id == person.interview_id)
        .join(Contact, Contact.id == person.contact_id)
        .where(_of_interviews(whose), person.contact_requested_at.is_not(None)),
        *(
            event.select_from(made)
            .join(last, true())
            .join(Contact, Contact.id == made.contact_id)
            .where(made.contact_id.in_(contacts))
            for event in (ended, again)
        ),
    ]


def _persons_asked_about(whose: History) -> Select[*tuple[Any, ...]]:
    """Return the interviews with someone whose contact info was requested."""
    asked_at = InterviewPerson.contact_requested_at
    query = select(Interview.id, Interview.application_id).join(
        InterviewPerson, InterviewPerson.interview_id == Interview.id
    )
    return query.where(_of_interviews(whose), asked_at.is_not(None))


def _last_asked_before_end(whose: History) -> LateralFromClause:
    """Return for which interview a request was last made, if it was this candidate's; another's for them is not."""
    person, made = InterviewPerson, ContactRequest
    was_theirs = or_(made.candidate_id == whose.candidate_id, made.requested_at <= person.contact_requested_at)
    query = _persons_asked_about(whose).where(
        person.contact_id == made.contact_id, person.contact_requested_at <= made.closed_at, was_theirs
    )
    return query.order_by(person.contact_requested_at.desc()).limit(1).correlate(made).lateral()


def _recruiters(whose: History) -> Select[*tuple[Any, ...]]:
    """Return when the candidate got another recruiter: `words` is whose they were, `name` whose they are since."""
    event, detail, old, new = AuditEvent, AuditDetail, aliased(Account), aliased(Account)
    said = detail.changes["recruiter_id"]
    return (
        _event("recruiter", at=event.at, id=event.id, words=old.name, name=new.name, by_id=event.actor_id)
        .select_from(event)
        .outerjoin(detail, detail.event_id == event.id)
        .outerjoin(old, old.id == cast(said[0].astext, Uuid()))
        .outerjoin(new, new.id == cast(said[1].astext, Uuid()))
        .where(event.subject_kind == Candidate.__tablename__, event.subject_id == whose.candidate_id)
        .where(event.fields.contains(["recruiter_id"]))
    )


_PARTS: Mapping[str, Any] = {EMAILS: _mails, INTERVIEWS: _interviews, CHANGES: _changes}
