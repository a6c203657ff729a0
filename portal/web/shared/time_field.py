"""The input for a time of day."""

from datetime import time
from typing import Any

from flask_babel import gettext
from wtforms import TimeField

from portal.core.formatting import parse_time
from portal.web.shared import formatting

EXAMPLE = time(13, 30)


class ClockField(TimeField):
    """A time of day as browsers send it, “13:30”, or as a person enters it, “1:30 PM”."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the time; raise `ValueError` with an example where there is none to read."""
        if not valuelist:
            return
        self.data = None
        try:
            self.data = parse_time(valuelist[0])
        except ValueError as unreadable:
            raise ValueError(
                gettext("Enter a time, like %(example)s.", example=formatting.time_of_day(EXAMPLE))
            ) from unreadable
