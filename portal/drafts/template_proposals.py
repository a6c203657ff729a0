"""Template changes that recruiters propose, and the owners' decisions."""

from dataclasses import asdict

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.core.command import Actor, Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.drafts import actions, messages, queries
from portal.drafts.models import Template, TemplateProposal
from portal.drafts.rules import TemplateText


def propose(command: Command, template: Template | None, wording: TemplateText, reason: str | None) -> TemplateProposal:
    """Propose this text for the template, or a new template if `template` is None, and return the proposal.

    Raise `ActionRefused` at the field that is not valid, and at `body` if nothing would change.
    """
    _refuse_unusable(template, wording)
    proposal = TemplateProposal(
        template_id=template.id if template else None,
        base_number=template.number if template else None,
        **asdict(wording),
        reason=reason,
        at=command.now,
        by_id=command.by.account_id,
    )
    command.session.add(proposal)
    command.session.flush()
    audit.record(command, "template_proposal.create", proposal)
    return proposal


def update(command: Command, proposal: TemplateProposal, wording: TemplateText, reason: str | None) -> None:
    """Change what is proposed.

    Raise `ActionRefused` as `propose` does, for anyone but the proposer, and once it was decided.
    """
    _refuse_decided(command.session, proposal)
    _refuse_other_proposer(proposal, command.by)
    _refuse_unusable(proposal.template, wording)
    values = {**asdict(wording), "reason": reason}
    audit.apply_change(command, "template_proposal.update", proposal, values)


def accept(command: Command, proposal: TemplateProposal, answer: str | None) -> Template:
    """Apply the proposed text to its template, or create one, with the proposer as its author; return the template.

    Raise `ActionRefused` once it was decided, or if the text is not valid.
    """
    _refuse_decided(command.session, proposal)
    wording, proposed_by = proposal.wording, proposal.by_id
    template = queries.get_template(command.session, proposal.template_id) if proposal.template_id else None
    if template is None:
        template = actions.create_template(command, wording, proposed_by=proposed_by)
    else:
        base = template.number
        actions.update_template(command, template, wording, base=base, proposed_by=proposed_by)
    _decide(command, proposal, "accepted", answer)
    return template


def decline(command: Command, proposal: TemplateProposal, answer: str | None) -> None:
    """Decline the proposal with the answer as the reason; raise `ActionRefused` once it was decided, or without one."""
    _refuse_decided(command.session, proposal)
    if not (answer or "").strip():
        raise ActionRefused(N_("Say why, so they know what to change."), field="answer")
    _decide(command, proposal, "declined", answer)


def withdraw(command: Command, proposal: TemplateProposal) -> None:
    """Withdraw the proposal; raise `ActionRefused` for anyone but the proposer, and once it was decided."""
    _refuse_decided(command.session, proposal)
    _refuse_other_proposer(proposal, command.by)
    _decide(command, proposal, "withdrawn", None)


def _decide(command: Command, proposal: TemplateProposal, state: str, answer: str | None) -> None:
    values = {"state": state, "answer": answer, "decided_at": command.now, "decided_by_id": command.by.account_id}
    audit.apply_change(command, f"template_proposal.{state}", proposal, values)


def _refuse_unusable(template: Template | None, wording: TemplateText) -> None:
    messages.refuse_invalid_template(wording)
    if template is not None and wording == template.wording:
        raise ActionRefused(N_("This is the current wording. Change something first."), field="body")


def _refuse_other_proposer(proposal: TemplateProposal, by: Actor) -> None:
    if proposal.by_id != by.account_id:
        raise ActionRefused(N_("Only the person who proposed it can take it back."))


def _refuse_decided(session: Session, proposal: TemplateProposal) -> None:
    lock_row(session, proposal)
    if proposal.state != "open":
        raise ActionRefused(N_("This has already been decided."))
