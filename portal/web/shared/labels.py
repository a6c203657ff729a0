"""Codes as words and moments as times in the viewer's zone: what templates use as `words`."""

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.accounts import devices
from portal.accounts import rules as account_rules
from portal.drafts import field_labels, messages
from portal.drafts.rules import placeholder_pattern_for_browsers
from portal.followups import wording
from portal.followups.models import Step
from portal.followups.reasons import SENTENCES, word_open_reason, word_reason
from portal.followups.rules.lateness import NOT_AVAILABLE
from portal.followups.rules.reason import Reason
from portal.interviews.models import Interview
from portal.interviews.round_details import INTERVIEW_TITLES, ON_SITE, PANEL, PHONE, VIDEO
from portal.messaging.models import OutgoingMessage
from portal.staff import rules as staff_rules
from portal.web.shared import formatting, mail_labels, request_cycle
from portal.web.shared.formatting import long_date, long_day, number
from portal.web.shared.letter_fields import show_labels, split_at_labels
from portal.web.shared.sentences import translate

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
    "planned": _("Scheduled"),
    "cancelled": _("Canceled"),
    "no_show": _("Someone didn’t show up"),
    "waiting": _("Waiting"),
    "answered": _("Answered"),
    "not_needed": _("No longer needed"),
    "not_available": _("Not available"),
    "late": _("Still open"),
    "guess": _("Unconfirmed guess"),
    "ready": _("Ready"),
    "to_write": _("To write"),
}
ROLES = {
    "owner": _("Owner"),
    "recruiter": _("Recruiter"),
    "viewer": _("Viewer"),
    "candidate": _("Candidate"),
}
SUPPRESSED = {
    "paused": _("Reminders paused"),
    "unsubscribed": _("They turned reminders off"),
    "bounced": _("Emails bounced"),
    "deactivated": _("Account closed"),
    "placed": _("Candidate placed"),
    "not_invited": _("Not invited yet"),
    "not_accepted": _("Invitation not accepted yet"),
}
STAFF_STATES = {
    "invited": _("Invited"),
    "active": _("Active"),
    "deactivated": _("Deactivated"),
}
MEANS = {
    "portal": _("sent from the portal"),
    "mail_program": _("sent from an email app"),
    "card": _("sent as a card"),
    "told": _("marked as done"),
    "passed_on": _("forwarded by the recruiter"),
}
OUTCOMES = {
    "answer": _("Replied, nothing decided"),
    "offer": _("An offer"),
    "refusal": _("Not selected"),
    "no_answer": _("No answer"),
    "withdrawn": _("Withdrawn"),
    "placed": _("Got the job"),
    "elsewhere": _("Placed elsewhere"),
    "by_itself": _("Closed automatically"),
}
ROUND_KIND_LABELS = {
    PHONE: _("Phone"),
    VIDEO: _("Video"),
    ON_SITE: _("On site"),
    PANEL: _("Panel"),
}
OPENING_RESPONSES = {
    "put_forward": _("Submit me for this job"),
    "call_me": _("Call me"),
    "not_for_me": _("Not for me"),
}
SNOOZE_TIMES = {"soon": _("In 1 hour"), "this_evening": _("Tonight"), "tomorrow": _("Tomorrow")}
NOTE_FAULTS = {
    "no_subject": _("Add a subject."),
    "empty": _("Write the note first."),
    "leftover": _("Replace “%(text)s” with your own words."),
}


def state(name: str) -> str:
    """Return the name of a state of a step, an application, an email, or a request."""
    for table in (wording.STEP_STATES, wording.APPLICATION_STATES):
        if name in table:
            return gettext(table[name])
    return str(MAIL_STATES.get(name) or OTHER_STATES.get(name) or name)


def gentle_style(style: str) -> str:
    """Return the style of a badge as the viewer's side sees it: nothing is red to a candidate."""
    viewer = request_cycle.viewer_or_none()
    return "state-calm" if style == "state-bad" and viewer is not None and viewer.is_candidate else style


def step_state(step: Step) -> str:
    """Return the name of the step’s state, for its badge."""
    return NOT_AVAILABLE if step.state == "blocked" and step.reason_code == NOT_AVAILABLE else step.state


def step_title(step: Step) -> str:
    """Return the step's title as the viewer's side reads it."""
    return wording.step_title(step, gettext, for_staff=not request_cycle.viewer().is_candidate)


def step_button(step: Step) -> str:
    """Return the words of the button that opens the step, as the viewer's side reads them."""
    buttons = wording.BUTTONS if request_cycle.viewer().is_candidate else wording.STAFF_BUTTONS
    return gettext(buttons[wording.display_kind(step)])


def step_path(step: Step) -> str:
    return wording.step_path(step)


def reason(row: Any) -> str:
    """Return why a step is due then, or why an application is in its state."""
    if row.reason_code not in SENTENCES:
        return ""
    values = dict(row.reason_values)
    if "on" in values:
        values["on"] = long_day(date.fromisoformat(str(values["on"])))
    why = Reason(row.reason_code, values)
    if isinstance(row, Step) and row.state == "open":
        return word_open_reason(why, row.due_at, request_cycle.now(), gettext)
    return word_reason(why, gettext)


def role(name: str) -> str:
    return str(ROLES[name])


def staff_state(account: Any) -> str:
    """Return the state of a colleague's account in words."""
    return str(STAFF_STATES[staff_rules.account_state(account.accepted_at, account.deactivated_at)])


def away_to(account: Any) -> str:
    """Return “Away to Mon, Dec 7” while the colleague is away, else nothing; that day is their first one back."""
    if account is None or account.back_on is None:
        return ""
    away = account_rules.is_away(account.away_from, account.back_on, account.time_zone, request_cycle.now())
    return gettext("Away to %(day)s", day=formatting.short_day(account.back_on)) if away else ""


def time_away(account: Any) -> str:
    """Return the same, or “Away from Mon, Nov 30 to Mon, Dec 7” of one who plans to be away; else nothing."""
    start, end = (formatting.short_day(day) if day else "" for day in (account.away_from, account.back_on))
    planned = gettext("Away from %(start)s to %(end)s", start=start, end=end) if start and end else ""
    return away_to(account) or planned


def suppressed(code: str) -> str:
    return str(SUPPRESSED[code])


def mail_kind(name: str) -> str:
    return str(mail_labels.MAIL_KINDS.get(name, name))


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


def device(user_agent: str | None) -> str:
    """Return what people call this browser, “Safari on iPhone”."""
    found = devices.name_of(user_agent)
    if found.browser and found.system:
        return gettext("%(browser)s on %(system)s", browser=found.browser, system=found.system)
    return found.browser or found.system or gettext("A browser that we don’t recognize")


def on_behalf_of(candidate: str | None, to_name: str) -> str:
    """Return the candidate that an email to someone else is about; empty if there is nothing to say."""
    return gettext("for %(candidate)s", candidate=candidate) if candidate and candidate != to_name else ""


def interview_title(interview: Interview) -> str:
    """Return what the interview is called, such as “Phone interview with Umbra Foods”."""
    title = INTERVIEW_TITLES[interview.round_kind]
    return translate(title, {"employer": interview.application.employer.name})


def round_label(interview: Interview) -> str:
    """Return the round's name and kind, such as “Second round · Video”; empty where neither is known."""
    kind = str(ROUND_KIND_LABELS[interview.round_kind]) if interview.round_kind else None
    return " · ".join(part for part in (interview.round_name, kind) if part)


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
    return translate(messages.message_for(found), field_labels.fault_values(found))


def letter_text(text: str | None) -> str:
    """Return a letter's stored text as people read it, with the labels of its merge fields in brackets."""
    return show_labels(text)


def letter_pieces(text: str | None) -> tuple[tuple[str, bool], ...]:
    """Return a letter's text in pieces, each with whether it is the label of a merge field."""
    return split_at_labels(text)


def placeholder_pattern() -> str:
    """Return the pattern that finds a letter's placeholders, for the page's script."""
    return placeholder_pattern_for_browsers()


def pace(row: Any, *, decision: bool = True) -> list[str]:
    """Return what is known of the hiring timeline, as chips; without the day of the decision if `decision` is False."""
    said = []
    if decision and row.decision_on:
        said.append(gettext("Decision on %(day)s", day=long_date(row.decision_on)))
    if row.expected_days:
        said.append(gettext("Expected to take %(days)s days", days=row.expected_days))
    if row.stage:
        said.append(gettext("Near the end") if row.stage == "near_end" else gettext("Still early on"))
    if row.candidates_left is not None:
        said.append(gettext("%(count)s candidates left to interview", count=number(row.candidates_left)))
    if row.hires_right_away is not None:
        said.append(gettext("Hires right away") if row.hires_right_away else gettext("Doesn’t hire right away"))
    return said
