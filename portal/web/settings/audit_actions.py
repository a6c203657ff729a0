"""What each code of the audit log says: one sentence a code, in the groups that the page filters by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _


@dataclass(frozen=True)
class AuditGroup:
    """Codes that are filtered together, each with what was done, without who did it and about what."""

    label: Any
    sentences: Mapping[str, Any]


GROUPS = {
    "access": AuditGroup(
        _("Sign-ins and refusals"),
        {
            "account.sign_in": _("Signed in"),
            "account.sign_in_failed": _("Tried to sign in and failed"),
            "account.confirm_sign_in": _("Entered their password again"),
            "account.sign_out": _("Signed out"),
            "account.password": _("Asked for a password link"),
            "account.password_unknown": _("Asked for a password link with an address that isn’t on file"),
            "account.set_password": _("Chose a new password"),
            "request.forbidden": _("Was refused something they don’t have access to"),
            "request.limited": _("Was refused after too many attempts"),
        },
    ),
    "people": AuditGroup(
        _("People"),
        {
            "account.create": _("Added an account"),
            "account.invitation": _("Invited someone"),
            "account.correct_invitation": _("Corrected an invitation"),
            "account.update": _("Edited an account"),
            "account.change_role": _("Changed a role or office"),
            "account.hand_over": _("Handed over someone’s work"),
            "account.deactivate": _("Deactivated an account"),
            "account.reactivate": _("Reactivated an account"),
        },
    ),
    "agency": AuditGroup(
        _("Agency"),
        {
            "agency.create": _("Created the agency"),
            "agency.decide": _("Edited the agency’s settings"),
            "agency.rename": _("Renamed the agency"),
            "agency.suspend": _("Suspended the agency"),
            "agency.resume": _("Resumed the agency"),
            "sample_data.add": _("Added sample data"),
            "sample_data.remove": _("Removed the sample data"),
            "agency.export": _("Exported the agency’s data"),
        },
    ),
    "candidates": AuditGroup(
        _("Candidates"),
        {
            "candidate.create": _("Added a candidate"),
            "candidate.update": _("Edited a candidate"),
            "candidate.english": _("Chose how a candidate’s English is spelled"),
            "candidate.hand_over": _("Handed over a candidate"),
            "candidate.stop": _("Changed how long reminders stay off"),
            "candidate.paused": _("Paused reminders"),
            "candidate.paused.lift": _("Resumed reminders"),
            "candidate.unsubscribed": _("Turned reminders off"),
            "candidate.unsubscribed.lift": _("Turned reminders on"),
            "candidate.bounced": _("Stopped reminders because emails bounced"),
            "candidate.bounced.lift": _("Resumed reminders after emails had bounced"),
            "candidate.deactivated": _("Stopped reminders because the account was closed"),
            "candidate.deactivated.lift": _("Resumed reminders of a closed account"),
            "candidate.placed": _("Stopped reminders because the candidate was placed"),
            "candidate.placed.lift": _("Resumed reminders after a placement"),
            "email_change.request": _("Asked for a new email address to be confirmed"),
            "email_change.resend": _("Asked again for a new email address to be confirmed"),
            "email_change.confirm": _("Confirmed a new email address"),
            "email_change.cancel": _("Canceled the change of an email address"),
            "general_draft.save": _("Saved a candidate’s general draft"),
            "general_draft.type": _("Typed in a candidate’s general draft"),
            "general_draft.discard_typed": _("Discarded unsaved text of a general draft"),
        },
    ),
    "applications": AuditGroup(
        _("Applications and interviews"),
        {
            "application.create": _("Added an application"),
            "application.update": _("Edited an application"),
            "application.answer": _("Recorded the employer’s answer"),
            "application.offer": _("Recorded an offer"),
            "application.refusal": _("Recorded that the candidate wasn’t selected"),
            "application.close.no_answer": _("Closed an application without an answer"),
            "application.close.withdrawn": _("Closed an application that the candidate withdrew"),
            "application.close.placed": _("Closed an application with a placement"),
            "application.close.elsewhere": _("Closed an application because of a placement elsewhere"),
            "application.close.by_itself": _("Closed an application when its time was up"),
            "application.lapse": _("Closed an application without follow-up"),
            "employer_responses.undo": _("Removed an employer’s answer recorded by mistake"),
            "closures.undo": _("Reopened a closed application"),
            "interview.record": _("Added an interview"),
            "interview.invitation": _("Read an interview from a calendar invitation"),
            "interview.reschedule": _("Rescheduled an interview"),
            "interview.planned": _("Put an interview back on the schedule"),
            "interview.cancelled": _("Canceled an interview"),
            "interview.no_show": _("Recorded that someone didn’t show up"),
            "interview.pace": _("Recorded the hiring timeline"),
            "interview_person.add": _("Added someone to an interview"),
            "interview_person.confirm": _("Confirmed someone at an interview"),
            "interview_person.remove": _("Removed someone from an interview"),
            "interview_person.debrief": _("Recorded who was met and what was said"),
            "interview_person.request_contact_info": _("Asked for someone’s contact info"),
            "debrief.save": _("Saved a debrief"),
            "collect_contacts.done": _("Marked a task about contact info as done"),
            "collect_contacts.undo": _("Reopened a task about contact info"),
            "debrief.done": _("Finished a debrief"),
            "debrief.undo": _("Reopened a debrief"),
            "thank.done": _("Marked a thank-you as done"),
            "thank.undo": _("Reopened a thank-you"),
            "follow_up.done": _("Marked a follow-up as done"),
            "follow_up.undo": _("Reopened a follow-up"),
            "step.snooze": _("Snoozed a task"),
        },
    ),
    "notes": AuditGroup(
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
            "note.dismiss_issue": _("Kept a flagged place in a note as is"),
            "note.point_out_again": _("Flagged a place in a note again"),
            "dictionary_word.add": _("Added a word to a candidate’s dictionary"),
            "dictionary_word.remove": _("Removed a word from a candidate’s dictionary"),
            "approval.ask.approve": _("Asked for a note to be approved"),
            "approval.ask.pass_on": _("Asked for a note to be forwarded"),
            "approval.take": _("Started to review a note"),
            "approval.release": _("Left a note for others to review"),
            "approval.hand_over": _("Handed over the review of a note"),
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
    ),
    "contacts": AuditGroup(
        _("Contacts and employers"),
        {
            "employer.create": _("Added an employer"),
            "employer.update": _("Edited an employer"),
            "employer.learn_domain": _("Learned an employer’s email domain"),
            "contact.create": _("Added a contact"),
            "contact.update": _("Edited a contact"),
            "contact.confirm_email": _("Confirmed a guessed email address"),
            "contact.undo_confirmation": _("Undid the confirmation of an email address"),
            "contact.reach_via_hr": _("Chose to reach a contact through HR"),
            "contact.reach_directly": _("Chose to reach a contact directly"),
            "contact.merge": _("Merged two contacts"),
            "contact.unmerge": _("Separated two merged contacts"),
            "contact.mark_not_duplicates": _("Kept two similar contacts apart"),
            "contact_merge.delete_undo_data": _("Deleted what was kept to separate two contacts"),
            "contact_request.create": _("Opened a contact request"),
            "contact_request.claim": _("Took a contact request"),
            "contact_request.release": _("Left a contact request for others"),
            "contact_request.hand_over": _("Handed over a contact request"),
            "contact_request.ask_hr": _("Asked HR for contact info"),
            "contact_request.answered": _("Answered a contact request"),
            "contact_request.not_needed": _("Closed a contact request that was no longer needed"),
            "contact_request.not_available": _("Marked contact info as not available"),
            "contact_request.undo_not_available": _("Undid “not available”"),
            "contact_request.reopen": _("Reopened a contact request"),
            "card_photo.keep": _("Added a photo of a business card"),
            "card_photo.delete": _("Deleted a photo of a business card"),
            "pasted_text.keep": _("Added pasted text about a contact"),
            "pasted_text.delete": _("Deleted pasted text about a contact"),
        },
    ),
    "jobs": AuditGroup(
        _("Jobs"),
        {
            "opening.create": _("Added a job"),
            "opening.update": _("Edited a job"),
            "opening.close": _("Closed a job"),
            "opening.reopen": _("Reopened a job"),
            "opening_response.record": _("Responded to a job"),
            "opening_response.undo": _("Took a response to a job back"),
            "opening_response.handle": _("Handled a response to a job"),
        },
    ),
    "templates": AuditGroup(
        _("Templates"),
        {
            "template.create": _("Added a template"),
            "template.update": _("Edited a template"),
            "template.archive": _("Archived a template"),
            "template.restore": _("Restored a template"),
            "template_proposal.create": _("Proposed a change to a template"),
            "template_proposal.update": _("Edited a proposal for a template"),
            "template_proposal.accepted": _("Accepted a proposal for a template"),
            "template_proposal.declined": _("Declined a proposal for a template"),
            "template_proposal.withdrawn": _("Withdrew a proposal for a template"),
        },
    ),
    "email": AuditGroup(
        _("Email"),
        {
            "message.resend": _("Sent an email again"),
        },
    ),
}
CODES = tuple(code for group in GROUPS.values() for code in group.sentences)


def sentence(code: str) -> str:
    """Return what this code says was done."""
    found = next((group.sentences[code] for group in GROUPS.values() if code in group.sentences), None)
    return str(found) if found is not None else gettext("Did something else")
