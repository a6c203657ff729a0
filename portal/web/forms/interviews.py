"""Interviews: by hand, moved, or from an invitation."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileRequired
from wtforms import DateField, RadioField, TimeField
from wtforms.validators import InputRequired

from portal.contacts.rules import Details
from portal.interviews.actions import Slot
from portal.interviews.models import Interview
from portal.web.forms import fields
from portal.web.forms.fields import Form, options
from portal.web.forms.windows import SharedForm

LARGEST_INVITATION = 1_000_000


class SlotForm(Form):
    """When and where, on the meeting's own clock."""

    date = DateField(_("Date"), [InputRequired(_("Please give the date.")), fields.in_our_age])
    starts = TimeField(_("Starts"), [InputRequired(_("Please give the time it starts."))])
    ends = TimeField(_("Ends"), [InputRequired(_("Please give the time it ends."))])
    time_zone = fields.zone(_("Time zone"))
    place = fields.line(_("Place"))
    link = fields.link(_("Link to the meeting"))

    def slot(self) -> Slot:
        """The slot in UTC; one that ends before it starts ends on the next day."""
        zone = ZoneInfo(self.time_zone.data)
        start = datetime.combine(self.date.data, self.starts.data, zone)
        end = datetime.combine(self.date.data, self.ends.data, zone)
        if end <= start:
            end = datetime.combine(self.date.data + timedelta(days=1), self.ends.data, zone)
        return Slot(start.astimezone(UTC), end.astimezone(UTC), zone.key, self.place.data, self.link.data)

    def show_slot(self, slot: Slot) -> None:
        """The form shows this slot on the meeting's own clock."""
        zone = ZoneInfo(slot.time_zone)
        start, end = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
        self.date.data, self.starts.data, self.ends.data = start.date(), start.time(), end.time()
        self.time_zone.data, self.place.data, self.link.data = slot.time_zone, slot.place, slot.link


class InterviewForm(SlotForm):
    """A new round, and whom the candidate will meet."""

    people = fields.text(_("Whom will they meet?"), most=3000)

    def expected(self) -> list[Details]:
        """One person a line: a name, and an address after it where it is known."""
        return [_person(line) for line in (self.people.data or "").splitlines() if line.strip()]


class MoveForm(SlotForm, SharedForm):
    """An interview at another time or place."""

    reason = fields.line(_("Why it moved"))

    def show(self, row: Interview) -> None:
        """The form shows when and where it is, on the meeting's own clock."""
        self.show_slot(Slot(row.starts_at, row.ends_at, row.time_zone, row.place, row.link))


class StatusForm(Form):
    """An interview that does not take place, or does after all."""

    status = RadioField(
        choices=options(
            [("cancelled", _("Called off")), ("no_show", _("Somebody did not come")), ("planned", _("It is on"))]
        )
    )
    reason = fields.line(_("Why"))


class UploadForm(Form):
    """An invitation as a calendar file."""

    file = fields.upload(
        _("Invitation (.ics)"),
        largest=LARGEST_INVITATION,
        checks=[FileRequired(_("Choose the .ics file of the invitation."))],
    )


def _person(line: str) -> Details:
    words = line.replace("<", " ").replace(">", " ").replace(",", " ").replace(";", " ").split()
    email = next((word for word in words if "@" in word), None)
    name = " ".join(word for word in words if word != email)
    return Details(name=(name or (email or "").partition("@")[0])[:120], email=email)
