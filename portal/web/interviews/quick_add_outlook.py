"""What saving the quick form makes, and the plan that follows: the right side of the page."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.lists import format_list
from flask_babel import get_locale, gettext, ngettext

from portal.core.db import db
from portal.core.formatting import zone_city
from portal.followups import queries as followups
from portal.followups.rules.facts import Facts, InterviewFacts, PersonFacts
from portal.followups.rules.plan import PlanStep
from portal.followups.rules.preview import preview_steps
from portal.followups.wording import title_for
from portal.names.rules import first_name
from portal.web.interviews.quick_add_entry import may_invite
from portal.web.interviews.quick_add_form import QuickAddForm
from portal.web.interviews.quick_add_known import KnownThings
from portal.web.shared import formatting, request_cycle


@dataclass(frozen=True)
class PlanRow:
    """A line of the plan: what is done, and when."""

    title: str
    when: str
    at: datetime


@dataclass(frozen=True)
class Outlook:
    """What saving makes, what of it is on file already, the plan, and whom the invitation would go to.

    `first_name` is the candidate's, empty while they have no name; `invites` is whether an invitation can be sent;
    `there` is when it is on the candidate's clock, empty where that is the interview's.
    """

    makes: tuple[str, ...]
    on_file: tuple[str, ...]
    plan: tuple[PlanRow, ...]
    first_name: str
    invites: bool
    there: str = ""


def build_outlook(form: QuickAddForm, known: KnownThings) -> Outlook:
    """Return what follows from the form as it is, which was validated."""
    picked = form.picked
    name = picked.candidate.name if picked.candidate else form.text_of("candidate_name")
    return Outlook(
        tuple(_makes(form, known)),
        tuple(_on_file(form, known)),
        tuple(_plan(form, known)) if form.has_slot() else (),
        first_name(name) if name else "",
        may_invite(picked.candidate),
        _candidates_time(form) if form.has_slot() else "",
    )


def _makes(form: QuickAddForm, known: KnownThings) -> list[str]:
    picked = form.picked
    new_people = [row.name for row in known.people if row.contact is None]
    found = []
    if picked.candidate is None and (name := form.text_of("candidate_name")):
        found.append(gettext("New candidate: %(name)s", name=name))
    if picked.employer is None and (name := form.text_of("employer_name")):
        found.append(gettext("New employer: %(name)s", name=name))
    if picked.application is None and (title := form.text_of("opening_title")):
        found.append(gettext("New application: %(title)s", title=title))
    if form.has_slot():
        when = formatting.moment_there(form.slot().starts_at, form.time_zone.data)
        found.append(gettext("Interview: %(when)s", when=when))
    if new_people:
        names = format_list(new_people, locale=get_locale() or "en")
        found.append(
            ngettext("New contact: %(names)s", "%(num)s new contacts: %(names)s", len(new_people), names=names)
        )
    return found


def _on_file(form: QuickAddForm, known: KnownThings) -> list[str]:
    picked = form.picked
    rows = (picked.candidate, picked.employer)
    return [*(row.name for row in rows if row), *(row.contact.name for row in known.people if row.contact)]


def _plan(form: QuickAddForm, known: KnownThings) -> list[PlanRow]:
    slot, now = form.slot(), request_cycle.now().replace(microsecond=0)
    people = tuple(
        PersonFacts(str(number), email=row.contact.mail_address if row.contact else row.email, reachable_at=now)
        for number, row in enumerate(known.people)
    )
    steps = preview_steps(_facts(form), InterviewFacts("new", now, slot.starts_at, slot.ends_at, people=people))
    by_kind: dict[tuple[str, datetime], list[PlanStep]] = defaultdict(list)
    for step in steps:
        by_kind[step.kind, step.due_at].append(step)
    employer = form.picked.employer.name if form.picked.employer else form.text_of("employer_name")
    employer = employer or gettext("employer")
    names = {str(number): row.name for number, row in enumerate(known.people)}
    return [_plan_row(kind, at, rows, employer, names) for (kind, at), rows in by_kind.items()]


def _plan_row(kind: str, at: datetime, rows: list[PlanStep], employer: str, names: dict[str, str]) -> PlanRow:
    when = formatting.target(at)
    if kind == "thank":
        when = gettext("by %(when)s", when=when)
    if len(rows) > 1:
        return PlanRow(gettext("Thank each of %(num)s people", num=len(rows)), when, at)
    person = names.get(rows[0].person or "")
    return PlanRow(title_for(kind, gettext, employer=employer, person=person, for_staff=True), when, at)


def _facts(form: QuickAddForm) -> Facts:
    picked, session, now = form.picked, db.session(), request_cycle.now()
    if picked.application:
        return followups.load_facts(session, [picked.application.id], now)[picked.application.id]
    office_id = picked.candidate.office_id if picked.candidate else request_cycle.viewer().office_id
    return followups.facts_of_new(session, _candidate_zone(form), office_id, now)


def _candidate_zone(form: QuickAddForm) -> str:
    if form.picked.candidate:
        return form.picked.candidate.time_zone
    return request_cycle.viewer().time_zone if form.candidate_time_zone.errors else form.candidate_time_zone.data


def _candidates_time(form: QuickAddForm) -> str:
    """Return when it is for the candidate; empty where their clock is the interview's."""
    zone, slot = _candidate_zone(form), form.slot()
    offsets = {slot.starts_at.astimezone(ZoneInfo(name)).utcoffset() for name in (zone, slot.time_zone)}
    if len(offsets) == 1:
        return ""
    when = formatting.dated_moment(slot.starts_at, zone)
    return gettext("%(when)s for the candidate, %(place)s time", when=when, place=zone_city(zone))
