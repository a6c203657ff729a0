"""Mails per second: the real batch, against the same server given mails built, and given mails built before."""

import uuid
from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from sqlalchemy import func, select

from benchmarks import filling
from benchmarks.measuring import line, rates
from benchmarks.running import portal
from benchmarks.sink import sink
from portal.core import clock, tenancy
from portal.core.settings import SmtpServer
from portal.jobs import runner
from portal.messaging import sending
from portal.messaging.build import Mail, build_mail
from portal.messaging.kinds import Content, Send, kind_of
from portal.messaging.models import OutgoingMessage
from portal.messaging.return_addresses import Sender
from portal.messaging.rules import Sent
from portal.messaging.smtp import SmtpConnection

SAMPLES = 50
Ready = list[tuple[OutgoingMessage, Content]]


def run(mails: int = 3000, rounds: int = 10) -> Iterator[str]:
    """The lines of this benchmark: reminders, the mails that come in waves."""
    each = mails // rounds
    with sink() as (server, port), portal(port) as running:
        agency_id = filling.agency(mails)
        running.analyze()
        _reminder(agency_id)
        running.analyze()
        ready, to = _rendered(agency_id), SmtpServer("127.0.0.1", port, None, None, "none")
        prebuilt = [_built(message, content) for message, content in ready]
        size = sum(len(mail.data) for mail in prebuilt) // len(prebuilt)
        yield (
            f"mails: {mails:,} reminders of {size / 1000:.1f} kB, text and HTML, one line, to {server}; "
            f"{rounds} rounds of {each}"
        )
        found = rates(
            {
                "batch": lambda: _sent(agency_id, each),
                "built": lambda: _given(to, (_built(*row) for row in islice(cycle(ready), each))),
                "prebuilt": lambda: _given(to, islice(cycle(prebuilt), each)),
            },
            rounds,
        )
    yield line(
        "claimed, rechecked, rendered, sent, settled",
        found["batch"],
        found["built"],
        f"mails built and sent, {found['built']:,.0f}/s",
    )
    yield line("the same, beside mails built before", found["batch"], found["prebuilt"], f"{found['prebuilt']:,.0f}/s")


def _reminder(agency_id: uuid.UUID) -> None:
    filling.due(agency_id)
    while runner.batch(agency_id, "reminders"):
        pass


def _rendered(agency_id: uuid.UUID) -> Ready:
    """Waiting mails and what they say, found out as a batch does, and left as they were."""
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        now, rows = clock.now(session), session.scalars(select(OutgoingMessage).limit(SAMPLES)).all()
        found = [(row, _content(session, row, now)) for row in rows]
        session.expunge_all()
        session.rollback()
    return found


def _content(session: object, row: OutgoingMessage, now: object) -> Content:
    kind = kind_of(row.kind)
    verdict = kind.recheck(session, row, now)  # type: ignore[arg-type]
    assert isinstance(verdict, Send), verdict
    return kind.render(session, row, verdict.values, now)  # type: ignore[arg-type]


def _built(message: OutgoingMessage, content: Content) -> Mail:
    return build_mail(message, content, Sender("mcgrath", "mail.example", "0" * 10, ("key",)), message.due_at)


def _sent(agency_id: uuid.UUID, mails: int) -> int:
    """So many of the agency's mails are settled, by the job that does it; returns how many were sent."""
    before = _count(agency_id)
    for _ in range(0, mails, sending.BATCH):
        runner.batch(agency_id, "mail_due")
    return _count(agency_id) - before


def _given(to: SmtpServer, mails: Iterator[Mail]) -> int:
    """The server has taken all of these, over one connection."""
    with SmtpConnection(to) as connection:
        outcomes: Sequence[object] = [connection.deliver(mail) for mail in mails]
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    return len(outcomes)


def _count(agency_id: uuid.UUID) -> int:
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        return session.scalar(select(func.count(OutgoingMessage.id)).where(OutgoingMessage.state == "sent")) or 0
