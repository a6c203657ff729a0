"""Questions about an agency's first day: what is done, and how much sample data there is."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.rules import STAFF
from portal.agencies.models import AgencyProfile
from portal.applications.models import Application
from portal.audit.models import AuditEvent
from portal.candidates.models import Candidate
from portal.contacts.models import Employer
from portal.drafts.models import TemplateVersion
from portal.interviews.models import Interview
from portal.messaging.models import OutgoingMessage
from portal.onboarding.models import ChecklistMark
from portal.onboarding.rules import AgencyFacts, Checklist, checklist


@dataclass(frozen=True)
class SampleCounts:
    """How many sample candidates and employers the agency has."""

    candidates: int
    employers: int

    @property
    def any(self) -> bool:
        return bool(self.candidates or self.employers)


def load_checklist(session: Session) -> Checklist:
    """Return the tasks of the entered agency's first day with their states."""
    about_profile = and_(
        AuditEvent.subject_kind == AgencyProfile.__tablename__, AuditEvent.action.startswith("agency.")
    )
    of_real_candidates = (
        select(Interview.id)
        .join(Application, Interview.application_id == Application.id)
        .join(Candidate, Application.candidate_id == Candidate.id)
        .where(~Candidate.is_sample)
    )
    tests = select(OutgoingMessage.id).where(OutgoingMessage.kind == "test", OutgoingMessage.state == "sent")
    facts = select(
        select(AuditEvent.id).where(about_profile, AuditEvent.actor_kind == "account").exists(),
        select(func.count() > 1).select_from(Account).where(Account.role.in_(STAFF)).scalar_subquery(),
        select(Candidate.id).where(~Candidate.is_sample).exists(),
        of_real_candidates.exists(),
        select(TemplateVersion.id).where(TemplateVersion.by_id.is_not(None)).exists(),
        tests.exists(),
    )
    row = session.execute(facts).one()
    return checklist(AgencyFacts(*row), session.scalars(select(ChecklistMark.task)).all())


def sample_counts(session: Session) -> SampleCounts:
    """Return how much sample data the entered agency has."""
    of_candidates = select(func.count()).select_from(Candidate).where(Candidate.is_sample).scalar_subquery()
    of_employers = select(func.count()).select_from(Employer).where(Employer.is_sample).scalar_subquery()
    return SampleCounts(*session.execute(select(of_candidates, of_employers)).one())
