"""Business hours, countries, and what a change of them causes, in words."""

from babel import Locale
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from portal.agencies import holidays
from portal.followups.recalculation import Recalculation
from portal.followups.rules.working_time import Hours, Week
from portal.offices.rules import AGENCY, OFFICE, ListedDay
from portal.web.shared.formatting import number, time_of_day

DAY_NAMES = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
SHORT_DAY_NAMES = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def week_labels(week: Week) -> list[str]:
    """Return “Mon–Fri, 9:00 AM to 5:00 PM”, one for each run of days with the same hours."""
    runs: list[tuple[int, int, Hours]] = []
    for day, hours in enumerate(week):
        if hours is None:
            continue
        if runs and runs[-1][1:] == (day - 1, hours):
            runs[-1] = (runs[-1][0], day, hours)
        else:
            runs.append((day, day, hours))
    return [_run_label(*run) for run in runs]


def country_choices() -> dict[str, str]:
    """Return the name of each country by its two letters, in alphabetical order."""
    names = {code: str(name) for code, name in Locale("en").territories.items() if len(code) == 2 and code.isalpha()}
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def country_name(code: str) -> str:
    """Return the name of a country."""
    return str(Locale("en").territories.get(code, code))


def region_name(country: str, region: str | None) -> str:
    """Return “Bavaria, Germany”, or the country alone."""
    name = country_name(country)
    return f"{holidays.regions(country).get(region, region)}, {name}" if region else name


def holidays_note(country: str, region: str | None, year: int) -> str | None:
    """Return what there is to know of the public holidays there: none listed, or none of the region's own."""
    if not holidays.has_holidays(country, region, year):
        return gettext(
            "We have no public holidays for %(place)s. Add the days you’re closed below.",
            place=region_name(country, region),
        )
    if region and not holidays.has_own_holidays(country, region, year):
        names = {"region": holidays.regions(country).get(region, region), "country": country_name(country)}
        return gettext("%(region)s has no holidays of its own. These are those of %(country)s.", **names)
    return None


def day_source(row: ListedDay, *, for_office: bool) -> str:
    """Return where a listed day comes from, and who works then all the same."""
    if row.removed_by is not None:
        here = row.removed_by == OFFICE or not for_office
        return gettext("Removed: a business day") if here else gettext("Removed for the whole agency")
    if row.source == OFFICE:
        return gettext("Added for this office")
    if row.source == AGENCY:
        return gettext("Added for the whole agency") if for_office else gettext("Added")
    return gettext("Public holiday")


def recalculation_label(result: Recalculation) -> str:
    """Return what a change of business hours or holidays does to the plan."""
    if result.moved is None:
        return ngettext(
            "Saved. Updating the dates of %(count)s application.",
            "Saved. Updating the dates of %(count)s applications.",
            result.applications,
            count=number(result.applications),
        )
    if not result.moved:
        return gettext("Saved. No task has a new date.")
    return ngettext(
        "Saved. %(count)s task has a new date.",
        "Saved. %(count)s tasks have a new date.",
        result.moved,
        count=number(result.moved),
    )


def _run_label(first: int, last: int, hours: Hours) -> str:
    days = str(SHORT_DAY_NAMES[first]) if first == last else f"{SHORT_DAY_NAMES[first]}–{SHORT_DAY_NAMES[last]}"
    return gettext(
        "%(days)s, %(opens)s to %(closes)s", days=days, opens=time_of_day(hours[0]), closes=time_of_day(hours[1])
    )
