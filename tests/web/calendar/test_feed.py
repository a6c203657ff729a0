"""A person's calendar feed: what it says, who gets it, and when its address stops working."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.accounts import actions as accounts
from portal.accounts.models import Account, CalendarFeed
from portal.agencies import queries as agencies
from portal.audit.models import AuditEvent
from portal.calendar import feed
from portal.core import tenancy
from portal.core.rate_limits import FEEDS
from portal.interviews import actions
from portal.interviews.models import Interview
from portal.interviews.slots import Slot
from tests.factories.firm import ZONE, Firm
from tests.factories.firm import found as another_firm
from tests.fixtures.app import Browse, Browser

DAY = timedelta(days=1)
ADDRESS = re.compile(r'id="address" value="([^"]+)"')


@dataclass
class Feed:
    """Someone's feed, read by a program that has no cookies."""

    path: str
    program: Browser

    def read(self, **headers: str) -> TestResponse:
        return self.program.get(self.path, headers=headers)

    def events(self) -> dict[str, Any]:
        """The interviews by their UID, as the library reads them."""
        answer = self.read()
        assert answer.status_code == 200
        calendar = Calendar.from_ical(answer.data)
        return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


@pytest.fixture
def program(app: Flask, firm: Firm) -> Browser:
    return Browser(app, firm.url)


def subscribed(browse: Browse, program: Browser, account: Account, **form: str) -> Feed:
    found = ADDRESS.search(browse(account).post("/me/calendar-feed", form).text)
    assert found is not None
    return Feed(urlsplit(found[1]).path, program)


def uid(interview: Interview) -> str:
    return f"interview-{interview.id}"


def test_it_has_the_interviews_with_their_zone_and_place(firm: Firm, browse: Browse, program: Browser) -> None:
    made = firm.interview()
    starts = datetime(2027, 1, 5, 20, tzinfo=UTC)
    slot = Slot(starts, starts + timedelta(hours=1), "America/Denver", "12 Main Street", "https://meet.example/1")
    actions.reschedule(firm.command(), made, slot, None)
    firm.commit()
    event = subscribed(browse, program, firm.recruiter).events()[uid(made)]
    assert event.start == starts and event.end == slot.ends_at
    assert event["DTSTART"].params["TZID"] == "America/Denver"
    assert event["SUMMARY"] == f"Interview: Ann Lee, {made.application.employer.name}"
    assert (event["LOCATION"], event["SEQUENCE"], event["STATUS"]) == ("12 Main Street", 1, "CONFIRMED")
    assert f"/interviews/{made.id}" in event["DESCRIPTION"]


@pytest.mark.parametrize(
    "starts",
    [
        datetime(2027, 3, 14, 6, 30, tzinfo=UTC),  # before clocks go forward in New York
        datetime(2027, 3, 14, 7, 0, tzinfo=UTC),
        datetime(2027, 11, 7, 5, 30, tzinfo=UTC),  # the first and the second 1:30 AM
        datetime(2027, 11, 7, 6, 30, tzinfo=UTC),
    ],
)
def test_the_moment_is_right_where_clocks_change(
    firm: Firm, browse: Browse, program: Browser, starts: datetime
) -> None:
    made = firm.interview()
    actions.reschedule(firm.command(), made, Slot(starts, starts + timedelta(hours=2), ZONE), None)
    firm.commit()
    event = subscribed(browse, program, firm.recruiter).events()[uid(made)]
    assert event.start.astimezone(UTC) == starts
    assert event.end.astimezone(UTC) == starts + timedelta(hours=2)


def test_it_follows_a_move_and_keeps_a_canceled_interview(firm: Firm, browse: Browse, program: Browser) -> None:
    made = firm.interview()
    firm.commit()
    found = subscribed(browse, program, firm.recruiter)
    before = found.read()
    later = made.starts_at + DAY
    actions.reschedule(firm.command(), made, Slot(later, later + timedelta(hours=1), ZONE), None)
    actions.set_status(firm.command(), made, "cancelled", None)
    firm.commit()
    event = found.events()[uid(made)]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)
    assert found.read().headers["ETag"] != before.headers["ETag"]


def test_a_candidates_has_their_own_interviews_only(firm: Firm, browse: Browse, program: Browser) -> None:
    made, _other = firm.interview(), firm.interview()
    firm.commit()
    found = subscribed(browse, program, firm.account_of(made.application.candidate), scope="agency")
    events = found.events()
    assert set(events) == {uid(made)}
    assert events[uid(made)]["SUMMARY"] == f"Interview: Controls engineer, {made.application.employer.name}"


@pytest.mark.parametrize(
    ("widest", "chosen", "seen"),
    [("agency", "agency", True), ("agency", "own", False), ("own", "agency", False), ("office", "nonsense", False)],
)
def test_a_recruiters_sees_as_far_as_they_chose_and_the_agency_allows(
    firm: Firm, browse: Browse, program: Browser, widest: str, chosen: str, seen: bool
) -> None:
    made = firm.interview()
    agencies.profile(firm.session).visibility = widest
    firm.commit()
    found = subscribed(browse, program, firm.stranger, scope=chosen)
    assert (uid(made) in found.events()) is seen


def test_a_program_that_has_it_gets_nothing_again(firm: Firm, browse: Browse, program: Browser) -> None:
    firm.interview()
    firm.commit()
    found = subscribed(browse, program, firm.recruiter)
    first = found.read()
    assert first.mimetype == "text/calendar"
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = found.read(**{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert found.read(**{"If-None-Match": '"else"'}).status_code == 200


def test_it_reads_and_sets_no_cookie(firm: Firm, browse: Browse, program: Browser) -> None:
    found = subscribed(browse, program, firm.recruiter)
    signed_in = Feed(found.path, browse(firm.stranger))
    for answer in (found.read(), signed_in.read()):
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")


def test_its_address_is_shown_once_and_kept_nowhere(firm: Firm, browse: Browse, program: Browser) -> None:
    found = subscribed(browse, program, firm.recruiter)
    secret = found.path.rpartition("/")[2].removesuffix(".ics")
    browser = browse(firm.recruiter)
    assert secret not in browser.get("/me/account").text and "Get a new address" in browser.get("/me/account").text
    [row] = firm.session.scalars(select(CalendarFeed))
    assert secret.encode() not in row.token_hash and len(row.token_hash) == 32
    assert browser.get("/me/calendar-feed").location.startswith("/me/account")


def test_a_new_address_replaces_the_old_one_and_an_ended_feed_is_gone(
    firm: Firm, browse: Browse, program: Browser
) -> None:
    first = subscribed(browse, program, firm.recruiter)
    second = subscribed(browse, program, firm.recruiter)
    assert (first.read().status_code, second.read().status_code) == (404, 200)
    for _ in range(2):
        assert browse(firm.recruiter).post("/me/calendar-feed/end").status_code == 302
    assert second.read().status_code == 404
    said = firm.session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("%calendar_feed")))
    assert sorted(said) == [
        "account.create_calendar_feed",
        "account.renew_calendar_feed",
        "account.revoke_calendar_feed",
    ]


def test_it_ends_with_the_account_for_good(firm: Firm, browse: Browse, program: Browser) -> None:
    found = subscribed(browse, program, firm.recruiter)
    accounts.deactivate(firm.command(), firm.recruiter)
    firm.commit()
    assert found.read().status_code == 404
    accounts.reactivate(firm.command(), firm.recruiter)
    firm.commit()
    assert found.read().status_code == 404


def test_it_is_no_other_agencys(app: Flask, firm: Firm, browse: Browse, program: Browser) -> None:
    here = subscribed(browse, program, firm.recruiter)
    tenancy.leave(firm.session)
    other = another_firm(app)
    other.commit()
    assert Feed(here.path, Browser(app, other.url)).read().status_code == 404


@pytest.mark.parametrize("secret", ["none", "x" * 2000, "..%2f..", "%00", "é"])
def test_a_secret_that_was_never_issued_is_not_found(program: Browser, secret: str) -> None:
    assert program.get(f"/calendar/feed/{secret}.ics").status_code == 404


def test_it_has_the_next_interviews_and_the_latest(
    firm: Firm, browse: Browse, program: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "MOST_AHEAD", 2)
    monkeypatch.setattr(feed, "MOST_PAST", 1)
    application = firm.application()
    days = (-40, -9, -2, 1, 2, 3)
    made = {day: firm.interview(application, starts_in=day * DAY) for day in days}
    firm.commit()
    found = subscribed(browse, program, firm.recruiter).events()
    assert {day for day in days if uid(made[day]) in found} == {-2, 1, 2}


def test_a_word_that_no_calendar_can_hold_leaves_the_others(firm: Firm, browse: Browse, program: Browser) -> None:
    spoiled, made = firm.interview(), firm.interview()
    spoiled.place = "Room\x0b4"
    firm.commit()
    assert set(subscribed(browse, program, firm.recruiter).events()) == {uid(made)}


def test_a_feed_is_read_so_often_an_hour(counted: Flask, firm: Firm, browse: Browse, program: Browser) -> None:
    assert counted
    found = subscribed(browse, program, firm.recruiter)
    other = subscribed(browse, program, firm.owner)
    answers = [found.read().status_code for _ in range(FEEDS.most + 1)]
    assert answers == [200] * FEEDS.most + [429]
    assert other.read().status_code == 200
