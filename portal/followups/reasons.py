"""The sentence for every reason code: one table, worded here, translated where it is shown."""

from collections.abc import Callable

from portal.followups.rules.reason import Reason


def _(sentence: str) -> str:
    """Mark a sentence for translation."""
    return sentence


SENTENCES = {
    "draft_before": _("A draft at hand %(hours)s hours before the interview makes the thank-you quick."),
    "ask_for_cards": _("Asking for a card at the interview is easier than looking for an address afterwards."),
    "while_fresh": _("Right after the interview you remember best whom you met and what was said."),
    "same_day": _("A thank-you counts most within %(hours)s hours of the interview."),
    "address_came": _("The address has come: the note can go out within %(hours)s hours of that."),
    "no_address": _("There is no address yet, so your recruiter was asked for it."),
    "recruiter_looks": _("Your recruiter looks for the address within %(hours)s working hours."),
    "ask_hr": _("No answer came in time, so the employer's human resources department is the way to ask."),
    "decision": _("The working day after %(on)s, when they said they would decide."),
    "duration": _("The working day after the %(days)s days they said it would take."),
    "near_end": _("%(days)s days after your first thank-you, because they are near the end."),
    "way_to_go": _("%(days)s days after your first thank-you, because they have a way to go."),
    "few_left": _("%(days)s days after your first thank-you, because hardly anybody is left to be seen."),
    "many_left": _("%(days)s days after your first thank-you, because they see many more candidates."),
    "hires_right_away": _("%(days)s days after your first thank-you, because they hire right away."),
    "takes_time": _("%(days)s days after your first thank-you, because they do not hire right away."),
    "unknown_pace": _("%(days)s days after your first thank-you, because nothing is known of their pace."),
    "no_answer": _("No answer %(days)s days after your second follow-up: time to let it rest."),
    "was_closed": _("This process was closed."),
    "was_heard_back": _("The employer answered."),
    "closed_itself": _("Nothing was heard for another %(days)s days, so the portal closed this."),
    "never_followed_up": _("The second follow-up was not sent within %(days)s days of its date."),
    "time_to_close": _("You followed up twice and heard nothing: it is time to let it rest."),
    "interview_ahead": _("An interview is ahead."),
    "no_interview_held": _("No interview has been held yet."),
    "following_up": _("The thank-yous and one follow-up are on their way."),
    "awaiting_answer": _("You followed up; the employer has not answered yet."),
}


def worded(reason: Reason, translate: Callable[[str], str] = str) -> str:
    """The reason as one sentence; `translate` gives a sentence in the reader's language, English without it."""
    return translate(SENTENCES[reason.code]) % dict(reason.values)
