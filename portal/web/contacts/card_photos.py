"""Photos of business cards, to type from: for whoever may see the interview, or looks after the contact."""

import uuid

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.contacts import photos, queries
from portal.contacts.models import CardPhoto
from portal.contacts.photos import Place
from portal.core import access
from portal.core.db import db
from portal.core.errors import Missing
from portal.interviews import queries as interviews
from portal.web.shared import request_cycle

blueprint = Blueprint("card_photos", __name__)


@blueprint.get("/interviews/<uuid:interview_id>/debrief/people/<uuid:person_id>/photo")
@access.requires(rules.MEMBER)
def while_told(interview_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    interview = interviews.one(db.session(), request_cycle.viewer(), interview_id)
    return _jpeg(photos.at(db.session(), Place(interview.id, person_id)))


@blueprint.get("/contacts/<uuid:contact_id>/photo")
@access.requires(rules.LOOK)
def of_contact(contact_id: uuid.UUID) -> Response:
    return _jpeg(photos.of_contact(db.session(), queries.contact(db.session(), contact_id).id))


def _jpeg(photo: CardPhoto | None) -> Response:
    if photo is None:
        raise Missing("photo")
    return Response(photo.jpeg, mimetype="image/jpeg")
