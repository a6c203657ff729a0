"""What each role may do: one table of named permissions, which the roles page shows."""

from collections.abc import Mapping

from portal.accounts.rules import CANDIDATE, OWNER, RECRUITER, ROLES, STAFF

SIGN_IN = "sign_in"
USE_SECOND_FACTOR = "use_second_factor"
SEE_RECORDS = "see_records"
SEE_INSIGHT = "see_insight"
SEE_RECRUITER_NOTES = "see_recruiter_notes"
DO_TASKS = "do_tasks"
USE_CANDIDATE_PAGES = "use_candidate_pages"
PLAN_ABSENCE = "plan_absence"
KEEP_VIEWS = "keep_views"

EDIT_CANDIDATES = "edit_candidates"
EDIT_APPLICATIONS = "edit_applications"
EDIT_CONTACTS = "edit_contacts"
EDIT_EMPLOYERS = "edit_employers"
EDIT_JOBS = "edit_jobs"
ANSWER_CONTACT_REQUESTS = "answer_contact_requests"
REVIEW_NOTES = "review_notes"
PRINT_CARDS = "print_cards"
PROPOSE_TEMPLATES = "propose_templates"
RETRY_EMAIL = "retry_email"
IMPORT_RECORDS = "import_records"

EDIT_TEMPLATES = "edit_templates"
EDIT_PEOPLE = "edit_people"
EDIT_AGENCY = "edit_agency"
EDIT_SIGN_IN_RULES = "edit_sign_in_rules"
EDIT_POLICIES = "edit_policies"
SEE_AUDIT_LOG = "see_audit_log"
EXPORT_AGENCY = "export_agency"
EDIT_SAMPLE_DATA = "edit_sample_data"

_RECRUITERS = (OWNER, RECRUITER)
_OWNERS = (OWNER,)

PERMISSIONS: Mapping[str, tuple[str, ...]] = {
    SIGN_IN: ROLES,
    USE_SECOND_FACTOR: STAFF,
    SEE_RECORDS: STAFF,
    SEE_INSIGHT: STAFF,
    SEE_RECRUITER_NOTES: STAFF,
    DO_TASKS: (OWNER, RECRUITER, CANDIDATE),
    USE_CANDIDATE_PAGES: (CANDIDATE,),
    PLAN_ABSENCE: _RECRUITERS,
    KEEP_VIEWS: STAFF,
    EDIT_CANDIDATES: _RECRUITERS,
    EDIT_APPLICATIONS: _RECRUITERS,
    EDIT_CONTACTS: _RECRUITERS,
    EDIT_EMPLOYERS: _RECRUITERS,
    EDIT_JOBS: _RECRUITERS,
    ANSWER_CONTACT_REQUESTS: _RECRUITERS,
    REVIEW_NOTES: _RECRUITERS,
    PRINT_CARDS: _RECRUITERS,
    PROPOSE_TEMPLATES: _RECRUITERS,
    RETRY_EMAIL: _RECRUITERS,
    IMPORT_RECORDS: _RECRUITERS,
    EDIT_TEMPLATES: _OWNERS,
    EDIT_PEOPLE: _OWNERS,
    EDIT_AGENCY: _OWNERS,
    EDIT_SIGN_IN_RULES: _OWNERS,
    EDIT_POLICIES: _OWNERS,
    SEE_AUDIT_LOG: _OWNERS,
    EXPORT_AGENCY: _OWNERS,
    EDIT_SAMPLE_DATA: _OWNERS,
}
"""Each permission with the roles that have it. How far a role sees is `effective_scope`."""


def has_permission(role: str, permission: str) -> bool:
    """Return whether an account with this role has the permission; raise `KeyError` for a permission not listed."""
    return role in PERMISSIONS[permission]
