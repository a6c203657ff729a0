"""The form to upload calendar files."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileRequired

from portal.web.shared import fields
from portal.web.shared.fields import Form

LARGEST_INVITATION = 1_000_000


class InvitationForm(Form):
    """An invitation as a calendar file."""

    file = fields.upload(
        _("Invitation (.ics)"),
        largest=LARGEST_INVITATION,
        checks=[FileRequired(_("Choose the invitation’s .ics file."))],
    )
