"""Filters that several lists have."""

from datetime import timedelta

from flask_babel import lazy_gettext as _

from portal.accounts import queries as accounts
from portal.agencies import queries as agencies
from portal.summaries.candidate_list import LATE_DAY, LATE_NOW
from portal.tags import queries as tags
from portal.web.shared.list_filters import TEXT, ListFilter

RECENTLY = timedelta(days=14)
"""How long ago a candidate became available, an application closed, or a note stopped, to be shown as recent."""
LATE = {
    LATE_NOW: _("Overdue"),
    LATE_DAY: _("Overdue by more than a day"),
    "today": _("Today"),
    "soon": _("Next 3 days"),
}
TASKS = {
    "prepare_draft": _("General draft"),
    "collect_contacts": _("Getting ready"),
    "debrief": _("Debrief"),
    "thank": _("Thank-you"),
    "request_contact": _("Contact info"),
    "follow_up": _("Follow-up"),
    "close": _("Closing"),
}
FIELD = ListFilter("field", _("Field"), load=agencies.job_fields)
OFFICE = ListFilter("office", _("Office"), load=agencies.offices)
RECRUITER = ListFilter("recruiter", _("Recruiter"), load=accounts.recruiters, knows_me=True)
TAG = ListFilter("tag", _("Tag"), load=tags.all_tags)
EMPLOYER = ListFilter("employer", _("Employer"), TEXT)
