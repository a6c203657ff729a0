"""Handing a contact request to a colleague, and undoing that."""

import uuid

from flask import Blueprint, url_for

from portal.accounts import permissions
from portal.alerts import assigned_requests
from portal.core import access
from portal.core.db import db
from portal.followups import request_queries
from portal.web.shared import request_cycle
from portal.web.shared.assigning import Assignable, respond_assigned, respond_unassigned
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("request_assignments", __name__, url_prefix="/contact-requests/<uuid:request_id>/assignment")


@blueprint.post("")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def assign(request_id: uuid.UUID) -> ViewResponse:
    return respond_assigned(_load(request_id))


@blueprint.post("/removal")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def undo(request_id: uuid.UUID) -> ViewResponse:
    return respond_unassigned(_load(request_id))


def _load(request_id: uuid.UUID) -> Assignable:
    row, command = (
        request_queries.get_request(db.session(), request_cycle.viewer(), request_id),
        request_cycle.command(),
    )
    return Assignable(
        f"requests-{row.id}",
        row.contact.name,
        row.claimed_by_id,
        url_for("contact_requests.detail", request_id=row.id),
        url_for("request_assignments.undo", request_id=row.id),
        lambda to: assigned_requests.assign(command, row, to),
        lambda to_id, before: assigned_requests.undo_assigning(command, row, to_id, before),
    )
