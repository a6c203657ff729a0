"""Which routes ask for the password again, by what they are for, and which ones near them don't, and why."""

from flask import Flask

from portal.accounts import permissions
from portal.core import access

ASKS = {
    "roles and access": """
        staff.detail staff_invitations.invite leaving.deactivate leaving.reactivate leaving.undo_deactivation
        offices.set_visibility offices.move
    """,
    "hand-over": "hand_overs.hand_over hand_overs.results hand_overs.take_back",
    "email and second factor": """
        own_email.change factor_reset.reset sign_in_rules.edit
        second_factor.begin second_factor.confirm second_factor.renew_codes second_factor.show second_factor.turn_off
    """,
    "a first password": "first_password.page first_password.save",
    "a secret address": "own_calendar_feed.issue",
    "export": "exports.as_csv exports.as_workbook audit.export agency_export.index agency_export.download",
    "policies and profile": "policies.edit policies.undo settings.edit",
    "removal": "onboarding.remove_sample_data",
}
ASKING = {name for names in ASKS.values() for name in names.split()}
SENSITIVE = {
    permissions.EDIT_PEOPLE,
    permissions.EDIT_POLICIES,
    permissions.EDIT_SIGN_IN_RULES,
    permissions.EDIT_SAMPLE_DATA,
    permissions.EXPORT_AGENCY,
    permissions.SEE_AUDIT_LOG,
}
FILES, WORDS = (".csv", ".xlsx", ".zip"), ("export", "/me/email", "/two-step")
ONLY_SHOWS = "only shows what is there"
DOES_NOT_ASK = {
    "absences.edit": "an absence gives no one more than they see already",
    "absences.end": "an absence gives no one more than they see already",
    "audit.index": ONLY_SHOWS,
    "imports.left_out": "rows of a file that was uploaded here; nothing that the portal knows",
    "imports.report": "what became of a file that was uploaded here; nothing that the portal knows",
    "onboarding.add_sample_data": "it adds people that no one else has to do with, and never an email",
    "own_email.cancel": "it keeps the address that is known",
    "own_email.page": ONLY_SHOWS,
    "own_email.resend": "the same email to the address that was confirmed with a password",
    "policies.changes": ONLY_SHOWS,
    "policies.preview": ONLY_SHOWS,
    "policies.progress": ONLY_SHOWS,
    "policies.tasks": ONLY_SHOWS,
    "roles.index": ONLY_SHOWS,
    "second_factor.start": ONLY_SHOWS,
    "staff.index": ONLY_SHOWS,
    "staff_invitations.check": ONLY_SHOWS,
    "staff_invitations.resend": "the same email to the address that was invited with a password",
    "staff_invitations.withdraw": "it only takes access away, and a new invitation gives it back",
}


def test_the_routes_that_ask_are_these(app: Flask) -> None:
    declared = {name: access.declared_access(view) for name, view in app.view_functions.items()}
    assert {name for name, found in declared.items() if found and found.recent} == ASKING


def test_every_sensitive_route_asks_or_says_why_not(app: Flask) -> None:
    found = {rule.endpoint for rule in app.url_map.iter_rules() if _is_sensitive(app, rule.endpoint, rule.rule)}
    assert found - ASKING == set(DOES_NOT_ASK)


def test_every_file_that_asks_comes_back_to_its_page(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ASKING and rule.rule.endswith(FILES):
            declared = access.declared_access(app.view_functions[rule.endpoint])
            assert declared and declared.downloads, rule.endpoint


def _is_sensitive(app: Flask, endpoint: str, rule: str) -> bool:
    declared = access.declared_access(app.view_functions[endpoint])
    sends_a_file = rule.endswith(FILES) or any(word in rule for word in WORDS)
    return declared is not None and (declared.permission in SENSITIVE or sends_a_file)
