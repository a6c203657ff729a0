"""Which applications a viewer may see, and questions about them."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.accounts.models import Account
from portal.accounts.permissions import EDIT_PEOPLE
from portal.accounts.rules import STAFF
from portal.accounts.viewer import Viewer
from portal.applications.models import ACTIVE_STATES, Application, Closure, EmployerResponse
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.core.errors import NotFound
from portal.messaging.models import OutgoingMessage


def visible_to(viewer: Viewer) -> Select[Application]:
    """Return the applications of the candidates that the viewer may see."""
    return select(Application).where(candidates.is_visible(Application.candidate_id, viewer))


def get_application(session: Session, viewer: Viewer, application_id: uuid.UUID) -> Application:
    """Return the application with candidate, employer and endings; raise `NotFound` when the viewer may not see it."""
    found = session.scalar(
        visible_to(viewer)
        .where(Application.id == application_id)
        .options(
            joinedload(Application.candidate).joinedload(Candidate.recruiter),
            joinedload(Application.employer),
            selectinload(Application.answers).joinedload(EmployerResponse.by),
            selectinload(Application.closures).joinedload(Closure.by),
        )
    )
    if found is None:
        raise NotFound("application")
    return found


def lock_application(session: Session, application_id: uuid.UUID) -> None:
    """Lock this application: other transactions that lock it wait until this one ends, and then see what it did."""
    session.execute(select(Application.id).where(Application.id == application_id).with_for_update(key_share=True))


def applications_of(session: Session, candidate_id: uuid.UUID) -> Sequence[Application]:
    """Return the candidate's applications with their employers, the newest first."""
    return session.scalars(
        select(Application)
        .where(Application.candidate_id == candidate_id)
        .options(joinedload(Application.employer))
        .order_by(Application.created_at.desc(), Application.id.desc())
    ).all()


def latest_applications_of(session: Session, candidate_id: uuid.UUID, limit: int) -> Sequence[Application]:
    """Return at most `limit` of the candidate's applications with their employers, active ones and the newest first."""
    ended = Application.state.not_in(ACTIVE_STATES)
    return session.scalars(
        select(Application)
        .where(Application.candidate_id == candidate_id)
        .options(joinedload(Application.employer))
        .order_by(ended, Application.created_at.desc(), Application.id.desc())
        .limit(limit)
    ).all()


def other_active_applications(session: Session, application: Application) -> Sequence[Application]:
    """Return the candidate's other applications that have not ended, with employers: a placement asks about these."""
    return [
        row for row in applications_of(session, application.candidate_id) if row.id != application.id and row.under_way
    ]


def application_ids_of(session: Session, candidate_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the ids of all of the candidate's applications."""
    return session.scalars(select(Application.id).where(Application.candidate_id == candidate_id)).all()


def closures_for_other_job(session: Session, candidate_id: uuid.UUID, at: datetime) -> Sequence[Closure]:
    """Return the closures of the candidate's applications that were made at this moment, as they got another job."""
    theirs = Closure.application_id.in_(select(Application.id).where(Application.candidate_id == candidate_id))
    return session.scalars(select(Closure).where(theirs, Closure.kind == "elsewhere", Closure.at == at)).all()


def applications_with_employer(session: Session, viewer: Viewer, employer_id: uuid.UUID) -> Sequence[Application]:
    """Return the visible applications with this employer and their candidates, the newest first."""
    return session.scalars(
        visible_to(viewer)
        .where(Application.employer_id == employer_id)
        .options(joinedload(Application.candidate), joinedload(Application.employer))
        .order_by(Application.created_at.desc(), Application.id.desc())
    ).all()


def opening_titles_with_employer(session: Session, employer_id: uuid.UUID, limit: int) -> Sequence[str]:
    """Return the titles of openings that candidates applied for with this employer, the latest first."""
    return session.scalars(
        select(Application.opening_title)
        .where(Application.employer_id == employer_id)
        .group_by(Application.opening_title)
        .order_by(func.max(Application.created_at).desc(), Application.opening_title)
        .limit(limit)
    ).all()


def mail_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition for visible emails: about the viewer, or visible candidates and their applications.

    An owner also sees those to colleagues.
    """
    about, agency_id = OutgoingMessage.about_id, OutgoingMessage.agency_id
    theirs = candidates.visible_to(viewer).where(Candidate.agency_id == agency_id)
    applied = theirs.join(
        Application, and_(Application.agency_id == agency_id, Application.candidate_id == Candidate.id)
    )
    seen = [
        about == viewer.account_id,
        theirs.where(Candidate.id == about).exists(),
        theirs.where(Candidate.account_id == about).exists(),
        applied.where(Application.id == about).exists(),
    ]
    if viewer.may(EDIT_PEOPLE):
        seen.append(exists().where(Account.agency_id == agency_id, Account.id == about, Account.role.in_(STAFF)))
    return or_(*seen)


def candidate_names_about(session: Session, mails: Sequence[OutgoingMessage]) -> dict[uuid.UUID, str]:
    """Return the candidate's name for each thing that these emails are about; none for an email to a colleague."""
    return {about_id: candidate.name for about_id, candidate in candidates_about(session, mails).items()}


def candidates_about(session: Session, mails: Sequence[OutgoingMessage]) -> dict[uuid.UUID, Candidate]:
    """Return the candidates of these emails, by what each is about: a candidate, an account, or an application."""
    about = [mail.about_id for mail in mails if mail.about_id]
    if not about:
        return {}
    found = {row.id: row for row in session.scalars(select(Candidate).where(Candidate.id.in_(about)))}
    by_account = session.scalars(select(Candidate).where(Candidate.account_id.in_(about)))
    found |= {row.account_id: row for row in by_account if row.account_id}
    by_application = select(Application.id, Candidate).join(Application.candidate).where(Application.id.in_(about))
    return found | dict(session.execute(by_application).all())


def applications_to_replan(now: datetime, limit: int) -> Select[uuid.UUID]:
    """Return the ids of applications whose plan has to change by now, locked by this transaction."""
    return (
        select(Application.id)
        .where(Application.next_change_at <= now)
        .order_by(Application.next_change_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
