"""What was found in an invitation, in words: what an event would do, and who is left out."""

from flask_babel import lazy_gettext as _

PROPOSAL_LABELS = {
    "new": _("Adds an interview."),
    "update": _("Changes an interview added from an earlier invitation."),
    "cancel": _("Cancels an interview added from an earlier invitation."),
    "same": _("Already added. Nothing would change."),
    "old": _("Older than what’s here or than another in this file. Nothing would change."),
    "unusable": _("An all-day event with no time. Add it by hand."),
    "unknown": _("Cancels something that isn’t here. Nothing would change."),
    "answer": _("A reply to an invitation, not an invitation. Nothing would change."),
    "proposed": _("Proposes another time. Nothing would change until a new invitation confirms it."),
}
LEFT_OUT_LABELS = {
    "candidate": _("This is the candidate"),
    "account": _("Works at your agency"),
    "room": _("A room or equipment, not a person"),
    "resource": _("A room or equipment, not a person"),
    "group": _("A mailing list, not a person"),
    "no_reply": _("A no-reply address"),
    "declined": _("Declined the invitation"),
    "organizer": _("Only organized it, and isn’t at the employer’s domain"),
}


def proposal_label(code: str) -> str:
    """Return what an event of an invitation would do."""
    return str(PROPOSAL_LABELS[code])


def left_out_label(code: str) -> str:
    """Return why a person on an invitation is not listed."""
    return str(LEFT_OUT_LABELS.get(code, code))
