"""Photos of business cards, to type from: for people who may see the interview, or manage the contact."""

import uuid

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.contacts import evidence, queries
from portal.contacts.evidence import EvidenceKey
from portal.contacts.models import PHOTO, ContactEvidence
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.interviews import queries as interviews
from portal.web.shared import request_cycle

blueprint = Blueprint("card_photos", __name__)


@blueprint.get("/interviews/<uuid:interview_id>/debrief/people/<uuid:person_id>/photo")
@access.requires(permissions.SIGN_IN)
def debrief_photo(interview_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    interview = interviews.get_interview(db.session(), request_cycle.viewer(), interview_id)
    return _photo_response(evidence.find_evidence(db.session(), EvidenceKey(interview.id, person_id), PHOTO))


@blueprint.get("/contacts/<uuid:contact_id>/photo")
@access.requires(permissions.SEE_RECORDS)
def contact_photo(contact_id: uuid.UUID) -> Response:
    return _photo_response(evidence.latest_photo_of(db.session(), queries.get_contact(db.session(), contact_id).id))


def _photo_response(photo: ContactEvidence | None) -> Response:
    if photo is None or photo.jpeg is None:
        raise NotFound("photo")
    return Response(photo.jpeg, mimetype="image/jpeg")
