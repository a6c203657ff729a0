"""One's own time away, with a substitute."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.accounts.models import Account
from portal.core import access
from portal.core.db import db
from portal.staff import queries
from portal.web.settings.absences import edit_absence, end_absence
from portal.web.shared import request_cycle
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("own_absence", __name__, url_prefix="/me/absence")


@blueprint.route("", methods=["GET", "POST"])
@access.requires(permissions.PLAN_ABSENCE)
def edit() -> ViewResponse:
    return edit_absence(_own_account(), back=url_for("account.edit"))


@blueprint.post("/end")
@access.requires(permissions.PLAN_ABSENCE)
def end() -> Response:
    return end_absence(_own_account(), back=url_for("account.edit"))


def _own_account() -> Account:
    return queries.get_colleague(db.session(), request_cycle.viewer().account_id)
