"""Which processes a viewer may see, and questions over them."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.accounts.models import Account
from portal.accounts.rules import ADMINISTER, STAFF
from portal.accounts.viewer import Viewer
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate, Stop
from portal.core.errors import Missing
from portal.messaging.models import Message
from portal.processes.models import UNDER_WAY, Answer, Closure, Process


def visible_to(viewer: Viewer) -> Select[Process]:
    """The processes of the candidates whom the viewer may see."""
    return select(Process).where(Process.candidate_id.in_(candidates.visible_ids(viewer)))


def one(session: Session, viewer: Viewer, process_id: uuid.UUID) -> Process:
    """The process with candidate, employer and endings; raises `Missing` when it is not for the viewer to see."""
    found = session.scalar(
        visible_to(viewer)
        .where(Process.id == process_id)
        .options(
            joinedload(Process.candidate).joinedload(Candidate.recruiter),
            joinedload(Process.employer),
            selectinload(Process.answers).joinedload(Answer.by),
            selectinload(Process.closures).joinedload(Closure.by),
        )
    )
    if found is None:
        raise Missing("process")
    return found


def hold(session: Session, process_id: uuid.UUID) -> None:
    """Whoever else holds this process waits until the transaction ends, and then sees what was done in it."""
    session.execute(select(Process.id).where(Process.id == process_id).with_for_update(key_share=True))


def of_candidate(session: Session, candidate_id: uuid.UUID) -> Sequence[Process]:
    """The candidate's processes with their employers, the newest first."""
    return session.scalars(
        select(Process)
        .where(Process.candidate_id == candidate_id)
        .options(joinedload(Process.employer))
        .order_by(Process.created_at.desc(), Process.id.desc())
    ).all()


def others_under_way(session: Session, process: Process) -> Sequence[Process]:
    """What else the candidate is in that has not ended, with the employers: a placement asks about these."""
    return [row for row in of_candidate(session, process.candidate_id) if row.id != process.id and row.under_way]


def ids_of_candidate(session: Session, candidate_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The ids of all of the candidate's processes."""
    return session.scalars(select(Process.id).where(Process.candidate_id == candidate_id)).all()


def of_employer(session: Session, viewer: Viewer, employer_id: uuid.UUID) -> Sequence[Process]:
    """The visible processes with this employer and their candidates, the newest first."""
    return session.scalars(
        visible_to(viewer)
        .where(Process.employer_id == employer_id)
        .options(joinedload(Process.candidate), joinedload(Process.employer))
        .order_by(Process.created_at.desc(), Process.id.desc())
    ).all()


def free_again(viewer: Viewer, since: datetime, limit: int) -> Select[Candidate]:
    """The visible candidates whose last process ended after `since`, while no other goes on, the latest first.

    Who was placed, or has an offer, is not free.
    """
    ended = func.max(Process.changed_at)
    going_on = func.count().filter(Process.state.in_(UNDER_WAY))
    offered = select(Answer.process_id).where(Answer.kind == "offer")
    placed = select(Stop.candidate_id).where(Stop.kind.in_(("placed", "deactivated")), Stop.lifted_at.is_(None))
    free = (
        select(Process.candidate_id, ended.label("ended_at"))
        .group_by(Process.candidate_id)
        .having(going_on == 0, ended > since, func.count().filter(Process.id.in_(offered)) == 0)
        .subquery()
    )
    return (
        candidates.visible_to(viewer)
        .join(free, free.c.candidate_id == Candidate.id)
        .where(Candidate.id.not_in(placed))
        .options(joinedload(Candidate.field))
        .order_by(free.c.ended_at.desc(), Candidate.id)
        .limit(limit)
    )


def mail_for(viewer: Viewer) -> ColumnElement[bool]:
    """Which mails the viewer may see: about candidates they may see, their processes and accounts, or about themselves.

    An owner also sees those to colleagues.
    """
    whose = candidates.visible_ids(viewer)
    about_process = select(Process.id).where(Process.candidate_id.in_(whose))
    invited = select(Candidate.account_id).where(Candidate.id.in_(whose), Candidate.account_id.is_not(None))
    seen = [
        Message.about_id == viewer.account_id,
        *(Message.about_id.in_(ids) for ids in (whose, about_process, invited)),
    ]
    if viewer.may(ADMINISTER):
        seen.append(Message.about_id.in_(select(Account.id).where(Account.role.in_(STAFF))))
    return or_(*seen)


def about_whom(session: Session, mails: Sequence[Message]) -> dict[uuid.UUID, str]:
    """The names of the candidates that these mails are about, by what they are about; none for one to a colleague."""
    return {about_id: candidate.name for about_id, candidate in candidates_about(session, mails).items()}


def candidates_about(session: Session, mails: Sequence[Message]) -> dict[uuid.UUID, Candidate]:
    """Return the candidates that these mails are about, by what they are about: a candidate, account, or process."""
    about = [mail.about_id for mail in mails if mail.about_id]
    if not about:
        return {}
    found = {row.id: row for row in session.scalars(select(Candidate).where(Candidate.id.in_(about)))}
    by_account = session.scalars(select(Candidate).where(Candidate.account_id.in_(about)))
    found |= {row.account_id: row for row in by_account if row.account_id}
    by_process = select(Process.id, Candidate).join(Process.candidate).where(Process.id.in_(about))
    return found | dict(session.execute(by_process).all())


def to_replan(now: datetime, limit: int) -> Select[uuid.UUID]:
    """The ids of processes whose plan reads otherwise by now, claimed for this transaction."""
    return (
        select(Process.id)
        .where(Process.next_change_at <= now)
        .order_by(Process.next_change_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
