"""What an owner decides of a template that a recruiter proposed: the proposer is told, of several by one mail."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.agencies import links
from portal.agencies import queries as agencies
from portal.audit.actions import By
from portal.drafts import proposing, queries
from portal.drafts.models import TemplateProposal
from portal.followups.agency_time import after_working_hours
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import Message
from portal.prompts import colleagues

KIND, WHAT = "proposals-decided", "proposals"
BUNDLED_OVER = timedelta(minutes=15)


def accept(session: Session, proposal: TemplateProposal, answer: str | None, *, by: By, now: datetime) -> None:
    """The template reads as proposed, and the proposer is told; raises as `proposing.accept` does."""
    proposing.accept(session, proposal, answer, by=by, now=now)
    _tell(session, proposal, by, now)


def decline(session: Session, proposal: TemplateProposal, answer: str | None, *, by: By, now: datetime) -> None:
    """The template stays as it is, and the proposer is told why; raises as `proposing.decline` does."""
    proposing.decline(session, proposal, answer, by=by, now=now)
    _tell(session, proposal, by, now)


def _tell(session: Session, proposal: TemplateProposal, by: By, now: datetime) -> None:
    proposer = proposal.by
    if proposer is not None and proposer.id != by.account_id:
        colleagues.put(session, KIND, WHAT, proposer, [str(proposal.id)], now + BUNDLED_OVER)


def _recheck(session: Session, message: Message, now: datetime) -> Send | Wait | Drop:
    account = colleagues.told(session, message)
    if account is None:
        return Drop("deactivated")
    working = after_working_hours(session, now, 0)
    rows = [queries.proposal(session, uuid.UUID(found)) for found in message.payload[WHAT]]
    return Wait(working) if working > now else Send({"rows": rows, "account": account})


def _render(session: Session, _message: Message, values: dict[str, Any], _now: datetime) -> Content:
    proposals = [_told(session, row) for row in values["rows"]]
    return colleagues.content(
        session, KIND, values["account"], answers=_who_answers(values["rows"]), proposals=proposals
    )


def _who_answers(rows: Sequence[TemplateProposal]) -> Account | None:
    """The owner who decided all of them and still works here; None where a reply would reach the wrong one."""
    deciders = {row.decided_by for row in rows}
    only = deciders.pop() if len(deciders) == 1 else None
    return only if only is not None and only.deactivated_at is None else None


def _told(session: Session, row: TemplateProposal) -> dict[str, Any]:
    return {
        "name": row.name,
        "taken": row.state == "accepted",
        "decided_by": row.decided_by.name if row.decided_by else agencies.profile(session).name,
        "answer": row.answer,
        "link": links.url(session, f"/templates/proposals/{row.id}"),
    }


KINDS = (MailKind(KIND, "recruiter", _recheck, _render),)
"""Wired by the factory."""
