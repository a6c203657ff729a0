"""What is asked about an interview's times before they are saved (docs/rules.md#interview-times)."""

import uuid
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.core.db import db
from portal.interviews import queries
from portal.interviews.calendar_changes import NEW, UPDATE
from portal.interviews.invitations import ProposedChange
from portal.interviews.models import Interview
from portal.interviews.rules import FAR_AHEAD, LONG, LONG_AGO, OVERNIGHT, unusual_times
from portal.interviews.slots import Slot
from portal.web.shared import formatting, request_cycle
from portal.web.shared.questions import Question

UNUSUAL_TIME_MESSAGES = {
    LONG: _("This interview is longer than 12 hours."),
    OVERNIGHT: _("This interview ends after midnight, the next day."),
    FAR_AHEAD: _("This interview is more than a year away: %(day)s."),
    LONG_AGO: _("This interview was more than a year ago: %(day)s."),
}


def questions_about_slot(
    candidate_id: uuid.UUID | None, slot: Slot, standing: Interview | None = None
) -> list[Question]:
    """Return what is asked before the candidate's interview gets these times; nothing where it has them already.

    A candidate of None is new, and has no other interview.
    """
    if standing is not None and (standing.starts_at, standing.ends_at) == (slot.starts_at, slot.ends_at):
        return []
    zone = ZoneInfo(slot.time_zone)
    start, end = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    day = formatting.long_date(start.date())
    found = [
        Question(str(UNUSUAL_TIME_MESSAGES[code]) % {"day": day})
        for code in unusual_times(start, end, request_cycle.now())
    ]
    if candidate_id is None:
        return found
    own_id = standing.id if standing else None
    others = queries.overlapping_interviews(db.session(), candidate_id, slot.starts_at, slot.ends_at, own_id)
    return [*found, *map(_overlap_question, others)]


def questions_about_proposals(candidate_id: uuid.UUID, proposals: Sequence[ProposedChange]) -> list[list[Question]]:
    """Return what is asked of each proposal before it is recorded; nothing of one that records no time."""
    timed = [row for row in proposals if row.what in (NEW, UPDATE) and row.slot is not None]
    return [_about_proposal(candidate_id, row, timed) if row in timed else [] for row in proposals]


def _about_proposal(
    candidate_id: uuid.UUID, proposal: ProposedChange, timed: Sequence[ProposedChange]
) -> list[Question]:
    slot = proposal.slot
    if slot is None:
        return []
    found = questions_about_slot(candidate_id, slot, proposal.interview)
    if not proposal.has_usable_end:
        sentence = gettext("The invitation gives no end time after its start, so it would be saved as 1 hour.")
        found.append(Question(sentence))
    others = (row for row in timed if row is not proposal and row.slot is not None and slot.overlaps(row.slot))
    for other in others:
        name = other.event.summary or gettext("Untitled")
        found.append(Question(gettext("It overlaps “%(name)s” in the same file.", name=name)))
    return found


def _overlap_question(other: Interview) -> Question:
    values = {"employer": other.application.employer.name, "when": formatting.moment(other.starts_at)}
    label = gettext("%(employer)s, %(when)s", **values)
    link = (label, url_for("interviews.detail", interview_id=other.id))
    return Question(gettext("It overlaps another interview of the same candidate."), (link,))
