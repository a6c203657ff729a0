"""Two-step sign-in on one's own account: set it up by a QR code, keep recovery codes, turn it off. For staff."""

from collections.abc import Sequence

import segno
from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.accounts import permissions, queries, second_factor, totp
from portal.accounts.models import Account
from portal.core import access
from portal.core.db import db
from portal.core.errors import ActionRefused
from portal.core.rate_limits import CONFIRMATIONS
from portal.web.accounts.forms import CodeForm
from portal.web.shared import rate_limits, request_cycle, second_step
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("second_factor", __name__, url_prefix="/me/two-step")
QUIET_ZONE = 4
"""The light border that readers of QR codes need, in modules."""


@blueprint.get("")
@access.requires(permissions.USE_SECOND_FACTOR, to_sign_in=True)
def start() -> ViewResponse:
    """Show what two-step sign-in is, to someone who doesn't use it; the account page has the rest."""
    if request_cycle.viewer().has_second_factor:
        return redirect(url_for("account.edit"))
    return render_template("accounts/second_factor_start.html", required=second_step.is_required())


@blueprint.post("/setup")
@access.requires(permissions.USE_SECOND_FACTOR, recent=True, to_sign_in=True)
def begin() -> Response:
    try:
        second_factor.begin_setup(request_cycle.command(), _own_account())
    except ActionRefused as refused:
        flash(gettext(refused.sentence), "info")
        return redirect(url_for("account.edit"))
    return redirect(url_for("second_factor.show"))


@blueprint.get("/setup")
@access.requires(permissions.USE_SECOND_FACTOR, recent=True, to_sign_in=True)
def show() -> ViewResponse:
    return _render_setup(CodeForm())


@blueprint.post("/setup/code")
@access.requires(permissions.USE_SECOND_FACTOR, recent=True, to_sign_in=True)
@rate_limits.limited_per_person(CONFIRMATIONS)
def confirm() -> ViewResponse:
    form, mine = CodeForm(), _own_account()
    saved = form.accepts(lambda: second_factor.confirm_setup(request_cycle.command(), mine, form.code.data))
    return _render_codes(saved.value, is_new=True) if saved else _render_setup(form)


@blueprint.post("/recovery-codes")
@access.requires(permissions.USE_SECOND_FACTOR, recent=True)
def renew_codes() -> ViewResponse:
    codes = second_factor.renew_recovery_codes(request_cycle.command(), _own_account())
    return _render_codes(codes, is_new=False)


@blueprint.route("/off", methods=["GET", "POST"])
@access.requires(permissions.USE_SECOND_FACTOR, recent=True)
@rate_limits.limited_per_person(CONFIRMATIONS)
def turn_off() -> ViewResponse:
    if not request_cycle.viewer().has_second_factor:
        return redirect(url_for("account.edit"))
    form, mine, required = CodeForm(), _own_account(), second_step.is_required()
    if form.accepts(lambda: second_factor.turn_off(request_cycle.command(), mine, form.code.data, required=required)):
        flash(gettext("Two-step sign-in is off. You sign in with your password alone."), "success")
        return redirect(url_for("account.edit"))
    return render_form("accounts/second_factor_off.html", form, required=required)


def _render_setup(form: CodeForm) -> ViewResponse:
    mine = _own_account()
    seed = second_factor.seed_to_set_up(request_cycle.command(), mine)
    if seed is None:
        if form.errors:
            flash("".join(form.other_errors), "info")
        return redirect(url_for("second_factor.start"))
    uri = totp.setup_uri(seed, account=mine.email, issuer=g.profile.name)
    groups = [seed[place : place + 4] for place in range(0, len(seed), 4)]
    return render_form("accounts/second_factor_setup.html", form, qr_code=_qr_code(uri), seed=" ".join(groups))


def _qr_code(text: str) -> Markup:
    """Return the QR code as SVG, dark on light in both themes, because some readers take no other."""
    code = segno.make(text, error="m", micro=False)
    return Markup(code.svg_inline(border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass=None))  # noqa: S704 - drawn from a path of numbers


def _render_codes(codes: Sequence[str], *, is_new: bool) -> str:
    return render_template("accounts/recovery_codes.html", codes=codes, is_new=is_new)


def _own_account() -> Account:
    return queries.get_account(db.session(), request_cycle.viewer().account_id)
