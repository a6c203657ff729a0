"""Which roles have which permission, and that each permission is used."""

import re
from pathlib import Path

import pytest
from flask import Flask

from portal.accounts import permissions
from portal.accounts.rules import ROLES
from portal.core import access

EVERYONE, STAFF = {"owner", "recruiter", "viewer", "candidate"}, {"owner", "recruiter", "viewer"}
TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (permissions.SIGN_IN, EVERYONE),
        (permissions.SEE_RECORDS, STAFF),
        (permissions.SEE_INSIGHT, STAFF),
        (permissions.SEE_RECRUITER_NOTES, STAFF),
        (permissions.DO_TASKS, {"owner", "recruiter", "candidate"}),
        (permissions.USE_CANDIDATE_PAGES, {"candidate"}),
        (permissions.EDIT_CANDIDATES, {"owner", "recruiter"}),
        (permissions.REVIEW_NOTES, {"owner", "recruiter"}),
        (permissions.EDIT_TEMPLATES, {"owner"}),
        (permissions.EDIT_PEOPLE, {"owner"}),
        (permissions.EDIT_AGENCY, {"owner"}),
    ],
)
def test_each_permission_is_of_these_roles(permission: str, roles: set[str]) -> None:
    assert {role for role in ROLES if permissions.has_permission(role, permission)} == roles


def test_a_permission_that_is_not_listed_is_an_error() -> None:
    with pytest.raises(KeyError):
        permissions.has_permission("owner", "manage")


def test_templates_name_only_listed_permissions() -> None:
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"viewer\.may\(\"(\w+)\"\)", path.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= permissions.PERMISSIONS.keys()


def test_routes_require_only_listed_permissions(app: Flask) -> None:
    declared = [access.declared_access(app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules()]
    required = {found.permission for found in declared if found and found.permission}
    assert required <= permissions.PERMISSIONS.keys()
