"""Questions about emails that came in."""

from sqlalchemy import ColumnElement, Select, or_, select

from portal.accounts.permissions import EDIT_PEOPLE
from portal.accounts.viewer import Viewer
from portal.applications import queries as applications
from portal.core.db import is_row
from portal.incoming.models import IncomingMessage
from portal.messaging.models import OutgoingMessage


def received_visible_to(viewer: Viewer) -> Select[IncomingMessage]:
    """Return the emails that came in for emails that the viewer may see, the newest first.

    An owner also sees those that belong to no email of ours.
    """
    answers = is_row(IncomingMessage.outgoing_id, OutgoingMessage)
    seen: list[ColumnElement[bool]] = [
        select(OutgoingMessage.id).where(answers, applications.mail_visible_to(viewer)).exists()
    ]
    if viewer.may(EDIT_PEOPLE):
        seen.append(IncomingMessage.outgoing_id.is_(None))
    newest = IncomingMessage.received_at.desc(), IncomingMessage.id.desc()
    return select(IncomingMessage).where(or_(*seen)).order_by(*newest)
