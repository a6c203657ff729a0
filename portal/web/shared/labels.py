"""Codes as words and moments as times in the viewer's zone: what templates use as `words`."""

from datetime import date
from typing import Any

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _

from portal.drafts import messages
from portal.drafts.rules import placeholder_pattern_for_browsers
from portal.followups import wording
from portal.followups.models import NOT_AVAILABLE, Step
from portal.followups.reasons import SENTENCES, word_open_reason, word_reason
from portal.followups.rules.reason import Reason
from portal.interviews.models import Interview
from portal.messaging.models import OutgoingMessage
from portal.staff import rules as staff_rules
from portal.web.shared import mail_labels, request_cycle
from portal.web.shared.formatting import long_date

MAIL_STATES = {
    "queued": _("Waiting to send"),
    "claimed": _("Sending"),
    "handed_over": _("Sending"),
    "sent": _("Sent"),
    "failed": _("Couldn’t be sent"),
    "unknown": _("Delivery not confirmed"),
    "dropped": _("Not sent, no longer needed"),
    "lapsed": _("Expired, not sent"),
}
OTHER_STATES = {
    "planned": _("Planned"),
    "cancelled": _("Canceled"),
    "no_show": _("Someone didn’t show up"),
    "waiting": _("Waiting"),
    "answered": _("Answered"),
    "not_needed": _("No longer needed"),
    "not_available": _("Not available"),
    "late": _("Still open"),
    "guess": _("A guess: please confirm"),
}
ROLES = {
    "owner": _("Owner"),
    "recruiter": _("Recruiter"),
    "viewer": _("Viewer"),
    "candidate": _("Candidate"),
}
SUPPRESSED = {
    "paused": _("Prompts are paused"),
    "unsubscribed": _("They turned prompts off"),
    "bounced": _("Mail to them came back"),
    "deactivated": _("Their account is closed"),
    "placed": _("They are placed"),
    "not_invited": _("Not invited yet"),
    "not_accepted": _("Invitation not accepted yet"),
}
MAIL_KINDS = {
    "reminder": _("Prompt"),
    "debrief": _("Prompt after the interview"),
    "contact-ready": _("About an address"),
    "contact-request": _("Address asked for"),
    "contact-request-open": _("Nobody took an address request"),
    "hr-question": _("Question to human resources"),
    "invitation": _("Invitation"),
    "password": _("New password"),
    "email-confirmation": _("Confirmation of a new email address"),
    "email-change": _("Notice of a new email address"),
    "note": _("Thank-you"),
    "follow-up": _("Second follow-up"),
    "note-stopped": _("A note that did not go out"),
    "note-copy": _("Copy of a note"),
    "approval": _("A note to look at"),
    "approval-open": _("Nobody looked at a note"),
    "note-returned": _("A note that came back"),
    "note-approved": _("A note that was approved"),
    "proposals-decided": _("What became of proposals"),
    "hand-over": _("Work handed over"),
    "test": _("Test mail"),
}
STAFF_STATES = {
    "invited": _("Invited"),
    "active": _("Active"),
    "deactivated": _("Deactivated"),
}
MEANS = {
    "portal": _("sent by the portal"),
    "mail_program": _("sent with their own mail program"),
    "card": _("sent as a card"),
    "told": _("told to be done"),
    "passed_on": _("passed on by the recruiter"),
}
OUTCOMES = {
    "answer": _("They wrote"),
    "offer": _("An offer"),
    "refusal": _("A refusal"),
    "no_answer": _("No answer"),
    "withdrawn": _("Withdrawn"),
    "placed": _("Placed"),
    "elsewhere": _("Placed elsewhere"),
    "by_itself": _("Closed by the portal"),
}
OPENING_RESPONSES = {
    "put_forward": _("Put me forward"),
    "call_me": _("Call me"),
    "not_for_me": _("Not for me"),
}
SNOOZE_TIMES = {"soon": _("In two hours"), "this_evening": _("This evening"), "tomorrow": _("Tomorrow morning")}
NOTE_FAULTS = {
    "no_subject": _("Give it a subject."),
    "empty": _("The note is empty."),
    "leftover": _("“%(text)s” is still to be replaced by your own words."),
}


def state(name: str) -> str:
    """Return the name of a state of a step, an application, an email, or a request."""
    for table in (wording.STEP_STATES, wording.APPLICATION_STATES):
        if name in table:
            return gettext(table[name])
    return str(MAIL_STATES.get(name) or OTHER_STATES.get(name) or name)


def step_state(step: Step) -> str:
    """Return the name of the step’s state, for its badge."""
    return NOT_AVAILABLE if step.state == "blocked" and step.reason_code == NOT_AVAILABLE else step.state


def step_title(step: Step) -> str:
    return wording.step_title(step, gettext)


def step_button(step: Step) -> str:
    return gettext(wording.BUTTONS[wording.display_kind(step)])


def step_path(step: Step) -> str:
    return wording.step_path(step)


def reason(row: Any) -> str:
    """Return why a step is due then, or why an application is in its state."""
    if row.reason_code not in SENTENCES:
        return ""
    values = dict(row.reason_values)
    if "on" in values:
        values["on"] = format_date(date.fromisoformat(str(values["on"])), "EEEE, d MMMM")
    why = Reason(row.reason_code, values)
    if isinstance(row, Step) and row.state == "open":
        return word_open_reason(why, row.due_at, request_cycle.now(), gettext)
    return word_reason(why, gettext)


def role(name: str) -> str:
    return str(ROLES[name])


def staff_state(account: Any) -> str:
    """Return the state of a colleague's account in words."""
    return str(STAFF_STATES[staff_rules.account_state(account.accepted_at, account.deactivated_at)])


def suppressed(code: str) -> str:
    return str(SUPPRESSED[code])


def mail_kind(name: str) -> str:
    return str(MAIL_KINDS.get(name, name))


def means(name: str) -> str:
    return str(MEANS[name])


def outcome_kind(name: str) -> str:
    return str(OUTCOMES[name])


def mail_outcome(mail: OutgoingMessage) -> str:
    """Return what became of an email in a sentence; empty if the state alone says it."""
    return str(SUPPRESSED.get(mail.outcome or "") or mail_labels.outcome_label(mail))


def mail_outcome_detail(mail: OutgoingMessage) -> str:
    """Return the mail server's own words about an email, or the number of our error; empty where there is neither."""
    return "" if mail.outcome in SUPPRESSED else mail_labels.technical_detail(mail)


def on_behalf_of(candidate: str | None, to_name: str) -> str:
    """Return the candidate that an email to someone else is about; empty if there is nothing to say."""
    return gettext("for %(candidate)s", candidate=candidate) if candidate and candidate != to_name else ""


def no_show(interview: Interview) -> str:
    """Return who did not show up, in words for both sides."""
    if interview.no_show_by == "candidate":
        return gettext("%(name)s didn’t show up", name=interview.application.candidate.name)
    if interview.no_show_by == "employer":
        return gettext("Someone from %(employer)s didn’t show up", employer=interview.application.employer.name)
    return state("no_show")


def snooze_time(code: str) -> str:
    return str(SNOOZE_TIMES[code])


def opening_response(kind: str) -> str:
    """Return a candidate's response to an opening in words."""
    return str(OPENING_RESPONSES[kind])


def note_fault(found: Any) -> str:
    """Return why a note cannot go out yet."""
    if found.code in NOTE_FAULTS:
        return str(NOTE_FAULTS[found.code]) % {"text": found.text}
    return gettext(messages.message_for(found), text=found.text, near=found.near)


def placeholder_pattern() -> str:
    """Return the pattern that finds a letter's placeholders, for the page's script."""
    return placeholder_pattern_for_browsers()


def pace(row: Any) -> list[str]:
    """Return what is known of the hiring timeline, as chips."""
    said = []
    if row.decision_on:
        said.append(gettext("Decision on %(day)s", day=long_date(row.decision_on)))
    if row.expected_days:
        said.append(gettext("They expect %(days)s days", days=row.expected_days))
    if row.stage:
        said.append(gettext("Near the end") if row.stage == "near_end" else gettext("A way to go"))
    if row.candidates_left is not None:
        said.append(gettext("%(count)s still to be seen", count=row.candidates_left))
    if row.hires_right_away is not None:
        said.append(gettext("Hires right away") if row.hires_right_away else gettext("Does not hire right away"))
    return said
