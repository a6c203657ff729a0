"""The groups of a recruiter's Today that are no candidates: requests, notes, cards, responses, proposals, emails."""

from datetime import datetime
from typing import Any

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.approvals import queries as approvals
from portal.approvals.models import Approval
from portal.candidates.models import Candidate
from portal.cards import queries as cards
from portal.cards.models import Card
from portal.contacts.models import Contact, ContactRequest, Employer
from portal.core.db import is_row
from portal.drafts import queries as drafts
from portal.drafts.models import TemplateProposal
from portal.followups import request_queries
from portal.followups.models import ContactWait
from portal.interviews.models import Interview, InterviewPerson
from portal.messaging import queries as messages
from portal.messaging.models import OutgoingMessage
from portal.notes import queries as notes
from portal.notes.models import Note
from portal.openings import queries as openings
from portal.openings.models import Opening, OpeningResponse
from portal.today.groups import Columns, Listing

Claimer = aliased(Account)
Asker, Invited, Applied = aliased(Candidate), aliased(Candidate), aliased(Candidate)
"""Made once: an alias copies every column of its table."""


def contact_requests(viewer: Viewer) -> Listing:
    """Return the open contact requests, the first due first."""
    ids = request_queries.open_requests_visible_to(viewer).with_only_columns(ContactRequest.id)
    return Listing(ids, (ContactRequest.target_at, ContactRequest.id), lambda page: _requests(page, viewer))


def notes_to_review(viewer: Viewer) -> Listing:
    """Return the notes that wait for a recruiter, the first due first."""
    ids = approvals.pending_approvals(viewer).with_only_columns(Approval.id)
    return Listing(ids, (Approval.target_at, Approval.id), _approvals)


def cards_to_mail(viewer: Viewer) -> Listing:
    """Return the cards that the agency has to mail, the first due first."""
    ids = cards.cards_at_agency(viewer).with_only_columns(Card.id)
    return Listing(ids, (Card.mail_by, Card.id), _cards)


def responses(viewer: Viewer) -> Listing:
    """Return the responses to jobs that a recruiter has to act on, the longest waiting first."""
    ids = openings.unhandled_responses(viewer).with_only_columns(OpeningResponse.id)
    return Listing(ids, (OpeningResponse.at, OpeningResponse.id), _responses)


def proposals() -> Listing:
    """Return the proposed changes of templates, the longest waiting first."""
    ids = drafts.proposals(standing=True).with_only_columns(TemplateProposal.id)
    return Listing(ids, (TemplateProposal.at, TemplateProposal.id), _proposals)


def emails(viewer: Viewer, states: tuple[str, ...]) -> Listing:
    """Return the emails in these states, the newest first."""
    visible = applications.mail_visible_to(viewer)
    ids = messages.messages_in_states(states).where(visible).with_only_columns(OutgoingMessage.id)
    return Listing(ids, (OutgoingMessage.changed_at.desc(), OutgoingMessage.id.desc()), _emails)


def stopped_notes(viewer: Viewer, since: datetime) -> Listing:
    """Return the emails of notes that were due since then and stopped because the address changed, the latest first."""
    ids = notes.stopped_messages(viewer, since).with_only_columns(OutgoingMessage.id)
    return Listing(ids, (OutgoingMessage.due_at.desc(), OutgoingMessage.id), _emails)


def _requests(page: Subquery, viewer: Viewer) -> Columns:
    waiting = request_queries.waiting_candidates(viewer).where(ContactWait.contact_id == ContactRequest.contact_id)
    first = waiting.with_only_columns(func.min(Candidate.name)).order_by(None)
    number = waiting.with_only_columns(func.count(Candidate.id.distinct())).order_by(None)
    return (
        select(
            ContactRequest.id,
            ContactRequest.requested_at,
            ContactRequest.target_at,
            ContactRequest.asked_hr_at,
            Contact.name.label("contact"),
            Employer.name.label("employer"),
            Asker.office_id,
            Claimer.name.label("claimed_by"),
            first.scalar_subquery().label("candidate"),
            number.scalar_subquery().label("candidates"),
        )
        .select_from(page)
        .join(ContactRequest, ContactRequest.id == page.c.id)
        .join(Contact, is_row(ContactRequest.contact_id, Contact))
        .join(Employer, is_row(Contact.employer_id, Employer))
        .join(Asker, is_row(ContactRequest.candidate_id, Asker))
        .outerjoin(Claimer, is_row(ContactRequest.claimed_by_id, Claimer))
    )


def _approvals(page: Subquery) -> Columns:
    query = select(
        Approval.id,
        Approval.kind,
        Approval.asked_at,
        Approval.target_at,
        Candidate.name.label("candidate"),
        Candidate.office_id,
        Candidate.phone,
        Contact.name.label("contact"),
        Employer.name.label("employer"),
        Employer.hr_name,
        Note.to_hr,
        Claimer.name.label("claimed_by"),
    )
    noted = query.select_from(page).join(Approval, Approval.id == page.c.id).join(Note, is_row(Approval.note_id, Note))
    return _with_people(noted).outerjoin(Claimer, is_row(Approval.claimed_by_id, Claimer))


def _cards(page: Subquery) -> Columns:
    query = select(
        Card.note_id,
        Card.mail_by,
        Card.printed_at,
        Candidate.name.label("candidate"),
        Candidate.phone,
        Candidate.time_zone,
        Contact.name.label("contact"),
        Employer.name.label("employer"),
    )
    return _with_people(query.select_from(page).join(Card, Card.id == page.c.id).join(Note, is_row(Card.note_id, Note)))


def _with_people(query: Any) -> Columns:
    """Join the candidate, the contact, and the employer of the note."""
    joined: Columns = (
        query.join(Interview, is_row(Note.interview_id, Interview))
        .join(Application, is_row(Interview.application_id, Application))
        .join(Candidate, is_row(Application.candidate_id, Candidate))
        .join(Employer, is_row(Application.employer_id, Employer))
        .join(InterviewPerson, is_row(Note.person_id, InterviewPerson))
        .join(Contact, is_row(InterviewPerson.contact_id, Contact))
    )
    return joined


def _responses(page: Subquery) -> Columns:
    return (
        select(
            OpeningResponse.id,
            OpeningResponse.kind,
            OpeningResponse.at,
            OpeningResponse.candidate_id,
            Candidate.name.label("candidate"),
            Candidate.phone,
            Opening.title,
            Opening.employer_id,
        )
        .select_from(page)
        .join(OpeningResponse, OpeningResponse.id == page.c.id)
        .join(Candidate, is_row(OpeningResponse.candidate_id, Candidate))
        .join(Opening, is_row(OpeningResponse.opening_id, Opening))
    )


def _proposals(page: Subquery) -> Columns:
    return (
        select(
            TemplateProposal.id,
            TemplateProposal.name,
            TemplateProposal.reason,
            TemplateProposal.at,
            Account.name.label("by"),
        )
        .select_from(page)
        .join(TemplateProposal, TemplateProposal.id == page.c.id)
        .outerjoin(Account, is_row(TemplateProposal.by_id, Account))
    )


def _emails(page: Subquery) -> Columns:
    mail = OutgoingMessage
    return (
        select(
            mail.id,
            mail.kind,
            mail.to_name,
            mail.state,
            mail.outcome,
            mail.changed_at,
            mail.payload["note"].astext.label("note_id"),
            func.coalesce(Candidate.name, Invited.name, Applied.name).label("candidate"),
        )
        .select_from(page)
        .join(mail, mail.id == page.c.id)
        .outerjoin(Candidate, is_row(mail.about_id, Candidate))
        .outerjoin(Invited, and_(Invited.agency_id == mail.agency_id, Invited.account_id == mail.about_id))
        .outerjoin(Application, is_row(mail.about_id, Application))
        .outerjoin(Applied, is_row(Application.candidate_id, Applied))
    )
