"""Emails that come in for a firm's own outgoing ones."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import select

from portal.candidates.models import Candidate
from portal.core import tenancy
from portal.incoming import processing
from portal.incoming.models import IncomingMessage
from portal.jobs import mail_reception
from portal.messaging import actions as messages
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from portal.messaging.return_addresses import BOUNCE
from tests.factories.firm import Firm


@dataclass
class Inbox:
    """What comes in, and what is made of it."""

    firm: Firm

    def sent(self, to: Candidate, kind: str = "reminder") -> OutgoingMessage:
        """An email about the candidate that a mail server accepted."""
        now = self.firm.now()
        mail = messages.enqueue_now(self.firm.session, to, kind=kind, key=uuid.uuid4().hex, payload={}, now=now)
        mail.state, mail.finished_at = "sent", now
        self.firm.commit()
        return mail

    def address(self, mail: OutgoingMessage, purpose: str = BOUNCE) -> str:
        return sending.transport().sender(self.firm.session).return_address(purpose, mail.id)

    def take(self, to: str, data: bytes, sender: str = "") -> bool:
        """The email is kept, and read; return whether the address is known."""
        self.firm.commit()
        known = mail_reception.keep(self.firm.app, sender, to, data)
        self.read_all()
        return known

    def read_all(self, now: datetime | None = None) -> int:
        self.firm.session.rollback()
        tenancy.enter(self.firm.session, self.firm.id)
        count = 0
        while processing.process_due(self.firm.session, now or self.firm.now()):
            self.firm.commit()
            count += 1
        return count

    def rows(self) -> list[IncomingMessage]:
        return list(self.firm.session.scalars(select(IncomingMessage).order_by(IncomingMessage.id)))

    def row(self) -> IncomingMessage:
        (found,) = self.rows()
        return found

    def outgoing(self, message_id: uuid.UUID) -> OutgoingMessage:
        query = select(OutgoingMessage).where(OutgoingMessage.id == message_id)
        return self.firm.session.scalars(query.execution_options(populate_existing=True)).one()


@pytest.fixture
def inbox(firm: Firm) -> Inbox:
    return Inbox(firm)
