"""History is kept as it was recorded: both dates of a reschedule, what was canceled, and why."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from portal.accounts.models import Account
from portal.core import transaction
from portal.core.formatting import plain_spaces
from portal.web.shared import formatting
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse
from tests.web.applications.test_application_page import happened
from tests.web.true_sentences import situations

SIDES = ("candidate", "recruiter")


@pytest.mark.parametrize("side", SIDES)
def test_a_reschedule_keeps_the_old_date_the_new_one_and_the_reason(firm: Firm, browse: Browse, side: str) -> None:
    scene = situations.rescheduled(firm)
    assert scene.interview is not None
    new = scene.interview.starts_at
    with firm.app.test_request_context():
        was, now = (plain_spaces(formatting.dated_moment(moment, ZONE)) for moment in (new - situations.DAY * 7, new))
    read = happened(browse(_account(firm, scene, side)), scene.application.id)
    assert f"Interview added for {was}" in read
    assert f"Interview rescheduled from {was} to {now}" in read
    assert "The manager travels, recorded by Rita Recruiter" in read


@pytest.mark.parametrize("side", SIDES)
def test_what_was_canceled_is_named_and_stays_in_the_history(firm: Firm, browse: Browse, side: str) -> None:
    scene = situations.canceled_and_put_back_on(firm)
    assert scene.interview is not None
    with firm.app.test_request_context():
        when = plain_spaces(formatting.dated_moment(scene.interview.starts_at, ZONE))
    read = happened(browse(_account(firm, scene, side)), scene.application.id)
    assert f"Interview on {when} canceled" in read
    assert "The plant is closed, recorded by Rita Recruiter" in read
    assert f"Interview on {when} put back on" in read


@pytest.mark.parametrize("change", ["update {} set reason = 'another'", "delete from {}"])
@pytest.mark.parametrize("table", ["interview_moves", "interview_status_changes"])
def test_the_program_cannot_rewrite_history(firm: Firm, table: str, change: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        firm.session.execute(text(change.format(table)))
    transaction.rollback(firm.session)


def _account(firm: Firm, scene: situations.Scene, side: str) -> Account:
    return firm.account_of(scene.candidate) if side == "candidate" else firm.recruiter
