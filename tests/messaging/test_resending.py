"""An email that did not go out is sent again by hand, and only then."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.core.errors import ActionRefused
from portal.messaging import claims, resending
from portal.messaging.claims import ClaimLost
from portal.messaging.models import OutgoingMessage
from portal.messaging.rules import Sent
from tests.factories.firm import Firm
from tests.messaging.catching import Catcher
from tests.messaging.conftest import Outbox


def put(firm: Firm, outbox: Outbox, **values: Any) -> OutgoingMessage:
    """Return an email that waits in the outbox."""
    mail = outbox.put(**values)
    firm.commit()
    return outbox.row(mail)


@pytest.mark.parametrize("state", ["failed", "unknown", "lapsed"])
def test_what_did_not_go_out_goes_to_the_address_of_today(
    firm: Firm, outbox: Outbox, catcher: Catcher, state: str
) -> None:
    mail = outbox.put("old@example.com")
    firm.commit()
    row = outbox.row(mail)
    row.state, row.outcome, row.attempts, row.finished_at = state, "550 5.1.1 no such user", 11, firm.now()
    firm.commit()
    resending.resend(firm.command(), outbox.row(mail), "new@example.com")
    outbox.send()
    assert outbox.fate(mail) == ("sent", None)
    assert [to for to, _ in catcher.mails] == ["new@example.com"]
    assert "message.resend" in firm.session.scalars(select(AuditEvent.action)).all()


@pytest.mark.parametrize("state", ["queued", "claimed", "handed_over", "sent", "dropped"])
def test_nothing_else_is_sent_again(firm: Firm, outbox: Outbox, state: str) -> None:
    mail = put(firm, outbox)
    mail.state = state
    with pytest.raises(ActionRefused):
        resending.resend(firm.command(), mail, "x@example.com")


def test_what_is_of_no_use_any_more_is_not_sent_again(firm: Firm, outbox: Outbox) -> None:
    mail = put(firm, outbox, not_after=firm.now() - timedelta(minutes=1))
    mail.state = "failed"
    with pytest.raises(ActionRefused, match="too late"):
        resending.resend(firm.command(), mail, "x@example.com")


def test_a_worker_that_wakes_up_late_says_nothing_of_what_was_sent_again(firm: Firm, outbox: Outbox) -> None:
    mail = put(firm, outbox)
    token, _ = claims.claim(firm.session, "due", firm.now(), 10)
    firm.session.refresh(mail)
    mail.state = "unknown"
    resending.resend(firm.command(), mail, "x@example.com")
    with pytest.raises(ClaimLost):
        claims.record_outcome(firm.session, mail.id, token, Sent(), firm.now())
