"""A person changes their own email address: the new one confirms it, the old one is told, no one takes another's."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.accounts import email_changes
from portal.accounts.models import Account, EmailChange, SignIn
from portal.candidates import mails
from portal.candidates.models import Candidate
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.messaging.catching import Catcher

NEW = "rita.new@example.org"


@pytest.fixture
def candidate(firm: Firm) -> Candidate:
    made = firm.candidate()
    firm.commit()
    return made


def account_of(firm: Firm, who: str, candidate: Candidate) -> Account:
    return firm.account_of(candidate) if who == "candidate" else firm.recruiter


def link(firm: Firm) -> str:
    firm.session.expire_all()
    row = firm.session.scalars(select(EmailChange).order_by(EmailChange.id.desc())).first()
    assert row is not None
    return mails.PATH + email_changes.link_token(str(row.id), row.expires_at)


def queued(firm: Firm) -> list[tuple[str, str]]:
    query = select(OutgoingMessage).where(OutgoingMessage.state == "queued").order_by(OutgoingMessage.id)
    kinds = (email_changes.CONFIRM, email_changes.NOTICE)
    return [(row.kind, row.to_email) for row in firm.session.scalars(query) if row.kind in kinds]


@pytest.mark.parametrize("who", ["recruiter", "candidate"])
def test_the_address_changes_once_the_new_one_confirms_it(
    firm: Firm, browse: Browse, candidate: Candidate, who: str
) -> None:
    account = account_of(firm, who, candidate)
    browser, old = browse(account), account.email
    assert 'href="/me/email"' in browser.get("/me/account").text
    assert browser.post("/me/email", {"email": NEW}).location == "/me/email"
    assert queued(firm) == [(email_changes.CONFIRM, NEW), (email_changes.NOTICE, old)]
    assert browser.get("/today").status_code == 200, "who asked stays signed in"
    assert f"Waiting for {NEW}" in browser.get("/me/email").text
    assert f"{NEW} isn’t confirmed yet" in browser.get("/me/account").text
    nobody, path = browse.nobody(), link(firm)
    assert NEW in nobody.get(path).text
    firm.session.expire_all()
    assert account.email == old
    assert nobody.post(path).location.startswith("/sign-in?email=")
    firm.session.expire_all()
    assert account.email == NEW and (who == "recruiter" or candidate.email == NEW)
    assert browser.get("/today").status_code == 302, "sessions end"
    assert nobody.post(path).status_code == 410
    assert browse.nobody().sign_in(NEW).get("/today").status_code == 200


def test_a_recent_sign_in_is_needed(firm: Firm, browse: Browse) -> None:
    browser = browse(firm.recruiter)
    firm.session.execute(update(SignIn).values(confirmed_at=SignIn.confirmed_at - timedelta(minutes=10)))
    firm.commit()
    assert browser.post("/me/email", {"email": NEW}).status_code == 401
    assert queued(firm) == []


@pytest.mark.parametrize("who", ["recruiter", "candidate"])
def test_no_one_takes_an_address_that_is_taken(firm: Firm, browse: Browse, candidate: Candidate, who: str) -> None:
    other = firm.candidate("Bob Moss")
    browser = browse(account_of(firm, who, candidate))
    for email in (other.email, firm.owner.email.upper()):
        answer = browser.post("/me/email", {"email": email})
        assert answer.status_code == 422
        assert ("can’t be used here" in answer.text) is (who == "candidate")
    assert queued(firm) == []


def test_ones_own_address_is_no_new_one(firm: Firm, browse: Browse) -> None:
    answer = browse(firm.recruiter).post("/me/email", {"email": firm.recruiter.email.upper()})
    assert (answer.status_code, "This is your email address already." in answer.text) == (422, True)


@pytest.mark.parametrize("email", ["", "rita@", "x" * 400 + "@example.org", "\x00"])
def test_what_is_no_address_is_refused(firm: Firm, browse: Browse, email: str) -> None:
    assert browse(firm.recruiter).post("/me/email", {"email": email}).status_code == 422


def test_an_address_taken_in_the_meantime_is_refused_at_the_link(firm: Firm, browse: Browse) -> None:
    browse(firm.recruiter).post("/me/email", {"email": NEW})
    firm.account("Twin", "viewer", NEW)
    firm.commit()
    assert browse.nobody().post(link(firm)).status_code == 409


def test_a_change_is_sent_again_or_canceled(firm: Firm, browse: Browse) -> None:
    browser, nobody = browse(firm.recruiter), browse.nobody()
    browser.post("/me/email", {"email": NEW})
    first = link(firm)
    assert browser.post("/me/email/resend").location == "/me/email"
    assert nobody.get(first).status_code == 410 and nobody.get(link(firm)).status_code == 200
    assert browser.post("/me/email/cancel").location == "/me/account"
    assert nobody.post(link(firm)).status_code == 410
    assert browser.post("/me/email/cancel").status_code == 404
    assert browse(firm.viewer).post("/me/email/resend").status_code == 404


def test_the_old_address_reads_what_to_do_if_it_was_someone_else(firm: Firm, browse: Browse, catcher: Catcher) -> None:
    browse(firm.recruiter).post("/me/email", {"email": NEW})
    while sending.send_now(firm.session, firm.now()):
        continue
    body = catcher.to(firm.recruiter.email)[-1].get_body(("plain",))
    assert body is not None
    said = " ".join(body.get_content().split())
    assert "You asked to change your email address" in said and "cancel the change on your account page" in said
    confirmation = catcher.to(NEW)[-1].get_body(("plain",))
    assert confirmation is not None and "You asked McGrath Systems to use" in confirmation.get_content()
