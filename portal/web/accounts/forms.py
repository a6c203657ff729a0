"""Forms for signing in, passwords, and the viewer's own account."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, PasswordField
from wtforms.validators import EqualTo, InputRequired, ValidationError

from portal.web.shared import fields, time_zones
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm
from portal.web.shared.fields import Form
from portal.web.shared.sign_in_form import CODE_ATTRIBUTES, PASSWORD_LENGTH

RECOVERY_ATTRIBUTES = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}


class CodeForm(Form):
    """The code that an authenticator app shows, or a recovery code in its place."""

    code = fields.line(_("Code from your app"), required=True, most=40, render_kw=CODE_ATTRIBUTES | {"autofocus": True})


class RecoveryCodeForm(Form):
    """A recovery code, which has letters."""

    code = fields.line(_("Recovery code"), required=True, most=40, render_kw=RECOVERY_ATTRIBUTES)


class EmailForm(Form):
    """The address that the viewer wants to sign in with."""

    email = fields.email(_("New email address"), required=True, render_kw={"autocomplete": "email"})


class ForgotPasswordForm(Form):
    """The person who wants a new password."""

    email = fields.email(_("Email"), required=True, render_kw={"autocomplete": "username"})


class NewPasswordForm(Form):
    """A password, typed twice."""

    password = PasswordField(
        _("New password"),
        [InputRequired(_("Choose a password.")), PASSWORD_LENGTH],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _("Confirm password"),
        [EqualTo("password", _("The passwords don’t match. Type the same one twice."))],
        render_kw={"autocomplete": "new-password"},
    )

    def needs_no_password(self) -> None:
        """Take the rest alone, of a candidate who starts with an emailed code."""
        for field in (self.password, self.again):
            field.validators, field.flags.required = [], False


class FirstSignInForm(NewPasswordForm):
    """What a person chooses who signs in for the first time; candidates have a name already."""

    name = fields.name(_("Your name"), required=True, render_kw={"autocomplete": "name"})
    time_zone = time_zones.time_zone(_("Time zone"))


class ChangePasswordForm(NewPasswordForm):
    """A new password for a person who knows the current one."""

    current = PasswordField(
        _("Current password"),
        [InputRequired(_("Enter your current password.")), PASSWORD_LENGTH],
        render_kw={"autocomplete": "current-password"},
    )

    def validate_password(self, field: Field) -> None:
        """Refuse the current password as the new one."""
        if field.data and field.data == self.current.data:
            raise ValidationError(gettext("Choose a password that’s different from your current one."))


class AccountForm(ConflictCheckedForm):
    """The viewer's own name, phone number, and time zone."""

    name = fields.name(_("Name"), required=True)
    phone = fields.phone(_("Phone"))
    time_zone = time_zones.time_zone(_("Time zone"))


class ProfileForm(AccountForm):
    """What a candidate enters about themselves; their recruiter may change it, too."""
