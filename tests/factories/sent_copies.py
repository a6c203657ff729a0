"""A copy of an email, as it is kept once the email was handed to a mail server."""

import uuid

from portal.messaging.copies import KEPT_FOR, compress
from portal.messaging.models import SentCopy
from tests.factories.firm import Firm


def copy_of(firm: Firm, message_id: uuid.UUID) -> None:
    """A copy of this email is kept, with HTML."""
    said = {"from_name": "McGrath Systems", "reply_to": "", "text": "Hi Ann,", "html": "<p>Hi Ann,</p>"}
    firm.session.add(SentCopy(id=message_id, said=compress(said), kept_until=firm.now() + KEPT_FOR))
    firm.commit()
