"""What belongs to offices and fields of work, and what moved, in words."""

from collections.abc import Mapping, Sequence

from babel.lists import format_list
from flask import flash
from flask_babel import gettext, ngettext

from portal.accounts.models import Account
from portal.agencies.models import Office
from portal.followups.recalculation import Recalculation
from portal.names.rules import first_name
from portal.offices.business_hours import NOTHING
from portal.web.settings.hours_labels import recalculation_label
from portal.web.shared.formatting import number


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
