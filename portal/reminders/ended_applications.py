"""The email to a candidate about how an application ended: once it stays, outside quiet hours, and not twice in a week.

`portal/interviews/end_notices.py` queues it; docs/rules.md#end-notices has the rules.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import acting
from portal.agencies import links
from portal.agencies.emails import write_email
from portal.applications.models import Application
from portal.interviews import queries as interviews
from portal.interviews.end_notices import KIND, done_figures
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import OutgoingMessage
from portal.reminders.own_hours import quiet_hours_of

WEEK = timedelta(days=7)


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Wait | Drop:
    application = session.get(Application, (message.agency_id, uuid.UUID(message.payload["application"])))
    if application is None:
        return Drop("gone")
    endings = sorted([*application.answers, *application.closures], key=lambda row: row.at)
    if application.under_way or not endings or str(endings[-1].id) != message.payload["ending"]:
        return Drop("nothing_left")
    candidate = application.candidate
    if candidate.invited_at is None:
        return Drop("not_invited")
    if _was_said(session, message, now):
        return Drop("said_already")
    quiet, zone = quiet_hours_of(session, candidate), ZoneInfo(candidate.time_zone)
    if quiet.covers(now, zone):
        return Wait(quiet.end_of(now, zone))
    return Send({"application": application, "ending": endings[-1]})


def _was_said(session: Session, message: OutgoingMessage, now: datetime) -> bool:
    """Return whether an email of the last week said the same: the ending was undone, and recorded again."""
    sent = select(OutgoingMessage.id).where(
        OutgoingMessage.about_id == message.about_id,
        OutgoingMessage.kind == KIND,
        OutgoingMessage.payload["says"].astext == message.payload["says"],
        OutgoingMessage.handed_over_at > now - WEEK,
        OutgoingMessage.id != message.id,
    )
    return session.scalar(sent.limit(1)) is not None


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    application: Application = values["application"]
    candidate = application.candidate
    rounds = interviews.rounds_of_application(session, application.id)
    held = [row for row in rounds if row.status == "planned" and row.ends_at <= now]
    reader = acting.reply_reader(session, candidate, now)
    return write_email(
        session,
        KIND,
        name=message.to_name,
        zone=candidate.time_zone,
        locale=candidate.locale,
        now=now,
        answers=reader,
        kind=values["ending"].kind,
        employer=application.employer.name,
        job=application.opening_title,
        helper=reader.name if reader and candidate.recruiter_id else None,
        done=done_figures(held),
        link=links.absolute_url(session, f"/applications/{application.id}/closing"),
    )


KINDS = (MailKind(KIND, "candidate", _recheck, _render),)
"""Registered by the app factory."""
