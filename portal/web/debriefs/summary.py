"""A debrief as a whole: whether everything in it can stand, and what it then says."""

from portal.contacts.rules import Details
from portal.debriefs.rules import DETAILS, PACE, TALK, Answers, Entry, Screen, Told
from portal.processes.rules import Pace
from portal.web.debriefs.forms import DetailsForm, SaidForm, TalkForm, kept
from portal.web.debriefs.wizard import Telling
from portal.web.interviews.presenter import interview_day


def details_form(entry: Entry) -> DetailsForm:
    """The details as they were typed, of those that are asked for."""
    return kept(DetailsForm, entry.said).asking(entry.lacking)


def first_wrong(telling: Telling) -> Screen | None:
    """The first question whose answer cannot stand as it was typed."""
    for entry in telling.people:
        if entry.met and not details_form(entry).validate():
            return Screen("details", entry.id)
        if entry.met and not kept(TalkForm, entry.said).validate():
            return Screen("talk", entry.id)
    return None if pace_form(telling).validate() else PACE


def answers(telling: Telling) -> Answers:
    """What the debrief says; everything in it can stand (`first_wrong`)."""
    told = [_told(entry) for entry in telling.people if entry.met or entry.known]
    return Answers(tuple(told), _pace(telling))


def _told(entry: Entry) -> Told:
    form = details_form(entry)
    form.validate()  # which writes addresses in their usual form
    said = form.said()
    title, email, phone, postal_address = (said.get(name) for name in DETAILS[1:])
    details = Details(entry.name, title, email, phone, postal_address)
    talked = {name: entry.said.get(name) or None for name in TALK}
    person_id = entry.id if entry.known else None
    return Told(person_id, details, entry.met, **talked, told_id=entry.id)


def pace_form(telling: Telling) -> SaidForm:
    """Return the question about the pace as it was answered, or else as the interview has it."""
    said = telling.kept.get("pace")
    form = kept(SaidForm, said or {})
    if not said:
        form.show_pace(telling.interview)
    form.not_before = interview_day(telling.interview)
    return form


def _pace(telling: Telling) -> Pace:
    """What was told of it; where that question was never reached, what is known stays."""
    if not telling.kept.get("pace"):
        row = telling.interview
        return Pace(row.decision_on, row.expected_days, row.stage, row.candidates_left, row.hires_right_away)
    form = pace_form(telling)
    form.validate()
    return form.pace()
