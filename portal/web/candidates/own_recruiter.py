"""How a candidate reaches their recruiter: the page behind the sheet in the head of each of their pages."""

from flask import Blueprint, render_template

from portal.accounts import permissions
from portal.core import access
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("own_recruiter", __name__)


@blueprint.get("/recruiter")
@access.requires(permissions.USE_CANDIDATE_PAGES)
def detail() -> ViewResponse:
    return render_template("candidates/own_recruiter.html")
