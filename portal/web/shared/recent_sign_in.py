"""Confirming a sign-in: what needs a recent one asks for the password again, and then goes on.

A route declares it by `access.requires(permission, recent=True)`; the request cycle enforces it.
"""

from typing import Any

from flask import abort, current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import PasswordField
from wtforms.validators import InputRequired

from portal.accounts import queries as accounts
from portal.core import access
from portal.core.db import db
from portal.web.shared import fields, form_replay
from portal.web.shared.fields import Form
from portal.web.shared.safe_paths import local_path
from portal.web.shared.sign_in_form import CODE_ATTRIBUTES, PASSWORD_LENGTH

FILE = "file_to_start"


class ConfirmForm(Form):
    """The password of the person who is signed in, and the code if they use two-step sign-in.

    `by_code`: they have no password, so a code is emailed to them instead.
    """

    by_code = False

    password = PasswordField(
        _("Password"),
        [InputRequired(_("Enter your password.")), PASSWORD_LENGTH],
        render_kw={"autocomplete": "current-password", "autofocus": True},
    )

    code = fields.line(_("Code from your app"), required=True, most=40, render_kw=CODE_ATTRIBUTES)

    @classmethod
    def of_viewer(cls, **given: Any) -> "ConfirmForm":
        """Return the form for who is signed in: without a code unless they use two-step sign-in."""
        form = cls(**given)
        if not current_user.has_second_factor:
            del form.code
        form.by_code = not accounts.has_password(db.session(), current_user.account_id)
        return form

    def reject_password(self) -> None:
        self.password.errors = [*self.password.errors, gettext("That isn’t your password.")]


def ask_to_confirm() -> BaseResponse:
    """Redirect a page to the one that asks for the password; show that one for a form, and hold what the form has."""
    if "HX-Request" in request.headers:
        abort(401)
    here, came_from = request.full_path.rstrip("?"), local_path((request.referrer or "").partition(request.host)[2])
    if request.method == "GET":
        if _is_download():
            return redirect(url_for("confirmation.page", next=came_from, file=here))
        return redirect(url_for("confirmation.page", next=here))
    held = form_replay.capture_request()
    form = ConfirmForm.of_viewer(formdata=None)
    values = {"next": came_from, "file": "", "held": held.written() if held else ""}
    return make_response(render_template("accounts/confirm.html", form=form, **values), 401)


def start_download(path: str) -> None:
    """Have the next page of this browser begin the download of this file."""
    session[FILE] = local_path(path)
    flash(gettext("The download starts now."), "success")


def file_to_start() -> str | None:
    """Return the file that this page downloads as it opens, once."""
    return session.pop(FILE) if FILE in session else None


def _is_download() -> bool:
    found = access.declared_access(current_app.view_functions[str(request.endpoint)])
    return found is not None and found.downloads
