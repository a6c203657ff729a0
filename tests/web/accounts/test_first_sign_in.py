"""The page that an invitation opens: a colleague chooses name, password, and time zone; a candidate the latter two."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, update

from portal.accounts import actions as accounts
from portal.accounts import credentials
from portal.accounts.models import Account, AccountToken
from portal.core.command import OPERATOR, VISITOR
from portal.messaging import sending
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.messaging.catching import Catcher
from tests.web.accounts.test_emailed_code import mailed

SECRET = "a rather long secret"
PASSWORDS = {"password": SECRET, "again": SECRET}


def invited(
    firm: Firm, name: str | None = None, role: str = "recruiter", email: str = "nora.blue@x.example"
) -> Account:
    command = firm.command(by=OPERATOR)
    account = accounts.create(command, name=name, email=email, role=role, time_zone="America/New_York")
    accounts.invite(command, account)
    firm.commit()
    return account


def path_of(firm: Firm, account: Account, purpose: str = "invitation") -> str:
    """The path of the newest link that the account was emailed."""
    found = select(AccountToken.id).where(AccountToken.account_id == account.id, AccountToken.purpose == purpose)
    newest = firm.session.scalars(found.order_by(AccountToken.id.desc())).first()
    return f"/{'invitations' if purpose == 'invitation' else purpose}/{credentials.derived_token(str(newest))}"


@pytest.mark.parametrize(("name", "shown"), [(None, ""), ("Nora Blue", "Nora Blue")])
def test_the_name_is_filled_in_only_where_someone_entered_one(
    firm: Firm, browse: Browse, name: str | None, shown: str
) -> None:
    page = BeautifulSoup(browse.nobody().get(path_of(firm, invited(firm, name))).text, "html.parser")
    assert [field.get("value", "") for field in page.select("#name")] == [shown]
    assert [option["value"] for option in page.select("#time_zone option[selected]")] == ["America/New_York"]


def test_a_colleague_chooses_name_password_and_time_zone_at_once(firm: Firm, browse: Browse) -> None:
    account = invited(firm)
    guest, path = browse.nobody(), path_of(firm, account)
    sent = PASSWORDS | {"name": "  Nora   Blue ", "time_zone": "Europe/London"}
    assert guest.post(path, sent).headers["Location"] == "/today"
    assert "Nora" in guest.get("/today").text
    firm.session.expire_all()
    assert (account.name, account.time_zone, account.accepted_at is not None) == ("Nora Blue", "Europe/London", True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Fill this in."),
        ({"name": "nora.blue@x.example"}, "looks like an email address"),
        ({"time_zone": "Mars/Base"}, "Not a valid choice"),
        ({"again": "another long secret"}, "don’t match"),
        ({"name": "Zora Quill", "password": "zoraquill1", "again": "zoraquill1"}, "easy to guess"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_half_accepted(
    firm: Firm, browse: Browse, change: dict[str, str], words: str
) -> None:
    account = invited(firm)
    sent = PASSWORDS | {"name": "Nora Blue", "time_zone": "UTC"} | change
    refused = browse.nobody().post(path_of(firm, account), sent)
    assert refused.status_code == 422
    assert words in refused.text
    firm.session.expire_all()
    assert (account.is_named, account.time_zone, account.accepted_at) == (False, "America/New_York", None)


def test_a_candidate_keeps_the_name_and_is_planned_in_the_time_zone_that_they_choose(
    firm: Firm, browse: Browse
) -> None:
    candidate = firm.candidate("Ann Lee")
    account = firm.account_of(candidate)
    firm.session.execute(update(Account).where(Account.id == account.id).values(accepted_at=None))
    accounts.invite(firm.command(), account)
    firm.commit()
    guest, path = browse.nobody(), path_of(firm, account)
    page = BeautifulSoup(guest.get(path).text, "html.parser")
    assert page.select("#name") == []
    assert guest.post(path, PASSWORDS | {"name": "Somebody", "time_zone": "Asia/Tokyo"}).status_code == 302
    firm.session.expire_all()
    assert (account.name, account.time_zone, candidate.time_zone) == ("Ann Lee", "Asia/Tokyo", "Asia/Tokyo")


def test_a_forgotten_password_before_the_first_sign_in_asks_for_the_name_too(firm: Firm, browse: Browse) -> None:
    account = invited(firm)
    accounts.request_password_reset(firm.command(by=VISITOR), account.email)
    firm.commit()
    guest, path = browse.nobody(), path_of(firm, account, "password")
    assert guest.post(path, PASSWORDS).status_code == 422
    assert guest.post(path, PASSWORDS | {"name": "Nora Blue"}).status_code == 302
    firm.session.expire_all()
    assert account.name == "Nora Blue"
    accounts.request_password_reset(firm.command(by=VISITOR, now=firm.now() + timedelta(hours=1)), account.email)
    firm.commit()
    assert 'name="time_zone"' not in browse.nobody().get(path_of(firm, account, "password")).text


def test_an_email_to_someone_without_a_name_calls_them_nothing(firm: Firm, catcher: Catcher) -> None:
    account = invited(firm)
    while sending.send_now(firm.session, firm.now()):
        continue
    mail = catcher.to(account.email)[-1]
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().lstrip().startswith("Hello,")
    assert mail["To"] == "nora.blue@x.example", "an address is not its own name"


def test_the_time_zone_starts_as_that_of_the_device_until_the_form_was_sent(firm: Firm, browse: Browse) -> None:
    guest, path = browse.nobody(), path_of(firm, invited(firm))
    assert "data-device-zone" in guest.get(path).text
    assert "data-device-zone" not in guest.post(path, {"time_zone": "Asia/Tokyo"}).text


def test_a_candidate_starts_with_a_code_in_the_time_zone_that_they_choose(
    firm: Firm, browse: Browse, catcher: Catcher
) -> None:
    candidate = firm.candidate(accepted=False)
    accounts.invite(firm.command(by=OPERATOR), candidate.account)
    firm.commit()
    guest, path = browse.nobody(), path_of(firm, candidate.account)
    assert "Start with a code" in guest.get(path).text
    assert guest.post(f"{path}/code", {"time_zone": "Mars/Base"}, page=path).status_code == 422
    assert guest.post(f"{path}/code", {"time_zone": "Europe/Paris"}, page=path).status_code == 302
    code, _ = mailed(firm, catcher, candidate.email)
    assert guest.post("/sign-in/email-code", {"code": code}).headers["Location"] == "/today"
    assert guest.get("/today").status_code == 200
    firm.session.expire_all()
    assert (candidate.time_zone, candidate.account.time_zone) == ("Europe/Paris", "Europe/Paris")
    assert candidate.account.accepted_at is not None
    assert browse.nobody().get(path).status_code == 410, "the invitation is used"


def test_a_colleague_is_offered_no_code(firm: Firm, browse: Browse) -> None:
    path = path_of(firm, invited(firm))
    assert "Start with a code" not in browse.nobody().get(path).text
    assert browse.nobody().post(f"{path}/code", page=path).status_code == 410
