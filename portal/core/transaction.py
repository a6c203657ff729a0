"""The one commit of a request or a job, and what must come just before and only after it."""

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

Replan = Callable[[Session, set[uuid.UUID], datetime], None]
Callback = Callable[[], None]

_TOUCHED = "portal.touched"
_AFTER = "portal.after_commit"
_replan: list[Replan] = []


def set_replan_hook(hook: Replan) -> None:
    """What was touched is re-planned by `hook` just before each commit."""
    _replan[:] = [hook]


def touch(session: Session, application_id: uuid.UUID) -> None:
    """A fact of this application changed: its plan is made anew just before the commit, whatever verb changed it."""
    session.info.setdefault(_TOUCHED, set()).add(application_id)


def after_commit(session: Session, deed: Callback) -> None:
    """`deed` is done once the rows that ask for it are committed, and never if they are not."""
    session.info.setdefault(_AFTER, []).append(deed)


def replan_touched(session: Session, now: datetime) -> None:
    """Everything touched so far has its new plan, in this transaction."""
    while touched := session.info.pop(_TOUCHED, None):
        session.flush()
        for hook in _replan:
            hook(session, touched, now)


def commit(session: Session, now: datetime) -> None:
    """What was touched is re-planned, all of it is committed at once, and then what must follow is done."""
    replan_touched(session, now)
    session.commit()
    for deed in session.info.pop(_AFTER, []):
        deed()


def rollback(session: Session) -> None:
    """Nothing of this transaction is kept, and nothing that was to follow it is done."""
    session.info.pop(_TOUCHED, None)
    session.info.pop(_AFTER, None)
    session.rollback()
