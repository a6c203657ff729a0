"""Which applications a viewer may see, and questions about them."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.accounts.models import Account
from portal.accounts.permissions import EDIT_PEOPLE
from portal.accounts.rules import STAFF
from portal.accounts.viewer import Viewer
from portal.applications.models import ACTIVE_STATES, Application, Closure, EmployerResponse
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate, ReminderSuppression
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


def other_active_applications(session: Session, application: Application) -> Sequence[Application]:
    """Return the candidate's other applications that have not ended, with employers: a placement asks about these."""
    return [
        row for row in applications_of(session, application.candidate_id) if row.id != application.id and row.under_way
    ]


def application_ids_of(session: Session, candidate_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the ids of all of the candidate's applications."""
    return session.scalars(select(Application.id).where(Application.candidate_id == candidate_id)).all()


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


def available_candidates(viewer: Viewer, since: datetime, limit: int) -> Select[Candidate]:
    """Return visible candidates with no active application and one that ended after `since`, the latest first.

    Candidates who were placed or deactivated, or have an offer, are left out. Only what ended since then is read.
    """
    ended = (
        select(Application.candidate_id, func.max(Application.changed_at).label("ended_at"))
        .where(Application.changed_at > since, Application.state.not_in(ACTIVE_STATES))
        .where(candidates.is_visible(Application.candidate_id, viewer))
        .group_by(Application.candidate_id)
        .subquery()
    )
    theirs = select(Application.id).where(
        Application.agency_id == Candidate.agency_id, Application.candidate_id == Candidate.id
    )
    offered = theirs.join(Application.answers).where(EmployerResponse.kind == "offer")
    placed = select(ReminderSuppression.candidate_id).where(
        ReminderSuppression.kind.in_(("placed", "deactivated")), ReminderSuppression.lifted_at.is_(None)
    )
    return (
        candidates.visible_to(viewer)
        .join(ended, ended.c.candidate_id == Candidate.id)
        .where(Candidate.id.not_in(placed))
        .where(~theirs.where(Application.state.in_(ACTIVE_STATES)).exists(), ~offered.exists())
        .options(joinedload(Candidate.field))
        .order_by(ended.c.ended_at.desc(), Candidate.id)
        .limit(limit)
    )


def mail_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition for visible emails: about the viewer, or visible candidates and their applications.

    An owner also sees those to colleagues.
    """
    whose = candidates.visible_ids(viewer)
    about_application = select(Application.id).where(Application.candidate_id.in_(whose))
    invited = select(Candidate.account_id).where(Candidate.id.in_(whose), Candidate.account_id.is_not(None))
    seen = [
        OutgoingMessage.about_id == viewer.account_id,
        *(OutgoingMessage.about_id.in_(ids) for ids in (whose, about_application, invited)),
    ]
    if viewer.may(EDIT_PEOPLE):
        seen.append(OutgoingMessage.about_id.in_(select(Account.id).where(Account.role.in_(STAFF))))
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
