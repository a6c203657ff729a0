"""Which records an action created, so that an import can undo it."""

from types import TracebackType
from typing import Any, Self

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.interviews.models import Interview

TRACKED = (Interview, Application, Contact, Candidate, Employer)
"""What an import can create, in the order in which an undo deletes it; the people of an interview are a part of it."""


class CreatedRows:
    """The tracked rows that the session creates while this is open."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.rows: list[Any] = []

    def __enter__(self) -> Self:
        event.listen(self._session, "after_flush", self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        event.remove(self._session, "after_flush", self._note)

    def _note(self, session: Session, _context: object) -> None:
        self.rows += [row for row in session.new if isinstance(row, TRACKED)]
