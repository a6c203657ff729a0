"""What is done with what a candidate tells after an interview."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import By
from portal.contacts import actions as contacts
from portal.contacts import disclosure, photos
from portal.contacts.models import Contact
from portal.contacts.photos import Place
from portal.contacts.rules import Details, filled_in
from portal.core.errors import N_, Refused
from portal.debriefs import queries
from portal.debriefs.models import Debrief
from portal.debriefs.rules import CANCELLED, NO_SHOW, TALK, Answers, Told
from portal.interviews import actions as interviews
from portal.interviews import addresses
from portal.interviews.models import Interview, Person


class NotTold(Refused):
    """What was told of one person cannot stand so; `answer` says of whom."""

    def __init__(self, answer: Told, refused: Refused) -> None:
        super().__init__(refused.sentence, field=refused.field, **refused.values)
        self.answer = answer


def begin(session: Session, interview: Interview) -> Debrief:
    """The interview's debrief, held until the transaction ends: who tells on another device waits, and adds to it."""
    session.execute(insert(Debrief).values(interview_id=interview.id, answers={}).on_conflict_do_nothing())
    return queries.held(session, interview.id)


def save(session: Session, interview: Interview, answers: dict[str, Any], *, by: By, now: datetime) -> Debrief:
    """What was answered so far is kept; nothing of it is a fact of the plan yet."""
    row = begin(session, interview)
    audit.change(session, "debrief.save", row, {"answers": answers, "by_id": by.account_id}, by=by, now=now)
    return row


def not_held(
    session: Session,
    interview: Interview,
    why: str,
    reason: str | None,
    *,
    no_show_by: str | None = None,
    by: By,
    now: datetime,
) -> None:
    """The interview did not take place: `cancelled` or `no_show`; a moved one is moved by `interviews.actions.move`.

    `no_show_by` is who did not show up, as `interviews.actions.set_status` takes it.
    """
    if why not in (CANCELLED, NO_SHOW):
        raise Refused(N_("Say why it did not take place."), field="took_place")
    interviews.set_status(session, interview, why, reason, no_show_by=no_show_by, by=by, now=now)


def finish(session: Session, interview: Interview, answers: Answers, *, by: By, now: datetime) -> Debrief:
    """Whom they met, how to reach them, and what was said of the pace are facts: the thank-yous open.

    Whoever was expected and is not among `answers.people` counts as not met. Who cannot be reached is asked for.
    Raises `Refused` before the interview has ended.
    """
    if interview.ends_at > now:
        raise Refused(N_("This interview isn’t over yet."))
    interviews.set_status(session, interview, "planned", None, by=by, now=now)
    told = {person.id: answer for answer in answers.people if (person := _person(session, interview, answer, by, now))}
    for person in interview.people:
        _tell(session, interview, person, told.get(person.id), by=by, now=now)
    audit.change(session, "interview.pace", interview, asdict(answers.pace), by=by, now=now)
    interviews.complete(session, interview, "debrief", means="told", at=now, by=by, now=now)
    row = save(session, interview, {}, by=by, now=now)
    row.finished_at = now
    return row


def _person(session: Session, interview: Interview, answer: Told, by: By, now: datetime) -> Person | None:
    """Whom this was told of, with the photo of their card put away; refusals say of whom."""
    try:
        person = _found(session, interview, answer, by, now)
    except Refused as refused:
        raise NotTold(answer, refused) from refused
    if answer.told_id is not None:
        contact = person.contact if person and answer.met else None
        photos.settle(session, Place(interview.id, answer.told_id), contact)
    return person


def _found(session: Session, interview: Interview, answer: Told, by: By, now: datetime) -> Person | None:
    if answer.person_id is None:
        if not answer.met:
            return None
        return interviews.expect(session, interview, interview.process.employer_id, answer.details, by=by, now=now)
    known: Person | None = next((person for person in interview.people if person.id == answer.person_id), None)
    if known is None:
        raise Refused(N_("Somebody on this list has been removed meanwhile. Reload the page."))
    _fill_in(session, known.contact, answer.details, by=by, now=now)
    return known


def _fill_in(session: Session, contact: Contact, details: Details, *, by: By, now: datetime) -> None:
    """A candidate adds what is missing of a contact, and overwrites nothing that the agency knows for certain."""
    disclosure.record_entered(session, details, by=by, now=now)
    known = contacts.details_of(contact)
    if filled_in(known, details) != known:
        addresses.tell(session, contact, details, by=by, now=now)


def _tell(
    session: Session, interview: Interview, person: Person, answer: Told | None, *, by: By, now: datetime
) -> None:
    values: dict[str, Any] = {"met": answer.met if answer else False}
    if answer is not None:
        values |= {name: getattr(answer, name) or None for name in TALK}
    contact = person.contact
    wanted = values["met"] and not contact.reachable
    if wanted and person.contact_requested_at is None:
        values["contact_requested_at"] = now
        candidate_id = interview.process.candidate_id
        contacts.request_details(session, contact, candidate_id, target_at=now, by=by, now=now)
    audit.change(session, "interview_person.told", person, values, by=by, now=now)
