"""Today: what a candidate has to do now; which candidates need a recruiter's help."""

from collections.abc import Sequence

from flask import Blueprint, render_template

from portal.accounts import permissions
from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.core import access
from portal.core.db import db
from portal.today.people import next_interview
from portal.web.onboarding.presenter import checklist_context
from portal.web.shared import request_cycle
from portal.web.shared.assigning import colleagues
from portal.web.shared.responses import ViewResponse
from portal.web.shared.waiting import work_words
from portal.web.today import candidate_page
from portal.web.today.forms import snooze_pills
from portal.web.today.groups import WorkGroup, load_groups

blueprint = Blueprint("today", __name__)


@blueprint.get("/today")
@access.requires(permissions.SIGN_IN)
def index() -> ViewResponse:
    if request_cycle.viewer().is_candidate:
        return render_template(candidate_page.TEMPLATE, **candidate_page.context())
    return _render_staff()


def _render_staff() -> str:
    viewer = request_cycle.viewer()
    groups = load_groups()
    return render_template(
        "today/staff.html",
        groups=groups,
        to_do=work_words(),
        colleagues=_colleagues(viewer, groups),
        snooze_pills=snooze_pills(),
        ahead=None if groups else next_interview(db.session(), viewer, request_cycle.now()),
        checklist=checklist_context() if viewer.may(permissions.EDIT_AGENCY) else None,
        now=request_cycle.now(),
    )


def _colleagues(viewer: Viewer, groups: Sequence[WorkGroup]) -> Sequence[Account]:
    """Return to whom the viewer can hand the contact requests and the notes to review in these groups."""
    may = {"requests": permissions.ANSWER_CONTACT_REQUESTS, "approvals": permissions.REVIEW_NOTES}
    return colleagues() if any(group.name in may and viewer.may(may[group.name]) for group in groups) else ()
