"""The one commit of a request or a job, what comes just before it, and what comes only after it."""

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.core.services import services

Callback = Callable[[], None]

_TOUCHED = "portal.touched"
_TOUCHED_CANDIDATES = "portal.touched_candidates"
_CLEARED = "portal.cleared"
_AFTER = "portal.after_commit"


def touch(session: Session, application_id: uuid.UUID) -> None:
    """Note that a fact of this application changed; just before the commit its plan is made again."""
    session.info.setdefault(_TOUCHED, set()).add(application_id)


def touch_candidates(session: Session, candidate_ids: Iterable[uuid.UUID]) -> None:
    """Note that something changed that lists show of these candidates; just before the commit it is summed up again."""
    session.info.setdefault(_TOUCHED_CANDIDATES, set()).update(candidate_ids)


def note_cleared(session: Session, table: str, ids: set[uuid.UUID]) -> None:
    """Note that these rows stay, but name no more what was deleted."""
    session.info.setdefault(_CLEARED, {}).setdefault(table, set()).update(ids)


def cleared_rows(session: Session) -> dict[str, set[uuid.UUID]]:
    """Return the ids of such rows by the name of their table, and note none from now on."""
    found: dict[str, set[uuid.UUID]] = session.info.pop(_CLEARED, {})
    return found


def after_commit(session: Session, deed: Callback) -> None:
    """Call `deed` once the rows that ask for it are committed, and never if they are not."""
    session.info.setdefault(_AFTER, []).append(deed)


def replan_touched(session: Session, now: datetime) -> None:
    """Re-plan everything touched so far, and sum it up for lists, in this transaction."""
    while touched := session.info.pop(_TOUCHED, None):
        session.flush()
        services().replan(session, touched, now)
    if candidates := session.info.pop(_TOUCHED_CANDIDATES, None):
        session.flush()
        services().summarize(session, candidates, now)


def commit(session: Session, now: datetime) -> None:
    """Re-plan what was touched, write what it is found by, commit everything at once, and then do what must follow."""
    replan_touched(session, now)
    services().write_search(session)
    session.commit()
    for deed in session.info.pop(_AFTER, []):
        deed()


def rollback(session: Session) -> None:
    """Undo this transaction, and drop what was to follow it."""
    session.info.pop(_TOUCHED, None)
    session.info.pop(_TOUCHED_CANDIDATES, None)
    session.info.pop(_AFTER, None)
    session.info.pop(_CLEARED, None)
    session.rollback()
