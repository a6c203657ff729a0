"""The sentence for every reason code: one table, worded here and translated where it is shown."""

from collections.abc import Callable
from datetime import datetime, timedelta

from portal.core.errors import N_
from portal.followups.rules.reason import Reason

SENTENCES = {
    "draft_before": N_("With a draft ready %(hours)s hours before the interview, thank-yous are quick to write."),
    "ask_for_cards": N_(
        "It’s easier to ask for a business card at the interview than to track down an email address later."
    ),
    "while_fresh": N_("Names and details are freshest right after the interview."),
    "same_day": N_("A thank-you means the most within %(hours)s hours of the interview."),
    "address_came": N_("Contact info came in. The note is due within %(hours)s hours of that."),
    "no_address": N_("This note can’t go out until there’s an email or mailing address."),
    "not_available": N_("Contact info isn’t available. See whether the note can get there another way."),
    "recruiter_looks": N_("The goal is to find it within %(hours)s business hours."),
    "ask_hr": N_("No answer yet, so the next step is to ask the employer’s HR department."),
    "decision": N_("The first business day after %(on)s, when they said they’d decide."),
    "duration": N_("The first business day after the %(days)s days they said it would take."),
    "near_end": N_("%(days)s days after the first thank-you, because they’re near the end."),
    "way_to_go": N_("%(days)s days after the first thank-you, because they’re still early on."),
    "few_left": N_("%(days)s days after the first thank-you, because few candidates are left to interview."),
    "many_left": N_("%(days)s days after the first thank-you, because they’re still interviewing many candidates."),
    "hires_right_away": N_("%(days)s days after the first thank-you, because they hire right away."),
    "takes_time": N_("%(days)s days after the first thank-you, because they don’t hire right away."),
    "not_thanked": N_("%(days)s days after the interview. No thank-you has gone out yet."),
    "after_thanks": N_("%(days)s business days after the last thank-you, so that the notes don’t crowd each other."),
    "after_interview": N_("%(days)s business days after the interview, so that there’s time for a thank-you first."),
    "added_late": N_("The first business day after this interview was added."),
    "other_not_held": N_("The first business day after another interview was recorded as canceled or a no-show."),
    "unknown_pace": N_("%(days)s days after the first thank-you, because their timeline isn’t known yet."),
    "no_answer": N_("No answer %(days)s days after the follow-up. It’s time to close this application."),
    "was_closed": N_("This application was closed."),
    "was_heard_back": N_("The employer responded."),
    "closed_itself": N_("No answer for another %(days)s days, so this application closed automatically."),
    "never_followed_up": N_("The follow-up wasn’t sent within %(days)s days of its date."),
    "time_to_close": N_("There’s been no answer to the follow-up. It’s time to close this application."),
    "interview_ahead": N_("An interview is coming up."),
    "no_interview_held": N_("No interview has taken place yet."),
    "following_up": N_("Thank-you notes come first, then one follow-up."),
    "imported": N_("This interview took place before it was imported, so it has no tasks."),
    "awaiting_answer": N_("The follow-up was sent. No answer from the employer yet."),
}

LATER_SENTENCES = {
    "draft_before": N_("A draft still makes thank-yous quick to write."),
    "while_fresh": N_("A few notes now still make the thank-yous easier to write."),
    "same_day": N_("It’s still worth sending today. A thank-you makes a good impression."),
    "address_came": N_("Contact info came in, and a thank-you is still worth sending today."),
}
"""What still helps with a step past its due time, by reason code."""
FRESH_FOR = timedelta(days=1)
"""How long after a debrief is due memories count as fresh: it is due as soon as it opens."""


def word_reason(reason: Reason, translate: Callable[[str], str] = str) -> str:
    """Return the reason as one sentence, in the language of `translate`, or in English without it."""
    return translate(SENTENCES[reason.code]) % dict(reason.values)


def word_open_reason(reason: Reason, due_at: datetime, now: datetime, translate: Callable[[str], str] = str) -> str:
    """Return the reason for an open step: past its due time, what still helps, not what would have been better."""
    later = LATER_SENTENCES.get(reason.code)
    past = due_at + FRESH_FOR if reason.code == "while_fresh" else due_at
    return translate(later) if later and past < now else word_reason(reason, translate)
