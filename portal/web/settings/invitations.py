"""Inviting colleagues: a pasted list that is checked while it's typed, once more, and withdrawing. For owners."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.messaging.rate_limits import link_mails_left
from portal.staff import invitations, queries
from portal.staff.invitation_verdicts import GOOD, InvitationVerdict, left_in_field
from portal.staff.invitations import Assignment
from portal.web.settings.forms import InviteForm
from portal.web.settings.invitation_labels import InvitationList
from portal.web.settings.invitation_lines import line_choices, own_assignments
from portal.web.shared import choices, request_cycle, submissions
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("staff_invitations", __name__, url_prefix="/settings/people")


@blueprint.route("/invite", methods=["GET", "POST"])
@access.requires(permissions.EDIT_PEOPLE, recent=True)
@submissions.creates
def invite() -> ViewResponse:
    form = _form()
    if form.is_submitted():
        return _invite(form)
    form.office_id.data = request_cycle.viewer().office_id
    return _page(form, [])


@blueprint.post("/invite/check")
@access.requires(permissions.EDIT_PEOPLE)
def check() -> str:
    """Return the verdicts on what is typed so far: as a part of the page, or without scripts as the page."""
    form = _form()
    typed = (form.addresses.data or "")[: InviteForm.MOST]
    verdicts = invitations.judge_list(db.session(), typed, request_cycle.now())
    if "HX-Request" not in request.headers:
        return _page(form, verdicts)
    checked, choices_of = InvitationList(verdicts), line_choices(form, verdicts)
    return render_template("settings/_invitation_verdicts.html", checked=checked, choices_of=choices_of, is_part=True)


@blueprint.post("/<uuid:account_id>/invitation")
@access.requires(permissions.EDIT_PEOPLE)
@submissions.creates_by_button
def resend(account_id: uuid.UUID) -> Response:
    account = queries.get_colleague(db.session(), account_id)
    invitations.invite_again(request_cycle.command(), account)
    flash(gettext("Sending the invitation to %(name)s.", name=account.name), "success")
    return redirect(url_for("staff.index"))


@blueprint.post("/<uuid:account_id>/invitation/withdraw")
@access.requires(permissions.EDIT_PEOPLE)
def withdraw(account_id: uuid.UUID) -> Response:
    account = queries.get_colleague(db.session(), account_id)
    invitations.withdraw(request_cycle.command(), account)
    said = gettext("The invitation to %(name)s is withdrawn. The link in it stopped working.", name=account.name)
    flash(said, "success")
    return redirect(url_for("staff.index"))


def _form() -> InviteForm:
    form = InviteForm()
    form.office_id.choices = choices.office_choices(db.session())
    return form


def _invite(form: InviteForm) -> ViewResponse:
    """Invite whoever can be; leave the rest in the field, each with its reason."""
    session, now = db.session(), request_cycle.now()
    if saved := form.accepts(lambda: _invite_good(form)):
        verdicts, left = saved.value, left_in_field(saved.value)
        flash(_sending(verdicts), "success")
        if not left:
            return redirect(url_for("staff.index"))
        form.addresses.data = left
        return _page(form, invitations.judge_list(session, left, now))
    return _page(form, invitations.judge_list(session, form.addresses.data or "", now)), 422


def _invite_good(form: InviteForm) -> list[InvitationVerdict]:
    command, for_all = request_cycle.command(), Assignment(form.role.data, form.office_id.data)
    own = own_assignments(form, invitations.judge_list(command.session, form.addresses.data, command.now))
    verdicts = invitations.invite_list(command, form.addresses.data, for_all, form.message.data, own=own)
    form.refuse_none_good(verdicts)
    return verdicts


def _sending(verdicts: list[InvitationVerdict]) -> str:
    count = sum(verdict.code == GOOD for verdict in verdicts)
    return ngettext("Sending %(num)s invitation.", "Sending %(num)s invitations.", count)


def _page(form: InviteForm, verdicts: list[InvitationVerdict]) -> str:
    session = db.session()
    return render_template(
        "settings/invite.html",
        form=form,
        checked=InvitationList(verdicts),
        choices_of=line_choices(form, verdicts),
        is_part=False,
        open_invitations=queries.open_invitations(session),
        invited_until=queries.invitation_expiries(session),
        budget=link_mails_left(session, request_cycle.now()),
        now=request_cycle.now(),
    )
