"""The browsers of an account: an email when one is new, their names on the page, and signing out of all of them."""

import re

import pytest
from sqlalchemy import select

from portal.accounts import actions
from portal.accounts.models import Account, KnownDevice
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import PASSWORD, Firm
from tests.fixtures.app import Browse, Browser
from tests.messaging.catching import Catcher
from tests.web.accounts.test_sign_in import NEW, mailed

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)


def sign_in(browser: Browser, account: Account, user_agent: str = IPHONE) -> Browser:
    form = {"email": account.email, "password": PASSWORD}
    assert browser.post("/sign-in", form, headers={"User-Agent": user_agent}).status_code == 302
    return browser


def notices(firm: Firm) -> list[str]:
    firm.session.rollback()
    query = select(OutgoingMessage.to_email).where(OutgoingMessage.kind == "new-device").order_by(OutgoingMessage.id)
    return list(firm.session.scalars(query))


def test_the_first_sign_in_is_no_news_and_one_on_another_device_is(firm: Firm, browse: Browse) -> None:
    first, second, account = browse.nobody(), browse.nobody(), firm.recruiter
    sign_in(first, account)
    assert notices(firm) == []
    sign_in(second, account)
    assert notices(firm) == [account.email]
    for browser in (first, second):
        browser.post("/sign-out")
        sign_in(browser, account)
    assert notices(firm) == [account.email], "both are known by now"


def test_accepting_an_invitation_makes_that_device_known(firm: Firm, browse: Browse, catcher: Catcher) -> None:
    account = firm.account("Nora Blue", "recruiter", "nora@mcgrath.example", accepted=False)
    actions.invite(firm.command(), account)
    firm.commit()
    browser, path = browse.nobody(), mailed(firm, catcher, account.email, "/invitations/")
    form = NEW | {"name": "Nora Blue", "time_zone": "America/New_York"}
    assert browser.post(path, form, page=path).status_code == 302
    browser.post("/sign-out")
    browser.sign_in(account.email, NEW["password"])
    assert notices(firm) == []
    browse.nobody().sign_in(account.email, NEW["password"])
    assert notices(firm) == [account.email]


def test_a_device_is_known_to_each_account_by_itself(firm: Firm, browse: Browse) -> None:
    shared = browse.nobody()
    for account in (firm.recruiter, firm.viewer):
        sign_in(browse.nobody(), account)
    for account in (firm.recruiter, firm.viewer, firm.recruiter):
        sign_in(shared, account)
        shared.post("/sign-out")
    assert notices(firm) == [firm.recruiter.email, firm.viewer.email]


@pytest.mark.parametrize("cookie", ["x", "x" * 43, "é", "x" * 4000])
def test_a_cookie_that_someone_made_up_is_no_known_device(firm: Firm, browse: Browse, cookie: str) -> None:
    sign_in(browse.nobody(), firm.recruiter)
    browser = browse.nobody()
    browser.client.set_cookie("device", cookie, domain=firm.agency.host)
    sign_in(browser, firm.recruiter)
    assert notices(firm) == [firm.recruiter.email]
    kept = browser.client.get_cookie("device", domain=firm.agency.host)
    assert kept is not None and kept.value != cookie


def test_the_cookie_is_the_browsers_alone_and_the_row_keeps_a_digest(firm: Firm, browse: Browse) -> None:
    browser = browse.nobody()
    answer = browser.post("/sign-in", {"email": firm.recruiter.email, "password": PASSWORD})
    found = re.search(r"device=([\w-]{43});.*?(?=\n|$)", "\n".join(answer.headers.getlist("Set-Cookie")))
    assert found and "HttpOnly" in found[0] and "SameSite=Lax" in found[0] and "Max-Age=34560000" in found[0]
    assert found[1].encode() not in firm.session.scalars(select(KnownDevice.token_hash)).one()


def test_the_email_names_the_device_the_time_with_its_zone_and_what_to_do(
    firm: Firm, browse: Browse, catcher: Catcher
) -> None:
    sign_in(browse.nobody(), firm.recruiter)
    sign_in(browse.nobody(), firm.recruiter)
    while sending.send_now(firm.session, firm.now()):
        continue
    mail = catcher.to(firm.recruiter.email)[-1]
    body = mail.get_body(("plain",))
    assert mail["Subject"] == "New sign-in to McGrath Systems: Safari on iPhone"
    assert mail["X-Portal-Kind"] == "account"
    assert body is not None
    said = body.get_content()
    assert "Safari on iPhone" in said and re.search(r", \d+:\d\d [AP]M, New York time", said)
    assert "change your password" in said and "Sign out everywhere" in said


def test_devices_are_listed_by_name_and_this_one_is_marked(firm: Firm, browse: Browse) -> None:
    here = sign_in(browse.nobody(), firm.recruiter)
    sign_in(browse.nobody(), firm.recruiter, "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0")
    page = here.get("/me/account").text
    listed = re.findall(r">((?:Safari|Firefox) on \w+)</span>", page)
    assert sorted(listed) == ["Firefox on Linux", "Safari on iPhone"]
    assert page.count("this browser") == 1 and "Mozilla/5.0" not in page
    there = re.findall(r"/me/sign-ins/[0-9a-f-]+/end", page)
    assert len(there) == 1
    assert here.post(there[0]).status_code == 302
    assert "Firefox on Linux" not in here.get("/me/account").text


def test_sign_out_everywhere_ends_each_session_and_forgets_the_other_devices(firm: Firm, browse: Browse) -> None:
    here, there, other = (sign_in(browse.nobody(), who) for who in (firm.recruiter, firm.recruiter, firm.viewer))
    answer = here.post("/me/sign-ins/end")
    assert (answer.location, answer.headers["Clear-Site-Data"]) == ("/sign-in", '"cache", "storage"')
    assert [browser.get("/today").status_code for browser in (here, there, other)] == [302, 302, 200]
    before = notices(firm)
    sign_in(here, firm.recruiter)
    assert notices(firm) == before, "this browser stays known"
    sign_in(there, firm.recruiter)
    assert notices(firm) == [*before, firm.recruiter.email]
