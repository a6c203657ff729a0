"""What an email is, and why it did not go out, in words that help."""

import re

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.messaging.models import OutgoingMessage
from portal.messaging.rules import NO_ANSWER, RETURNED, SERVER_REFUSED

MAIL_KINDS = {
    "reminder": _("Reminder"),
    "debrief": _("Reminder after the interview"),
    "contact-ready": _("Contact info update"),
    "asked-again": _("Reminder from a recruiter"),
    "staff-message": _("Message from a recruiter"),
    "contact-request": _("Contact request"),
    "contact-request-open": _("Contact request not picked up"),
    "contact-request-assigned": _("Contact request handed over"),
    "hr-question": _("Question to HR"),
    "interview-change": _("Change to an interview"),
    "application-end": _("End of an application"),
    "invitation": _("Invitation"),
    "password": _("New password"),
    "sign-in-code": _("Code to sign in"),
    "two-step": _("Change of two-step sign-in"),
    "new-device": _("Notice of a new device"),
    "email-confirmation": _("Confirmation of a new email address"),
    "email-change": _("Notice of a new email address"),
    "note": _("Thank-you"),
    "follow-up": _("Follow-up"),
    "note-stopped": _("Note that wasn’t sent"),
    "note-copy": _("Copy of a note"),
    "approval": _("Note to review"),
    "approval-open": _("Note not reviewed yet"),
    "approval-assigned": _("Note to review handed over"),
    "note-returned": _("Note sent back"),
    "note-approved": _("Note approved"),
    "proposals-decided": _("Decision on a proposal"),
    "hand-over": _("Work handed over"),
    "taken-back": _("Work taken back"),
    "substitute": _("Filling in for a colleague"),
    "return": _("Back from time away"),
    "mention": _("Mention in a note"),
    "test": _("Test email"),
}
OUTCOME_LABELS = {
    "undone": _("Canceled before it was sent"),
    "address_changed": _("The email address changed"),
    "address_gone": _("The email address is no longer on file"),
    "not_held": _("The interview didn’t take place"),
    "not_met": _("The person is marked as not met"),
    "not_ready": _("Edited since then, and not ready"),
    "said_already": _("Said in an earlier email"),
    "done_already": _("Already done another way"),
    "no_follow_up": _("No longer needed when it was time to send"),
    "note_gone": _("The note no longer exists"),
    "decided": _("Decided before this was sent"),
    "gone": _("No longer exists"),
    "nothing_left": _("Nothing left to report"),
    "link_replaced": _("Replaced by a newer link"),
    "restored": _(
        "We restored our data from a backup and don’t know whether it arrived. Check with them before sending it again"
    ),
    "worker_gone": _("We don’t know whether it arrived. Check with them before sending it again"),
    "worker_died": _("Sending was interrupted before it went out. We’ll try again"),
    "worker_ended": _("Something in this email stopped our mail service. It can be sent again"),
    "not_in_time": _("Too late to be useful"),
    "rate_of_agency": _("The agency’s emails go out one after the other. This one waits for its turn"),
    "rate_of_domain": _("Emails to this domain go out one after the other. This one waits for its turn"),
    "sample_data": _("Sample data is never emailed"),
    "no_smtputf8": _("The mail server takes no addresses with letters like these. Use a different address"),
}
NO_SUCH_ADDRESS_LABEL = _("Their mail server doesn’t know this address. Check the spelling, then send it again")
REFUSED_LABEL = _("Their mail server refused it. Try again later, or use a different address")
ENHANCED_CODE_LABELS = (
    (r"5\.1\.2", _("There’s no mail server at this address. Check the part after the @")),
    (r"[45]\.1\.\d+", NO_SUCH_ADDRESS_LABEL),
    (r"[45]\.2\.2", _("Their mailbox is full. Try again later, or use a different address")),
    (r"5\.2\.1", _("Their mailbox is turned off. Use a different address")),
    (r"5\.(2\.3|3\.4)", _("The email is too large for their mail server")),
    (r"[45]\.7\.\d+", _("Their mail server took it for unwanted mail. Try again later, or send it from an email app")),
)
ENHANCED_CODE = re.compile(r"\d{3}[ -]+([245]\.\d{1,3}\.\d{1,3})\b")
BASIC_CODE_LABELS = {
    "550": NO_SUCH_ADDRESS_LABEL,
    "551": NO_SUCH_ADDRESS_LABEL,
    "553": NO_SUCH_ADDRESS_LABEL,
    "552": ENHANCED_CODE_LABELS[2][1],
}


def outcome_label(mail: OutgoingMessage) -> str:
    """Return what became of an email in a sentence without its full stop; empty where the state alone says it."""
    code = mail.outcome or ""
    if not code:
        return ""
    if code in OUTCOME_LABELS:
        return str(OUTCOME_LABELS[code])
    if code.startswith(RETURNED):
        return gettext("It came back. %(why)s", why=_rejection_label(code))
    if code.startswith("not_written "):
        return gettext("We couldn’t put this email together. Send it again, or ask support and give the number below")
    if code[:3].isdigit():
        return _rejection_label(code)
    if mail.state == "unknown":
        return str(OUTCOME_LABELS["worker_gone"])
    if code.startswith(SERVER_REFUSED):
        return gettext("Our mail server isn’t taking email right now. We’ll send it as soon as it does")
    if code.startswith(NO_ANSWER):
        return gettext("The mail server didn’t answer for this recipient. We’ll try again")
    if mail.state == "queued":
        return gettext("The mail server couldn’t be reached. We’ll try again")
    return gettext("The mail server couldn’t be reached. Send it again")


def technical_detail(mail: OutgoingMessage) -> str:
    """Return what support or the other side's administrator needs: the server's own words, or our error number."""
    code = mail.outcome or ""
    if code.startswith("not_written "):
        return code.removeprefix("not_written ")
    return "" if code in OUTCOME_LABELS else code


def is_address_rejected(mail: OutgoingMessage) -> bool:
    """Return whether the receiving server says that the address itself does not work."""
    return mail.state == "failed" and _rejection_label(mail.outcome or "") in (
        str(NO_SUCH_ADDRESS_LABEL),
        str(ENHANCED_CODE_LABELS[0][1]),
        str(ENHANCED_CODE_LABELS[3][1]),
    )


def _rejection_label(code: str) -> str:
    """Return what a server's reply means, or the code of an email that came back."""
    code = code.replace(RETURNED, "550", 1)
    found = ENHANCED_CODE.match(code)
    if found is None:
        return str(BASIC_CODE_LABELS.get(code[:3], REFUSED_LABEL))
    return str(
        next((words for pattern, words in ENHANCED_CODE_LABELS if re.fullmatch(pattern, found[1])), REFUSED_LABEL)
    )
