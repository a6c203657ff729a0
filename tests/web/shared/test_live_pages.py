"""Open pages ask whether a colleague changed something, which costs little while no one did."""

import html
import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from portal.accounts.models import SignIn
from portal.candidates import actions as candidates
from portal.core.command import Actor
from portal.web.shared import live_pages
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.web.shared.test_query_counts import asked

ATTRIBUTE = r'data-{}="([^"]*)"'


def attribute(page: str, name: str) -> str:
    found = re.search(ATTRIBUTE.format(name), page)
    assert found is not None
    return html.unescape(found[1])


def poll(browser: Browser, path: str, version: str) -> TestResponse:
    return browser.get(path, headers={"HX-Request": "true", "If-None-Match": version})


def by_owner(firm: Firm) -> Actor:
    return Actor("account", firm.owner.id, "owner")


def test_a_page_is_unchanged_until_someone_changes_something(firm: Firm, browse: Browse) -> None:
    person = firm.candidate("Ann Lee")
    firm.commit()
    browser = browse(firm.recruiter)
    for path in ("/today", "/candidates", f"/candidates/{person.id}"):
        version = attribute(browser.get(path).text, "version")
        unchanged = poll(browser, path, version)
        assert (unchanged.status_code, unchanged.data, unchanged.headers["ETag"]) == (304, b"", version)
    candidates.suppress_reminders(firm.command(by_owner(firm)), person, "paused")
    firm.commit()
    for path in ("/today", "/candidates", f"/candidates/{person.id}"):
        changed = poll(browser, path, version)
        assert changed.status_code == 200
        assert attribute(changed.text, "version") == changed.headers["ETag"] != version
        assert json.loads(attribute(changed.text, "changes")) == [{"id": str(person.id), "by": "Olga Owner"}]


def test_ones_own_changes_are_not_a_colleagues(firm: Firm, browse: Browse) -> None:
    person = firm.candidate("Ann Lee")
    firm.commit()
    browser = browse(firm.recruiter)
    candidates.suppress_reminders(firm.command(), person, "paused")
    firm.commit()
    changed = poll(browser, "/candidates", '"none"')
    assert changed.status_code == 200 and json.loads(attribute(changed.text, "changes")) == []


def test_what_a_colleague_changes_out_of_ones_view_is_not_named(firm: Firm, browse: Browse) -> None:
    mine, theirs = firm.candidate("Ann Lee"), firm.candidate("Tom Ode")
    theirs.recruiter_id = firm.owner.id
    firm.commit()
    browser = browse(firm.recruiter)
    browser.post("/me/scope", {"scope": "own"})
    for person in (mine, theirs):
        candidates.suppress_reminders(firm.command(by_owner(firm)), person, "paused")
    firm.commit()
    changed = poll(browser, "/candidates", '"none"')
    assert [row["id"] for row in json.loads(attribute(changed.text, "changes"))] == [str(mine.id)]


def test_an_unchanged_page_reads_nothing_of_what_it_shows(firm: Firm, browse: Browse) -> None:
    firm.commit()
    browser = browse(firm.recruiter)
    version = attribute(browser.get("/candidates").text, "version")
    with asked() as statements:
        assert poll(browser, "/candidates", version).status_code == 304
    assert [said for said in statements if "candidate" in said] == []
    assert len([said for said in statements if "audit_events" in said]) == 1


def test_what_time_changes_is_shown_after_five_minutes(
    firm: Firm, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm.commit()
    browser = browse(firm.recruiter)
    version = attribute(browser.get("/today").text, "version")
    monkeypatch.setattr(live_pages, "SLOT", timedelta(minutes=4))
    assert poll(browser, "/today", version).status_code == 200


def test_asking_keeps_nobody_signed_in(firm: Firm, browse: Browse) -> None:
    firm.commit()
    browser = browse(firm.recruiter)
    version = attribute(browser.get("/today").text, "version")
    mine = SignIn.account_id == firm.recruiter.id
    firm.session.execute(update(SignIn).where(mine).values(last_seen_at=SignIn.last_seen_at - timedelta(hours=2)))
    before = firm.session.scalar(select(SignIn.last_seen_at).where(mine))
    firm.commit()
    poll(browser, "/today", version)
    assert firm.session.scalar(select(SignIn.last_seen_at).where(mine)) == before
    browser.get("/today")
    assert firm.session.scalar(select(SignIn.last_seen_at).where(mine)) != before


def test_a_search_and_a_candidates_page_do_not_ask(firm: Firm, browse: Browse) -> None:
    person = firm.candidate("Ann Lee")
    firm.commit()
    assert "data-live" not in browse(firm.recruiter).get("/candidates?q=ann").text
    assert "data-live" not in browse(firm.account_of(person)).get("/today").text
    assert poll(browse(firm.account_of(person)), "/today", '"1.0"').status_code == 200


def test_who_is_signed_out_meanwhile_gets_no_page(firm: Firm, browse: Browse) -> None:
    firm.commit()
    assert poll(browse.nobody(), "/today", '"1.0"').status_code == 401
