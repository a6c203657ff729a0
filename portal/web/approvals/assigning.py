"""Handing a note to review to a colleague, and undoing that."""

import uuid

from flask import Blueprint, url_for

from portal.accounts import permissions
from portal.alerts import assigned_reviews
from portal.approvals import queries
from portal.core import access
from portal.core.db import db
from portal.web.shared import request_cycle
from portal.web.shared.assigning import Assignable, respond_assigned, respond_unassigned
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("review_assignments", __name__, url_prefix="/approvals/<uuid:approval_id>/assignment")


@blueprint.post("")
@access.requires(permissions.REVIEW_NOTES)
def assign(approval_id: uuid.UUID) -> ViewResponse:
    return respond_assigned(_load(approval_id))


@blueprint.post("/removal")
@access.requires(permissions.REVIEW_NOTES)
def undo(approval_id: uuid.UUID) -> ViewResponse:
    return respond_unassigned(_load(approval_id))


def _load(approval_id: uuid.UUID) -> Assignable:
    row, command = queries.get_approval(db.session(), request_cycle.viewer(), approval_id), request_cycle.command()
    return Assignable(
        f"approvals-{row.id}",
        row.note.interview.application.candidate.name,
        row.claimed_by_id,
        url_for("approvals.detail", approval_id=row.id),
        url_for("review_assignments.undo", approval_id=row.id),
        lambda to: assigned_reviews.assign(command, row, to),
        lambda to_id, before: assigned_reviews.undo_assigning(command, row, to_id, before),
    )
