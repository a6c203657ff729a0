"""The agency's staff: who works here, invitations, roles, handing over, and ending access. For owners."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.core import access
from portal.core.db import db
from portal.staff import actions, queries, workload
from portal.staff.rules import account_state
from portal.web.settings.forms import ColleagueForm, RoleForm
from portal.web.shared import choices, request_cycle, submissions
from portal.web.shared.edit_conflict_forms import edit_form
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("staff", __name__, url_prefix="/settings/people")


@blueprint.get("")
@access.requires(permissions.EDIT_PEOPLE)
def index() -> ViewResponse:
    session = db.session()
    return render_template(
        "settings/staff.html",
        people=queries.colleagues(session),
        last_sign_ins=queries.last_sign_ins(session),
        invited_until=queries.invitation_expiries(session),
        candidates=queries.candidate_counts(session),
        now=request_cycle.now(),
    )


@blueprint.route("/invite", methods=["GET", "POST"])
@access.requires(permissions.EDIT_PEOPLE, recent=True)
@submissions.creates
def invite() -> ViewResponse:
    form = ColleagueForm()
    form.office_id.choices = choices.office_choices(db.session())
    if form.accepts(lambda: _invite(form)):
        flash(gettext("Sending the invitation to %(name)s.", name=form.name.data), "success")
        return redirect(url_for("staff.index"))
    return render_form("settings/invite_colleague.html", form)


@blueprint.route("/<uuid:account_id>", methods=["GET", "POST"])
@access.requires(permissions.EDIT_PEOPLE, recent=True)
def detail(account_id: uuid.UUID) -> ViewResponse:
    session, account = db.session(), _load(account_id)
    form = edit_form(RoleForm, account)
    form.office_id.choices = choices.office_choices(session)
    decided = form.role, form.office_id
    if form.accepts(lambda: actions.change_role(request_cycle.command(), account, *(field.data for field in decided))):
        flash(gettext("Saved."), "success")
        return redirect(url_for("staff.index"))
    return render_form(
        "settings/colleague.html",
        form,
        account=account,
        second_factor=accounts.has_second_factor(session, account.id),
        state=account_state(account.accepted_at, account.deactivated_at),
        holds=workload.load_workload(session, account).counts,
    )


@blueprint.post("/<uuid:account_id>/invitation")
@access.requires(permissions.EDIT_PEOPLE)
@submissions.creates_by_button
def resend_invitation(account_id: uuid.UUID) -> Response:
    account = _load(account_id)
    actions.invite_again(request_cycle.command(), account)
    flash(gettext("Sending the invitation to %(name)s.", name=account.name), "success")
    return redirect(url_for("staff.index"))


def _invite(form: ColleagueForm) -> None:
    """Invite the colleague; "Update it" corrects the invitation that the form made first."""
    earlier, command = submissions.row_to_update(), request_cycle.command()
    account = _load(earlier) if earlier else None
    if account is None:
        account = actions.invite(command, **form.colleague())
    else:
        actions.correct_invitation(command, account, **form.colleague())
    submissions.set_added(account.id)


def _load(account_id: uuid.UUID) -> Account:
    return queries.get_colleague(db.session(), account_id)
