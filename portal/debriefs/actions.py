"""Actions on a debrief: save its answers, finish it, or record that the interview did not take place."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import Actor
from portal.contacts import actions as contacts
from portal.contacts import disclosure, evidence
from portal.contacts.details import ContactDetails
from portal.contacts.evidence import EvidenceKey
from portal.contacts.models import Contact
from portal.contacts.rules import fill_missing
from portal.core.errors import N_, ActionRefused
from portal.debriefs import queries
from portal.debriefs.models import Debrief
from portal.debriefs.rules import CANCELLED, CONVERSATION_FIELDS, NO_SHOW, DebriefAnswers, PersonAnswers
from portal.interviews import actions as interviews
from portal.interviews import contact_info
from portal.interviews.models import Interview, InterviewPerson


class InvalidPersonAnswers(ActionRefused):
    """The answers about one person are not valid; `answer` says which."""

    def __init__(self, answer: PersonAnswers, refused: ActionRefused) -> None:
        super().__init__(refused.sentence, field=refused.field, **refused.values)
        self.answer = answer


def lock_or_create(session: Session, interview: Interview) -> Debrief:
    """Return the interview's debrief, locked until the transaction ends, so that another device waits for it."""
    session.execute(insert(Debrief).values(interview_id=interview.id, answers={}).on_conflict_do_nothing())
    return queries.lock_debrief(session, interview.id)


def save_answers(
    session: Session, interview: Interview, answers: dict[str, Any], *, by: Actor, now: datetime
) -> Debrief:
    """Save the answers so far, and return the debrief; none of them is a fact of the plan yet."""
    row = lock_or_create(session, interview)
    audit.apply_change(session, "debrief.save", row, {"answers": answers, "by_id": by.account_id}, by=by, now=now)
    return row


def record_not_held(
    session: Session,
    interview: Interview,
    why: str,
    reason: str | None,
    *,
    no_show_by: str | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Record that the interview did not take place: `cancelled` or `no_show`; raise `ActionRefused` for another `why`.

    `no_show_by` is who did not show up, as `interviews.actions.set_status` takes it. For an interview that moved, use
    `interviews.actions.reschedule`.
    """
    if why not in (CANCELLED, NO_SHOW):
        raise ActionRefused(N_("Say why it did not take place."), field="took_place")
    interviews.set_status(session, interview, why, reason, no_show_by=no_show_by, by=by, now=now)


def finish(session: Session, interview: Interview, answers: DebriefAnswers, *, by: Actor, now: datetime) -> Debrief:
    """Finish the debrief, and return it: record the people met, their contact info, and the pace; thank-yous then open.

    Anyone listed but not in `answers.people` counts as not met. Contact info is requested for anyone met who cannot be
    reached. Raise `ActionRefused` before the interview has ended, and `InvalidPersonAnswers`.
    """
    if interview.ends_at > now:
        raise ActionRefused(N_("This interview isn’t over yet."))
    interviews.set_status(session, interview, "planned", None, by=by, now=now)
    told = {
        person.id: answer
        for answer in answers.people
        if (person := _resolve_person(session, interview, answer, by, now))
    }
    for person in interview.people:
        _record_person(session, interview, person, told.get(person.id), by=by, now=now)
    audit.apply_change(session, "interview.pace", interview, asdict(answers.pace), by=by, now=now)
    interviews.complete_step(session, interview, "debrief", means="told", at=now, by=by, now=now)
    row = save_answers(session, interview, {}, by=by, now=now)
    row.finished_at = now
    return row


def _resolve_person(
    session: Session, interview: Interview, answer: PersonAnswers, by: Actor, now: datetime
) -> InterviewPerson | None:
    """Return the person these answers are about, and assign or delete the evidence about them.

    None for someone new who was not met. Raise `InvalidPersonAnswers`.
    """
    try:
        person = _find_or_add_person(session, interview, answer, by, now)
    except ActionRefused as refused:
        raise InvalidPersonAnswers(answer, refused) from refused
    if answer.debrief_person_id is not None:
        contact = person.contact if person and answer.met else None
        evidence.assign_or_delete(session, EvidenceKey(interview.id, answer.debrief_person_id), contact)
    return person


def _find_or_add_person(
    session: Session, interview: Interview, answer: PersonAnswers, by: Actor, now: datetime
) -> InterviewPerson | None:
    if answer.person_id is None:
        if not answer.met:
            return None
        return interviews.add_person(
            session, interview, interview.application.employer_id, answer.details, by=by, now=now
        )
    known: InterviewPerson | None = next((person for person in interview.people if person.id == answer.person_id), None)
    if known is None:
        raise ActionRefused(N_("Somebody on this list has been removed meanwhile. Reload the page."))
    _fill_missing_details(session, known.contact, answer.details, by=by, now=now)
    return known


def _fill_missing_details(
    session: Session, contact: Contact, details: ContactDetails, *, by: Actor, now: datetime
) -> None:
    """Fill in missing details of a contact; nothing that the agency has confirmed is overwritten."""
    disclosure.record_entered(session, details, by=by, now=now)
    known = contacts.details_of(contact)
    if fill_missing(known, details) != known:
        contact_info.fill_missing_details(session, contact, details, by=by, now=now)


def _record_person(
    session: Session,
    interview: Interview,
    person: InterviewPerson,
    answer: PersonAnswers | None,
    *,
    by: Actor,
    now: datetime,
) -> None:
    values: dict[str, Any] = {"met": answer.met if answer else False}
    if answer is not None:
        values |= {name: getattr(answer, name) or None for name in CONVERSATION_FIELDS}
    contact = person.contact
    wanted = values["met"] and not contact.reachable
    if wanted and person.contact_requested_at is None:
        values["contact_requested_at"] = now
        candidate_id = interview.application.candidate_id
        contacts.request_details(session, contact, candidate_id, target_at=now, by=by, now=now)
    audit.apply_change(session, "interview_person.told", person, values, by=by, now=now)
