"""What the audit log says of notes and cards."""

from flask_babel import lazy_gettext as _

from portal.web.settings.audit_group import AuditGroup

NOTES = AuditGroup(
    _("Notes and cards"),
    {
        "note.begin": _("Started a note"),
        "note.save": _("Saved a note"),
        "note.restore": _("Restored an earlier version of a note"),
        "note.choose_medium": _("Chose email or card for a note"),
        "note.set_recipient": _("Changed the address of a note"),
        "note.hand_in": _("Submitted a note for review"),
        "note.give_back": _("Ended the review of a note"),
        "note.approve": _("Approved the text of a note"),
        "note.send": _("Sent a note to the queue"),
        "note.go_out": _("Sent a note"),
        "note.recall": _("Took a note back before it was sent"),
        "note.stop.address_changed": _("Stopped a note because the address had changed"),
        "note.stop.address_gone": _("Stopped a note because the address was gone"),
        "note.work_in": _("Built a sentence of a note from what was recorded"),
        "note.keep_sentence": _("Kept a built sentence of a note"),
        "note.take_out_sentence": _("Took a built sentence out of a note"),
        "note.dismiss_issue": _("Kept a flagged place in a note as is"),
        "note.point_out_again": _("Flagged a place in a note again"),
        "dictionary_word.add": _("Added a word to a candidate’s dictionary"),
        "dictionary_word.remove": _("Removed a word from a candidate’s dictionary"),
        "approval.ask.approve": _("Asked for a note to be approved"),
        "approval.ask.pass_on": _("Asked for a note to be forwarded"),
        "approval.take": _("Started to review a note"),
        "approval.assign": _("Handed the review of a note to a colleague"),
        "approval.release": _("Left a note for others to review"),
        "approval.hand_over": _("Handed over the review of a note"),
        "approval.take_back": _("Gave the review of a note back"),
        "approval.approved": _("Approved a note"),
        "approval.returned": _("Sent a note back"),
        "approval.passed_on": _("Forwarded a note"),
        "approval.withdrawn": _("Withdrew a note from review"),
        "approval.reopen": _("Reopened the review of a note"),
        "card.add": _("Added a card"),
        "card.arrange": _("Changed a card"),
        "card.set_address": _("Changed a card’s mailing address"),
        "card.hand_over": _("Asked the agency to mail a card"),
        "card.take_back": _("Took a card back from the agency"),
        "card.print": _("Printed cards"),
    },
)
