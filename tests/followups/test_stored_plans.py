"""The plan as rows: made anew it is the same, and it follows the facts (docs/rules.md#plan)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select

from portal.applications.models import Application, Closure
from portal.followups import actions as followups
from portal.followups.models import Step
from portal.interviews import actions as interviews
from portal.interviews.models import Interview
from tests.factories.firm import Firm


def rows(firm: Firm, application: Application) -> list[tuple[Any, ...]]:
    """Everything that is stored of the plan: every column of every step, and what the application tells of it."""
    firm.session.expire_all()
    names = [column.key for column in inspect(Step).column_attrs]
    query = select(Step).where(Step.application_id == application.id).order_by(Step.id)
    steps = [tuple(getattr(row, name) for name in names) for row in firm.session.scalars(query)]
    return [*steps, (application.state, application.reason_code, application.reason_values, application.next_change_at)]


@pytest.fixture
def interview(firm: Firm) -> Interview:
    return firm.interview(starts_in=timedelta(hours=-3), people=("Dana Ruiz <dana@acme.example>", "Lee Park"))


@pytest.mark.parametrize("days", [0, 1, 15, 40, 80])
def test_a_plan_made_twice_at_one_moment_is_stored_once(firm: Firm, interview: Interview, days: int) -> None:
    application, now = interview.application, firm.now() + timedelta(days=days)
    followups.replan(firm.session, {application.id}, now)
    once = rows(firm, application)
    followups.replan(firm.session, {application.id}, now)
    assert rows(firm, application) == once


def test_an_application_that_the_portal_closes_is_closed_once_and_says_so_from_then_on(
    firm: Firm, interview: Interview
) -> None:
    application, now = interview.application, firm.now()
    interviews.complete_step(firm.command(now=now), interview, "follow_up", means="mail_program", at=now)
    later = now + timedelta(days=30)
    followups.replan(firm.session, {application.id}, later)
    once = rows(firm, application)
    assert (application.state, application.reason_code) == ("closed", "closed_itself")
    for moment in (later, later + timedelta(days=1)):
        followups.replan(firm.session, {application.id}, moment)
        assert rows(firm, application) == once
    assert [row.kind for row in firm.session.scalars(select(Closure))] == ["by_itself"]


def test_a_step_that_no_longer_is_leaves_no_row(firm: Firm, interview: Interview) -> None:
    application = interview.application
    followups.replan(firm.session, {application.id}, firm.now())
    dana = interview.people[0]
    dana.met, dana.contact.email = False, None
    firm.session.flush()
    followups.replan(firm.session, {application.id}, firm.now())
    about = firm.session.scalars(
        select(Step.kind).where(Step.application_id == application.id, Step.person_id == dana.id)
    )
    assert about.all() == []
