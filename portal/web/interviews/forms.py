"""Forms of interviews: entered by hand, rescheduled, or canceled."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, RadioField
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.contacts.details import ContactDetails
from portal.interviews.models import Interview
from portal.interviews.round_details import RoundDetails
from portal.interviews.rules import MAX_USUAL_LENGTH
from portal.interviews.slots import Slot
from portal.web.interviews import people_field
from portal.web.shared import fields, time_zones
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm
from portal.web.shared.fields import Form, options
from portal.web.shared.labels import ROUND_KIND_LABELS
from portal.web.shared.no_show_form import NoShowForm
from portal.web.shared.time_field import ClockField


def _blank_for_none(value: str | None) -> str:
    """Return the value of the choice that leaves the kind open where a row has none."""
    return value or ""


class SlotForm(Form):
    """When and where, in the interview's own time zone, and what the round is."""

    date = DateField(_("Date"), [InputRequired(_("Enter a date.")), fields.check_year])
    starts = ClockField(_("Starts"), [InputRequired(_("Enter a start time."))])
    # Before `ends`, whose check needs a valid day.
    ends_on = DateField(_("Ends on"), [Optional(), fields.check_year])
    ends = ClockField(_("Ends"), [InputRequired(_("Enter an end time."))])
    time_zone = time_zones.time_zone(_("Time zone"))
    place = fields.line(_("Location"))
    link = fields.link(_("Meeting link"))
    round_kind = RadioField(
        _("Kind"), choices=options([("", _("Not specified")), *ROUND_KIND_LABELS.items()]), filters=[_blank_for_none]
    )
    round_name = fields.line(_("Round"), most=fields.NAME_LENGTH)

    def validate_ends(self, _field: Field) -> None:
        """Refuse an end at or before the start.

        Without another day to end on, an end a few hours past midnight is the next day, which is asked about.
        """
        if self.date.errors or self.ends_on.errors or not (self.starts.data and self.ends.data):
            return
        if not time_zones.is_time_zone(self.time_zone.data):
            return
        start, end = self._span()
        is_guessed = not self.ends_on.data and self.ends.data < self.starts.data
        if end <= start or (is_guessed and end - start > MAX_USUAL_LENGTH):
            raise ValidationError(gettext("Enter an end time that’s after the start time."))

    def validate_ends_on(self, _field: Field) -> None:
        """Refuse a day before the one it starts on."""
        if self._ends_too_soon():
            raise ValidationError(gettext("Enter the day it ends, on or after the day it starts."))

    def slot(self) -> Slot:
        """Return the slot in UTC; one that ends before it starts, on no day of its own, ends on the next day."""
        return Slot(*self._span(), self.time_zone.data, self.place.data, self.link.data)

    def round_details(self) -> RoundDetails:
        """Return what the round is called, and its kind."""
        return RoundDetails(self.round_name.data, self.round_kind.data or None)

    def _ends_too_soon(self) -> bool:
        return bool(self.date.data and self.ends_on.data and self.ends_on.data < self.date.data)

    def _span(self) -> tuple[datetime, datetime]:
        zone, day = ZoneInfo(self.time_zone.data), self.date.data
        ends_on = self.ends_on.data or (day + timedelta(days=1) if self.ends.data < self.starts.data else day)
        start, end = datetime.combine(day, self.starts.data, zone), datetime.combine(ends_on, self.ends.data, zone)
        return start.astimezone(UTC), end.astimezone(UTC)

    def show_slot(self, slot: Slot) -> None:
        """Fill the form with this slot in the interview's own time zone."""
        zone = ZoneInfo(slot.time_zone)
        start, end = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
        self.date.data, self.starts.data, self.ends.data = start.date(), start.time(), end.time()
        is_usual = end.date() == start.date() or (end.time() < start.time() and end - start <= MAX_USUAL_LENGTH)
        self.ends_on.data = None if is_usual else end.date()
        self.time_zone.data, self.place.data, self.link.data = slot.time_zone, slot.place, slot.link


class NewInterviewForm(SlotForm):
    """A new round, and who the candidate will meet."""

    people = fields.text(_("Who will be there?"), most=3000, checks=[people_field.check_people])

    def expected(self) -> list[ContactDetails]:
        """Return who is expected, one person a line."""
        return people_field.parse_people(self.people.data)


class RescheduleForm(SlotForm, ConflictCheckedForm):
    """An interview at another time or place."""

    reason = fields.line(_("Reason for the change"))

    def show(self, row: Interview) -> None:
        """Fill the form with the interview's time and place, in its own time zone, and its round."""
        self.show_slot(row.slot)


class InterviewStatusForm(NoShowForm):
    """An interview that does not take place, or does after all."""

    status = RadioField(
        choices=options(
            [
                ("cancelled", _("Canceled")),
                ("no_show", _("Someone didn’t show up")),
                ("planned", _("It’s on")),
            ]
        )
    )
    reason = fields.line(_("Why"))

    def is_no_show(self) -> bool:
        return bool(self.status.data == "no_show")
