"""The email that tells a candidate why a note did not go out, or who stopped it, sent outside quiet hours."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.accounts import acting
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.agencies.emails import write_email
from portal.candidates.models import Candidate
from portal.followups.rules.policy import quiet_hours
from portal.interviews import task_links
from portal.interviews.disclosure import disclosure_for_candidate
from portal.interviews.email_details import interview_details
from portal.interviews.task_links import Target
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import OutgoingMessage
from portal.messaging.rules import RETURNED
from portal.names.rules import first_name
from portal.notes import actions as notes
from portal.notes import queries
from portal.notes.cancellation import KIND
from portal.notes.models import Note
from portal.notes.rules import NOT_HELD, NOT_MET


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Wait | Drop:
    note, zone = queries.find_note(session, uuid.UUID(message.payload["note"])), ZoneInfo(message.payload["zone"])
    if note is None or _is_resolved(note, message.payload):
        return Drop("decided")
    if notes.is_step_done(session, note):
        return Drop("done_already")
    quiet = quiet_hours(agencies.profile(session).policy)
    return Wait(quiet.end_of(now, zone)) if quiet.covers(now, zone) else Send({"note": note})


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    note: Note = values["note"]
    candidate: Candidate = note.interview.application.candidate
    stopper = _stopped_by(session, message)
    recruiter = stopper or acting.reply_reader(session, candidate, now)
    by = first_name(stopper.name) if stopper else agencies.profile(session).name
    return write_email(
        session,
        KIND,
        name=message.to_name,
        zone=message.payload["zone"],
        locale=message.payload["locale"],
        now=now,
        answers=recruiter,
        to=note.to_name,
        employer=note.interview.application.employer.name,
        interview=interview_details(note.interview),
        obstacle=_obstacle(note),
        stopped_by=by if "by" in message.payload else None,
        now_email=note.to_email,
        came_back=_has_come_back(note),
        **_addresses(session, note),
        link=task_links.url(session, Target(candidate.id, note.interview_id, f"/notes/{note.id}", note.person_id), now),
    )


def _addresses(session: Session, note: Note) -> dict[str, Any]:
    """Return the old address, and whether the candidate may see that and the new one (docs/rules.md#disclosure)."""
    was = note.message.to_email if note.message else None
    disclosed = disclosure_for_candidate(session, note.interview.application.candidate)
    seen = all(disclosed.may_see(note.person.contact, "email", email) for email in (was, note.to_email) if email)
    return {"was_email": was, "is_visible": seen}


def _obstacle(note: Note) -> str | None:
    """Return why the note was not called for any more when it was stopped; None where it was stopped otherwise."""
    outcome = note.message.outcome if note.message else None
    return outcome if outcome in (NOT_HELD, NOT_MET) else None


def _has_come_back(note: Note) -> bool:
    return note.message is not None and (note.message.outcome or "").startswith(RETURNED)


def _is_resolved(note: Note, said: dict[str, Any]) -> bool:
    """Return whether the note's writer has acted on it since."""
    if "by" not in said:
        mail: str = said["mail"]
        return str(note.message_id) != mail
    return note.is_on_its_way or note.saved_at > datetime.fromisoformat(said["at"])


def _stopped_by(session: Session, message: OutgoingMessage) -> Account | None:
    """Return the staff account that stopped it; None if there is none, or it is no longer active."""
    return accounts.find_active(session, uuid.UUID(message.payload["by"])) if "by" in message.payload else None


KINDS = (MailKind(KIND, "candidate", _recheck, _render),)
"""Registered by the app factory."""
