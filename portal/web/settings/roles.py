"""The page that shows what each role may do."""

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _

from portal.accounts import permissions
from portal.accounts.rules import CANDIDATE, OWNER, RECRUITER, VIEWER
from portal.core import access
from portal.web.shared import labels
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("roles", __name__, url_prefix="/settings/roles")

SHOWN_ROLES = (OWNER, RECRUITER, VIEWER, CANDIDATE)
PERMISSION_LABELS = {
    permissions.SIGN_IN: _("Sign in and change their own account"),
    permissions.USE_SECOND_FACTOR: _("Add two-step sign-in to their own account"),
    permissions.SEE_RECORDS: _("See candidates, interviews, contacts, employers, and jobs"),
    permissions.SEE_INSIGHT: _("See the report on follow-up, Insight"),
    permissions.SEE_RECRUITER_NOTES: _("See recruiters’ notes"),
    permissions.DO_TASKS: _("Do follow-up tasks: debriefs, notes, and cards"),
    permissions.USE_CANDIDATE_PAGES: _("Use the candidate’s own pages: draft, open jobs, and reminders"),
    permissions.KEEP_VIEWS: _("Keep their own views of lists"),
    permissions.PLAN_ABSENCE: _("Say when they’re away, and who fills in"),
    permissions.EDIT_CANDIDATES: _("Add, edit, and invite candidates"),
    permissions.EDIT_APPLICATIONS: _("Add and edit applications"),
    permissions.EDIT_CONTACTS: _("Add, edit, and merge contacts"),
    permissions.EDIT_EMPLOYERS: _("Add and edit employers"),
    permissions.EDIT_JOBS: _("Add and edit jobs, and answer interested candidates"),
    permissions.ANSWER_CONTACT_REQUESTS: _("Answer contact requests"),
    permissions.REVIEW_NOTES: _("Review notes before they’re sent"),
    permissions.PRINT_CARDS: _("Print and mail cards"),
    permissions.PROPOSE_TEMPLATES: _("Propose changes to templates"),
    permissions.RETRY_EMAIL: _("Resend an email that couldn’t be sent"),
    permissions.IMPORT_RECORDS: _("Import records from a file, and undo that"),
    permissions.EDIT_TEMPLATES: _("Add and edit templates, and decide on proposals"),
    permissions.EDIT_PEOPLE: _("Invite people, change roles, hand over work, and end access"),
    permissions.EDIT_AGENCY: _("Edit the agency’s profile, offices, and business hours"),
    permissions.EDIT_SIGN_IN_RULES: _("Require two-step sign-in"),
    permissions.EDIT_POLICIES: _("Edit the policies of the plan"),
    permissions.SEE_AUDIT_LOG: _("See the audit log"),
    permissions.EXPORT_AGENCY: _("Export the agency’s data"),
    permissions.EDIT_SAMPLE_DATA: _("Add and remove sample data"),
}


@blueprint.get("")
@access.requires(permissions.EDIT_PEOPLE)
def index() -> ViewResponse:
    return render_template(
        "settings/roles.html",
        roles=SHOWN_ROLES,
        role_names=[labels.role(role) for role in SHOWN_ROLES],
        permissions=permissions.PERMISSIONS,
        permission_labels=PERMISSION_LABELS,
    )
