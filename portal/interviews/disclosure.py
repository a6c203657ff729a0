"""Which contact details a viewer may see, from the rows on who listed a person and who entered a detail."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.viewer import Viewer
from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.contacts.disclosure import EVERYTHING, Disclosure, details_entered_by
from portal.interviews.models import Interview, InterviewPerson


def disclosure_for(session: Session, viewer: Viewer) -> Disclosure:
    """Return what this viewer may see of contacts: staff see everything."""
    if not viewer.is_candidate:
        return EVERYTHING
    candidate = session.scalar(select(Candidate).where(Candidate.account_id == viewer.account_id))
    return disclosure_for_candidate(session, candidate) if candidate is not None else Disclosure()


def disclosure_for_candidate(session: Session, candidate: Candidate) -> Disclosure:
    """Return what this candidate may see of contacts (docs/rules.md#disclosure)."""
    listed = (
        select(InterviewPerson.contact_id)
        .join(InterviewPerson.interview)
        .join(Interview.application)
        .where(Application.candidate_id == candidate.id, InterviewPerson.listed_by == "staff")
        .distinct()
    )
    entered = details_entered_by(session, candidate.account_id) if candidate.account_id else frozenset()
    return Disclosure(listed=frozenset(session.scalars(listed)), entered=entered)
