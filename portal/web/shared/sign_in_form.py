"""The form to sign in with, which the page of an ended session shows too."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from portal.web.shared import fields
from portal.web.shared.fields import Form

_EMAIL_ATTRIBUTES = {"autocomplete": "username", "autofocus": True}


PASSWORD_LENGTH = Length(max=1000, message=_("Use 128 characters or fewer."))


CODE_ATTRIBUTES = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class SignInForm(Form):
    """The email address and password of the person who signs in."""

    email = fields.line(
        _("Email"), required=True, render_kw=_EMAIL_ATTRIBUTES | {"type": "email", "inputmode": "email"}
    )
    password = PasswordField(
        _("Password"),
        [InputRequired(_("Enter your password.")), PASSWORD_LENGTH],
        render_kw={"autocomplete": "current-password"},
    )

    def needs_no_password(self) -> None:
        """Take the address alone, of a person who signs in another way."""
        self.password.validators = [PASSWORD_LENGTH]
        self.password.flags.required = False

    def reject_credentials(self) -> None:
        """Show the same error whether there is such an account or not."""
        self.password.errors = [*self.password.errors, gettext("That email and password don’t match.")]
