"""The links of the main navigation and of the settings, for who may open them."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _

from portal.accounts import permissions
from portal.accounts.viewer import Viewer


@dataclass(frozen=True)
class NavigationItem:
    """One link of a navigation; `current` where the page that is shown belongs to it. `name` is that of its area.

    `key` opens it after "g".
    """

    label: str
    url: str
    current: bool
    icon: str = ""
    name: str = ""
    starts_group: bool = False
    key: str = ""


CANDIDATE_NAVIGATION = (
    ("today", _("Today"), "house", "today.index"),
    ("interviews", _("Interviews"), "calendar", "interviews.index"),
    ("notes", _("Notes"), "mail", "notes.index"),
    ("account", _("Account"), "user-round", "account.edit"),
)
STAFF_NAVIGATION = (
    ("today", _("Today"), "house", "today.index"),
    ("contact_requests", _("Contact requests"), "message-square-text", "contact_requests.index"),
    ("approvals", _("Notes to review"), "mail-check", "approvals.index"),
    ("print_queue", _("Cards"), "stamp", "print_queue.index"),
    ("candidates", _("Candidates"), "users-round", "candidates.index"),
    ("applications", _("Applications"), "layers", "applications.index"),
    ("interviews", _("Interviews"), "calendar", "interviews.index"),
    ("contacts", _("Contacts"), "contact-round", "contacts.index"),
    ("employers", _("Employers"), "building-2", "employers.index"),
    ("openings", _("Jobs"), "briefcase", "openings.index"),
    ("insight", _("Insight"), "trending-up", "insight.index"),
    ("library", _("Templates"), "file-text", "library.index"),
    ("outbox", _("Email log"), "mail", "outbox.index"),
    ("settings", _("Settings"), "settings", "settings.edit"),
    ("account", _("Account"), "user-round", "account.edit"),
)
GO_KEYS = {
    "today": "t",
    "contact_requests": "r",
    "approvals": "n",
    "print_queue": "k",
    "candidates": "c",
    "interviews": "i",
    "contacts": "p",
    "employers": "e",
    "openings": "j",
    "insight": "h",
    "library": "l",
    "outbox": "o",
    "settings": "s",
    "account": "a",
}
"""The letter that opens each area after "g"."""
GROUP_STARTS = ("candidates", "insight")
"""What staff’s navigation leaves a gap before: first is what waits, then records, then the rest."""
PARENT_AREAS = {
    "calendar": "interviews",
    "request_assignments": "contact_requests",
    "review_assignments": "approvals",
    "opening_responses": "openings",
    "today_tasks": "today",
    "proposals": "library",
    "tags": "candidates",
    "saved_views": "candidates",
    "candidate_invitations": "candidates",
    "imports": "candidates",
    "bulk_actions": "candidates",
    "note_versions": "notes",
    "quick_add": "interviews",
    "own_calendar_feed": "account",
    "own_email": "account",
    "leaving": "staff",
    "hand_overs": "staff",
    "staff_invitations": "staff",
    "absences": "staff",
    "own_absence": "account",
}
"""Areas whose pages belong to another area in the navigation."""
SETTINGS_NAVIGATION: tuple[tuple[Any, tuple[tuple[Any, str, str], ...]], ...] = (
    (
        _("Agency"),
        (
            (_("Getting started"), "onboarding.index", permissions.EDIT_AGENCY),
            (_("Agency profile"), "settings.edit", permissions.EDIT_AGENCY),
            (_("Offices and fields"), "offices.index", permissions.EDIT_AGENCY),
            (_("Business hours"), "hours.index", permissions.EDIT_AGENCY),
            (_("People"), "staff.index", permissions.EDIT_PEOPLE),
            (_("Roles"), "roles.index", permissions.EDIT_PEOPLE),
        ),
    ),
    (
        _("Work"),
        (
            (_("Policies"), "policies.edit", permissions.EDIT_POLICIES),
            (_("Tags"), "tag_words.index", permissions.EDIT_AGENCY),
        ),
    ),
    (_("Records"), ((_("Import and export"), "agency_export.index", permissions.EXPORT_AGENCY),)),
    (
        _("Security"),
        (
            (_("Sign-in"), "sign_in_rules.edit", permissions.EDIT_SIGN_IN_RULES),
            (_("Audit log"), "audit.index", permissions.SEE_AUDIT_LOG),
        ),
    ),
)
"""The groups of settings pages: each page with its endpoint and the permission that it requires."""
SETTINGS_AREAS = frozenset(
    endpoint.partition(".")[0] for _group, pages in SETTINGS_NAVIGATION for _label, endpoint, _permission in pages
)


def main_navigation(viewer: Viewer | None) -> list[NavigationItem]:
    """Return the links of the main navigation for this viewer."""
    if viewer is None:
        return []
    area = _area()
    items = CANDIDATE_NAVIGATION if viewer.is_candidate else STAFF_NAVIGATION
    return [
        NavigationItem(
            str(label), url_for(endpoint), name == area, icon, name, name in GROUP_STARTS, GO_KEYS.get(name, "")
        )
        for name, label, icon, endpoint in items
        if name != "settings" or viewer.may(permissions.EDIT_AGENCY)
    ]


def settings_navigation(viewer: Viewer) -> list[tuple[str, list[NavigationItem]]]:
    """Return the groups of settings pages that this viewer may open, each with its heading."""
    area = _settings_area()
    groups = [
        (
            str(heading),
            [
                NavigationItem(str(label), url_for(endpoint), endpoint.partition(".")[0] == area)
                for label, endpoint, permission in pages
                if viewer.may(permission)
            ],
        )
        for heading, pages in SETTINGS_NAVIGATION
    ]
    return [group for group in groups if group[1]]


def _area() -> str:
    """Return the area of the main navigation that the requested page belongs to."""
    area = _settings_area()
    return "settings" if area in SETTINGS_AREAS else area


def _settings_area() -> str:
    """Return the area of the requested page, before settings are put together."""
    blueprint = request.blueprint or ""
    return PARENT_AREAS.get(blueprint, blueprint)
