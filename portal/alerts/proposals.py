"""Emails to the proposer of a template change about the owner's decision; several decisions share one email."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.agencies import links
from portal.agencies import queries as agencies
from portal.alerts import recipients
from portal.core.command import Command
from portal.drafts import queries, template_proposals
from portal.drafts.models import TemplateProposal
from portal.followups.agency_time import add_office_working_hours
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import OutgoingMessage
from portal.names.rules import first_name

KIND, PAYLOAD_KEY = "proposals-decided", "proposals"
BUNDLING_DELAY = timedelta(minutes=15)


def accept(command: Command, proposal: TemplateProposal, answer: str | None) -> None:
    """Accept the proposal and notify the proposer; raise as `template_proposals.accept` does."""
    template_proposals.accept(command, proposal, answer)
    _enqueue_alert(command, proposal)


def decline(command: Command, proposal: TemplateProposal, answer: str | None) -> None:
    """Decline the proposal and notify the proposer of the reason; raise as `template_proposals.decline` does."""
    template_proposals.decline(command, proposal, answer)
    _enqueue_alert(command, proposal)


def _enqueue_alert(command: Command, proposal: TemplateProposal) -> None:
    proposer = proposal.by
    if proposer is not None and proposer.id != command.by.account_id:
        recipients.enqueue_or_extend(
            command.session, KIND, PAYLOAD_KEY, proposer, [str(proposal.id)], command.now + BUNDLING_DELAY
        )


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Wait | Drop:
    account = recipients.active_recipient(session, message)
    if account is None:
        return Drop("deactivated")
    working = add_office_working_hours(session, account.office_id, now, 0)
    rows = [queries.get_proposal(session, uuid.UUID(found)) for found in message.payload[PAYLOAD_KEY]]
    return Wait(working) if working > now else Send({"rows": rows, "account": account})


def _render(session: Session, _message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    proposals = [_template_values(session, row) for row in values["rows"]]
    return recipients.build_content(
        session, KIND, values["account"], now=now, answers=_reply_recipient(values["rows"]), proposals=proposals
    )


def _reply_recipient(rows: Sequence[TemplateProposal]) -> Account | None:
    """Return the owner who decided all of them and is still active; None if a reply would reach the wrong one."""
    deciders = {row.decided_by for row in rows}
    only = deciders.pop() if len(deciders) == 1 else None
    return only if only is not None and only.deactivated_at is None else None


def _template_values(session: Session, row: TemplateProposal) -> dict[str, Any]:
    return {
        "name": row.name,
        "taken": row.state == "accepted",
        "decided_by": first_name(row.decided_by.name) if row.decided_by else agencies.profile(session).name,
        "answer": row.answer,
        "link": links.absolute_url(session, f"/templates/proposals/{row.id}"),
    }


KINDS = (MailKind(KIND, "recruiter", _recheck, _render),)
"""Registered by the app factory."""
