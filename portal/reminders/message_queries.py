"""The reminder behind an email, and the reminder emails about an application."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.db import is_row
from portal.followups.models import Step
from portal.messaging.models import OutgoingMessage
from portal.reminders.models import Reminder, ReminderItem
from portal.reminders.queries import SENT_STATES


def messages_about_application(session: Session, application_id: uuid.UUID) -> Sequence[OutgoingMessage]:
    """Return the emails that remind of steps of this application, the newest first."""
    asking = (
        select(Reminder.message_id)
        .join(ReminderItem, is_row(ReminderItem.reminder_id, Reminder))
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


def last_reminded(session: Session, step: Step) -> datetime | None:
    """Return when the candidate was last emailed a reminder of this step; None if none has left."""
    return session.scalar(
        select(func.max(func.coalesce(OutgoingMessage.handed_over_at, Reminder.at)))
        .select_from(ReminderItem)
        .join(Reminder, is_row(ReminderItem.reminder_id, Reminder))
        .join(OutgoingMessage, is_row(Reminder.message_id, OutgoingMessage))
        .where(
            ReminderItem.application_id == step.application_id,
            ReminderItem.kind == step.kind,
            ReminderItem.interview_id == step.interview_id,
            ReminderItem.person_id.is_not_distinct_from(step.person_id),
            ReminderItem.dropped_at.is_(None),
            OutgoingMessage.state.in_(SENT_STATES),
        )
    )
