"""Setting business hours, time zones, and holidays, of the agency and of an office; each replans what it is about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from portal.agencies import holidays
from portal.agencies.models import AgencyProfile, HolidayChange, Office
from portal.approvals import targets
from portal.audit import actions as audit
from portal.candidates import queries as candidates
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.followups.agency_time import load_calendars
from portal.followups.recalculation import Recalculation, recalculate
from portal.followups.rules.working_time import Week, format_week
from portal.offices import queries, rules

NOTHING = Recalculation(0, 0)


@dataclass(frozen=True)
class OfficeTime:
    """What an office has in place of the agency's: None where the agency's applies. `region` is one of `country`."""

    time_zone: str | None
    week: Week | None
    country: str | None
    region: str | None


def set_agency_time(
    command: Command, profile: AgencyProfile, *, time_zone: str, week: Week, region: str | None
) -> Recalculation:
    """Set the agency's time zone, hours, and region for holidays; return what follows.

    Raise `ActionRefused` for a week that can't be kept, and at `region` for one that is not in the agency's country.
    """
    _refuse_week(week)
    _refuse_region(profile.country, region)
    values = {"time_zone": time_zone, "week": format_week(week), "holiday_region": region}
    return replanned(command, lambda: audit.apply_change(command, "agency.set_hours", profile, values))


def set_office_time(command: Command, office: Office, own: OfficeTime) -> Recalculation:
    """Set what the office has of its own; return what follows. Raise `ActionRefused` as `set_agency_time` does."""
    if own.week is not None:
        _refuse_week(own.week)
    if own.country is None and own.region is not None:
        raise ActionRefused(N_("Choose a country first. The region is one of that country’s."), field="country")
    if own.country is not None:
        _refuse_region(own.country, own.region)
    values = {
        "time_zone": own.time_zone,
        "week": format_week(own.week) if own.week else None,
        "holiday_country": own.country,
        "holiday_region": own.region,
    }
    return replanned(command, lambda: audit.apply_change(command, "office.set_hours", office, values))


def add_day_off(command: Command, office: Office | None, day: date, name: str) -> Recalculation:
    """Add a day to the holidays of the office, or of the whole agency for None; return what follows.

    Raise `ActionRefused` at `day` when it is a holiday of another name already, or is not this year or next.
    """
    first, last = listed_years(command.now.year)
    if day.year not in (first, last):
        raise ActionRefused(N_("Choose a day in %(first)s or %(last)s."), field="day", first=first, last=last)
    known = _find_day(command, office, day)
    if known is not None and known.is_off:
        if known.name == name:
            return NOTHING
        raise ActionRefused(N_("This day is already in the list as %(name)s."), field="day", name=known.name)
    return replanned(command, lambda: _set_change(command, office, day, name))


def remove_day_off(command: Command, office: Office | None, day: date) -> Recalculation:
    """Have the office, or the whole agency for None, work on a day that was a holiday; return what follows."""
    known = _find_day(command, office, day)
    if known is None or not known.is_off:
        return NOTHING
    if _is_inherited(command, office, day):
        return replanned(command, lambda: _set_change(command, office, day, None))
    return replanned(command, lambda: _undo_change(command, office, day))


def restore_day_off(command: Command, office: Office | None, day: date) -> Recalculation:
    """Make a removed day a holiday again; return what follows."""
    known = _find_day(command, office, day)
    if known is None or known.is_off:
        return NOTHING
    if _is_inherited(command, office, day):
        return replanned(command, lambda: _undo_change(command, office, day))
    return replanned(command, lambda: _set_change(command, office, day, known.name))


def replanned(command: Command, change: Callable[[], object]) -> Recalculation:
    """Make the change, then replan everyone whose business calendar is another one after it; return what follows."""
    before = load_calendars(command.session, command.now).by_office()
    change()
    command.session.flush()
    after = load_calendars(command.session, command.now).by_office()
    affected = {office for office, calendar in after.items() if before.get(office) != calendar}
    if not affected:
        return NOTHING
    targets.reset_targets(command.session, affected)
    return recalculate(command.session, candidates.belongs_to_office(affected), command.now)


def listed_years(year: int) -> tuple[int, int]:
    """Return the years whose holidays are listed and can be changed: this one and the next."""
    return year, year + 1


def _refuse_week(week: Week) -> None:
    if rules.has_no_hours(week):
        raise ActionRefused(N_("Choose at least one day with business hours."), field="day_0")
    bad = rules.first_bad_day(week)
    if bad is not None:
        raise ActionRefused(N_("Enter an end time that’s after the start time."), field=f"closes_{bad}")


def _refuse_region(country: str, region: str | None) -> None:
    if region is not None and region not in holidays.regions(country):
        raise ActionRefused(
            N_("We have no holidays for this region. Choose one from the list, or the whole country."), field="region"
        )


def _find_day(command: Command, office: Office | None, day: date) -> rules.ListedDay | None:
    """Return this day of the list of holidays of this year and the next; None where it is not in it."""
    listed = queries.listed_days(command.session, office, listed_years(command.now.year))
    return next((row for row in listed if row.day == day), None)


def _is_inherited(command: Command, office: Office | None, day: date) -> bool:
    """Return whether the day would be a holiday if the office, or the agency for None, had not changed it."""
    return any(row.day == day and row.is_off for row in queries.inherited_days(command.session, office, [day.year]))


def _set_change(command: Command, office: Office | None, day: date, name: str | None) -> None:
    row = queries.find_change(command.session, office, day)
    before = row.name if row else None
    if row is None:
        row = HolidayChange(office_id=office.id if office else None, day=day)
        command.session.add(row)
    row.name = name
    command.session.flush()
    changes = {"day": (None, day), "name": (before, name)}
    if name is None:
        audit.record(command, "holiday.remove", row, changes=changes)
    else:
        audit.record(command, "holiday.add", row, changes=changes)


def _undo_change(command: Command, office: Office | None, day: date) -> None:
    row = queries.find_change(command.session, office, day)
    if row is not None:
        audit.record(command, "holiday.undo", row)
        command.session.delete(row)
        command.session.flush()
