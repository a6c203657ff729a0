"""An outbox of a test's own, and servers that misbehave."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from portal.core import clock, tenancy
from portal.core.settings import SmtpServer
from portal.messaging import actions, claims, sending, smtp
from portal.messaging.models import OutgoingMessage
from portal.messaging.return_addresses import Sender
from portal.messaging.smtp import SmtpConnection
from tests.factories.firm import Firm
from tests.fixtures.services import mails_to
from tests.messaging.misbehaving import Misbehaving, misbehaving

QUEUE = "due"
SENDER = Sender("portal", "example.com", "0123456789", ("a key of the tests",))
SOON = 0.3
"""Seconds that these tests wait for a server that hangs."""


@dataclass
class Outbox:
    """Mails of the test's agency, and what became of them."""

    firm: Firm
    ids: list[uuid.UUID] = field(default_factory=list)

    def put(self, to: str = "somebody@example.com", *, name: str = "Some Body", **more: Any) -> uuid.UUID:
        now = self.firm.now()
        values = {
            "kind": "test",
            "key": uuid.uuid4().hex,
            "payload": {"zone": "UTC", "locale": "en_US"},
            "queue": QUEUE,
            "due_at": now,
        }
        return actions.enqueue(self.firm.session, to_name=name, to_email=to, now=now, **{**values, **more}).id

    def send(self) -> int:
        self.firm.commit()
        return sending.send(self.firm.session, QUEUE, sending.transport())

    def send_all(self) -> None:
        """Batches are sent until nothing more is due, or the server is left alone."""
        while self.send():
            pass

    def row(self, message_id: uuid.UUID) -> OutgoingMessage:
        self.firm.session.rollback()
        tenancy.enter(self.firm.session, self.firm.id)
        return self.firm.session.scalars(
            select(OutgoingMessage).where(OutgoingMessage.id == message_id).execution_options(populate_existing=True)
        ).one()

    def fate(self, message_id: uuid.UUID) -> tuple[str, str | None]:
        row = self.row(message_id)
        return row.state, row.outcome

    def server_had_its_rest(self) -> None:
        """The time for which a server in trouble is left alone is over."""
        self.firm.session.execute(text("update ops.mail_servers set open_until = '-infinity'"))
        self.firm.commit()

    def due_again(self, *ids: uuid.UUID) -> None:
        for message_id in ids:
            self.row(message_id).due_at = self.firm.now()
            self.firm.commit()

    def leases_ran_out(self) -> int:
        """Everybody who has claimed a mail is taken for dead; returns how many mails were reaped."""
        self.firm.session.rollback()
        for row in self.firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.lease_until.is_not(None))):
            row.lease_until = datetime.fromisoformat("2020-01-01T00:00Z")
        self.firm.commit()
        reaped = claims.recover_expired(self.firm.session, self.firm.now())
        self.firm.commit()
        return reaped

    def waits(self, message_id: uuid.UUID) -> timedelta:
        return self.row(message_id).due_at - self.firm.now()


@pytest.fixture
def outbox(firm: Firm) -> Outbox:
    return Outbox(firm)


@pytest.fixture
def server(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> Iterator[Misbehaving]:
    """Mail goes to this server, and waits but a moment for its answers."""
    monkeypatch.setattr(smtp, "SECONDS", SOON)
    with misbehaving() as played:

        def connect() -> SmtpConnection:
            return SmtpConnection(SmtpServer("127.0.0.1", played.port, played.user, played.user, "none"))

        with mails_to(firm.app, connect, clock.now):
            yield played
