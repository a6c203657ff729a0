"""A recruiter changes a candidate's email address: the old one is told, the new one confirms, sessions end."""

import re

import pytest
from sqlalchemy import select

from portal.accounts import email_changes
from portal.accounts import queries as accounts
from portal.accounts.models import EmailChange
from portal.audit.models import AuditEvent
from portal.candidates import actions as candidates
from portal.candidates import mails
from portal.candidates.models import Candidate
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

NEW = "ann.new@example.org"


@pytest.fixture
def candidate(firm: Firm) -> Candidate:
    made = firm.candidate()
    firm.commit()
    return made


def change(firm: Firm, browser: Browser, candidate: Candidate, email: str = NEW) -> None:
    path = f"/candidates/{candidate.id}/edit"
    page = browser.get(path).text
    shown = re.search(r'name="shown"[^>]*value="([^"]*)"', page)
    form = {"name": candidate.name, "email": email, "time_zone": candidate.time_zone, "phone": ""}
    form |= {"office_id": str(candidate.office_id), "recruiter_id": str(candidate.recruiter_id), "field_id": ""}
    answer = browser.post(path, form | {"shown": shown.group(1).replace("&#34;", '"') if shown else ""})
    assert answer.status_code == 302, answer.text
    firm.session.expire_all()


def queued(firm: Firm) -> list[tuple[str, str]]:
    rows = firm.session.scalars(
        select(OutgoingMessage).where(OutgoingMessage.state == "queued").order_by(OutgoingMessage.id)
    )
    return [(row.kind, row.to_email) for row in rows if row.kind in (email_changes.CONFIRM, email_changes.NOTICE)]


def link(firm: Firm) -> str:
    firm.session.expire_all()
    row = firm.session.scalars(select(EmailChange).order_by(EmailChange.id.desc())).first()
    assert row is not None
    return mails.PATH + email_changes.link_token(str(row.id), row.expires_at)


def test_the_old_address_stays_in_use_until_the_new_one_confirms(
    firm: Firm, browse: Browse, candidate: Candidate
) -> None:
    old, account = candidate.email, firm.account_of(candidate)
    browse(account)
    recruiter = browse(firm.recruiter)
    change(firm, recruiter, candidate)
    change(firm, recruiter, candidate)
    assert (candidate.email, account.email) == (old, old)
    assert queued(firm) == [(email_changes.CONFIRM, NEW), (email_changes.NOTICE, old)]
    assert accounts.active_sign_ins(firm.session, account.id, firm.now()) == []
    page = recruiter.get(f"/candidates/{candidate.id}").text
    assert f"hasn’t confirmed {NEW} yet" in page and f"everything goes to {old}" in page
    actions = firm.session.scalars(select(AuditEvent.action).where(AuditEvent.subject_kind == "email_changes")).all()
    assert actions == ["email_change.request"]


def test_only_a_press_confirms_and_only_once(firm: Firm, browse: Browse, candidate: Candidate) -> None:
    old, account = candidate.email, firm.account_of(candidate)
    change(firm, browse(firm.recruiter), candidate)
    nobody, path = browse.nobody(), link(firm)
    assert NEW in nobody.get(path).text and NEW in nobody.get(path).text
    firm.session.expire_all()
    assert candidate.email == old
    own = browse(account)
    assert own.get("/today").status_code == 200
    assert nobody.post(path).status_code == 302
    firm.session.expire_all()
    assert (candidate.email, account.email, account.email_key) == (NEW, NEW, NEW)
    assert own.get("/today").status_code == 302
    assert nobody.get(path).status_code == 410 and nobody.post(path).status_code == 410
    assert browse.nobody().sign_in(NEW).get("/today").status_code == 200


def test_before_the_first_sign_in_the_change_takes_effect_and_the_invitation_is_sent_again(
    firm: Firm, browse: Browse
) -> None:
    candidate = firm.candidate(accepted=False)
    firm.commit()
    change(firm, browse(firm.recruiter), candidate)
    assert (candidate.email, firm.account_of(candidate).email) == (NEW, NEW)
    assert queued(firm) == []
    invited = firm.session.scalars(select(OutgoingMessage.to_email).where(OutgoingMessage.kind == "invitation")).all()
    assert invited == [NEW]


def test_a_change_can_be_sent_again_or_canceled(firm: Firm, browse: Browse, candidate: Candidate) -> None:
    recruiter, nobody = browse(firm.recruiter), browse.nobody()
    change(firm, recruiter, candidate)
    first = link(firm)
    recruiter.post(f"/candidates/{candidate.id}/email-change/resend")
    second = link(firm)
    assert nobody.get(first).status_code == 410 and nobody.get(second).status_code == 200
    recruiter.post(f"/candidates/{candidate.id}/email-change/cancel")
    assert nobody.post(second).status_code == 410
    assert recruiter.post(f"/candidates/{candidate.id}/email-change/cancel").status_code == 404
    assert "hasn’t confirmed" not in recruiter.get(f"/candidates/{candidate.id}").text


def test_an_address_that_bounced_gets_nothing_and_the_new_one_starts_reminders_again(
    firm: Firm, browse: Browse, candidate: Candidate
) -> None:
    candidates.suppress_reminders(firm.command(), candidate, "bounced")
    firm.commit()
    recruiter = browse(firm.recruiter)
    change(firm, recruiter, candidate)
    assert queued(firm) == [(email_changes.CONFIRM, NEW)]
    assert "No reminders go out" in recruiter.get(f"/candidates/{candidate.id}").text
    browse.nobody().post(link(firm))
    firm.session.expire_all()
    assert not candidates.is_suppressed(firm.session, candidate, "bounced")


def test_an_address_that_someone_else_took_in_the_meantime_is_refused(
    firm: Firm, browse: Browse, candidate: Candidate
) -> None:
    change(firm, browse(firm.recruiter), candidate)
    firm.account("Twin", "viewer", NEW)
    firm.commit()
    answer = browse.nobody().post(link(firm))
    assert answer.status_code == 409 and "already signs in" in answer.text
