"""What needs a recent sign-in asks for the password again, and then goes on with what was sent."""

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from werkzeug.test import TestResponse

from portal.accounts.models import Account, SignIn
from portal.accounts.rules import RECENT, is_recent
from portal.audit.models import AuditEvent
from tests.architecture.test_access import ids, visits
from tests.architecture.test_sensitive_routes import ASKING
from tests.factories.firm import PASSWORD, Firm
from tests.fixtures.app import Browse, Browser, csrf

__all__ = ["ids"]

LONG_AGO = timedelta(minutes=10)


def long_ago(firm: Firm, browse: Browse, account: Account | None = None) -> Browser:
    """A browser of someone, by default an owner, who entered the password ten minutes ago."""
    browser = browse(account or firm.owner)
    firm.session.execute(update(SignIn).values(confirmed_at=SignIn.confirmed_at - LONG_AGO))
    firm.commit()
    return browser


def send(browser: Browser, path: str, **fields: str) -> TestResponse:
    """As the browser's own page sends it."""
    form = {"csrf_token": csrf(browser.get("/today").text), **fields}
    return browser.apart(browser.client.post, path, data=form, headers={"Sec-Fetch-Site": "same-origin"})


def held_in(page: str) -> str:
    found = re.search(r'name="held" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


@pytest.mark.parametrize(
    ("ago", "recent"),
    [
        (timedelta(0), True),
        (RECENT - timedelta(microseconds=1), True),
        (RECENT, False),
        (timedelta(days=3), False),
    ],
)
def test_ten_minutes_are_recent(firm: Firm, ago: timedelta, recent: bool) -> None:
    now = firm.now()
    assert is_recent(now - ago, now) is recent
    assert not is_recent(None, now)


def test_each_of_them_asks_and_does_nothing(app: Flask, firm: Firm, browse: Browse, ids: dict[str, str]) -> None:
    own = select(AuditEvent.id, AuditEvent.action).where(AuditEvent.actor_id == firm.owner.id)
    before = {event.id for event in firm.session.execute(own)}
    browser, asked = long_ago(firm, browse), set()
    for rule, method, path in visits(app, ids):
        if rule.endpoint not in ASKING:
            continue
        if method == "POST":
            answer = send(browser, path, name="Nora New")
            assert (answer.status_code, "Confirm it’s you" in answer.text) == (401, True), path
            asked.add(rule.endpoint)
        elif "POST" not in (rule.methods or ()):
            assert browser.get(path).location.startswith("/me/confirmation?next="), path
            asked.add(rule.endpoint)
    assert asked == ASKING
    done = {event.action for event in firm.session.execute(own) if event.id not in before}
    assert done == {"account.sign_in"}


def test_a_page_with_a_form_is_shown_without_asking(firm: Firm, browse: Browse) -> None:
    assert long_ago(firm, browse).get(f"/settings/people/{firm.viewer.id}").status_code == 200


def test_what_was_sent_goes_on_after_the_password(firm: Firm, browse: Browse) -> None:
    browser, here = long_ago(firm, browse), f"/settings/people/{firm.viewer.id}"
    asked = send(browser, here, role="recruiter", office_id="")
    wrong = browser.post("/me/confirmation", {"password": "not mine at all", "held": held_in(asked.text)})
    assert (wrong.status_code, "That isn’t your password." in wrong.text) == (422, True)
    assert held_in(wrong.text) == held_in(asked.text)
    confirmed = browser.post("/me/confirmation", {"password": PASSWORD, "held": held_in(wrong.text)})
    fields = dict(re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', confirmed.text, re.DOTALL))
    assert fields == {"role": "recruiter", "office_id": ""}
    assert f'action="{here}"' in confirmed.text
    assert send(browser, here, **fields).status_code == 302
    firm.session.expire_all()
    assert firm.viewer.role == "recruiter"


def test_a_button_goes_on_too(firm: Firm, browse: Browse) -> None:
    firm.viewer.deactivated_at = firm.now()
    browser, here = long_ago(firm, browse), f"/settings/people/{firm.viewer.id}/reactivate"
    held = held_in(send(browser, here).text)
    confirmed = browser.post("/me/confirmation", {"password": PASSWORD, "held": held})
    assert f'action="{here}"' in confirmed.text
    assert send(browser, here).status_code == 302


def test_a_list_is_exported_after_the_password_and_its_page_stays(firm: Firm, browse: Browse) -> None:
    browser, here = long_ago(firm, browse), "/candidates?q=Ann"
    asked = browser.get("/exports/candidates.csv?q=Ann", headers={"Referer": f"http://{firm.agency.host}{here}"})
    page = browser.get(asked.location)
    fields = dict(re.findall(r'name="(next|file)" value="([^"]*)"', page.text))
    assert fields == {"next": here, "file": "/exports/candidates.csv?q=Ann"}
    confirmed = browser.post("/me/confirmation", {"password": PASSWORD, **fields})
    assert confirmed.location == here
    starts = 'http-equiv="refresh" content="0; url=/exports/candidates.csv?q=Ann"'
    assert [starts in browser.get(here).text for _time in range(2)] == [True, False]
    assert browser.get("/exports/candidates.csv?q=Ann").mimetype == "text/csv"


def test_what_another_site_sends_is_not_held(firm: Firm, browse: Browse) -> None:
    browser, here = long_ago(firm, browse), f"/settings/people/{firm.viewer.id}"
    form, site = {"role": "owner", "office_id": ""}, {"Sec-Fetch-Site": "cross-site"}
    answer = browser.apart(browser.client.post, here, data=form, headers=site)
    assert (answer.status_code, "owner" in answer.text) == (401, False)


def test_the_page_leads_on_only_within_the_portal(firm: Firm, browse: Browse) -> None:
    browser = long_ago(firm, browse)
    for target, leads in (("/settings/people", "/settings/people"), ("https://evil.example/", "/today")):
        form = {"password": PASSWORD, "next": target}
        assert browser.post("/me/confirmation", form, page="/me/confirmation").location == leads
    assert browser.get("/me/confirmation?next=//evil.example").location == "/today", "it is recent by now"


def test_a_confirmation_is_of_one_browser_and_on_record(firm: Firm, browse: Browse) -> None:
    here, there = long_ago(firm, browse), long_ago(firm, browse)
    assert here.post("/me/confirmation", {"password": PASSWORD}).status_code == 302
    assert send(there, f"/settings/people/{firm.viewer.id}", role="recruiter").status_code == 401
    wrong = there.post("/me/confirmation", {"password": "not mine at all"})
    assert wrong.status_code == 422
    actions = firm.session.scalars(text("select action from audit_events where action like 'account.%' order by at"))
    assert actions.all()[-2:] == ["account.confirm_sign_in", "account.sign_in_failed"]
