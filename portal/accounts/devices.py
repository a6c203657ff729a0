"""The browsers that an account signs in on: what they are called, and an email when one is new."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard

import ua_parser
from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.accounts import acting, credentials, queries
from portal.accounts.models import Account, KnownDevice, SignIn
from portal.agencies import links
from portal.agencies.emails import write_email_to
from portal.core.command import Command
from portal.messaging import actions as messages
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage

NEW_DEVICE = "new-device"
ACCOUNT_PATH = "/me/account"
_TOKEN = re.compile("[A-Za-z0-9_-]{43}")
_BROWSERS: Mapping[str, str] = {
    "Chrome": "Chrome",
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Chrome Mobile WebView": "Chrome",
    "Chromium": "Chromium",
    "DuckDuckGo": "DuckDuckGo",
    "DuckDuckGo Mobile": "DuckDuckGo",
    "Edge": "Edge",
    "Edge Mobile": "Edge",
    "Firefox": "Firefox",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
    "HeadlessChrome": "Chrome",
    "Mobile Safari": "Safari",
    "Mobile Safari UI/WKWebView": "Safari",
    "Opera": "Opera",
    "Opera Mobile": "Opera",
    "Safari": "Safari",
    "Samsung Internet": "Samsung Internet",
    "Vivaldi": "Vivaldi",
}
_SYSTEMS: Mapping[str, str] = {
    "Android": "Android",
    "Chrome OS": "ChromeOS",
    "Fedora": "Linux",
    "Linux": "Linux",
    "Mac OS X": "Mac",
    "Ubuntu": "Linux",
    "Windows": "Windows",
    "iOS": "iPhone",
}


@dataclass(frozen=True)
class DeviceName:
    """What people call a browser and what it runs on, such as Safari and iPhone; None for one that isn't known."""

    browser: str | None
    system: str | None


def name_of(user_agent: str | None) -> DeviceName:
    """Return what this browser is called, by what it says of itself; only names of ours, never a text that it sent."""
    said = user_agent or ""
    browser, system = ua_parser.parse_user_agent(said), ua_parser.parse_os(said)
    runs_on = _SYSTEMS.get(system.family) if system else None
    if runs_on == "iPhone":
        device = ua_parser.parse_device(said)
        runs_on = "iPad" if device is not None and device.family.startswith("iPad") else runs_on
    return DeviceName(_BROWSERS.get(browser.family) if browser else None, runs_on)


def remember(command: Command, account: Account, device_token: str | None, sign_in_token: str) -> str:
    """Note that the account signs in on this browser, and return the token that its cookie is to hold from now on.

    The account gets an email when it has signed in on others and never on this one.
    """
    session = command.session
    token = device_token if _is_ours(device_token, session) else credentials.new_token()
    is_first = not session.scalar(select(exists().where(KnownDevice.account_id == account.id)))
    row = {"account_id": account.id, "token_hash": credentials.token_digest(token)}
    wanted = insert(KnownDevice).values(row).on_conflict_do_nothing()
    is_new = session.execute(wanted.returning(KnownDevice.id)).first() is not None
    if is_new and not is_first:
        _enqueue(command, account, sign_in_token)
    return token


def forget_others(session: Session, account: Account, device_token: str | None) -> None:
    """Forget every browser of the account but this one: the next sign-in on one of them is on a new device."""
    others = delete(KnownDevice).where(KnownDevice.account_id == account.id)
    session.execute(others.where(KnownDevice.token_hash != credentials.token_digest(device_token or "")))


def _is_ours(token: str | None, session: Session) -> TypeGuard[str]:
    """Return whether the portal made this token, for whichever account: one that others planted is replaced."""
    if token is None or not _TOKEN.fullmatch(token):
        return False
    known = KnownDevice.token_hash == credentials.token_digest(token)
    return bool(session.scalar(select(exists().where(known))))


def _enqueue(command: Command, account: Account, sign_in_token: str) -> None:
    row = queries.find_sign_in(command.session, sign_in_token, command.now)
    if row is None:
        return
    messages.enqueue_now(
        command.session,
        account,
        kind=NEW_DEVICE,
        key=f"{NEW_DEVICE}:{row.id}",
        payload={"sign_in": str(row.id)},
        now=command.now,
    )


def _recheck(session: Session, message: OutgoingMessage, _now: datetime) -> Send | Drop:
    row = session.get(SignIn, (message.agency_id, uuid.UUID(message.payload["sign_in"])))
    account = queries.find_active(session, row.account_id) if row is not None else None
    return Send({"row": row, "account": account}) if account is not None else Drop("deactivated")


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    row, account = values["row"], values["account"]
    device = name_of(row.browser)
    return write_email_to(
        session,
        message.kind,
        account,
        now=now,
        answers=acting.owner_for(session, account, now),
        known_as="account",
        browser=device.browser,
        system=device.system,
        at=row.authenticated_at,
        link=links.absolute_url(session, ACCOUNT_PATH),
    )


KINDS = (MailKind(NEW_DEVICE, "account", _recheck, _render),)
"""Registered by the application factory."""
