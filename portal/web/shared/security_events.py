"""Failed sign-ins, and requests that were not allowed or came too often: audited and logged, by ids and codes only."""

import logging
from dataclasses import replace
from time import monotonic
from uuid import UUID

from flask import current_app, g, request
from flask_login import current_user

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.core import access, clock
from portal.core.command import VISITOR, Actor, Command
from portal.core.db import db

AUDIT_ACTIONS = {403: "request.forbidden", 429: "request.limited"}
SIGN_IN_FAILED = "account.sign_in_failed"
AUDIT_INTERVAL_SECONDS = 60
MAX_REMEMBERED = 10_000
_log = logging.getLogger(__name__)


def device() -> dict[str, str]:
    """Return where this request comes from, as a session records it."""
    return {"ip_address": request.remote_addr or "", "browser": request.user_agent.string, "origin": request_origin()}


def request_origin() -> str:
    """Return where this request came from: its id and the IP address."""
    return f"{g.request_id} {request.remote_addr or ''}".strip()


def mark_failed_sign_in(account: Account | None) -> None:
    """Have this request recorded as a failed sign-in, to `account` where one has the address."""
    g.failed_sign_in = account.id if account else None


def record_refusal(status: int) -> bool:
    """Record why the request was refused, and return whether there is anything to commit.

    The request cycle has rolled back what the request did, and commits this by itself.
    """
    action = SIGN_IN_FAILED if "failed_sign_in" in g else AUDIT_ACTIONS.get(status)
    if action is None or g.get("agency") is None:
        return False
    by, about = _actor(), g.get("failed_sign_in")
    account_id = about or by.account_id
    _log.warning("%s: %s, endpoint %s, account %s", action, request_origin(), request.endpoint, account_id)
    if status == 429 and _was_audited(g.agency.id, request.endpoint, account_id, request.remote_addr):
        return False
    _audit(action, by, about)
    return True


def _actor() -> Actor:
    by = current_user.by if current_user.is_authenticated else VISITOR
    return replace(by, origin=request_origin())


def _audit(action: str, by: Actor, about: UUID | None) -> None:
    session = db.session()
    now = clock.now(session)
    subject = accounts.get_account(session, about) if about else agencies.profile(session)
    refused = None if action == SIGN_IN_FAILED else _what_was_refused()
    audit.record(Command(session, by, now), action, subject, changes=refused)


def _what_was_refused() -> dict[str, tuple[None, str | None]]:
    """Return the endpoint and the permission that it requires: codes of the portal, nothing of what was sent."""
    if request.endpoint is None:
        return {}
    declared = access.declared_access(current_app.view_functions[request.endpoint])
    return {"endpoint": (None, request.endpoint), "permission": (None, declared.permission if declared else None)}


def _was_audited(*what: object) -> bool:
    """Return whether this process audited the same within the last minute: a flood of requests adds few rows."""
    last_audited: dict[tuple[object, ...], float] = current_app.extensions.setdefault("security_events", {})
    if len(last_audited) > MAX_REMEMBERED:
        last_audited.clear()
    last, last_audited[what] = last_audited.get(what), monotonic()
    if last is not None and monotonic() - last < AUDIT_INTERVAL_SECONDS:
        last_audited[what] = last
        return True
    return False
