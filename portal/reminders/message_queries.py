"""The reminder behind an email, and the reminder emails about an application."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.messaging.models import OutgoingMessage
from portal.reminders.models import Reminder, ReminderItem
from portal.reminders.queries import tenant_join


def messages_about_application(session: Session, application_id: uuid.UUID) -> Sequence[OutgoingMessage]:
    """Return the emails that remind of steps of this application, the newest first."""
    asking = (
        select(Reminder.message_id)
        .join(ReminderItem, tenant_join(Reminder, ReminderItem, ReminderItem.reminder_id))
        .where(ReminderItem.application_id == application_id, ReminderItem.dropped_at.is_(None))
    )
    query = (
        select(OutgoingMessage)
        .where(OutgoingMessage.id.in_(asking))
        .order_by(OutgoingMessage.created_at.desc(), OutgoingMessage.id.desc())
    )
    return session.scalars(query).all()


def reminder_of_message(session: Session, message_id: uuid.UUID) -> Reminder | None:
    """Return the reminder that goes out as this email; None if there is none."""
    return session.scalar(select(Reminder).where(Reminder.message_id == message_id))
