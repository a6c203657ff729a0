"""A suspended agency: its email and reminders wait, what expires is deleted, and resuming sends the rest."""

import pytest
from sqlalchemy import select

from portal.accounts import actions as accounts
from portal.agencies import lifecycle, queries
from portal.audit.models import AuditEvent
from portal.core import tenancy
from portal.core.command import OPERATOR
from portal.core.errors import ActionRefused
from portal.core.submissions import FormSubmission
from portal.jobs import runner, tick
from portal.messaging import claims
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm
from tests.messaging.catching import Catcher


def suspend(firm: Firm) -> None:
    lifecycle.suspend(firm.command(by=OPERATOR), firm.agency)
    firm.commit()


def resume(firm: Firm) -> None:
    tenancy.enter(firm.session, firm.id)
    lifecycle.resume(firm.command(by=OPERATOR), firm.agency)
    firm.commit()


def invite(firm: Firm) -> None:
    accounts.invite(firm.command(), firm.viewer)
    firm.commit()


def run_mail(firm: Firm) -> int:
    firm.commit()
    done = runner.batch(firm.id, "mail_now")
    tenancy.enter(firm.session, firm.id)
    return done


def due(firm: Firm) -> set[str]:
    return {work for agency_id, work in tick.due(firm.session) if agency_id == firm.id}


def test_email_of_a_suspended_agency_waits_and_goes_out_once_it_is_resumed(firm: Firm, catcher: Catcher) -> None:
    invite(firm)
    suspend(firm)
    assert "mail_now" not in due(firm)
    assert run_mail(firm) == 0
    assert catcher.mails == []
    resume(firm)
    assert "mail_now" in due(firm)
    assert run_mail(firm) == 1
    assert len(catcher.mails) == 1


def test_a_worker_that_has_claimed_an_email_cannot_hand_it_over(firm: Firm) -> None:
    invite(firm)
    token, claimed = claims.claim(firm.session, "now", firm.now(), 10)
    firm.commit()
    assert len(claimed) == 1
    suspend(firm)
    tenancy.enter(firm.session, firm.id)
    assert claims.lock_claimed(firm.session, claimed[0], token) is None
    row = firm.session.execute(select(OutgoingMessage.state, OutgoingMessage.attempts)).one()
    assert tuple(row) == ("queued", 0)


def test_what_is_kept_no_longer_is_deleted_while_the_agency_is_suspended(firm: Firm) -> None:
    row = FormSubmission(account_id=firm.owner.id, token="0" * 32, body_digest="", kept_until=firm.now())
    firm.session.add(row)
    firm.session.flush()
    suspend(firm)
    assert due(firm) == {"submissions"}
    assert runner.batch(firm.id, "submissions") == 1


def test_reminders_and_plans_wait_while_the_agency_is_suspended(firm: Firm) -> None:
    firm.candidate().next_reminder_at = firm.now()
    firm.commit()
    assert "reminders" in due(firm)
    suspend(firm)
    assert due(firm) == set()
    assert runner.batch(firm.id, "reminders") == 0


def test_an_unknown_agency_has_no_jobs(firm: Firm) -> None:
    assert queries.is_open(firm.session, firm.id)
    assert not queries.is_open(firm.session, firm.owner.id)


def test_each_step_is_audited_as_the_operators(firm: Firm) -> None:
    lifecycle.rename(firm.command(by=OPERATOR), firm.agency, "McGrath Staffing")
    suspend(firm)
    resume(firm)
    tenancy.enter(firm.session, firm.id)
    query = select(AuditEvent.action).where(AuditEvent.actor_kind == "operator").order_by(AuditEvent.id.desc()).limit(3)
    assert set(firm.session.scalars(query)) == {"agency.rename", "agency.suspend", "agency.resume"}
    assert (firm.agency.name, queries.profile(firm.session).name) == ("McGrath Staffing", "McGrath Staffing")


def test_what_is_so_already_is_refused(firm: Firm) -> None:
    by_operator = firm.command(by=OPERATOR)
    with pytest.raises(ActionRefused, match="isn’t suspended"):
        lifecycle.resume(by_operator, firm.agency)
    with pytest.raises(ActionRefused, match="its name already"):
        lifecycle.rename(by_operator, firm.agency, firm.agency.name)
    with pytest.raises(ActionRefused, match="on one line"):
        lifecycle.rename(by_operator, firm.agency, "A\nB")
    lifecycle.suspend(by_operator, firm.agency)
    with pytest.raises(ActionRefused, match="suspended already"):
        lifecycle.suspend(by_operator, firm.agency)
