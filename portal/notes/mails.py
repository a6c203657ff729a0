"""The mails that notes go out as: to the person met, and a copy to their writer."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.agencies.rules import accent
from portal.audit.actions import By
from portal.core.transaction import touch
from portal.drafts.rules import first_name
from portal.interviews.disclosure import disclosed_to_candidate
from portal.messaging import templates
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import Message
from portal.notes import actions, following_up, queries, stopping
from portal.notes.models import STANDING, Note, SentNote
from portal.notes.rules import ADDRESS_CHANGED, ADDRESS_GONE, faults, misaddressed


def _recheck(session: Session, message: Message, now: datetime) -> Send | Drop:
    note = queries.of_message(session, message.id)
    if note is None:
        return Drop("undone")
    if reason := misaddressed(message.to_email, note.to_email):
        return Drop(reason)
    if faults(note.subject, note.body):
        return Drop("not_ready")
    if actions.is_done(session, note):
        return Drop("done_already")
    if note.kind == "follow_up" and following_up.why_not(session, note.interview, now):
        return Drop("no_follow_up")
    return Send({"note": note})


def _render(_session: Session, _message: Message, values: dict[str, Any], _now: datetime) -> Content:
    note: Note = values["note"]
    candidate = note.interview.process.candidate
    return Content(
        note.subject,
        note.body.strip() + "\n",
        None,
        from_name=candidate.name,
        reply_to=(candidate.name, candidate.email),
        automatic=False,
    )


def _settled(session: Session, message: Message, now: datetime) -> None:
    note = queries.of_message(session, message.id)
    if note is None:
        return
    if message.state in STANDING:
        touch(session, note.interview.process_id)
    if message.outcome in (ADDRESS_CHANGED, ADDRESS_GONE):
        stopping.tell(session, note, message, now)
    if message.state == "sent":
        account = message.payload.get("by")
        by = By("account", uuid.UUID(account)) if account and account != "None" else By("portal")
        actions.accepted(session, note, by, now=now)


def _recheck_copy(session: Session, message: Message, _now: datetime) -> Send | Drop:
    note = queries.by_id(session, uuid.UUID(message.payload["note"]))
    kept = queries.sent(session, note.id) if note is not None else None
    return Send({"note": note, "sent": kept}) if kept is not None else Drop("note_gone")


def _render_copy(session: Session, _message: Message, values: dict[str, Any], _now: datetime) -> Content:
    note: Note = values["note"]
    kept: SentNote = values["sent"]
    profile = agencies.profile(session)
    rendered = templates.render(
        "note-copy",
        agency=profile.name,
        colour=accent(profile.colour),
        name=first_name(note.interview.process.candidate.name),
        to=kept.to_name,
        to_email=_shown_email(session, note, kept),
        subject=kept.subject,
        body=kept.body,
        passed_on=kept.means == "passed_on",
    )
    return Content(rendered.subject, rendered.text, rendered.html, from_name=profile.name)


def _shown_email(session: Session, note: Note, kept: SentNote) -> str:
    """Return where the note went, unless its writer may not see that address (docs/rules.md#disclosure)."""
    contact, email = note.person.contact, kept.to_email or ""
    disclosed = disclosed_to_candidate(session, note.interview.process.candidate)
    return email if disclosed.may_see(contact, "email", email) else ""


KINDS = (
    MailKind("note", "contact", _recheck, _render, _settled),
    MailKind("follow-up", "contact", _recheck, _render, _settled),
    MailKind("note-copy", "candidate", _recheck_copy, _render_copy),
)
"""Wired by the factory."""
