"""Emails that came in."""

import uuid

from portal.incoming.models import IncomingMessage
from tests.factories.firm import Firm


def answer_to(firm: Firm, message_id: uuid.UUID) -> str:
    """The id of an email that came in for this one of ours."""
    row = IncomingMessage(received_at=firm.now(), recipient="", envelope_from="", digest=uuid.uuid4().hex)
    row.outgoing_id = message_id
    firm.session.add(row)
    firm.commit()
    return str(row.id)
