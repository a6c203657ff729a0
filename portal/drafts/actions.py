"""What is done about drafts."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import By
from portal.core.errors import N_, Refused
from portal.core.transaction import touch
from portal.drafts import queries
from portal.drafts.models import GeneralDraft, Template
from portal.drafts.rules import unknown_fields
from portal.processes.queries import ids_of_candidate

THANKS = """\
Dear {{ contact_first_name }},

Thank you for taking the time to meet me on {{ interview_day }} about the {{ opening }} position. \
I enjoyed our conversation about [something you talked about].

It confirmed for me that I would like to work at {{ employer }}: [what you could do for them].

Kind regards,
{{ my_name }}
{{ my_phone }}"""
FOLLOWS_UP = """\
Dear {{ contact_first_name }},

I am still very interested in the {{ opening }} position at {{ employer }}. Has a decision been reached? \
If there is anything more that I can provide, please let me know.

Kind regards,
{{ my_name }}
{{ my_phone }}"""
DEFAULTS = (
    ("thank", "A warm thank-you", "Thank you, {{ contact_first_name }}", THANKS),
    ("follow_up", "A short follow-up", "The {{ opening }} position", FOLLOWS_UP),
)
"""What a new agency starts with: kind, name, subject, body."""


def add_defaults(session: Session, *, by: By, now: datetime) -> None:
    """The entered agency has the templates that every agency starts with."""
    for kind, name, subject, body in DEFAULTS:
        template = Template(kind=kind, name=name, subject=subject, body=body)
        session.add(template)
        session.flush()
        audit.record(session, "template.create", template, by=by, now=now)


def save_general(
    session: Session, candidate_id: uuid.UUID, subject: str, body: str, *, ready: bool, by: By, now: datetime
) -> GeneralDraft:
    """The candidate's general draft reads as given; once ready it stays ready, and the plan knows.

    Raises `Refused` at `body` for a merge field that will never have a value, or an empty draft said to be ready.
    """
    _refuse_unusable(subject, body, ready)
    draft = queries.general(session, candidate_id)
    if draft is None:
        draft = GeneralDraft(candidate_id=candidate_id, subject="", body="")
        session.add(draft)
        session.flush()
    first_ready = ready and draft.ready_at is None
    values = {"subject": subject, "body": body} | ({"ready_at": now} if first_ready else {})
    audit.change(session, "general_draft.save", draft, values, by=by, now=now)
    if first_ready:
        for process_id in ids_of_candidate(session, candidate_id):
            touch(session, process_id)
    return draft


def _refuse_unusable(subject: str, body: str, ready: bool) -> None:
    unknown = unknown_fields(subject) + unknown_fields(body)
    if unknown:
        raise Refused(N_("There is no merge field “%(name)s”. Pick one from the list."), field="body", name=unknown[0])
    if ready and not body.strip():
        raise Refused(N_("Write a few sentences first."), field="body")
