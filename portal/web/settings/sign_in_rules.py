"""How an agency's staff sign in: from which day on two-step sign-in is required."""

from datetime import date

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField
from wtforms.validators import Optional

from portal.accounts import permissions
from portal.accounts import queries as accounts
from portal.agencies import actions, queries
from portal.core import access, encryption
from portal.core.db import db
from portal.core.errors import N_, ActionRefused
from portal.staff import queries as staff
from portal.web.shared import fields, request_cycle
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm, edit_form
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("sign_in_rules", __name__, url_prefix="/settings/sign-in")


class SignInRulesForm(ConflictCheckedForm):
    """From which day on the agency requires two-step sign-in."""

    second_factor_required_from = DateField(_("Required from"), [Optional(), fields.check_year])


@blueprint.route("", methods=["GET", "POST"])
@access.requires(permissions.EDIT_SIGN_IN_RULES, recent=True)
def edit() -> ViewResponse:
    session = db.session()
    profile = queries.profile(session)
    form = edit_form(SignInRulesForm, profile)
    if form.accepts(lambda: _save(form.second_factor_required_from.data)):
        flash(gettext("Saved."), "success")
        return redirect(url_for("sign_in_rules.edit"))
    using = accounts.accounts_with_second_factor(session)
    people = [row for row in staff.colleagues(session) if row.deactivated_at is None and row.accepted_at is not None]
    return render_form(
        "settings/sign_in_rules.html",
        form,
        missing=[row for row in people if row.id not in using],
        using=sum(row.id in using for row in people),
        available=encryption.is_available(),
    )


def _save(day: date | None) -> None:
    if day is not None and not encryption.is_available():
        raise ActionRefused(
            N_("Two-step sign-in isn’t available yet. The portal’s operator has to set it up first."),
            field="second_factor_required_from",
        )
    actions.require_second_factor(request_cycle.command(), queries.profile(db.session()), day)
