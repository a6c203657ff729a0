"""The end of an application as its candidate reads it: what is true, what was done, and the way on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.core.db import db
from portal.followups.rules.working_time import local_date
from portal.interviews import queries as interviews
from portal.interviews.models import Interview
from portal.names.rules import first_name
from portal.web.interviews.presenter import PersonStatus
from portal.web.shared import request_cycle
from portal.web.shared.your_recruiter import your_recruiter

TEMPLATE = "applications/end.html"
MAX_OTHERS = 3


@dataclass(frozen=True)
class EndWords:
    """A headline, a kind sentence, and the icon beside them; `agency` is the sentence where there is no recruiter."""

    title: str
    text: str
    icon: str = "sprout"
    agency: str = ""


WAITING = "waiting"
"""An application that was followed up last, and whose closing isn't due yet."""
CLOSED = _("This application is closed")
QUIET_ENDING = _(
    "No answer came from %(employer)s, so this application is closed. Some employers don’t send one, even to people "
    "they liked."
)
END_WORDS = {
    "offer": EndWords(
        _("%(employer)s made you an offer"),
        _(
            "Congratulations, %(name)s. Talk it through with %(helper)s before you answer. "
            "%(helper)s can help with questions about pay and the start date."
        ),
        "party-popper",
        _("Congratulations, %(name)s. Talk it through with your agency before you answer."),
    ),
    "refusal": EndWords(
        _("Not this time at %(employer)s"), _("That’s disappointing after the work you put in. %(done)s")
    ),
    "answer": EndWords(
        _("%(employer)s replied"),
        _("Nothing is decided yet. There’s nothing to do here until the next round."),
        "message-square-text",
    ),
    "no_answer": EndWords(CLOSED, QUIET_ENDING),
    "by_itself": EndWords(CLOSED, QUIET_ENDING),
    "withdrawn": EndWords(
        _("Withdrawn from %(employer)s"),
        _("This application is closed. Knowing what you don’t want helps to find what you do."),
    ),
    "placed": EndWords(
        _("You got the job at %(employer)s"),
        _("Congratulations, %(name)s. All the best in your new role."),
        "party-popper",
    ),
    "elsewhere": EndWords(
        _("You took a job somewhere else"),
        _("Congratulations, %(name)s. This application with %(employer)s is closed."),
        "party-popper",
    ),
    "lapsed": EndWords(
        _("On to the next one"),
        _("The follow-up date passed, so this application is closed. That’s OK: the next interview gets its own plan."),
    ),
    "closing": EndWords(
        _("No answer yet"),
        _(
            "There’s been no answer from %(employer)s since your follow-up. Some employers don’t send one, even to "
            "people they liked."
        ),
    ),
    WAITING: EndWords(
        _("Waiting for %(employer)s"),
        _("You followed up, and no answer is recorded yet. You can wait, or close this application now."),
        "hourglass",
    ),
    "active": EndWords(
        _("This application is active"), _("Once it ends, this page shows what’s next."), "circle-dashed"
    ),
}
"""How an application ended, or its state while it runs, in words for its candidate."""
QUIET_CODES = ("no_answer", "by_itself", "closing")
"""Ends, or the wait for one, that say “You did your part” where everyone was thanked."""
WITHOUT_JOBS = ("offer", "placed", "elsewhere", "answer", WAITING, "active")
"""Ends, and states before one, with which no jobs are offered."""
BOTH = 2


def context(application: Application, code: str, people: Sequence[PersonStatus], followed_up: bool) -> dict[str, Any]:
    """Return what the candidate's page shows beyond what both sides see."""
    candidate, helper, words = application.candidate, your_recruiter(), END_WORDS[code]
    did_all = bool(people) and all(one.thanked_at for one in people)
    values = {
        "employer": application.employer.name,
        "name": first_name(candidate.name),
        "helper": helper.short_name,
        "done": _done_sentence(people, followed_up),
    }
    text = words.agency if helper.is_agency and words.agency else words.text
    return {
        "code": code,
        "title": gettext("You did your part") if did_all and code in QUIET_CODES else str(words.title) % values,
        "text": (str(text) % values).strip(),
        "symbol": words.icon,
        "helper": helper,
        "same_day": _all_thanked_the_same_day(people, candidate),
        "before": _before_answering(application) if code == "offer" else [],
        "offers_jobs": code not in WITHOUT_JOBS,
        "can_close": code in ("closing", WAITING),
    }


def _done_sentence(people: Sequence[PersonStatus], followed_up: bool) -> str:
    """Return what the candidate did, from what is recorded; empty for less than everything."""
    count, thanked = len(people), sum(one.thanked_at is not None for one in people)
    if not count or thanked < count:
        return gettext("You followed up.") if followed_up else ""
    if count == BOTH:
        both = gettext("You thanked both people you met.")
        return gettext("You thanked both people and followed up.") if followed_up else both
    if followed_up:
        return ngettext(
            "You thanked the person you met and followed up.", "You thanked all %(num)s people and followed up.", count
        )
    return ngettext("You thanked the person you met.", "You thanked all %(num)s people you met.", count)


def _all_thanked_the_same_day(people: Sequence[PersonStatus], candidate: Candidate) -> bool:
    zone = ZoneInfo(candidate.time_zone)
    days = [(one.thanked_at, one.interview.starts_at) for one in people]
    return bool(days) and all(at is not None and local_date(at, zone) == local_date(met, zone) for at, met in days)


def _before_answering(application: Application) -> list[tuple[Application, datetime | None]]:
    """Return the candidate's other active applications, each with its next interview."""
    others = applications.other_active_applications(db.session(), application)[:MAX_OTHERS]
    ahead = _next_interviews([row.id for row in others])
    return [(row, ahead.get(row.id)) for row in others]


def _next_interviews(application_ids: Sequence[Any]) -> dict[Any, datetime]:
    if not application_ids:
        return {}
    query = interviews.upcoming_interviews(request_cycle.viewer(), request_cycle.now())
    query = query.where(Interview.application_id.in_(application_ids)).limit(MAX_OTHERS * 3)
    rows = db.session.scalars(query).unique().all()
    return {row.application_id: row.starts_at for row in reversed(rows)}
