"""What is done about a note: begun from the draft, saved as typed, sent, or told to have been sent."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import By
from portal.core.errors import N_, Refused
from portal.core.limits import NOTES
from portal.core.transaction import touch
from portal.drafts.rules import merged, placed
from portal.drafts.windows import Window
from portal.interviews import actions as interviews
from portal.interviews import queries as interview_queries
from portal.interviews.models import Completion, Interview, Person
from portal.messaging import actions as messages
from portal.messaging.limits import refuse_beyond
from portal.messaging.models import Message
from portal.notes import following_up, queries, senders, sent, starting, versions, windows
from portal.notes.models import Note, NoteVersion
from portal.notes.review import review, sent_before
from portal.notes.windows import WrittenElsewhere
from portal.processes.models import Process
from portal.proofreading import actions as proofreading
from portal.proofreading.rules.issues import mended

UNDO = timedelta(seconds=20)
HELD_BACK = "note.hold_back"
"""What the audit trail calls a note that was stopped before it went out."""
KINDS = {"thank": "note", "follow_up": "follow-up", "answer": "note"}
"""A note's kind, and the kind of mail it goes out as."""


class NotReady(Refused):
    """The note cannot go out yet; `faults` says why, field by field."""


def begin(
    session: Session,
    person: Person,
    kind: str,
    merge: dict[str, str],
    *,
    to_hr: bool = False,
    by: By,
    now: datetime,
) -> Note:
    """The note to this person, started from the candidate's own draft, or else from the agency's template.

    `merge` holds the values of the draft's merge fields; `to_hr` sends it to human resources. One that was begun before
    is that one. Raises `Refused` for a second follow-up that has no round to follow up.
    """
    standing = _standing(session, person, kind)
    if standing is not None:
        return standing
    if kind == "follow_up":
        following_up.refuse(session, person.interview, now)
    subject, body = starting.words(session, person.interview, kind)
    note = Note(
        interview_id=person.interview_id,
        person_id=person.id,
        kind=kind,
        subject=merged(subject, placed(merge, kind)),
        body=merged(body, placed(merge, kind)),
        to_hr=to_hr,
        saved_at=now,
    )
    session.add(note)
    session.flush()
    audit.record(session, "note.begin", note, by=by, now=now)
    versions.keep(session, note, "begun", by=by, now=now)
    return note


def save(
    session: Session,
    note: Note,
    subject: str,
    body: str,
    *,
    by: By,
    now: datetime,
    keep: str | None = None,
    window: Window | None = None,
) -> None:
    """The note reads as typed, and how it read is kept from time to time; raises `Refused` once it is on its way.

    `keep` says why it is kept as it now reads, where it is; `window` where it was typed. Raises `WrittenElsewhere`.
    """
    refuse_on_its_way(note)
    if window and windows.is_elsewhere(note, window, subject, body):
        raise WrittenElsewhere
    if (note.subject, note.body) != (subject, body):
        token = window.token if window else None
        if window and note.saved_from not in (None, token):
            versions.keep(session, note, "typed", by=by, now=now)
        else:
            versions.before_typing(session, note, body, by=by, now=now)
        values = {"subject": subject, "body": body, "saved_at": now, "saved_from": token}
        audit.change(session, "note.save", note, values, by=by, now=now)
    if keep:
        versions.keep(session, note, keep, by=by, now=now)


def fill_in(session: Session, candidate_id: uuid.UUID, values: Mapping[str, str], *, by: By, now: datetime) -> None:
    """What the candidate's notes waited for stands in them; how they read is kept, what is on its way stays."""
    for note in queries.waiting_for_values(session, candidate_id):
        text = merged(note.subject, values), merged(note.body, values)
        if text != (note.subject, note.body) and not note.is_on_its_way:
            versions.keep(session, note, "typed", by=by, now=now)
            save(session, note, *text, by=by, now=now)


def mend(
    session: Session, note: Note, mark: str, number: int, *, by: By, now: datetime, window: Window | None = None
) -> None:
    """The issue of this mark reads as its suggestion of this number says; how the note read is kept."""
    refuse_on_its_way(note)
    pointed = review(session, note, note.subject, note.body).by_mark(mark)
    if pointed is None or not 0 <= number < len(pointed.issue.fixes):
        raise Refused(N_("That has been mended already."), field="body")
    versions.keep(session, note, "typed", by=by, now=now)
    text = mended(getattr(note, pointed.field), pointed.issue, pointed.issue.fixes[number])
    values = {pointed.field: text, "saved_at": now, "saved_from": window.token if window else None}
    audit.change(session, "note.save", note, values, by=by, now=now)


def leave(session: Session, note: Note, text: tuple[str, str], mark: str, *, by: By, now: datetime) -> None:
    """The issue of this mark, in the note as it reads in `text`, is left; one that is gone already stays gone."""
    refuse_on_its_way(note)
    pointed = review(session, note, *text).by_mark(mark)
    if pointed is not None:
        proofreading.wave(session, note.id, pointed.issue, by=by, now=now)


def restore(session: Session, note: Note, version: NoteVersion, *, by: By, now: datetime) -> None:
    """The note reads as it did in this version; raises `Refused` once it is on its way."""
    refuse_on_its_way(note)
    versions.restore(session, note, version, by=by, now=now)


def address(session: Session, note: Note, person: Person, *, by: By, now: datetime) -> None:
    """The follow-up goes to this person of the same interview."""
    refuse_on_its_way(note)
    whom = {"person_id": person.id, "to_hr": False, "approved_text": None}
    audit.change(session, "note.address", note, whom, by=by, now=now)


def send(session: Session, note: Note, *, at: datetime | None = None, by: By, now: datetime) -> Message:
    """The note goes out by e-mail at `at`, or after the seconds in which it can still be undone.

    Raises `NotReady` while something in it is to be mended or left, `LimitReached` when the candidate's notes of the
    day are used up, `Refused` without an address, once it is on its way, or where this person was thanked already.
    """
    refuse_unready(session, note, now)
    _refuse_beyond_limit(session, note, now)
    versions.keep(session, note, "sent", by=by, now=now)
    message = messages.enqueue(
        session,
        kind=KINDS[note.kind],
        key=f"note:{note.id}:{note.version}",
        to_name=note.to_name,
        to_email=note.to_email or "",
        payload={"note": str(note.id), "by": str(by.account_id)},
        about_id=note.interview.process_id,
        queue="now",
        due_at=at or now + UNDO,
        now=now,
    )
    audit.change(session, "note.send", note, {"message_id": message.id}, by=by, now=now)
    return message


def _refuse_beyond_limit(session: Session, note: Note, now: datetime) -> None:
    candidate_id = note.interview.process.candidate_id
    theirs = Message.about_id.in_(select(Process.id).where(Process.candidate_id == candidate_id))
    refuse_beyond(session, NOTES, candidate_id, theirs, Message.kind.in_(KINDS.values()), now=now)


def refuse_unready(session: Session, note: Note, now: datetime) -> None:
    """The note could go out by e-mail; raises `NotReady` or `Refused` where it could not, as `send` does."""
    refuse_on_its_way(note)
    _refuse_twice(session, note)
    if note.kind == "follow_up":
        following_up.refuse(session, note.interview, now)
    if not note.to_email:
        raise Refused(N_("There is no e-mail address for %(name)s yet."), field="to", name=note.to_name)
    if not review(session, note, note.subject, note.body).is_ready:
        raise NotReady(N_("A few things are still to be mended or left before this can go out."), field="body")


def hold_back(session: Session, note: Note, *, by: By, now: datetime) -> None:
    """The note does not go out after all; raises `Refused` when it is too late for that."""
    if note.message is None or not messages.cancel(session, note.message, "undone", now=now):
        raise Refused(N_("It is too late to stop this note: it has been sent."))
    audit.change(session, HELD_BACK, note, {"message_id": None}, by=by, now=now)
    touch(session, note.interview.process_id)


def leave_out(session: Session, interview: Interview, person: Person, *, by: By, now: datetime) -> None:
    """This person is no longer expected; raises `Refused` once they were met, thanked or written to."""
    if queries.written_to(session, person.id):
        raise Refused(N_("A note to %(name)s was begun, so they stay on the list."), name=person.contact.name)
    interviews.leave_out(session, interview, person, by=by, now=now)


def told(
    session: Session, interview: Interview, kind: str, person: Person | None, means: str, *, by: By, now: datetime
) -> Completion:
    """They sent it themselves, with their own mail program or as a card: that step is done.

    Raises `Refused` for a second follow-up that has no round to follow up, and for a note that is on its way, and
    `NotTheirs` where a recruiter looks at it first or passes it on: that it went all the same, recruiters can say.
    """
    if kind == "follow_up":
        following_up.refuse(session, interview, now)
    whom = person if kind == "thank" else None
    note = of_step(session, interview, kind, person)
    senders.refuse_not_theirs(session, interview, note, by)
    if note is not None:
        refuse_on_its_way(note)
        sent.keep(session, note, means, now)
    return interviews.complete(session, interview, kind, means=means, at=now, by=by, now=now, person=whom)


def accepted(session: Session, note: Note, by: By, *, now: datetime) -> None:
    """The employer's mail server has taken the note: that step is done, and its writer gets a copy."""
    sent.went_out(session, note, "portal", by=by, now=now)
    sent.copy(session, note, now)


def passed_on(session: Session, note: Note, *, by: By, now: datetime) -> None:
    """A recruiter has passed the note on: that step is done, and its writer gets a copy."""
    _refuse_twice(session, note)
    sent.went_out(session, note, "passed_on", by=by, now=now)
    sent.copy(session, note, now)


def sent_by_oneself(session: Session, note: Note, *, by: By, now: datetime) -> None:
    """They sent the note with their own mail program: that step is done, and how the note read is kept.

    Raises what `send` raises, and `NotTheirs` where a recruiter looks at it first or passes it on.
    """
    senders.refuse_not_theirs(session, note.interview, note, by)
    refuse_unready(session, note, now)
    sent.went_out(session, note, "mail_program", by=by, now=now)


def _standing(session: Session, person: Person, kind: str) -> Note | None:
    if kind == "thank":
        return queries.thank(session, person.id)
    of_round = queries.follow_up if kind == "follow_up" else queries.answer
    return of_round(session, person.interview_id)


def of_step(session: Session, interview: Interview, kind: str, person: Person | None) -> Note | None:
    """The note that this step is done with, begun or sent."""
    if kind == "follow_up":
        return queries.follow_up(session, interview.id)
    return queries.thank(session, person.id) if person is not None else None


def is_done(session: Session, note: Note) -> bool:
    """Whether what the note is for was done, by whatever means."""
    if note.kind == "answer":
        return queries.sent(session, note.id) is not None
    person_id = note.person_id if note.kind == "thank" else None
    return interview_queries.completion(session, note.interview_id, note.kind, person_id) is not None


def refuse_on_its_way(note: Note) -> None:
    """The note is its writer's to change; raises `Refused` while a recruiter has it, and once it is to be sent."""
    if note.handed_in_at is not None:
        raise Refused(N_("This note is with your recruiter. Take it back first if you want to change it."))
    if note.is_going_out:
        raise Refused(N_("This note is on its way and cannot be changed any more."))


def _refuse_twice(session: Session, note: Note) -> None:
    """Nobody is thanked twice for one interview, nor sent the same words twice."""
    name = note.person.contact.name
    if is_done(session, note):
        raise Refused(N_("This stands as sent already. %(name)s gets nothing twice."), name=name)
    if note.kind == "thank" and sent_before(session, note) is not None:
        raise Refused(N_("%(name)s got a note with exactly these words already. Write a new one."), name=name)
