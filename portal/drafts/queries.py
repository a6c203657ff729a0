"""Queries for the agency's templates, their versions and proposals, and general drafts."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from portal.core.errors import NotFound
from portal.drafts.models import GeneralDraft, Template, TemplateProposal, TemplateVersion
from portal.drafts.rules import pick_template


def find_general_draft(session: Session, candidate_id: uuid.UUID) -> GeneralDraft | None:
    """Return the candidate's general draft, ready or not; None if there is none."""
    return session.scalar(select(GeneralDraft).where(GeneralDraft.candidate_id == candidate_id))


def templates_of_kind(session: Session, kind: str) -> Sequence[Template]:
    """Return the agency's templates of this kind that are not archived, by name."""
    return session.scalars(_by_name().where(Template.kind == kind, Template.archived_at.is_(None))).all()


def best_template(session: Session, kind: str, field_id: uuid.UUID | None, stage: str | None) -> Template | None:
    """Return the template of this kind that suits the field and the stage best; None if none does."""
    return pick_template(templates_of_kind(session, kind), field_id, stage)


def templates_by_kind(session: Session, *, archived: bool) -> dict[str, list[Template]]:
    """Return all active templates, or all archived ones, by kind and name."""
    wanted = Template.archived_at.is_not(None) if archived else Template.archived_at.is_(None)
    found: dict[str, list[Template]] = {}
    for row in session.scalars(_by_name().where(wanted)):
        found.setdefault(row.kind, []).append(row)
    return found


def get_template(session: Session, template_id: uuid.UUID) -> Template:
    """Return the template with this id, archived or not; raise `NotFound`."""
    found = session.scalar(_by_name().where(Template.id == template_id))
    if found is None:
        raise NotFound("template")
    return found


def find_template_by_name(session: Session, kind: str, name: str) -> Template | None:
    """Return the template of this kind with this name; None if there is none."""
    return session.scalar(select(Template).where(Template.kind == kind, Template.name == name))


def versions_of(session: Session, template_id: uuid.UUID) -> Sequence[TemplateVersion]:
    """Return the template's versions, the latest first."""
    return session.scalars(
        _versions().where(TemplateVersion.template_id == template_id).order_by(TemplateVersion.number.desc())
    ).all()


def get_version(session: Session, template_id: uuid.UUID, number: int) -> TemplateVersion:
    """Return the version with this number; raise `NotFound`."""
    wanted = (TemplateVersion.template_id == template_id, TemplateVersion.number == number)
    found = session.scalar(_versions().where(*wanted))
    if found is None:
        raise NotFound("version")
    return found


def proposals(*, standing: bool) -> Select[TemplateProposal]:
    """Return the query for open proposals, the longest waiting first, or for decided ones, the latest first."""
    if standing:
        return _proposals().where(TemplateProposal.state == "open").order_by(TemplateProposal.at, TemplateProposal.id)
    over = _proposals().where(TemplateProposal.state != "open")
    return over.order_by(TemplateProposal.decided_at.desc(), TemplateProposal.id)


def count_open_proposals(session: Session) -> int:
    """Return how many proposals wait for an owner's decision."""
    query = select(func.count()).select_from(TemplateProposal).where(TemplateProposal.state == "open")
    return session.scalar(query) or 0


def open_proposals_for(session: Session, template_id: uuid.UUID) -> Sequence[TemplateProposal]:
    """Return the open proposals for this template, the longest waiting first."""
    return session.scalars(proposals(standing=True).where(TemplateProposal.template_id == template_id)).all()


def get_proposal(session: Session, proposal_id: uuid.UUID) -> TemplateProposal:
    """Return the proposal with this id; raise `NotFound`."""
    found = session.scalar(_proposals().where(TemplateProposal.id == proposal_id))
    if found is None:
        raise NotFound("proposal")
    return found


def _by_name() -> Select[Template]:
    return select(Template).options(joinedload(Template.field)).order_by(Template.name, Template.id)


def _versions() -> Select[TemplateVersion]:
    return select(TemplateVersion).options(joinedload(TemplateVersion.by), joinedload(TemplateVersion.proposed_by))


def _proposals() -> Select[TemplateProposal]:
    shown = (TemplateProposal.by, TemplateProposal.decided_by, TemplateProposal.template, TemplateProposal.field)
    return select(TemplateProposal).options(*(joinedload(each) for each in shown))
