"""Two-step sign-in in the pages: set up, asked for after the password, recovered, required, reset, turned off."""

import html
import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.accounts import queries, second_factor
from portal.accounts.models import Account, AccountToken, SignIn
from portal.agencies import queries as agencies
from portal.audit.models import AuditEvent
from portal.candidates.models import Candidate
from tests.accounts.authenticator import code, set_up, wrong_code
from tests.core.test_encryption import with_keys
from tests.factories.firm import PASSWORD, Firm
from tests.fixtures.app import Browse, Browser
from tests.messaging.catching import Catcher
from tests.web.accounts.test_sign_in import NEW, mailed

TURNED_AWAY = "That code doesn’t match"


@pytest.fixture
def account(firm: Firm) -> Account:
    """A recruiter who uses two-step sign-in."""
    set_up(firm, firm.recruiter)
    return firm.recruiter


def half_signed_in(browse: Browse, account: Account, password: str = PASSWORD) -> Browser:
    browser = browse.nobody()
    answer = browser.post("/sign-in", {"email": account.email, "password": password, "next": "/contacts"})
    assert answer.location == "/sign-in/code?next=/contacts"
    return browser


def test_it_is_set_up_from_the_account_page(firm: Firm, browse: Browse) -> None:
    browser = browse(firm.recruiter)
    assert 'href="/me/two-step"' in browser.get("/me/account").text
    assert browser.post("/me/two-step/setup").location == "/me/two-step/setup"
    page = browser.get("/me/two-step/setup").text
    seed = re.search(r"data-copy=\"([A-Z2-7 ]{39})\"", page)
    assert "<svg" in page and "style=" not in page and seed
    refused = browser.post("/me/two-step/setup/code", {"code": wrong_code(firm, firm.recruiter)})
    assert (refused.status_code, TURNED_AWAY in refused.text) == (422, True)
    codes = browser.post("/me/two-step/setup/code", {"code": code(firm, firm.recruiter)})
    assert len(set(re.findall(r"<li>([2-9a-z]{5}-[2-9a-z]{5})</li>", codes.text))) == 10
    assert codes.headers["Cache-Control"] == "private, no-store"
    said = browser.get("/me/account").text
    assert "You have 10 recovery codes left." in said and "data-copy" not in said
    assert browser.get("/me/two-step").location == "/me/account"
    assert browser.get("/me/two-step/setup").location == "/me/two-step"


def test_after_the_password_comes_the_code(firm: Firm, browse: Browse, account: Account) -> None:
    browser = half_signed_in(browse, account)
    assert browser.get("/contacts").location == "/sign-in?next=/contacts", "the password alone gives no access"
    assert browser.post("/me/account", {"name": "Mallory"}).status_code in (302, 401)
    wrong = browser.post("/sign-in/code", {"code": wrong_code(firm, account), "next": "/contacts"})
    assert (wrong.status_code, TURNED_AWAY in wrong.text) == (422, True)
    assert browser.get("/contacts").status_code == 302
    done = browser.post("/sign-in/code", {"code": code(firm, account), "next": "/contacts"})
    assert done.location == "/contacts"
    assert browser.get("/contacts").status_code == 200
    assert browser.post("/sign-in/code", {"code": code(firm, account, ahead=1)}).location.startswith("/sign-in?")


def test_the_same_code_signs_no_one_else_in(firm: Firm, browse: Browse, account: Account) -> None:
    typed = code(firm, account)
    assert half_signed_in(browse, account).post("/sign-in/code", {"code": typed}).status_code == 302
    assert half_signed_in(browse, account).post("/sign-in/code", {"code": typed}).status_code == 422


def test_a_code_is_taken_only_in_the_browser_that_knew_the_password(
    firm: Firm, browse: Browse, account: Account
) -> None:
    half_signed_in(browse, account)
    answer = browse.nobody().post("/sign-in/code", {"code": code(firm, account), "email": account.email})
    assert answer.location == "/sign-in?next=/today"


@pytest.mark.parametrize(("after", "works"), [(timedelta(minutes=9, seconds=59), True), (timedelta(minutes=10), False)])
def test_the_code_can_take_ten_minutes(
    firm: Firm, browse: Browse, account: Account, after: timedelta, works: bool
) -> None:
    browser = half_signed_in(browse, account)
    waiting = update(AccountToken).where(AccountToken.purpose == "second_step")
    firm.session.execute(waiting.values(expires_at=AccountToken.expires_at - after))
    firm.commit()
    answer = browser.post("/sign-in/code", {"code": code(firm, account)})
    assert answer.location == ("/today" if works else "/sign-in?next=/today")


@pytest.mark.parametrize("change", ["deactivated", "new password"])
def test_what_ends_sessions_ends_a_sign_in_that_waits(
    firm: Firm, browse: Browse, account: Account, change: str, catcher: Catcher
) -> None:
    browser = half_signed_in(browse, account)
    if change == "deactivated":
        account.deactivated_at = firm.now()
        firm.commit()
    else:
        other = browse.nobody()
        other.post("/password", {"email": account.email})
        other.post(mailed(firm, catcher, account.email, "/password/"), NEW, page="/sign-in")
    assert browser.post("/sign-in/code", {"code": code(firm, account)}).location == "/sign-in?next=/today"


def test_a_link_to_choose_a_password_is_no_way_around_the_code(
    firm: Firm, browse: Browse, account: Account, catcher: Catcher
) -> None:
    browser = browse.nobody()
    browser.post("/password", {"email": account.email})
    path = mailed(firm, catcher, account.email, "/password/")
    assert browser.post(path, NEW, page=path).location == "/sign-in/code?next=/today"
    assert browser.get("/today").status_code == 302
    assert browser.post("/sign-in/code", {"code": code(firm, account)}).location == "/today"


def test_a_recovery_code_replaces_the_app_once(firm: Firm, browse: Browse, account: Account) -> None:
    recovery = second_factor.renew_recovery_codes(firm.command(), account)
    browser = half_signed_in(browse, account)
    assert browser.get("/sign-in/recovery-code").status_code == 200
    assert browser.post("/sign-in/recovery-code", {"code": recovery[0].upper()}).location == "/today"
    again = half_signed_in(browse, account).post("/sign-in/recovery-code", {"code": recovery[0]})
    assert again.status_code == 422
    assert "You have 9 recovery codes left." in browser.get("/me/account").text


def test_what_was_typed_goes_on_after_password_and_code(firm: Firm, browse: Browse, account: Account) -> None:
    held = '["/contacts/new", [["name", "Dana Ruiz"]]]'
    browser = browse.nobody()
    asked = browser.post("/sign-in", {"email": account.email, "password": PASSWORD, "held": held})
    assert (asked.status_code, "Enter your code" in asked.text) == (200, True)
    found = re.search(r'name="held" value="([^"]*)"', asked.text)
    assert found and html.unescape(found[1]) == held
    done = browser.post("/sign-in/code", {"code": code(firm, account), "held": held})
    assert "Pick up where you left off" in done.text and "Dana Ruiz" in done.text
    late = browse.nobody().post("/sign-in/code", {"code": "123456", "held": held})
    assert (late.status_code, "Dana Ruiz" in late.text) == (401, True)


def test_wrong_codes_are_on_record(firm: Firm, browse: Browse, account: Account) -> None:
    half_signed_in(browse, account).post("/sign-in/code", {"code": wrong_code(firm, account)})
    failed = select(AuditEvent.subject_id).where(AuditEvent.action == "account.sign_in_failed")
    assert firm.session.scalars(failed).all() == [account.id]


def test_codes_are_limited_and_a_stranger_without_the_password_counts_for_nothing(
    counted: Flask, firm: Firm, browse: Browse, account: Account
) -> None:
    assert counted is firm.app
    stranger = browse.nobody()
    for _ in range(12):
        stranger.post("/sign-in/code", {"code": "123456"})
    browser, wrong = half_signed_in(browse, account), wrong_code(firm, account)
    statuses = [browser.post("/sign-in/code", {"code": wrong}).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    elsewhere = browse.nobody()
    there: dict[str, Any] = {"environ_base": {"REMOTE_ADDR": "198.51.100.7"}}
    elsewhere.post("/sign-in", {"email": account.email, "password": PASSWORD}, **there)
    assert elsewhere.post("/sign-in/code", {"code": code(firm, account)}, **there).status_code == 302


def test_new_places_share_a_limit(counted: Flask, firm: Firm, browse: Browse, account: Account) -> None:
    assert counted is firm.app
    wrong, statuses = wrong_code(firm, account), []
    for number in range(3):
        there: dict[str, Any] = {"environ_base": {"REMOTE_ADDR": f"203.0.113.{number}"}}
        browser = browse.nobody()
        browser.post("/sign-in", {"email": account.email, "password": PASSWORD}, **there)
        statuses += [browser.post("/sign-in/code", {"code": wrong}, **there).status_code for _ in range(8)]
    assert statuses == [422] * 20 + [429] * 4


def test_confirming_takes_the_code_too(firm: Firm, browse: Browse, account: Account) -> None:
    browser = browse(account)
    firm.session.execute(update(SignIn).values(confirmed_at=SignIn.confirmed_at - timedelta(minutes=10)))
    firm.commit()
    assert 'name="code"' in browser.get("/me/confirmation").text
    for given in ({}, {"code": wrong_code(firm, account)}):
        assert browser.post("/me/confirmation", {"password": PASSWORD, **given}).status_code == 422
    right = {"password": PASSWORD, "code": code(firm, account), "next": "/me/account"}
    assert browser.post("/me/confirmation", right).location == "/me/account"


def test_a_new_password_is_no_recent_sign_in(firm: Firm, browse: Browse, account: Account) -> None:
    browser = browse(account)
    firm.session.execute(update(SignIn).values(confirmed_at=SignIn.confirmed_at - timedelta(minutes=10)))
    firm.commit()
    assert browser.post("/me/password", NEW | {"current": PASSWORD}, page="/me/account").status_code == 302
    assert browser.post("/me/two-step/recovery-codes").status_code == 401


def test_it_is_turned_off_with_a_code(firm: Firm, browse: Browse, account: Account) -> None:
    browser = browse(account)
    assert browser.post("/me/two-step/off", {"code": wrong_code(firm, account)}).status_code == 422
    assert browser.post("/me/two-step/off", {"code": code(firm, account)}).location == "/me/account"
    assert browse.nobody().sign_in(account.email).get("/today").status_code == 200


def test_candidates_have_no_second_factor(firm: Firm, browse: Browse) -> None:
    candidate: Candidate = firm.candidate()
    require(firm, 0)
    browser = browse(firm.account_of(candidate))
    assert browser.get("/me/two-step").status_code == 403
    assert browser.post("/me/two-step/setup").status_code == 403
    page = browser.get("/me/account")
    assert (page.status_code, "Two-step" in page.text) == (200, False)


def require(firm: Firm, days: int) -> None:
    """The agency requires it from so many days ahead on."""
    day = (firm.now() + timedelta(days=days)).date()
    agencies.profile(firm.session).second_factor_required_from = day
    firm.commit()


def test_an_owner_sets_the_day_and_sees_who_is_missing(firm: Firm, browse: Browse, account: Account) -> None:
    browser = browse(firm.owner)
    page = browser.get("/settings/sign-in").text
    assert "1 of 4 people use two-step sign-in." in page and firm.viewer.name in page
    assert f">{account.name}</a>" not in page
    day = (firm.now() + timedelta(days=20)).date()
    shown = re.search(r'name="shown"[^>]*value="([^"]*)"', page)
    assert shown
    form = {"second_factor_required_from": day.isoformat(), "shown": html.unescape(shown[1])}
    assert browser.post("/settings/sign-in", form).status_code == 302
    firm.session.expire_all()
    assert agencies.profile(firm.session).second_factor_required_from == day
    assert browse(firm.recruiter).get("/settings/sign-in").status_code == 403


@pytest.mark.parametrize("day", ["soon", "1999-01-01", "2026-02-31"])
def test_a_day_that_is_none_is_refused(firm: Firm, browse: Browse, day: str) -> None:
    browser = browse(firm.owner)
    assert browser.post("/settings/sign-in", {"second_factor_required_from": day}).status_code == 422


def test_nothing_can_be_required_without_a_key(app: Flask, firm: Firm, browse: Browse) -> None:
    browser = browse(firm.owner)
    with with_keys(app):
        assert "PORTAL_ENCRYPTION_KEY" in browser.get("/settings/sign-in").text
        answer = browser.post("/settings/sign-in", {"second_factor_required_from": "2026-12-24"})
        assert (answer.status_code, "isn’t available yet" in answer.text) == (422, True)
        assert browser.post("/me/two-step/setup").location == "/me/account"


def test_before_the_day_staff_see_it_and_go_on(firm: Firm, browse: Browse, account: Account) -> None:
    require(firm, 5)
    said = "your agency requires two-step sign-in"
    assert said in browse(firm.viewer).get("/today").text
    assert said not in browse(account).get("/today").text


def test_from_the_day_on_it_comes_before_anything_else(firm: Firm, browse: Browse) -> None:
    require(firm, -1)
    browser = browse.nobody().sign_in(firm.viewer.email)
    for path in ("/today", "/candidates", "/me/account"):
        assert browser.get(path).location == "/me/two-step", path
    refused = browser.post("/me/account", {"name": "Vera Newname"})
    assert (refused.status_code, "requires two-step sign-in" in refused.text) == (403, True)
    assert "requires it for everyone" in browser.get("/me/two-step").text
    browser.post("/me/two-step/setup")
    assert browser.get("/me/two-step/setup").status_code == 200
    assert browser.post("/me/two-step/setup/code", {"code": code(firm, firm.viewer)}).status_code == 200
    assert browser.get("/today").status_code == 200
    assert "stays on" in browser.get("/me/two-step/off").text
    later = browser.post("/me/two-step/off", {"code": code(firm, firm.viewer, ahead=1)})
    assert later.status_code == 422 and queries.has_second_factor(firm.session, firm.viewer.id)


def test_the_day_begins_where_the_agency_is(firm: Firm, browse: Browse) -> None:
    profile = agencies.profile(firm.session)
    profile.second_factor_required_from = firm.now().astimezone(ZoneInfo("Pacific/Kiritimati")).date()
    for zone, asked in (("Pacific/Kiritimati", True), ("Pacific/Niue", False)):
        profile.time_zone = zone
        assert (browse(firm.viewer).get("/today").status_code == 302) is asked, zone


def test_an_owner_resets_it_on_the_colleagues_page(firm: Firm, browse: Browse, account: Account) -> None:
    owner, here = browse(firm.owner), f"/settings/people/{account.id}"
    assert "Reset two-step sign-in" in owner.get(here).text
    assert owner.post(f"{here}/two-step/reset").location == here
    assert "Reset two-step sign-in" not in owner.get(here).text
    assert owner.post(f"{here}/two-step/reset").status_code == 409
    assert browse(firm.viewer).post(f"{here}/two-step/reset").status_code == 403
    assert browse.nobody().sign_in(account.email).get("/today").status_code == 200


def test_owners_turn_off_their_own(firm: Firm, browse: Browse) -> None:
    set_up(firm, firm.owner)
    answer = browse(firm.owner).post(f"/settings/people/{firm.owner.id}/two-step/reset")
    assert answer.status_code == 409 and queries.has_second_factor(firm.session, firm.owner.id)
