"""Resetting the two-step sign-in of a colleague who lost their phone. For owners."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions, second_factor
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, ActionRefused
from portal.staff import queries
from portal.web.shared import request_cycle

blueprint = Blueprint("factor_reset", __name__)


@blueprint.post("/settings/people/<uuid:account_id>/two-step/reset")
@access.requires(permissions.EDIT_PEOPLE, recent=True)
def reset(account_id: uuid.UUID) -> Response:
    account = queries.get_colleague(db.session(), account_id)
    if account.id == request_cycle.viewer().account_id:
        raise ActionRefused(N_("Turn off your own two-step sign-in on your account page."))
    second_factor.reset(request_cycle.command(), account)
    flash(gettext("%(name)s now signs in with a password alone, and gets an email.", name=account.name), "success")
    return redirect(url_for("staff.detail", account_id=account.id))
