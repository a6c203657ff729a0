"""An application's ending, recorded and taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications import actions
from portal.applications.models import Application, Closure, EmployerResponse
from portal.audit.models import AuditEvent
from portal.core import transaction
from tests.factories.firm import Firm


def responded(firm: Firm, application: Application) -> EmployerResponse:
    now = firm.now()
    return actions.record_response(firm.command(now=now), application, "refusal", None, at=now)


def closed(firm: Firm, application: Application) -> Closure:
    return actions.close(firm.command(), application, "withdrawn")


@pytest.mark.parametrize(("end", "state"), [(responded, "heard_back"), (closed, "closed")])
def test_an_ending_taken_back_is_as_if_it_had_never_been(
    firm: Firm, end: Callable[[Firm, Application], EmployerResponse | Closure], state: str
) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz <d@acme.example>",))
    made = end(firm, interview.application)
    transaction.replan_touched(firm.session, firm.now())
    assert interview.application.state == state
    actions.undo_ending(firm.command(), made)
    transaction.replan_touched(firm.session, firm.now())
    assert interview.application.state == "active"
    deeds = firm.session.scalars(select(AuditEvent.action).where(AuditEvent.subject_id == made.id)).all()
    assert deeds[-1] == f"{made.__tablename__}.undo"
