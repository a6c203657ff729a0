"""The one email to a colleague who takes work over, or from whom it is taken back."""

import uuid
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.agencies import links
from portal.agencies.emails import write_email_to
from portal.core.command import Command
from portal.messaging import actions as messages
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage
from portal.names.rules import first_name
from portal.staff import coverage, workload
from portal.staff.models import HandOver
from portal.staff.rules import WorkloadCounts

HAND_OVER, TAKEN_BACK, SUBSTITUTE, RETURN = "hand-over", "taken-back", "substitute", "return"


def enqueue_hand_over(command: Command, row: HandOver, to: Account, counts: WorkloadCounts) -> None:
    """Queue the email that tells `to` what they take over in this hand-over."""
    _enqueue(command, HAND_OVER, row.id, row.account_id, to, counts)


def enqueue_taken_back(
    command: Command, event_id: uuid.UUID, account: Account, to: Account, counts: WorkloadCounts
) -> None:
    """Queue the email that tells `to` what is with `account` again; `event_id` is the audit event of it."""
    _enqueue(command, TAKEN_BACK, event_id, account.id, to, counts)


def enqueue_substitute(command: Command, account: Account, substitute: Account) -> None:
    """Queue the email that tells the substitute for whom they fill in, and until when."""
    messages.enqueue_now(
        command.session,
        substitute,
        kind=SUBSTITUTE,
        key=f"{SUBSTITUTE}:{account.id}:{substitute.id}:{command.now.isoformat()}",
        payload={
            "account": str(substitute.id),
            "from": str(account.id),
            "away_from": str(account.away_from),
            "back_on": str(account.back_on),
        },
        now=command.now,
    )


def enqueue_return(
    command: Command, to: Account, account: Account, substitute: Account | None, back: WorkloadCounts | None
) -> None:
    """Queue the email that tells the colleague who is back, or who filled in, what came back.

    None for `back` says that the time away was only planned, and is canceled.
    """
    messages.enqueue_now(
        command.session,
        to,
        kind=RETURN,
        key=f"{RETURN}:{account.id}:{to.id}:{command.now.isoformat()}",
        payload={
            "account": str(to.id),
            "from": str(account.id),
            "substitute": str(substitute.id) if substitute else None,
            "only_planned": back is None,
            "requests": back.requests if back else 0,
            "approvals": back.approvals if back else 0,
        },
        now=command.now,
    )


def _enqueue(
    command: Command, kind: str, row_id: uuid.UUID, account_id: uuid.UUID, to: Account, counts: WorkloadCounts
) -> None:
    by = command.by.account_id
    messages.enqueue_now(
        command.session,
        to,
        kind=kind,
        key=f"{kind}:{row_id}:{to.id}",
        payload={
            "account": str(to.id),
            "from": str(account_id),
            "by": str(by) if by else None,
            **asdict(counts),
        },
        now=command.now,
    )


def _recheck(session: Session, message: OutgoingMessage, _now: datetime) -> Send | Drop:
    account = accounts.find_active(session, uuid.UUID(message.payload["account"]))
    return Send({"account": account}) if account is not None else Drop("deactivated")


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    account: Account = values["account"]
    said = message.payload
    by = accounts.find_active(session, uuid.UUID(said["by"])) if said["by"] else None
    owner = by if by is not None and by.id != account.id else None
    return write_email_to(
        session,
        message.kind,
        account,
        now=now,
        answers=owner,
        known_as="account",
        colleague=accounts.get_account(session, uuid.UUID(said["from"])).name,
        owner=first_name(owner.name) if owner else None,
        candidates=said["candidates"],
        requests=said["requests"],
        approvals=said["approvals"],
        cards=said["cards"],
        link=links.absolute_url(session, "/today"),
    )


def _recheck_substitute(session: Session, message: OutgoingMessage, _now: datetime) -> Send | Drop:
    """Drop the email where the absence has ended, or is another one by now."""
    account = accounts.find_active(session, uuid.UUID(message.payload["account"]))
    away = accounts.find_active(session, uuid.UUID(message.payload["from"]))
    if account is None:
        return Drop("deactivated")
    said = (message.payload["away_from"], message.payload["back_on"])
    if away is None or (away.substitute_id, str(away.away_from), str(away.back_on)) != (account.id, *said):
        return Drop("decided")
    return Send({"account": account, "away": away})


def _render_substitute(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    account, away = values["account"], values["away"]
    everything = workload.load_workload(session, away)
    held = coverage.covered_by(session, everything, account).counts
    return write_email_to(
        session,
        message.kind,
        account,
        now=now,
        answers=away,
        known_as="account",
        away=away.name,
        away_from=away.away_from if not away.is_away(now) else None,
        back_on=away.back_on,
        candidates=len(everything.candidates),
        seen=held.candidates,
        requests=held.requests,
        approvals=held.approvals,
        link=links.absolute_url(session, "/today"),
    )


def _recheck_return(session: Session, message: OutgoingMessage, now: datetime) -> Send | Drop:
    """Drop the email where the colleague is away again or has left."""
    account = accounts.find_active(session, uuid.UUID(message.payload["account"]))
    back = accounts.find_active(session, uuid.UUID(message.payload["from"]))
    if account is None:
        return Drop("deactivated")
    if back is None or back.is_away(now):
        return Drop("decided")
    return Send({"account": account, "back": back})


def _render_return(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    account, back, said = values["account"], values["back"], message.payload
    substitute = accounts.get_account(session, uuid.UUID(said["substitute"])) if said["substitute"] else None
    is_own = account.id == back.id
    waiting = workload.load_workload(session, back).counts if is_own else WorkloadCounts()
    return write_email_to(
        session,
        message.kind,
        account,
        now=now,
        answers=substitute if is_own else back,
        known_as="account",
        is_own=is_own,
        colleague=back.name,
        substitute=substitute.name if substitute else None,
        only_planned=said["only_planned"],
        requests=said["requests"],
        approvals=said["approvals"],
        open_requests=waiting.requests,
        open_approvals=waiting.approvals,
        link=links.absolute_url(session, "/today"),
    )


KINDS = (
    *(MailKind(kind, "recruiter", _recheck, _render) for kind in (HAND_OVER, TAKEN_BACK)),
    MailKind(SUBSTITUTE, "recruiter", _recheck_substitute, _render_substitute),
    MailKind(RETURN, "recruiter", _recheck_return, _render_return),
)
"""Registered by the application factory."""
