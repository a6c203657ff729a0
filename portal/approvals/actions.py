"""What is done with a note that is ready: sent, handed in for approval, or handed over to be passed on."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.rules import STAFF
from portal.agencies import queries as agencies
from portal.approvals import mails, queries, rules
from portal.approvals.models import Approval
from portal.audit import actions as audit
from portal.audit.actions import By
from portal.cards import actions as cards
from portal.cards import queries as card_queries
from portal.cards.models import Card
from portal.core.errors import N_, Refused
from portal.core.transaction import touch
from portal.followups.agency_time import after_working_hours, calendar
from portal.followups.rules.working_time import half_way
from portal.interviews.models import Completion, Interview, Person
from portal.messaging.models import Message
from portal.notes import actions as notes
from portal.notes import senders, stopping, versions
from portal.notes.models import Note
from portal.notes.rules import ASK, SEND


def dispatch(session: Session, note: Note, at: datetime | None, *, by: By, now: datetime) -> Message | Approval:
    """The note goes its way: it is sent, at `at` or right away, or a recruiter is asked first.

    Raises what `notes.actions.send` raises, and `Refused` at `at` for a time outside the window of its step.
    """
    if at is not None and not queries.window_of(session, note, now).holds(at):
        raise Refused(N_("A note goes out at a time ahead, and while it is still of use."), field="at")
    way = senders.way_of(session, note, by)
    if way == SEND:
        return notes.send(session, note, at=at, by=by, now=now)
    notes.refuse_unready(session, note, now)
    return _hand_in(session, note, way, rules.PORTAL, at, by=by, now=now)


def ask(session: Session, note: Note, *, by: By, now: datetime) -> Approval:
    """A recruiter is asked to look at the note, which its writer then sends with their own mail program.

    Raises what `notes.actions.send` raises, and `Refused` where nobody has to look at it first.
    """
    if senders.way_of(session, note, by) != ASK:
        raise Refused(N_("Nobody has to look at this note first."))
    notes.refuse_unready(session, note, now)
    return _hand_in(session, note, ASK, rules.MAIL_PROGRAM, None, by=by, now=now)


def dispatch_card(session: Session, card: Card, *, by: By, now: datetime) -> Approval | None:
    """The card goes its way: the agency may print and post it, or a recruiter is asked first.

    Raises `cards.actions.NotReady` while something in it is to be mended.
    """
    way = senders.way_of(session, card.note, by)
    if way == SEND:
        cards.hand_over(session, card, by=by, now=now)
        return None
    if card.ready_at:
        cards.take_back(session, card, by=by, now=now)
    cards.refuse_unfinished(session, card)
    return _hand_in(session, card.note, way, rules.CARD, None, by=by, now=now)


def take(session: Session, row: Approval, *, by: By, now: datetime) -> None:
    """Whoever acts looks at the note; raises `Refused` where somebody does already, or it was decided."""
    _refuse_decided(session, row)
    if row.taken_by is not None and row.taken_by_id != by.account_id:
        raise Refused(N_("%(name)s is already looking at it."), name=row.taken_by.name)
    if row.taken_by_id is None:
        audit.change(session, "approval.take", row, {"taken_by_id": by.account_id, "taken_at": now}, by=by, now=now)
        _set_escalation(session, row)


def release(session: Session, row: Approval, *, by: By, now: datetime) -> None:
    """Nobody looks at the note any more: whoever wants to can."""
    _refuse_decided(session, row)
    audit.change(session, "approval.release", row, {"taken_by_id": None, "taken_at": None}, by=by, now=now)
    _set_escalation(session, row)


def let_go(session: Session, account: Account, by: By, now: datetime) -> None:
    """The account looks at none of the notes any more that it had taken: whoever wants to can, and others are told."""
    for row in queries.taken_by(session, account.id):
        release(session, row, by=by, now=now)


def withdraw(session: Session, row: Approval, *, by: By, now: datetime) -> None:
    """The note is the candidate's again; raises `Refused` once it was decided."""
    _decide(session, row, rules.WITHDRAWN, by=by, now=now)


def approve(session: Session, row: Approval, *, by: By, now: datetime) -> Message | None:
    """The note goes out as it was handed in, when it was to, or right away where that is over.

    What the candidate sends is theirs to send from now on, and they are told; a card for the agency is given to it.
    """
    if (row.note.subject, row.note.body) != (row.subject, row.body):
        raise Refused(N_("The note was changed meanwhile. Look at it again."))
    if row.kind != rules.APPROVE:
        raise Refused(N_("This employer has notes passed on. Pass it on yourself, then say so."))
    _decide(session, row, rules.APPROVED, by=by, now=now)
    if row.means != rules.PORTAL:
        _leave_to_them(session, row, by=by, now=now)
        return None
    at = row.send_at if row.send_at and row.send_at > now else None
    message = notes.send(session, row.note, at=at, by=by, now=now)
    row.message_id = message.id
    return message


def hold_back(session: Session, note: Note, *, by: By, now: datetime) -> Approval | None:
    """The note does not go out after all; what staff stop that was approved waits for them again, as it did before.

    Returns what waits again, None where the note is the candidate's. Raises `Refused` when it is too late.
    """
    mail, row = note.message, queries.last_of(session, note.id)
    notes.hold_back(session, note, by=by, now=now)
    if mail is None or by.role not in STAFF:
        return None
    if row is None or row.message_id != mail.id:
        stopping.tell_held_back(session, note, mail, by=by, now=now)
        return None
    undecided = {"decision": None, "decided_at": None, "decided_by_id": None, "message_id": None}
    audit.change(session, "approval.reopen", row, undecided, by=by, now=now)
    session.expire(row, ["decided_by"])
    _set_escalation(session, row)
    audit.change(session, "note.hand_in", note, {"handed_in_at": row.asked_at, "approved_text": None}, by=by, now=now)
    return row


def give_back(
    session: Session, row: Approval, subject: str, body: str, words: str | None, *, by: By, now: datetime
) -> None:
    """The note is the candidate's again, with the recruiter's words, and how it might read where that differs.

    Raises `Refused` at `words` when nothing was said and nothing differs.
    """
    differs = (subject, body) != (row.subject, row.body)
    if not differs and not words:
        raise Refused(N_("Change something in it, or say what should change."), field="words")
    row.words = words or None
    if differs:
        row.suggested_subject, row.suggested_body = subject, body
    _decide(session, row, rules.RETURNED, by=by, now=now)
    mails.tell(session, row, mails.CAME_BACK, now)


def passed_on(session: Session, row: Approval, *, by: By, now: datetime) -> None:
    """The recruiter has passed the note on: that step is done, and the candidate gets a copy."""
    if row.kind != rules.PASS_ON:
        raise Refused(N_("This note goes out by the portal once it is approved."))
    _decide(session, row, rules.PASSED_ON, by=by, now=now)
    notes.passed_on(session, row.note, by=by, now=now)


def told(
    session: Session, interview: Interview, kind: str, person: Person | None, means: str, *, by: By, now: datetime
) -> Completion:
    """They sent it themselves: that step is done, and no recruiter has to decide about its note any more.

    Raises what `notes.actions.told` raises.
    """
    note = notes.of_step(session, interview, kind, person)
    waiting = queries.open_of(session, note.id) if note is not None else None
    if waiting is not None and by.role in STAFF:
        _decide(session, waiting, rules.WITHDRAWN, by=by, now=now)
    return notes.told(session, interview, kind, person, means, by=by, now=now)


def take_over(session: Session, row: Approval, *, by: By, now: datetime) -> None:
    """The note reads as the recruiter suggested; how it read until now is kept."""
    if row.suggested_body is None or row.suggested_subject is None:
        raise Refused(N_("There is no suggestion to take over."))
    notes.refuse_on_its_way(row.note)
    versions.keep(session, row.note, "typed", by=by, now=now)
    notes.save(session, row.note, row.suggested_subject, row.suggested_body, by=by, now=now)


def _hand_in(
    session: Session, note: Note, way: str, means: str, at: datetime | None, *, by: By, now: datetime
) -> Approval:
    row = Approval(
        note_id=note.id,
        kind=rules.APPROVE if way == ASK else rules.PASS_ON,
        means=means,
        asked_at=now,
        asked_by_id=by.account_id,
        target_at=after_working_hours(session, now, rules.TARGET_HOURS),
        send_at=at,
        subject=note.subject,
        body=note.body,
    )
    session.add(row)
    session.flush()
    _set_escalation(session, row)
    audit.change(session, f"approval.ask.{row.kind}", note, {"handed_in_at": now}, by=by, now=now)
    mails.ask(session, row, now)
    return row


def _decide(session: Session, row: Approval, decision: str, *, by: By, now: datetime) -> None:
    _refuse_decided(session, row)
    values = {"decision": decision, "decided_at": now, "decided_by_id": by.account_id, "escalate_at": None}
    audit.change(session, f"approval.{decision}", row, values, by=by, now=now)
    audit.change(session, "note.give_back", row.note, {"handed_in_at": None}, by=by, now=now)
    if decision == rules.APPROVED:
        senders.approve(session, row.note, by=by, now=now)
    touch(session, row.note.interview.process_id)


def _refuse_decided(session: Session, row: Approval) -> None:
    """Nobody else decides meanwhile; raises `Refused` where somebody has."""
    session.refresh(row, ["decided_at", "taken_by_id"], with_for_update={"of": Approval})
    session.expire(row, ["taken_by"])
    if row.decided_at is not None:
        raise Refused(N_("Somebody has decided about this note already."))


def _set_escalation(session: Session, row: Approval) -> None:
    """When others are told, if nobody looks at it or decides until then (`prompts.unseen_notes`)."""
    session.expire(row, ["taken_by"])
    half = half_way(row.asked_at, row.target_at, *calendar(agencies.profile(session), row.asked_at))
    taken, told = row.taken_by_id is not None, row.escalated_at is not None
    row.escalate_at = rules.tells_others_at(half, row.target_at, taken=taken, told=told)
    session.flush()


def _leave_to_them(session: Session, row: Approval, *, by: By, now: datetime) -> None:
    """The agency has the card that it posts; anything else the candidate sends, and is told that they may."""
    card = card_queries.of_note(session, row.note_id) if row.means == rules.CARD else None
    if card is not None and cards.is_for_agency(card):
        cards.hand_over(session, card, by=by, now=now)
    else:
        mails.tell(session, row, mails.APPROVED, now)
