"""Links in emails to candidates that lead to one exact task: a token names it, and gives no access (docs/security.md).

The token is derived from the task's path under the server's key when the email is written, so the row has only its
digest. Emails about the same task have the same link.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, joinedload

from portal.accounts import credentials
from portal.agencies import links
from portal.core import retention
from portal.interviews.models import InterviewPerson, TaskLink

PATH = "/t/"
LIFETIME = timedelta(days=60)
"""How long after the last email with it a link leads to its task."""
BATCH = 500


@dataclass(frozen=True)
class Target:
    """What a link leads to: the path of a page about one interview of one candidate, or about one person there."""

    candidate_id: uuid.UUID
    interview_id: uuid.UUID
    path: str
    person: uuid.UUID | None = None


def issue(session: Session, targets: Iterable[Target], now: datetime) -> None:
    """Make links to these tasks, with one statement; a link that is there already lasts longer."""
    rows = [
        {
            "candidate_id": target.candidate_id,
            "interview_id": target.interview_id,
            "path": target.path,
            "person": target.person,
            "token_hash": credentials.token_digest(credentials.derived_token(_identity(target.path))),
            "kept_until": now + LIFETIME,
        }
        for target in dict.fromkeys(targets)
    ]
    if rows:
        made = insert(TaskLink).values(rows)
        longer = {"kept_until": made.excluded.kept_until, "candidate_id": made.excluded.candidate_id}
        session.execute(made.on_conflict_do_update(index_elements=["agency_id", "path"], set_=longer))


def tokens_by_path(session: Session, candidate_ids: Collection[uuid.UUID]) -> dict[str, str]:
    """Return the tokens of these candidates' links by the path that each leads to, with one query."""
    found = select(TaskLink.path, TaskLink.token_hash).where(TaskLink.candidate_id.in_(candidate_ids))
    return {path: credentials.derived_token(_identity(path), kept) for path, kept in session.execute(found)}


def url(session: Session, target: Target, now: datetime) -> str:
    """Return the address that an email names for this task; its link is made, or lasts longer."""
    issue(session, [target], now)
    kept = session.scalar(select(TaskLink.token_hash).where(TaskLink.path == target.path))
    return links.absolute_url(session, PATH + credentials.derived_token(_identity(target.path), kept))


def find(session: Session, token: str, now: datetime) -> TaskLink | None:
    """Return the link with this token, with its candidate and interview; None for an unknown or old one."""
    its = select(TaskLink).where(TaskLink.token_hash == credentials.token_digest(token), TaskLink.kept_until > now)
    return session.scalar(its.options(joinedload(TaskLink.candidate), joinedload(TaskLink.interview)))


def what_is_gone(session: Session, link: TaskLink) -> str | None:
    """Return what the link is about and is no more: `interview` if that was canceled, or `person`; else None."""
    if link.interview.status == "cancelled":
        return "interview"
    if link.person is None or session.scalar(select(exists().where(InterviewPerson.id == link.person))):
        return None
    return "person"


def delete_expired(session: Session, now: datetime) -> int:
    """Delete a batch of the links that lead nowhere any more, and return how many."""
    return retention.delete_expired(session, TaskLink, now, BATCH)


def _identity(path: str) -> str:
    return f"task-link:{path}"
