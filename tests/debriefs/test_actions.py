"""A debrief: kept as it is typed, a fact of the plan only once it is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications.rules import Pace
from portal.contacts.details import ContactDetails
from portal.contacts.models import ContactRequest
from portal.core import transaction
from portal.core.errors import ActionRefused
from portal.debriefs import actions, queries
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.followups.models import Step
from portal.interviews.models import Interview
from tests.factories.firm import Firm

AGO = -timedelta(hours=2)


def finish(firm: Firm, interview: Interview, *told: PersonAnswers, pace: Pace | None = None) -> None:
    answers = DebriefAnswers(told, pace or Pace())
    actions.finish(firm.command(), interview, answers)
    transaction.replan_touched(firm.session, firm.now())
    firm.session.refresh(interview)


def states(firm: Firm, kind: str) -> list[str]:
    return list(firm.session.scalars(select(Step.state).where(Step.kind == kind).order_by(Step.id)))


def test_what_is_typed_is_kept_and_is_no_fact_yet(firm: Firm) -> None:
    interview = firm.interview(starts_in=AGO, people=("Dana Ruiz",))
    for typed in ({"people-0-met": "yes"}, {"people-0-met": "no"}):
        actions.save_answers(firm.command(), interview, typed)
    row = queries.find_debrief(firm.session, interview.id)
    assert row is not None and row.answers == {"people-0-met": "no"} and row.finished_at is None
    transaction.replan_touched(firm.session, firm.now())
    assert interview.people[0].met is None
    assert states(firm, "debrief") == ["open"]


def test_a_debrief_waits_for_the_end_of_the_interview(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    with pytest.raises(ActionRefused, match="isn’t over"):
        finish(firm, interview)


@pytest.mark.parametrize("why", ["held", "moved", ""])
def test_what_did_not_take_place_says_why(firm: Firm, why: str) -> None:
    interview = firm.interview(starts_in=AGO)
    with pytest.raises(ActionRefused) as refused:
        actions.record_not_held(firm.command(), interview, why, None)
    assert refused.value.field == "took_place"


def test_who_was_met_is_to_be_thanked_and_who_was_not_is_left(firm: Firm) -> None:
    interview = firm.interview(starts_in=AGO, people=("Dana Ruiz <d@acme.example>", "Lee Park <l@acme.example>"))
    dana = next(row for row in interview.people if row.contact.name == "Dana Ruiz")
    new = PersonAnswers(None, ContactDetails("Mo Diaz", email="mo@acme.example"), met=True, talked_about="robots")
    nobody = PersonAnswers(None, ContactDetails("Not There"), met=False)
    finish(
        firm,
        interview,
        PersonAnswers(dana.id, ContactDetails("Dana Ruiz"), met=True),
        new,
        nobody,
        pace=Pace(stage="near_end"),
    )
    met = {row.contact.name: (row.met, row.talked_about) for row in interview.people}
    assert met == {"Dana Ruiz": (True, None), "Lee Park": (False, None), "Mo Diaz": (True, "robots")}
    assert states(firm, "thank") == ["open", "open"]
    assert interview.stage == "near_end"


def test_a_candidate_fills_in_what_is_missing_and_overwrites_nothing(firm: Firm) -> None:
    interview = firm.interview(starts_in=AGO, people=("Dana Ruiz <dana@acme.example>", "Lee Park"))
    dana, lee = interview.people
    other = ContactDetails("Diana", "Head of robots", "other@acme.example")
    finish(
        firm,
        interview,
        PersonAnswers(dana.id, other, met=True),
        PersonAnswers(lee.id, ContactDetails("Lee", email="l@a.example"), met=True),
    )
    assert (dana.contact.name, dana.contact.title, dana.contact.email) == (
        "Dana Ruiz",
        "Head of robots",
        "dana@acme.example",
    )
    assert (lee.contact.name, lee.contact.email) == ("Lee Park", "l@a.example")
    assert firm.session.scalars(select(ContactRequest)).all() == []


def test_told_once_more_an_address_is_asked_for_once(firm: Firm) -> None:
    interview = firm.interview(starts_in=AGO, people=("Dana Ruiz",))
    told = PersonAnswers(interview.people[0].id, ContactDetails("Dana Ruiz"), met=True)
    finish(firm, interview, told)
    first = interview.people[0].contact_requested_at
    finish(firm, interview, told)
    assert first is not None and interview.people[0].contact_requested_at == first
    assert len(firm.session.scalars(select(ContactRequest)).all()) == 1


def test_somebody_taken_off_the_list_meanwhile_is_said(firm: Firm) -> None:
    one, other = (firm.interview(starts_in=AGO, people=("Dana Ruiz",)) for _ in range(2))
    with pytest.raises(ActionRefused, match="removed in the meantime"):
        finish(firm, one, PersonAnswers(other.people[0].id, ContactDetails("Dana Ruiz"), met=True))
