"""What the events of the audit log are about: a name, and a link to its page where the viewer may open it."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, and_, case, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from portal.accounts.models import Account, EmailChange, SignIn
from portal.accounts.rules import CANDIDATE
from portal.accounts.viewer import Viewer
from portal.agencies.models import AgencyProfile, HolidayChange, JobField, Office
from portal.applications.models import Application, Closure, EmployerResponse
from portal.approvals.models import Approval
from portal.audit.models import AuditEvent
from portal.bulk_actions.models import BulkAction
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate, CandidateMerge, CandidateNonDuplicate, ReminderSuppression
from portal.cards.models import Card
from portal.contacts.models import Contact, ContactEvidence, ContactMerge, ContactNonDuplicate, ContactRequest, Employer
from portal.debriefs.models import Debrief
from portal.drafts.models import GeneralDraft, Template, TemplateProposal
from portal.followups.models import Step
from portal.imports.models import Import
from portal.interviews.models import Interview, InterviewPerson, StepCompletion
from portal.messaging.models import OutgoingMessage
from portal.notes.models import Note, WorkedInSentence
from portal.openings.models import Opening, OpeningResponse
from portal.proofreading.models import DictionaryWord, DismissedIssue
from portal.recruiter_notes.models import RecruiterNote
from portal.saved_views.models import SavedView
from portal.tags.models import Tag

PAGES = {
    "office": ("offices.detail", "office_id"),
    "job_field": ("job_fields.detail", "field_id"),
    "account": ("staff.detail", "account_id"),
    "agency": ("settings.edit", ""),
    "application": ("applications.detail", "application_id"),
    "candidate": ("candidates.detail", "candidate_id"),
    "card": ("cards.detail", "note_id"),
    "contact": ("contacts.detail", "contact_id"),
    "employer": ("employers.detail", "employer_id"),
    "hours": ("hours.index", ""),
    "import": ("imports.detail", "import_id"),
    "interview": ("interviews.detail", "interview_id"),
    "mail": ("outbox.detail", "message_id"),
    "note": ("notes.detail", "note_id"),
    "opening": ("openings.detail", "opening_id"),
    "view": ("saved_views.detail", "view_id"),
    "tag": ("tag_words.detail", "tag_id"),
    "proposal": ("proposals.detail", "proposal_id"),
    "template": ("library.detail", "template_id"),
}
"""The pages that an event's subject may be seen on: each with its endpoint and the name of its id."""

Key = tuple[str, uuid.UUID]
Find = Callable[[Sequence[uuid.UUID]], Select[Any]]


@dataclass(frozen=True)
class AuditSubject:
    """What an event is about: `names` are of one thing, such as candidate and employer; `browser` is a sign-in's."""

    names: tuple[str, ...]
    url: str | None
    browser: str | None = None

    @property
    def label(self) -> str:
        return ", ".join(self.names)


def find_subjects(session: Session, viewer: Viewer, events: Sequence[AuditEvent]) -> Mapping[Key, AuditSubject]:
    """Return what the events are about, by kind and id, in one statement; what is gone, or has no name, is left out."""
    ids: dict[str, set[uuid.UUID]] = defaultdict(set)
    for event in events:
        ids[event.subject_kind].add(event.subject_id)
    found = [FINDERS[kind](sorted(wanted)) for kind, wanted in ids.items() if kind in FINDERS]
    if not found:
        return {}
    rows = session.execute(union_all(*found)).all()
    open_to = _visible_candidates(session, viewer, {row.candidate_id for row in rows if row.candidate_id})
    return {
        (row.kind, row.id): AuditSubject(
            tuple(name for name in (row.name, row.of) if name), _url(viewer, row, open_to), row.browser
        )
        for row in rows
        if row.name
    }


def _visible_candidates(session: Session, viewer: Viewer, ids: set[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these candidates the viewer sees in the view they chose."""
    if viewer.scope == "agency" or not ids:
        return ids
    return set(session.scalars(candidates.visible_ids(viewer).where(Candidate.id.in_(ids))))


def _url(viewer: Viewer, row: Any, visible: set[uuid.UUID]) -> str | None:
    if row.page is None or (row.candidate_id is not None and row.candidate_id not in visible):
        return None
    if row.page == "mail" and viewer.scope != "agency":
        return None  # whose email it is takes another question
    endpoint, name = PAGES[row.page]
    return url_for(endpoint, **({name: row.target} if name else {}))


def _row(
    model: Any,
    page: Any,
    target: Any,
    name: Any,
    of: Any = None,
    candidate_id: Any = None,
    browser: Any = None,
) -> Select[Any]:
    """Return the columns that every kind of subject has."""
    return select(
        literal(model.__tablename__).label("kind"),
        model.id.label("id"),
        (literal(page) if isinstance(page, str) else cast(page, String)).label("page"),
        target.label("target"),
        name.label("name"),
        (null() if of is None else of).label("of"),
        (cast(null(), Candidate.id.type) if candidate_id is None else candidate_id).label("candidate_id"),
        (null() if browser is None else browser).label("browser"),
    ).select_from(model)


def _same(owner: Any, column: Any, model: Any) -> Any:
    return and_(owner.agency_id == model.agency_id, column == model.id)


def _own(model: Any, page: str, name: Any, of: Any = None) -> Find:
    """Find a thing that has a name and a page of its own."""
    return lambda ids: _row(model, page, model.id, name, of).where(model.id.in_(ids))


def _of_candidate(model: Any, column: Any) -> Find:
    """Find a thing that belongs to a candidate, whose page shows it."""

    def find(ids: Sequence[uuid.UUID]) -> Select[Any]:
        named = _row(model, "candidate", column, Candidate.name, candidate_id=Candidate.id)
        joined = named if model is Candidate else named.join(Candidate, _same(model, column, Candidate))
        return joined.where(model.id.in_(ids))

    return find


def _of_contact(model: Any, column: Any) -> Find:
    """Find a thing that belongs to a contact, whose page shows it."""

    def find(ids: Sequence[uuid.UUID]) -> Select[Any]:
        named = _row(model, "contact", column, Contact.name, Employer.name)
        joined = named if model is Contact else named.join(Contact, _same(model, column, Contact))
        return joined.join(Employer, _same(Contact, Contact.employer_id, Employer)).where(model.id.in_(ids))

    return find


def _of_application(model: Any, page: str, target: Any, *path: tuple[Any, Any, Any]) -> Find:
    """Find a thing of an application; `path` are the joins that lead there from `model`."""

    def find(ids: Sequence[uuid.UUID]) -> Select[Any]:
        query = _row(model, page, target, Candidate.name, Employer.name, Candidate.id)
        for owner, column, joined in path:
            query = query.join(joined, _same(owner, column, joined))
        query = query.join(Candidate, _same(Application, Application.candidate_id, Candidate))
        return query.join(Employer, _same(Application, Application.employer_id, Employer)).where(model.id.in_(ids))

    return find


def _of_interview(model: Any, page: str, target: Any, *path: tuple[Any, Any, Any]) -> Find:
    return _of_application(model, page, target, *path, (Interview, Interview.application_id, Application))


def _of_note(model: Any, page: str) -> Find:
    path = (model, model.note_id, Note), (Note, Note.interview_id, Interview)
    return _of_interview(model, page, model.note_id, *path)


def _accounts(model: Any, column: Any, browser: Any = None) -> Find:
    """Find an account: a colleague's page, or the candidate's whose account it is."""

    def find(ids: Sequence[uuid.UUID]) -> Select[Any]:
        page = case((Account.role != CANDIDATE, "account"), (Candidate.id.is_not(None), "candidate"))
        target = func.coalesce(Candidate.id, Account.id)
        query = _row(model, page, target, Account.name, candidate_id=Candidate.id, browser=browser)
        query = query if model is Account else query.join(Account, _same(model, column, Account))
        whose = and_(Candidate.agency_id == Account.agency_id, Candidate.account_id == Account.id)
        return query.outerjoin(Candidate, whose).where(model.id.in_(ids))

    return find


FINDERS: Mapping[str, Find] = {
    "accounts": _accounts(Account, Account.id),
    "agency_profiles": _own(AgencyProfile, "agency", AgencyProfile.name),
    "offices": _own(Office, "office", Office.name),
    "job_fields": _own(JobField, "job_field", JobField.name),
    "applications": _of_application(Application, "application", Application.id),
    "approvals": _of_note(Approval, "note"),
    "bulk_actions": _accounts(BulkAction, BulkAction.by_id),
    "candidates": _of_candidate(Candidate, Candidate.id),
    "candidate_merges": _of_candidate(CandidateMerge, CandidateMerge.winner_id),
    "candidate_non_duplicates": _of_candidate(CandidateNonDuplicate, CandidateNonDuplicate.candidate_id),
    "recruiter_notes": _of_candidate(RecruiterNote, RecruiterNote.candidate_id),
    "cards": _of_note(Card, "card"),
    "closures": _of_application(
        Closure, "application", Closure.application_id, (Closure, Closure.application_id, Application)
    ),
    "contact_evidence": _of_contact(ContactEvidence, ContactEvidence.contact_id),
    "contact_merges": _of_contact(ContactMerge, ContactMerge.winner_id),
    "contact_non_duplicates": _of_contact(ContactNonDuplicate, ContactNonDuplicate.contact_id),
    "contact_requests": _of_contact(ContactRequest, ContactRequest.contact_id),
    "contacts": _of_contact(Contact, Contact.id),
    "debriefs": _of_interview(Debrief, "interview", Debrief.interview_id, (Debrief, Debrief.interview_id, Interview)),
    "dictionary_words": _of_candidate(DictionaryWord, DictionaryWord.candidate_id),
    "dismissed_issues": _of_note(DismissedIssue, "note"),
    "email_changes": _accounts(EmailChange, EmailChange.account_id),
    "employer_responses": _of_application(
        EmployerResponse,
        "application",
        EmployerResponse.application_id,
        (EmployerResponse, EmployerResponse.application_id, Application),
    ),
    "employers": _own(Employer, "employer", Employer.name),
    "general_drafts": _of_candidate(GeneralDraft, GeneralDraft.candidate_id),
    "holiday_changes": _own(HolidayChange, "hours", HolidayChange.name),
    "imports": _own(Import, "import", Import.file_name),
    "interview_people": _of_interview(
        InterviewPerson,
        "interview",
        InterviewPerson.interview_id,
        (InterviewPerson, InterviewPerson.interview_id, Interview),
    ),
    "interviews": _of_interview(Interview, "interview", Interview.id),
    "notes": _of_interview(Note, "note", Note.id, (Note, Note.interview_id, Interview)),
    "opening_responses": _of_candidate(OpeningResponse, OpeningResponse.candidate_id),
    "openings": _own(Opening, "opening", Opening.title),
    "outgoing_messages": _own(OutgoingMessage, "mail", OutgoingMessage.to_name, OutgoingMessage.subject),
    "reminder_suppressions": _of_candidate(ReminderSuppression, ReminderSuppression.candidate_id),
    "saved_views": _own(SavedView, "view", SavedView.name),
    "sign_ins": _accounts(SignIn, SignIn.account_id, SignIn.browser),
    "step_completions": _of_interview(
        StepCompletion,
        "interview",
        StepCompletion.interview_id,
        (StepCompletion, StepCompletion.interview_id, Interview),
    ),
    "steps": _of_application(Step, "application", Step.application_id, (Step, Step.application_id, Application)),
    "tags": _own(Tag, "tag", Tag.name),
    "template_proposals": _own(TemplateProposal, "proposal", TemplateProposal.name),
    "templates": _own(Template, "template", Template.name),
    "worked_in_sentences": _of_note(WorkedInSentence, "note"),
}
"""How to find what events are about, by the table of the subject."""
