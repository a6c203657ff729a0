"""The sentences of bulk actions, each for one candidate by name and for many by number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from portal.bulk_actions.rules import CLOSE, EXPORT, INVITE, MESSAGE, PAUSE, REASSIGN, REMIND, RESUME, TAG, UNTAG


@dataclass(frozen=True)
class BulkSentence:
    """`one` names the candidate, `many` counts them, and `short_one` counts one of them."""

    one: Any
    many: Any
    short_one: Any = ""


TITLES: Mapping[str, BulkSentence] = {
    REMIND: BulkSentence(_("Remind %(name)s"), _("Remind %(num)s candidates")),
    REASSIGN: BulkSentence(_("Reassign %(name)s"), _("Reassign %(num)s candidates")),
    PAUSE: BulkSentence(_("Pause reminders to %(name)s"), _("Pause reminders to %(num)s candidates")),
    RESUME: BulkSentence(_("Resume reminders to %(name)s"), _("Resume reminders to %(num)s candidates")),
    MESSAGE: BulkSentence(_("Write to %(name)s"), _("Write to %(num)s candidates")),
    TAG: BulkSentence(_("Tag %(name)s"), _("Tag %(num)s candidates")),
    UNTAG: BulkSentence(_("Remove a tag from %(name)s"), _("Remove a tag from %(num)s candidates")),
    INVITE: BulkSentence(_("Invite %(name)s"), _("Invite %(num)s candidates")),
    CLOSE: BulkSentence(_("Close applications of %(name)s"), _("Close applications of %(num)s candidates")),
    EXPORT: BulkSentence(_("Export %(name)s"), _("Export %(num)s candidates")),
}
INCLUDED_SHORT: Mapping[str, BulkSentence] = {
    REMIND: BulkSentence("", _("%(num)s get an email"), _("%(num)s gets an email")),
    REASSIGN: BulkSentence("", _("%(num)s change hands"), _("%(num)s changes hands")),
    PAUSE: BulkSentence("", _("%(num)s get no more reminders"), _("%(num)s gets no more reminders")),
    RESUME: BulkSentence("", _("%(num)s get reminders again"), _("%(num)s gets reminders again")),
    MESSAGE: BulkSentence("", _("%(num)s get an email"), _("%(num)s gets an email")),
    TAG: BulkSentence("", _("%(num)s get it"), _("%(num)s gets it")),
    UNTAG: BulkSentence("", _("%(num)s lose it"), _("%(num)s loses it")),
    INVITE: BulkSentence("", _("%(num)s get an invitation"), _("%(num)s gets an invitation")),
    CLOSE: BulkSentence("", _("%(num)s have some to close"), _("%(num)s has some to close")),
    EXPORT: BulkSentence("", ""),
}
INCLUDED_LINES: Mapping[str, BulkSentence] = {
    REMIND: BulkSentence(
        _("%(name)s gets one email with everything that’s open"),
        _("%(num)s get one email each with everything that’s open for them"),
    ),
    REASSIGN: BulkSentence(_("%(name)s goes to %(who)s"), _("%(num)s go to %(who)s")),
    PAUSE: BulkSentence(
        _("%(name)s gets no reminders until you resume them"), _("%(num)s get no reminders until you resume them")
    ),
    RESUME: BulkSentence(_("%(name)s gets reminders again"), _("%(num)s get reminders again")),
    MESSAGE: BulkSentence(_("%(name)s gets this email"), _("%(num)s get this email, each one of their own")),
    TAG: BulkSentence(_("%(name)s gets the tag “%(tag)s”"), _("%(num)s get the tag “%(tag)s”")),
    UNTAG: BulkSentence(_("%(name)s loses the tag “%(tag)s”"), _("%(num)s lose the tag “%(tag)s”")),
    INVITE: BulkSentence(_("%(name)s gets an invitation to sign in"), _("%(num)s get an invitation to sign in")),
    CLOSE: BulkSentence(
        _("Applications of %(name)s that close: %(count)s"),
        _("Applications of %(num)s candidates that close: %(count)s"),
    ),
    EXPORT: BulkSentence(
        _("%(name)s is in the file, with email, phone, field, and recruiter"),
        _("%(num)s are in the file, with email, phone, field, and recruiter"),
    ),
}
BUTTONS: Mapping[str, BulkSentence] = {
    REMIND: BulkSentence("", _("Send %(num)s reminders"), _("Send the reminder")),
    REASSIGN: BulkSentence("", _("Reassign %(num)s candidates"), _("Reassign candidate")),
    PAUSE: BulkSentence("", _("Pause reminders to %(num)s"), _("Pause reminders")),
    RESUME: BulkSentence("", _("Resume reminders to %(num)s"), _("Resume reminders")),
    MESSAGE: BulkSentence("", _("Send %(num)s messages"), _("Send the message")),
    TAG: BulkSentence("", _("Tag %(num)s candidates"), _("Tag candidate")),
    UNTAG: BulkSentence("", _("Remove the tag from %(num)s"), _("Remove the tag")),
    INVITE: BulkSentence("", _("Send %(num)s invitations"), _("Send the invitation")),
    CLOSE: BulkSentence("", _("Close applications of %(num)s"), _("Close applications")),
    EXPORT: BulkSentence("", ""),
}
CONSEQUENCES: Mapping[str, Any] = {
    REMIND: _("You can undo for 20 seconds."),
    REASSIGN: _("No one is emailed. You can undo this for a day."),
    PAUSE: _("No one is emailed. You can undo this for a day."),
    RESUME: _("Reminders that are due go out soon. You can undo this for a day."),
    MESSAGE: _(
        "Replies reach you. You can undo for 20 seconds. At most %(most)s candidates at once, and %(each)s messages to "
        "each in 24 hours."
    ),
    TAG: _("No one is emailed. You can undo this for a day."),
    UNTAG: _("No one is emailed. You can undo this for a day."),
    INVITE: _("Invitations go out at once, so this can’t be undone."),
    CLOSE: _("Reminders for these applications stop. You can undo this for a day."),
    EXPORT: _("Nothing changes for these candidates."),
}
RESULT_TITLES: Mapping[str, BulkSentence] = {
    REMIND: BulkSentence(
        _("Sending the reminder to %(name)s"), _("Sending %(num)s reminders"), _("Sending 1 reminder")
    ),
    REASSIGN: BulkSentence(
        _("%(name)s is with %(who)s now"),
        _("%(num)s candidates are with %(who)s now"),
        _("1 candidate is with %(who)s now"),
    ),
    PAUSE: BulkSentence(
        _("Reminders to %(name)s are paused"),
        _("Reminders to %(num)s candidates are paused"),
        _("Reminders to 1 candidate are paused"),
    ),
    RESUME: BulkSentence(
        _("Reminders to %(name)s are on again"),
        _("Reminders to %(num)s candidates are on again"),
        _("Reminders to 1 candidate are on again"),
    ),
    MESSAGE: BulkSentence(_("Sending your message to %(name)s"), _("Sending %(num)s messages"), _("Sending 1 message")),
    TAG: BulkSentence(
        _("%(name)s has the tag “%(tag)s” now"),
        _("%(num)s candidates have the tag “%(tag)s” now"),
        _("1 candidate has the tag “%(tag)s” now"),
    ),
    UNTAG: BulkSentence(
        _("%(name)s no longer has the tag “%(tag)s”"),
        _("%(num)s candidates no longer have the tag “%(tag)s”"),
        _("1 candidate no longer has the tag “%(tag)s”"),
    ),
    INVITE: BulkSentence(
        _("Sending the invitation to %(name)s"), _("Sending %(num)s invitations"), _("Sending 1 invitation")
    ),
    CLOSE: BulkSentence(
        _("Applications of %(name)s are closed"),
        _("Applications of %(num)s candidates are closed"),
        _("Applications of 1 candidate are closed"),
    ),
    EXPORT: BulkSentence("", ""),
}
UNDONE_TITLES: Mapping[str, BulkSentence] = {
    REMIND: BulkSentence(
        _("The reminder to %(name)s is canceled"), _("%(num)s reminders are canceled"), _("1 reminder is canceled")
    ),
    REASSIGN: BulkSentence(
        _("%(name)s is back with their recruiter"),
        _("%(num)s candidates are back with their recruiters"),
        _("1 candidate is back with their recruiter"),
    ),
    PAUSE: RESULT_TITLES[RESUME],
    RESUME: RESULT_TITLES[PAUSE],
    MESSAGE: BulkSentence(
        _("The message to %(name)s is canceled"), _("%(num)s messages are canceled"), _("1 message is canceled")
    ),
    TAG: RESULT_TITLES[UNTAG],
    UNTAG: RESULT_TITLES[TAG],
    INVITE: BulkSentence("", ""),
    CLOSE: BulkSentence(
        _("Applications of %(name)s are open again"),
        _("Applications of %(num)s candidates are open again"),
        _("Applications of 1 candidate are open again"),
    ),
    EXPORT: BulkSentence("", ""),
}
DONE_IN_ROW: Mapping[str, Any] = {
    REMIND: _("Reminder queued"),
    MESSAGE: _("Message queued"),
    REASSIGN: _("Reassigned"),
    PAUSE: _("Reminders paused"),
    RESUME: _("Reminders on again"),
    TAG: _("Tagged"),
    UNTAG: _("Tag removed"),
    INVITE: _("Invitation queued"),
    CLOSE: _("Applications closed"),
    EXPORT: "",
}
"""What a candidate's row says after the action."""
