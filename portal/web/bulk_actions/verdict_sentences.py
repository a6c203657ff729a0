"""What is said of the candidates with each verdict or result, and the way out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from portal.web.bulk_actions.sentences import BulkSentence

LEAVE_OUT, TURN_ON, INVITE = "leave_out", "resume", "invite"
"""Ways out: leave these candidates out, or first resume their reminders or invite them."""


@dataclass(frozen=True)
class VerdictSentence:
    """What is said of the candidates with a verdict, with its icon and tone, and what can be done about them.

    `short` is why one was left out, as their row says it.
    """

    sentence: BulkSentence
    icon: str = "info"
    tone: str = "quiet"
    way_out: str | None = None
    short: Any = ""


VERDICTS: Mapping[str, VerdictSentence] = {
    "goes": VerdictSentence(BulkSentence("", ""), "circle-check", "text-success"),
    "waits": VerdictSentence(
        BulkSentence(
            _("%(name)s gets it %(at)s, when quiet hours end"),
            _("%(num)s get it when their quiet hours end"),
            _("%(num)s gets it when quiet hours end"),
        ),
        "moon",
        "text-warning",
        LEAVE_OUT,
    ),
    "again_today": VerdictSentence(
        BulkSentence(
            _("%(name)s already got a reminder %(at)s"),
            _("%(num)s already got a reminder today"),
            _("%(num)s already got a reminder today"),
        ),
        "info",
        "text-warning",
        LEAVE_OUT,
    ),
    "paused": VerdictSentence(
        BulkSentence(_("%(name)s is paused"), _("%(num)s are paused"), _("%(num)s is paused")),
        "bell-off",
        way_out=TURN_ON,
        short=_("paused"),
    ),
    "already": VerdictSentence(
        BulkSentence(
            _("%(name)s is with %(who)s already"), _("%(num)s are with them already"), _("%(num)s is with them already")
        ),
        "circle-check",
        short=_("no change"),
    ),
    "not_paused": VerdictSentence(
        BulkSentence(_("%(name)s isn’t paused"), _("%(num)s aren’t paused"), _("%(num)s isn’t paused")),
        "bell",
        short=_("not paused"),
    ),
    "nothing_open": VerdictSentence(
        BulkSentence(_("%(name)s has nothing open"), _("%(num)s have nothing open"), _("%(num)s has nothing open")),
        "circle-check",
        short=_("nothing open"),
    ),
    "over_limit": VerdictSentence(
        BulkSentence(
            _("%(name)s got as many of these emails as we send in 24 hours"),
            _("%(num)s got as many of these emails as we send in 24 hours"),
            _("%(num)s got as many as we send in 24 hours"),
        ),
        "hand",
        short=_("enough emails for 24 hours"),
    ),
    "unsubscribed": VerdictSentence(
        BulkSentence(
            _("%(name)s turned reminders off"), _("%(num)s turned reminders off"), _("%(num)s turned reminders off")
        ),
        "bell-off",
        short=_("reminders turned off"),
    ),
    "bounced": VerdictSentence(
        BulkSentence(
            _("Emails to %(name)s bounced, so check the address"),
            _("%(num)s have an email address that bounced"),
            _("%(num)s has an email address that bounced"),
        ),
        "mail-x",
        "text-error",
        short=_("email bounced"),
    ),
    "placed": VerdictSentence(
        BulkSentence(_("%(name)s is placed"), _("%(num)s are placed"), _("%(num)s is placed")),
        "briefcase",
        short=_("placed"),
    ),
    "deactivated": VerdictSentence(
        BulkSentence(
            _("%(name)s closed their account"), _("%(num)s closed their accounts"), _("%(num)s closed their account")
        ),
        "lock",
        short=_("account closed"),
    ),
    "not_invited": VerdictSentence(
        BulkSentence(_("%(name)s isn’t invited yet"), _("%(num)s aren’t invited yet"), _("%(num)s isn’t invited yet")),
        "mail",
        way_out=INVITE,
        short=_("not invited yet"),
    ),
    "not_accepted": VerdictSentence(
        BulkSentence(
            _("%(name)s hasn’t accepted the invitation yet"),
            _("%(num)s haven’t accepted the invitation yet"),
            _("%(num)s hasn’t accepted the invitation yet"),
        ),
        "hourglass",
        short=_("invitation not accepted"),
    ),
    "tagged": VerdictSentence(
        BulkSentence(_("%(name)s has it already"), _("%(num)s have it already"), _("%(num)s has it already")),
        "tag",
        short=_("has it already"),
    ),
    "not_tagged": VerdictSentence(
        BulkSentence(_("%(name)s doesn’t have it"), _("%(num)s don’t have it"), _("%(num)s doesn’t have it")),
        "tag",
        short=_("doesn’t have it"),
    ),
    "has_account": VerdictSentence(
        BulkSentence(_("%(name)s signs in already"), _("%(num)s sign in already"), _("%(num)s signs in already")),
        "circle-check",
        short=_("signs in already"),
    ),
    "taken": VerdictSentence(
        BulkSentence(
            _("A colleague signs in with the email address of %(name)s"),
            _("%(num)s have an email address that a colleague signs in with"),
            _("%(num)s has an email address that a colleague signs in with"),
        ),
        "circle-alert",
        "text-error",
        short=_("a colleague’s email address"),
    ),
    "too_often": VerdictSentence(
        BulkSentence(
            _("%(name)s got as many invitations as we send in 24 hours"),
            _("%(num)s got as many invitations as we send in 24 hours"),
            _("%(num)s got as many invitations as we send in 24 hours"),
        ),
        "hand",
        short=_("enough invitations for 24 hours"),
    ),
    "tomorrow": VerdictSentence(
        BulkSentence(
            _("%(name)s is over today’s limit of invitations"),
            _("%(num)s are over today’s limit of invitations"),
            _("%(num)s is over today’s limit of invitations"),
        ),
        "hand",
        "text-warning",
        short=_("over today’s limit"),
    ),
    "none_active": VerdictSentence(
        BulkSentence(
            _("%(name)s has no active application"),
            _("%(num)s have no active application"),
            _("%(num)s has no active application"),
        ),
        "circle-check",
        short=_("no active application"),
    ),
    "interview_ahead": VerdictSentence(
        BulkSentence(
            _("%(name)s has an interview coming up, so close it on its page"),
            _("%(num)s have an interview coming up, so close those on their pages"),
            _("%(num)s has an interview coming up"),
        ),
        "calendar",
        "text-warning",
        short=_("interview coming up"),
    ),
    "kept": VerdictSentence(
        BulkSentence(
            _("It was too late to undo this for %(name)s"),
            _("It was too late to undo this for %(num)s"),
            _("It was too late to undo this for %(num)s"),
        ),
        "info",
        "text-warning",
    ),
    "refused": VerdictSentence(
        BulkSentence(
            _("This didn’t work for %(name)s"), _("This didn’t work for %(num)s"), _("This didn’t work for %(num)s")
        ),
        "circle-alert",
        "text-error",
    ),
    "gone": VerdictSentence(
        BulkSentence(
            _("%(name)s is no longer one of your candidates"),
            _("%(num)s are no longer your candidates"),
            _("%(num)s is no longer your candidate"),
        ),
        "circle-x",
    ),
}
"""In the order in which they are listed."""
