"""What belongs to offices and fields of work, and what moved, in words."""

from collections.abc import Mapping, Sequence

from babel.lists import format_list
from flask import flash
from flask_babel import gettext, ngettext

from portal.accounts.models import Account
from portal.agencies.models import JobField, Office
from portal.core.db import db
from portal.followups.agency_time import load_calendars
from portal.followups.recalculation import Recalculation
from portal.names.rules import first_name
from portal.offices.business_hours import NOTHING
from portal.offices.moving import count_references
from portal.web.settings.hours_labels import recalculation_label
from portal.web.shared import request_cycle
from portal.web.shared.formatting import number
from portal.web.shared.questions import Question


def count_labels(counts: Mapping[str, int]) -> list[str]:
    """Return “40 candidates” for each table that has some, with all others as one “and 3 other records”."""
    known = {
        "accounts": ngettext("%(num)s colleague", "%(num)s colleagues", counts.get("accounts", 0)),
        "candidates": ngettext("%(num)s candidate", "%(num)s candidates", counts.get("candidates", 0)),
        "openings": ngettext("%(num)s job", "%(num)s jobs", counts.get("openings", 0)),
        "templates": ngettext("%(num)s template", "%(num)s templates", counts.get("templates", 0)),
    }
    others = sum(count for table, count in counts.items() if table not in known)
    said = [label for table, label in known.items() if counts.get(table)]
    return [*said, ngettext("%(num)s other record", "%(num)s other records", others)] if others else said


def merge_question(row: Office | JobField, into: Office | JobField) -> Question:
    """Return what is asked before one is merged into another: what moves there, and that it can't be undone."""
    labels = count_labels(count_references(db.session(), row))
    names = {"name": row.name, "into": into.name}
    if not labels:
        return Question(gettext("Nothing belongs to %(name)s. It’s deleted, and that can’t be undone.", **names))
    what = format_list(labels, locale="en")
    sentence = gettext(
        "Moves to %(into)s: %(what)s. Then %(name)s is deleted, and that can’t be undone.", what=what, **names
    )
    return Question(sentence)


def hours_question(office: Office, into: Office) -> list[Question]:
    """Return what is said about the business hours of an office that is merged, where the other one has others."""
    calendars = load_calendars(db.session(), request_cycle.now())
    if calendars.calendar_of(office.id) == calendars.calendar_of(into.id):
        return []
    return [Question(gettext("Due dates and goals there follow the business hours of %(into)s.", into=into.name))]


def merged(name: str, into: str, moved: Mapping[str, int]) -> str:
    """Return the message that one was merged into another, with what moved."""
    labels = count_labels(moved)
    if not labels:
        return gettext("%(name)s is merged into %(into)s. Nothing belonged to it.", name=name, into=into)
    what = format_list(labels, locale="en")
    return gettext("%(name)s is merged into %(into)s. Moved: %(what)s.", name=name, into=into, what=what)


def moved_members(chosen: Sequence[object], to: Office) -> str:
    """Return the message that colleagues moved to another office."""
    return ngettext(
        "%(num)s colleague moved to %(office)s.", "%(num)s colleagues moved to %(office)s.", len(chosen), office=to.name
    )


def flash_recalculation(result: Recalculation) -> None:
    """Show what a move to other business hours does to the plan, if anything."""
    if result != NOTHING:
        flash(recalculation_label(result), "success")


def visibility_examples(example: Account | None, seen: Mapping[str, int]) -> dict[str, str]:
    """Return what each visibility means, by its code: for this colleague, with the number of candidates now."""
    if example is None:
        return {
            "own": gettext("A recruiter sees only the candidates assigned to them."),
            "office": gettext("A recruiter sees everyone in their office, and everyone assigned to them."),
            "agency": gettext("A recruiter sees every candidate."),
        }
    counts = {scope: number(count) for scope, count in seen.items()}
    office = example.office.name if example.office else gettext("no office")
    return {
        "own": gettext(
            "%(name)s sees only the candidates assigned to %(first)s: %(count)s now.",
            name=example.name,
            first=first_name(example.name),
            count=counts["own"],
        ),
        "office": gettext(
            "%(name)s sees everyone in %(office)s, and everyone assigned to %(first)s: %(count)s now.",
            name=example.name,
            first=first_name(example.name),
            office=office,
            count=counts["office"],
        ),
        "agency": gettext("%(name)s sees every candidate: %(count)s now.", name=example.name, count=counts["agency"]),
    }
