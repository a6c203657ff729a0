"""How dates and times are written for the viewer: the agency's way, or one of a few others."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField

from portal.accounts import actions, permissions, queries
from portal.accounts.rules import DATE_FORMATS
from portal.core import access
from portal.core.db import db
from portal.web.shared import languages, request_cycle
from portal.web.shared.fields import Form, options
from portal.web.shared.formatting import date_example
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("date_format", __name__)


class DateFormatForm(Form):
    """How days and times are written, each way shown as an example."""

    locale = RadioField(_("How we write them"))

    def __init__(self, **kwargs: Any) -> None:
        chosen = request_cycle.viewer().locale
        super().__init__(data={"locale": chosen or ""}, **kwargs)
        usual = date_example(languages.agency_locale())
        others = [name for name in DATE_FORMATS if name == chosen or date_example(name) != usual]
        first = gettext("Your agency’s way: %(example)s", example=usual)
        self.locale.choices = options([("", first), *((name, date_example(name)) for name in others)])


@blueprint.get("/me/date-format")
@access.requires(permissions.SIGN_IN)
def edit() -> ViewResponse:
    return render_template("accounts/date_format.html", date_form=DateFormatForm(), is_saved=False)


@blueprint.post("/me/date-format")
@access.requires(permissions.SIGN_IN)
def save() -> ViewResponse:
    command, form = request_cycle.command(), DateFormatForm()
    mine = queries.get_account(db.session(), request_cycle.viewer().account_id)
    is_valid = form.accepts(lambda: actions.set_locale(command, mine, form.locale.data or None))
    if is_valid and "HX-Request" not in request.headers:
        flash(gettext("Saved."), "success")
        return redirect(url_for("date_format.edit"))
    return render_template("accounts/date_format.html", date_form=form, is_saved=is_valid), 200 if is_valid else 422
