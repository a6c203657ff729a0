"""By when the agency means to mail each card that it has: replanning writes it, for all that a transaction touched."""

import uuid
from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.cards import queries
from portal.cards.models import Card
from portal.cards.rules.mailing import mailing_deadline
from portal.core.db import is_row
from portal.followups.agency_time import load_calendars
from portal.interviews.models import Interview
from portal.notes.models import Note


def write_goals(session: Session, application_ids: Collection[uuid.UUID]) -> None:
    """Write `mail_by` of the cards of these applications: None unless the agency has the card and it waits."""
    query = (
        select(Card, Candidate.office_id, queries.is_completed())
        .join(Note, is_row(Card.note_id, Note))
        .join(Interview, is_row(Note.interview_id, Interview))
        .join(Application, is_row(Interview.application_id, Application))
        .join(Candidate, is_row(Application.candidate_id, Candidate))
        .where(Application.id.in_(application_ids), or_(Card.ready_at.is_not(None), Card.mail_by.is_not(None)))
    )
    for card, office_id, is_done in session.execute(query).all():
        if card.ready_at is None or is_done:
            card.mail_by = None
        else:
            calendar = load_calendars(session, card.ready_at).calendar_of(office_id)
            card.mail_by = mailing_deadline(card.ready_at, calendar)
    session.flush()
