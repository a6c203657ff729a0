"""A sign-in whose password was right and whose code is still to come: kept in the browser that it began in."""

from datetime import date
from typing import Any

from flask import Flask, g, session

from portal.accounts import queries, second_factor
from portal.accounts.models import Account, AccountToken
from portal.accounts.rules import STAFF
from portal.core.command import VISITOR
from portal.core.db import db
from portal.web.shared import rate_limits, request_cycle

TOKEN = "second_step"  # noqa: S105 - a key of the session's cookie


def install(app: Flask) -> None:
    """Let templates say from which day on a colleague has to use two-step sign-in."""
    app.jinja_env.globals.update(second_factor_due=second_factor_due)


def begin(account: Account) -> None:
    """Have this browser, and no other, enter the code of this account; it has no access until then."""
    session.clear()
    session[TOKEN] = second_factor.begin_sign_in(request_cycle.command(VISITOR), account)
    g.pop("csrf_token", None)  # the token of the session before


def waiting_sign_in() -> AccountToken | None:
    """Return the sign-in that waits for its code in this browser; None when there is none, or it is too old."""
    if "second_step" not in g:
        g.second_step = queries.find_token(db.session(), "second_step", str(session.get(TOKEN, "")))
    row: AccountToken | None = g.second_step
    if row is None or row.used_at is not None or row.expires_at <= request_cycle.now():
        return None
    return row if row.account.deactivated_at is None else None


def by_account() -> str:
    """Return the account whose code this browser enters, to count by: only who knows its password is counted."""
    row = waiting_sign_in()
    return f"{g.agency.id}:{row.account_id}" if row else rate_limits.by_ip()


def by_ip_and_account() -> str:
    """Return the IP address and that account together, to count by."""
    return f"{rate_limits.by_ip()}:{by_account()}"


def is_known_ip() -> bool:
    """Return whether that account has signed in from this address before: guesses from elsewhere don't lock it out."""
    row = waiting_sign_in()
    return row is None or rate_limits.is_known_ip(row.account.email)


def second_factor_due(viewer: Any) -> date | None:
    """Return the day from which this colleague has to use two-step sign-in, if it is still to come."""
    since: date | None = g.profile.second_factor_required_from
    if since is None or viewer.role not in STAFF or viewer.has_second_factor:
        return None
    return since if request_cycle.today_at_agency() < since else None


def is_required() -> bool:
    """Return whether the agency requires two-step sign-in of its staff by now."""
    since: date | None = g.profile.second_factor_required_from
    return since is not None and request_cycle.today_at_agency() >= since
