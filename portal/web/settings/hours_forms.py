"""Forms for business hours, time zones, and holidays, of the agency and of an office."""

from datetime import time
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.agencies.holidays import regions
from portal.agencies.models import AgencyProfile, Office
from portal.core.formatting import zone_city
from portal.followups.rules.working_time import Week, parse_week
from portal.offices.business_hours import OfficeTime
from portal.web.settings.hours_labels import DAY_NAMES, country_choices, region_name
from portal.web.shared import fields, time_zones
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm
from portal.web.shared.fields import Form, options
from portal.web.shared.time_field import ClockField

OPENS, CLOSES = time(9), time(17)
"""What the inputs of a day without hours show, should it get some."""


class WeekForm(ConflictCheckedForm):
    """Business hours: for each day, whether there are any, and from when to when."""

    region = SelectField(_("Region"), coerce=lambda value: value or None, validate_choice=False)

    def days(self) -> list[tuple[BooleanField, ClockField, ClockField]]:
        """Return the three fields of each day, Monday first."""
        return [(self[f"day_{day}"], self[f"opens_{day}"], self[f"closes_{day}"]) for day in range(7)]

    def week(self) -> Week:
        """Return the hours as entered."""
        return tuple((opens.data, closes.data) if on.data else None for on, opens, closes in self.days())

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Require both times of each day that has hours."""
        valid: bool = super().validate(*args, **kwargs)
        for on, *times in self.days():
            for field in times:
                if on.data and field.data is None and not field.errors:
                    field.errors = [gettext("Enter a time, or untick the day.")]
                    valid = False
        return valid

    def offer_regions(self, country: str) -> None:
        """Offer the regions of this country that the list of holidays knows."""
        self.region.choices = options([("", gettext("The whole country")), *regions(country).items()])


for _day, _name in enumerate(DAY_NAMES):
    setattr(WeekForm, f"day_{_day}", BooleanField(_name))
    setattr(WeekForm, f"opens_{_day}", ClockField(lazy_gettext("%(day)s, from", day=_name), [Optional()]))
    setattr(WeekForm, f"closes_{_day}", ClockField(lazy_gettext("%(day)s, to", day=_name), [Optional()]))


class AgencyHoursForm(WeekForm):
    """When the agency's people work, where an office has nothing else."""

    time_zone = time_zones.time_zone(_("Time zone"))


class OfficeHoursForm(WeekForm):
    """When the people of an office work, as far as that differs from the agency."""

    time_zone = SelectField(_("Time zone"), coerce=lambda value: value or None)
    own_week = BooleanField(_("This office has its own business hours"))
    country = SelectField(_("Country"), coerce=lambda value: value or None)

    def offer(self, profile: AgencyProfile) -> None:
        """Offer the agency's own values first."""
        zone = gettext("Same as the agency: %(what)s", what=zone_city(profile.time_zone))
        place = region_name(profile.country, profile.holiday_region)
        self.time_zone.choices = options([("", zone), *time_zones.choices()])
        self.country.choices = options(
            [("", gettext("Same as the agency: %(what)s", what=place)), *country_choices().items()]
        )
        self.offer_regions(self.country.data) if self.country.data else self._offer_no_region()

    def own(self) -> OfficeTime:
        week = self.week() if self.own_week.data else None
        return OfficeTime(self.time_zone.data, week, self.country.data, self.region.data)

    def _offer_no_region(self) -> None:
        self.region.choices = options([("", gettext("Choose a country first"))])


class DayOffForm(Form):
    """A day on which the office, or the whole agency, is closed."""

    day = DateField(_("Day"), [InputRequired(_("Enter a day.")), fields.check_year])
    name = fields.line(_("Name"), required=True, most=fields.NAME_LENGTH)


def agency_values(profile: AgencyProfile) -> SimpleNamespace:
    """Return what the form of the agency's hours shows."""
    return SimpleNamespace(
        time_zone=profile.time_zone, region=profile.holiday_region, **_week_values(parse_week(profile.week))
    )


def office_values(office: Office, profile: AgencyProfile) -> SimpleNamespace:
    """Return what the form of an office's hours shows; the agency's hours where it has none of its own."""
    return SimpleNamespace(
        time_zone=office.time_zone,
        country=office.holiday_country,
        region=office.holiday_region,
        own_week=office.week is not None,
        **_week_values(parse_week(office.week or profile.week)),
    )


def _week_values(week: Week) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for day, hours in enumerate(week):
        opens, closes = hours or (OPENS, CLOSES)
        shown |= {f"day_{day}": hours is not None, f"opens_{day}": opens, f"closes_{day}": closes}
    return shown
