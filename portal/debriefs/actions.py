"""Actions on a debrief: save its answers, finish it, or record that the interview did not take place."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.contacts import actions as contacts
from portal.contacts import disclosure, evidence
from portal.contacts.details import ContactDetails
from portal.contacts.evidence import EvidenceKey
from portal.contacts.models import Contact
from portal.contacts.rules import fill_missing
from portal.core.command import Command
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


def save_answers(command: Command, interview: Interview, answers: dict[str, Any]) -> Debrief:
    """Save the answers so far, and return the debrief; none of them is a fact of the plan yet."""
    row = lock_or_create(command.session, interview)
    audit.apply_change(command, "debrief.save", row, {"answers": answers, "by_id": command.by.account_id})
    return row


def record_not_held(
    command: Command, interview: Interview, why: str, reason: str | None, *, no_show_by: str | None = None
) -> None:
    """Record that the interview did not take place: `cancelled` or `no_show`; raise `ActionRefused` for another `why`.

    `no_show_by` is who did not show up, as `interviews.actions.set_status` takes it. For an interview that moved, use
    `interviews.actions.reschedule`.
    """
    if why not in (CANCELLED, NO_SHOW):
        raise ActionRefused(N_("Say why it didn’t happen."), field="took_place")
    interviews.set_status(command, interview, why, reason, no_show_by=no_show_by)


def finish(command: Command, interview: Interview, answers: DebriefAnswers) -> Debrief:
    """Finish the debrief, and return it: record the people met, their contact info, and the pace; thank-yous then open.

    Anyone listed but not in `answers.people` counts as not met. Contact info is requested for anyone met who cannot be
    reached. Raise `ActionRefused` before the interview has ended, and `InvalidPersonAnswers`.
    """
    if interview.ends_at > command.now:
        raise ActionRefused(N_("This interview isn’t over yet."))
    interviews.set_status(command, interview, "planned", None)
    told = {person.id: answer for answer in answers.people if (person := _resolve_person(command, interview, answer))}
    for person in interview.people:
        _record_person(command, interview, person, told.get(person.id))
    audit.apply_change(command, "interview.pace", interview, asdict(answers.pace))
    interviews.complete_step(command, interview, "debrief", means="told", at=command.now)
    row = save_answers(command, interview, {})
    row.finished_at = command.now
    return row


def _resolve_person(command: Command, interview: Interview, answer: PersonAnswers) -> InterviewPerson | None:
    """Return the person these answers are about, and assign or delete the evidence about them.

    None for someone new who was not met. Raise `InvalidPersonAnswers`.
    """
    try:
        person = _find_or_add_person(command, interview, answer)
    except ActionRefused as refused:
        raise InvalidPersonAnswers(answer, refused) from refused
    if answer.debrief_person_id is not None:
        contact = person.contact if person and answer.met else None
        evidence.assign_or_delete(command.session, EvidenceKey(interview.id, answer.debrief_person_id), contact)
    return person


def _find_or_add_person(command: Command, interview: Interview, answer: PersonAnswers) -> InterviewPerson | None:
    if answer.person_id is None:
        if not answer.met:
            return None
        return interviews.add_person(command, interview, interview.application.employer_id, answer.details)
    known: InterviewPerson | None = next((person for person in interview.people if person.id == answer.person_id), None)
    if known is None:
        raise ActionRefused(N_("Someone on this list was removed in the meantime. Reload the page."))
    _fill_missing_details(command, known.contact, answer.details)
    return known


def _fill_missing_details(command: Command, contact: Contact, details: ContactDetails) -> None:
    """Fill in missing details of a contact; nothing that the agency has confirmed is overwritten."""
    disclosure.record_entered(command, details)
    known = contacts.details_of(contact)
    if fill_missing(known, details) != known:
        contact_info.fill_missing_details(command, contact, details)


def _record_person(
    command: Command, interview: Interview, person: InterviewPerson, answer: PersonAnswers | None
) -> None:
    values: dict[str, Any] = {"met": answer.met if answer else False}
    if answer is not None:
        values |= {name: getattr(answer, name) or None for name in CONVERSATION_FIELDS}
    contact = person.contact
    wanted = values["met"] and not contact.reachable
    if wanted and person.contact_requested_at is None:
        values["contact_requested_at"] = command.now
        candidate_id = interview.application.candidate_id
        contacts.request_details(command, contact, candidate_id, target_at=command.now)
    audit.apply_change(command, "interview_person.debrief", person, values)
