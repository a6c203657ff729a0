"""The viewer's own account, in any role: name, time zone, password, sessions, and what they may see."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import actions, calendar_feeds, credentials, email_changes, permissions, queries, rules
from portal.accounts.models import Account, SignIn
from portal.applications import actions as applications
from portal.candidates import actions as candidates
from portal.candidates import queries as candidate_queries
from portal.candidates.models import Candidate
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.rate_limits import PASSWORD_CHANGES
from portal.followups.rules.policy import quiet_hours
from portal.notes import actions as notes
from portal.reminders import queries as reminders
from portal.reminders.own_hours import quiet_hours_of
from portal.web.accounts.date_format import DateFormatForm
from portal.web.accounts.forms import AccountForm, ChangePasswordForm, ProfileForm
from portal.web.accounts.sessions import device_token, end_session
from portal.web.shared import formatting, login, rate_limits, request_cycle, security_events
from portal.web.shared.edit_conflict_forms import edit_form, initial_form
from portal.web.shared.merge_fields import candidate_values
from portal.web.shared.responses import ViewResponse, return_url
from portal.web.shared.safe_paths import local_path
from portal.web.shared.template_context import SCOPE_NAMES

blueprint = Blueprint("account", __name__)


@blueprint.get("/me/account")
@access.requires(permissions.SIGN_IN)
def edit() -> ViewResponse:
    return _render(_form(), ChangePasswordForm())


@blueprint.post("/me/account")
@access.requires(permissions.SIGN_IN)
def save() -> ViewResponse:
    form = _form()
    if not form.accepts(lambda: _save(form)):
        return _render(form, ChangePasswordForm()), 422
    flash(gettext("Saved."), "success")
    return redirect(return_url(url_for("account.edit")))


@blueprint.get("/me/password")
@access.requires(permissions.SIGN_IN)
def redirect_to_account() -> Response:
    """Redirect to the page with the form: a person reloads the address where a refused form was shown."""
    return redirect(url_for("account.edit"))


@blueprint.post("/me/password")
@access.requires(permissions.SIGN_IN)
@rate_limits.limited_per_person(PASSWORD_CHANGES)
def change_password() -> ViewResponse:
    form, mine = ChangePasswordForm(), _own_account()
    if form.validate_on_submit() and not credentials.verify_password(mine.password_hash, form.current.data):
        security_events.mark_failed_sign_in(mine)
        form.current.errors = [gettext("That isn’t your current password.")]
    if form.errors or not form.accepts(lambda: actions.set_password(request_cycle.command(), mine, form.password.data)):
        kind, row = _form_and_row()
        return _render(initial_form(kind, row), form), 422
    # Without a code, a new password is no recent sign-in for someone who uses two steps.
    since, here = request_cycle.viewer().confirmed_at, security_events.device()
    login.start_session(actions.start_session(db.session(), mine, since, **here, now=request_cycle.now()))
    flash(gettext("Password changed. You’re signed out everywhere else."), "success")
    return redirect(url_for("account.edit"))


@blueprint.post("/me/sign-ins/<uuid:sign_in_id>/end")
@access.requires(permissions.SIGN_IN)
def end_sign_in(sign_in_id: uuid.UUID) -> Response:
    rows = queries.active_sign_ins(db.session(), request_cycle.viewer().account_id, request_cycle.now())
    row = next((row for row in rows if row.id == sign_in_id), None)
    if row is None:
        raise NotFound("sign-in")
    actions.revoke(request_cycle.command(), row)
    flash(gettext("That browser is signed out."), "success")
    return redirect(url_for("account.edit"))


@blueprint.post("/me/sign-ins/end")
@access.requires(permissions.SIGN_IN)
def end_all_sign_ins() -> Response:
    actions.sign_out_everywhere(request_cycle.command(), _own_account(), device_token())
    return end_session(gettext("You’re signed out everywhere."))


@blueprint.post("/me/scope")
@access.requires(permissions.SEE_RECORDS)
def set_scope() -> Response:
    chosen = request.form.get("scope", "")
    if chosen in rules.SCOPES:
        session[login.SCOPE] = chosen
    referrer = request.referrer or ""
    return redirect(local_path(referrer.partition(request.host)[2] or None))


@blueprint.post("/me/list-view")
@access.requires(permissions.SEE_RECORDS)
def set_list_view() -> Response:
    """Keep how tall the viewer's rows of lists are, and go back to the list."""
    chosen = request.form.get("view", "")
    if chosen in rules.LIST_VIEWS:
        actions.set_list_view(request_cycle.command(), _own_account(), chosen)
    referrer = request.referrer or ""
    return redirect(local_path(referrer.partition(request.host)[2] or None))


@blueprint.post("/me/single-keys")
@access.requires(permissions.SEE_RECORDS)
def set_single_keys() -> Response:
    """Keep whether a key alone is a command for the viewer."""
    actions.set_single_keys(request_cycle.command(), _own_account(), on=request.form.get("wanted") == "yes")
    flash(gettext("Saved."), "success")
    return redirect(url_for("account.edit"))


@blueprint.post("/me/reminders")
@access.requires(permissions.USE_CANDIDATE_PAGES)
def set_reminders() -> Response:
    """Pause a candidate's reminders, or turn them on again; redirect to the account page."""
    mine, command = (
        candidate_queries.candidate_of_account(db.session(), request_cycle.viewer()),
        request_cycle.command(),
    )
    if request.form.get("wanted") == "yes":
        for kind in ("paused", "unsubscribed"):
            candidates.lift_suppression(command, mine, kind)
        db.session().flush()
        if reminders.suppressed(db.session(), mine, command.now):
            flash(gettext("Saved. Reminders stay off until your agency turns them on again."), "info")
        else:
            flash(gettext("Reminders are on."), "success")
    else:
        candidates.suppress_reminders(command, mine, "paused")
        flash(gettext("Reminders are off. Your tasks stay on Today."), "success")
    return redirect(url_for("account.edit"))


def _own_account() -> Account:
    return queries.get_account(db.session(), request_cycle.viewer().account_id)


def _form() -> AccountForm:
    return edit_form(*_form_and_row())


def _form_and_row() -> tuple[type[AccountForm], Account | Candidate]:
    """Return the form class of the viewer's own page, and its row: a candidate's page edits more than the account."""
    viewer = request_cycle.viewer()
    if viewer.is_candidate:
        return ProfileForm, candidate_queries.candidate_of_account(db.session(), viewer)
    return AccountForm, _own_account()


def _save(form: AccountForm) -> None:
    """Save the account; for a candidate, update the profile, the plans, and the waiting notes that use it."""
    viewer, command = request_cycle.viewer(), request_cycle.command()
    mine, name, time_zone = _own_account(), form.name.data, form.time_zone.data
    if isinstance(form, ProfileForm):
        candidate = candidate_queries.candidate_of_account(command.session, viewer)
        said = {"name": name, "time_zone": time_zone, "phone": form.phone.data}
        profile = replace(candidates.profile_of(candidate), **said)
        applications.update_candidate(command, candidate, profile)
        notes.fill_in_waiting_notes(command, candidate.id, candidate_values(candidate))
    else:
        actions.update_profile(command, mine, name=name, email=mine.email, time_zone=time_zone)
        actions.set_phone(command, mine, form.phone.data)


def _render(form: AccountForm, password_form: ChangePasswordForm) -> str:
    viewer, quiet = request_cycle.viewer(), quiet_hours(g.profile.policy)
    rows = queries.active_sign_ins(db.session(), viewer.account_id, request_cycle.now())
    stops = set()
    if viewer.is_candidate:
        mine = candidate_queries.candidate_of_account(db.session(), viewer)
        quiet = quiet_hours_of(db.session(), mine)
        stops = {row.kind for row in candidate_queries.active_suppressions(db.session(), [mine.id])[mine.id]}
    return render_template(
        "accounts/account.html",
        form=form,
        password_form=password_form,
        date_form=DateFormatForm(formdata=None),
        is_saved=False,
        has_password=queries.has_password(db.session(), viewer.account_id),
        sign_ins=rows,
        current=_current_sign_in(rows),
        stops=stops,
        calendar_feed=calendar_feeds.find_own(db.session(), viewer.account_id),
        scope_names=SCOPE_NAMES,
        email_change=email_changes.pending_change(db.session(), viewer.account_id),
        recovery_codes=queries.unused_recovery_codes(db.session(), viewer.account_id),
        quiet_hours={"start": formatting.time_of_day(quiet.start), "end": formatting.time_of_day(quiet.end)},
    )


def _current_sign_in(rows: Sequence[SignIn]) -> uuid.UUID | None:
    digest = credentials.token_digest(request_cycle.viewer().get_id() or "")
    return next((row.id for row in rows if row.token_hash == digest), None)
