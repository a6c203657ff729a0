"""The groups of a recruiter's Today: which there are, what each is called, and where all of it is listed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import g, request, url_for
from flask_babel import gettext, ngettext

from portal.accounts import permissions
from portal.accounts.viewer import Viewer
from portal.core.db import db
from portal.followups.rules.policy import plan_policy, reminder_policy
from portal.followups.rules.step_kinds import LATE_FOR_STAFF
from portal.followups.rules.working_time import local_date, to_utc
from portal.summaries.application_list import NO_ANSWER
from portal.today import people, queries
from portal.today.counts import FAILED_STATES
from portal.today.groups import Listing, load_group
from portal.web.shared import formatting, request_cycle
from portal.web.shared.common_filters import RECENTLY
from portal.web.shared.lists import DOWN
from portal.web.today import work_rows
from portal.web.today.work_rows import WorkRow

FOLDED = "folded"
"""The cookie that names the groups that are folded in this browser, each after a dot."""


@dataclass(frozen=True)
class WorkGroup:
    """A group: its first rows, the number of all in words, how they are sorted, and where all are listed.

    `is_cut`: there are more than these rows, all of them at `all_url`.
    """

    name: str
    title: str
    count: str
    hint: str
    rows: Sequence[WorkRow]
    all_url: str
    is_cut: bool
    is_folded: bool


@dataclass(frozen=True)
class _Kind:
    """A kind of group: what it consists of, and how its rows are shown."""

    name: str
    title: str
    hint: str
    listing: Listing
    row: Callable[[Any], WorkRow]
    all_url: str


def load_groups() -> list[WorkGroup]:
    """Return the groups that have rows, each read by one select."""
    folded = request.cookies.get(FOLDED, "").split(".")
    viewer, now = request_cycle.viewer(), request_cycle.now()
    kinds = [*_waiting(viewer), *_late(viewer, now), *_meetings(viewer, now), *_others(viewer, now)]
    found = [(kind, load_group(db.session(), kind.listing)) for kind in kinds]
    return [
        WorkGroup(
            kind.name,
            kind.title,
            formatting.count(group.count),
            kind.hint,
            [kind.row(row) for row in group.rows],
            kind.all_url,
            group.count > len(group.rows),
            kind.name in folded,
        )
        for kind, group in found
        if group.count
    ]


def day_bounds(viewer: Viewer, now: datetime) -> tuple[datetime, datetime]:
    """Return when the viewer's day starts and ends."""
    zone = ZoneInfo(viewer.time_zone)
    day = local_date(now, zone)
    return to_utc(day, time(), zone), to_utc(day + timedelta(days=1), time(), zone)


def _waiting(viewer: Viewer) -> Iterator[_Kind]:
    hours = plan_policy(g.profile.policy).contact_target_working_hours
    goal = ngettext("goal: %(num)s business hour", "goal: %(num)s business hours", hours)
    first_due = gettext("first due first")
    requests = queries.contact_requests(viewer)
    url = url_for("contact_requests.index")
    yield _Kind("requests", gettext("Contact requests"), goal, requests, work_rows.request_row, url)
    notes, url = queries.notes_to_review(viewer), url_for("approvals.index")
    yield _Kind("approvals", gettext("Notes to review"), first_due, notes, work_rows.approval_row, url)
    cards, url = queries.cards_to_mail(viewer), url_for("print_queue.index")
    yield _Kind("cards", gettext("Cards to print and mail"), first_due, cards, work_rows.card_row, url)


def _late(viewer: Viewer, now: datetime) -> Iterator[_Kind]:
    hours = reminder_policy(g.profile.policy).late_reminder_hours
    late, url = people.late_tasks(viewer, LATE_FOR_STAFF, hours, now), url_for("candidates.index", late="day")
    title = gettext("Overdue by more than a day")
    yield _Kind("late", title, gettext("newest first"), late, work_rows.task_row, url)


def _meetings(viewer: Viewer, now: datetime) -> Iterator[_Kind]:
    meetings = people.interviews_between(viewer, *day_bounds(viewer, now))
    hint, url = gettext("draft and contact info ready"), url_for("interviews.index", when="today")
    yield _Kind("interviews", gettext("Interviews today"), hint, meetings, work_rows.interview_row, url)


def _others(viewer: Viewer, now: datetime) -> Iterator[_Kind]:
    since, oldest, newest = now - RECENTLY, gettext("oldest first"), gettext("newest first")
    wishes, url = queries.responses(viewer), url_for("opening_responses.index")
    yield _Kind("wishes", gettext("Candidates interested in jobs"), oldest, wishes, work_rows.response_row, url)
    if viewer.may(permissions.EDIT_TEMPLATES):
        url = url_for("proposals.index")
        title = gettext("Proposed template changes")
        yield _Kind("proposed", title, oldest, queries.proposals(), work_rows.proposal_row, url)
    stopped, url = queries.stopped_notes(viewer, since), url_for("outbox.index", group="stopped")
    yield _Kind("stopped", gettext("Notes to send again"), newest, stopped, work_rows.email_row, url)
    failed, url = queries.emails(viewer, FAILED_STATES), url_for("outbox.index", group="failed")
    yield _Kind("failed", gettext("Emails to check"), newest, failed, work_rows.email_row, url)
    ending = people.without_answer(viewer, since)
    url = url_for("applications.index", no_answer="1", sort=NO_ANSWER, order=DOWN)
    yield _Kind("closings", gettext("Closing or just closed"), newest, ending, work_rows.closing_row, url)
    free, url = people.available(viewer, since), url_for("candidates.index", available="1")
    yield _Kind("free", gettext("Available again"), newest, free, work_rows.available_row, url)
    snoozed, url = people.snoozed(viewer, now), url_for("candidates.index", snoozed="1")
    yield _Kind("snoozed", gettext("Snoozed"), gettext("first back first"), snoozed, work_rows.snoozed_row, url)
