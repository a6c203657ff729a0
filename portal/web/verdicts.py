"""What reading an invitation found, in words: what an event of it would do, and who is left out."""

from flask_babel import lazy_gettext as _

PROPOSALS = {
    "new": _("A new interview."),
    "update": _("Changes the interview that came from an earlier invitation."),
    "cancel": _("Calls off the interview that came from an earlier invitation."),
    "same": _("Already recorded: nothing would change."),
    "old": _("Older than what is recorded or than another in this file: nothing would change."),
    "unusable": _("A whole day without a time: add it by hand."),
    "unknown": _("A cancellation of something that is not recorded here: nothing would change."),
    "answer": _("Somebody's answer to an invitation, not an invitation: nothing would change."),
    "repeats": _("It repeats, and its first time is over: add the next one by hand."),
}
LEFT_OUT = {
    "candidate": _("That is the candidate"),
    "account": _("Works at your agency"),
    "room": _("A room or a thing, not a person"),
    "resource": _("A room or a thing, not a person"),
    "group": _("A list, not a person"),
    "no_reply": _("An address that nobody reads"),
    "organizer": _("Only organized it, and is not at the employer's domain"),
    "organizer_elsewhere": _("Only organized it, and is not at the employer's domain"),
    "no_address": _("No usable address"),
}


def proposal(code: str) -> str:
    """What an event of an invitation would do."""
    return str(PROPOSALS[code])


def left_out(code: str) -> str:
    """Why somebody on an invitation is not listed."""
    return str(LEFT_OUT.get(code, code))
