"""When the employer will decide: one question to a candidate, whose answers are buttons."""

from flask import request
from flask_babel import lazy_gettext as _

from portal.web.debriefs.forms import DebriefPaceForm, filled_form
from portal.web.debriefs.wizard import DebriefState
from portal.web.interviews.presenter import interview_day

ANSWERS = (
    ("3", _("Within a few days")),
    ("7", _("In about a week")),
    ("14", _("In about 2 weeks")),
    ("30", _("Later than that")),
)
"""Each answer as the days that are expected."""
BY_DATE, UNSAID = "date", "unsaid"
ASKED = ("decision_on", "expected_days")


def answered_form(telling: DebriefState) -> DebriefPaceForm:
    """Return the form of the timeline as the button that was pressed says it; the rest of it stays as it is."""
    answer = request.form.get("answer", "")
    said = {**telling.now, "decision_on": "", "expected_days": ""}
    if answer == BY_DATE:
        said["decision_on"] = request.form.get("decision_on", "")
    elif answer in dict(ANSWERS):
        said["expected_days"] = answer
    elif not telling.finished:
        # They didn't say: what the agency knows of it stands.
        said |= {name: _shown(telling.interview, name) for name in ASKED}
    form = filled_form(DebriefPaceForm, said)
    form.not_before = interview_day(telling.interview)
    form.is_dated = answer == BY_DATE
    return form


def typed(form: DebriefPaceForm) -> dict[str, str]:
    """Return the answer as values of the form’s fields, as they are typed."""
    return {name: _shown(form, name) for name in ASKED}


def current_answer(form: DebriefPaceForm) -> str:
    """Return the button that stands for what is known; empty where none does."""
    return BY_DATE if form.decision_on.data else str(form.expected_days.data or "")


def _shown(row: object, name: str) -> str:
    value = getattr(row, name)
    value = getattr(value, "data", value)
    return "" if value is None else str(value)
