"""A debrief as a whole: whether every answer is valid, and what the answers say."""

from portal.applications.rules import Pace
from portal.contacts.details import ContactDetails
from portal.debriefs.rules import (
    CONVERSATION_FIELDS,
    PACE,
    DebriefAnswers,
    DebriefScreen,
    PersonAnswers,
    PersonEntry,
)
from portal.web.debriefs.forms import DebriefPaceForm, PersonDetailsForm, PersonTalkForm, filled_form
from portal.web.debriefs.wizard import DebriefState
from portal.web.interviews.presenter import interview_day


def details_form(entry: PersonEntry) -> PersonDetailsForm:
    """Return the form with the details as typed, for those that are asked for."""
    return filled_form(PersonDetailsForm, entry.said).asking(entry.lacking)


def first_invalid_screen(telling: DebriefState) -> DebriefScreen | None:
    """Return the first question with an invalid answer, None if all are valid."""
    for entry in telling.people:
        if entry.met and not details_form(entry).validate():
            return DebriefScreen("details", entry.id)
        if entry.met and not filled_form(PersonTalkForm, entry.said).validate():
            return DebriefScreen("talk", entry.id)
    return None if answered_pace_form(telling).validate() else PACE


def collect_answers(telling: DebriefState) -> DebriefAnswers:
    """Return all answers of the debrief; they must be valid (`first_invalid_screen`)."""
    told = [_person_answers(entry) for entry in telling.people if entry.met or entry.known]
    return DebriefAnswers(tuple(told), _answered_pace(telling))


def _person_answers(entry: PersonEntry) -> PersonAnswers:
    form = details_form(entry)
    form.validate()  # which normalizes addresses
    said = form.said()
    details = ContactDetails.from_values(said | {"name": entry.name})
    talked = {name: entry.said.get(name) or None for name in CONVERSATION_FIELDS}
    person_id = entry.id if entry.known else None
    return PersonAnswers(person_id, details, entry.met, **talked, debrief_person_id=entry.id)


def answered_pace_form(telling: DebriefState) -> DebriefPaceForm:
    """Return the question about the pace as it was answered, or else as the interview has it."""
    said = telling.kept.get("pace")
    form = filled_form(DebriefPaceForm, said or {})
    if not said:
        form.show_pace(telling.interview)
    form.not_before = interview_day(telling.interview)
    return form


def _answered_pace(telling: DebriefState) -> Pace:
    """Return the answer about the hiring timeline; if that question was never reached, what the interview has."""
    if not telling.kept.get("pace"):
        row = telling.interview
        return Pace(row.decision_on, row.expected_days, row.stage, row.candidates_left, row.hires_right_away)
    form = answered_pace_form(telling)
    form.validate()
    return form.pace()
