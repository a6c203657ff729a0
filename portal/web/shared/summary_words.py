"""What the columns of a candidate's summary say, for every list that shows them."""

from datetime import datetime
from typing import Any

from flask_babel import gettext

from portal.followups import wording
from portal.summaries.rules import ACCEPTED


def stop_of(row: Any, now: datetime) -> str | None:
    """Return why the candidate is not reminded; None if reminders go out."""
    if row.suppression and (row.suppressed_until is None or row.suppressed_until > now):
        return str(row.suppression)
    return None if row.invitation == ACCEPTED else str(row.invitation)


def short_name(name: str | None) -> str:
    """Return a name as a narrow column has it, such as “Rita A.”; empty for no name."""
    first, _space, rest = (name or "").partition(" ")
    return gettext("%(first)s %(initial)s.", first=first, initial=rest.split()[-1][0]) if rest.strip() else first


def task_title(row: Any) -> str | None:
    """Return the next task as staff read it, with how many more there are and where; None without one."""
    if row.next_kind is None:
        return None
    person, employer = row.person or "", row.employer or ""
    kind = wording.OTHER_WAY if row.next_is_other_way else row.next_kind
    title = wording.title_for(kind, gettext, employer=employer, person=person, for_staff=True)
    if row.next_count > 1:
        title = gettext("%(task)s and %(count)s more", task=title, count=row.next_count - 1)
    return f"{title}, {employer}" if row.next_person_id and employer else title
