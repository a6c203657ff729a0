"""The rows of the audit log's page and file: an event in words, with what it is about."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.audit import queries
from portal.audit.models import AuditEvent
from portal.audit.queries import AuditActor
from portal.web.settings.audit_actions import sentence
from portal.web.settings.audit_subjects import AuditSubject, find_subjects
from portal.web.settings.roles import PERMISSION_LABELS

REFUSALS = {
    "request.forbidden": _("Was denied: %(what)s"),
    "request.limited": _("Was turned away after too many attempts: %(what)s"),
}
"""What was refused, by what the permission for it lets a role do."""
ACTORS = {
    "portal": _("Portal"),
    "operator": _("Operator"),
    "visitor": _("Not signed in"),
}
"""Who acts besides accounts."""


@dataclass(frozen=True)
class AuditRow:
    """One event: `person` is the filter for who did it; empty texts are not known.

    `endpoint` is the code of the page that was refused.
    """

    at: datetime
    who: str
    person: str
    what: str
    about: AuditSubject | None
    ip_address: str
    browser: str
    request_id: str
    code: str
    endpoint: str
    fields: Sequence[str]


def load_rows(session: Session, viewer: Viewer, events: Sequence[AuditEvent]) -> list[AuditRow]:
    """Return the events in words, by as many statements for one as for many."""
    names = _account_names(session, {event.actor_id for event in events if event.actor_id})
    subjects = find_subjects(session, viewer, events)
    refusals = queries.changes_by_event(session, [event.id for event in events if event.action in REFUSALS])
    return [
        _row(event, names, subjects.get((event.subject_kind, event.subject_id)), refusals.get(event.id, {}))
        for event in events
    ]


def actor_name(session: Session, actor: AuditActor | None) -> str | None:
    """Return how the log names this actor."""
    if actor is None:
        return None
    if actor.account_id is None:
        return str(ACTORS[actor.kind])
    return _account_names(session, {actor.account_id}).get(actor.account_id) or gettext("Someone no longer on file")


def _account_names(session: Session, ids: set[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    if not ids:
        return {}
    return dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(ids))).all())


def _row(
    event: AuditEvent, names: Mapping[uuid.UUID, str], about: AuditSubject | None, refused: Mapping[str, Any]
) -> AuditRow:
    (_none, endpoint), (_none, permission) = (refused.get(name) or (None, None) for name in ("endpoint", "permission"))
    request_id, _space, ip_address = (event.origin or "").partition(" ")
    return AuditRow(
        at=event.at,
        who=names.get(event.actor_id, "") if event.actor_id else str(ACTORS.get(event.actor_kind, "")),
        person=str(event.actor_id or event.actor_kind),
        what=_what(event, permission),
        about=about,
        ip_address=ip_address,
        browser=about.browser or "" if about else "",
        request_id=request_id,
        code=event.action,
        endpoint=endpoint or "",
        fields=event.fields,
    )


def _what(event: AuditEvent, permission: str | None) -> str:
    if permission not in PERMISSION_LABELS:
        return sentence(event.action)
    return str(REFUSALS[event.action]) % {"what": PERMISSION_LABELS[permission]}
