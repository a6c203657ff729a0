"""What a row of the list of candidates says, from the candidate's summary."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.web.shared.labels import suppressed
from portal.web.shared.progress import ProgressMark, marks_of
from portal.web.shared.summary_words import short_name, stop_of, task_title

SHORT_NOTES = {
    "paused": _("paused"),
    "unsubscribed": _("turned off"),
    "bounced": _("bounced"),
    "deactivated": _("closed"),
    "placed": _("placed"),
    "not_invited": _("not invited"),
    "not_accepted": _("not accepted"),
}
LONG_AGO = timedelta(days=1)


@dataclass(frozen=True)
class CandidateRow:
    """One candidate: the summary's columns as `of`, the next task in words, and what qualifies its time.

    `recruiter` is a short name. `note` says why the candidate is not reminded, or, if `waits`, that contact info is
    waited for; it is empty where nothing is to be said. `is_long_ago`: the task was due more than a day ago, so the day
    is enough.
    """

    of: Any
    recruiter: str
    task: str | None
    is_late: bool
    is_long_ago: bool
    marks: tuple[ProgressMark, ...]
    note: str = ""
    short_note: str = ""
    waits: bool = False


def candidate_row(row: Any, now: datetime) -> CandidateRow:
    """Return what the list says of this candidate."""
    is_late = row.late_from is not None and row.late_from < now
    is_long_ago = row.next_due_at is not None and row.next_due_at < now - LONG_AGO
    found = CandidateRow(row, short_name(row.recruiter), task_title(row), is_late, is_long_ago, marks_of(row, now))
    stop = stop_of(row, now)
    if stop:
        return replace(found, note=suppressed(stop), short_note=str(SHORT_NOTES[stop]))
    if row.requested_at:
        return replace(found, note=gettext("Waiting for contact info"), short_note=gettext("waiting"), waits=True)
    return found
