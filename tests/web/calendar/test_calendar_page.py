"""The calendar's page: its weeks and agenda, clocks, conflicts, tasks, and what it leaves out."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag

from portal.applications.models import Application
from portal.interviews import actions
from portal.interviews.models import Interview
from portal.interviews.slots import Slot
from portal.web.calendar import address, presenter
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse, Browser

HOUR = timedelta(hours=1)


def at(day: date, clock: str, zone: str = ZONE) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone)).astimezone(UTC)


def next_monday(firm: Firm) -> date:
    return address.monday(firm.now().date()) + timedelta(days=7)


def book(
    firm: Firm, day: date, clock: str, application: Application | None = None, *, minutes: int = 60, zone: str = ZONE
) -> Interview:
    """An interview at this time of the zone's clock."""
    made, starts = firm.interview(application), at(day, clock, zone)
    slot = Slot(starts, starts + timedelta(minutes=minutes), zone, None)
    actions.reschedule(firm.command(), made, slot, None, email_candidate=False)
    return made


def shown(browser: Browser, query: str) -> BeautifulSoup:
    page = browser.get(f"/calendar{query}")
    assert page.status_code == 200
    return BeautifulSoup(page.text, "html.parser")


def event(page: BeautifulSoup, interview: Interview) -> Tag:
    found = page.find(id=f"interview-{interview.id}")
    assert isinstance(found, Tag)
    return found


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


@pytest.fixture
def week(firm: Firm) -> date:
    return next_monday(firm)


def test_an_interview_stands_at_its_time_on_its_day(firm: Firm, browse: Browse, week: date) -> None:
    made = book(firm, week + timedelta(days=2), "14:30", minutes=75)
    firm.commit()
    page = shown(browse(firm.recruiter), f"?week={week}")
    found = event(page, made)
    assert [found[f"data-{name}"] for name in ("h", "m", "lh", "lm", "lane", "lanes")] == [
        "14",
        "30",
        "1",
        "15",
        "0",
        "1",
    ]
    assert "2:30 PM Ann Lee" in words(found)
    day = found.find_parent("section")
    assert day is not None and day["id"] == f"day-{week + timedelta(days=2)}"


@pytest.mark.parametrize(
    ("monday", "clock", "place"),
    [
        (date(2027, 3, 8), "09:00", ("14", "9", "0")),  # clocks go forward in New York on March 14
        (date(2027, 11, 1), "09:00", ("7", "9", "0")),  # and back on November 7
        (date(2027, 11, 1), "00:30", ("7", "0", "30")),
        (date(2027, 11, 1), "23:00", ("7", "23", "0")),
    ],
)
def test_a_day_with_a_clock_change_shows_local_time(
    firm: Firm, browse: Browse, monday: date, clock: str, place: tuple[str, str, str]
) -> None:
    made = book(firm, monday + timedelta(days=6), clock)
    firm.commit()
    found = event(shown(browse(firm.recruiter), f"?week={monday}&days=7"), made)
    day = found.find_parent("section")
    assert day is not None
    assert (str(day["id"]).rpartition("-")[2].lstrip("0"), found["data-h"], found["data-m"]) == place


@pytest.mark.parametrize(
    ("zone", "said"),
    [("America/Denver", "12:30 PM in Denver"), ("America/Toronto", None), ("Asia/Kolkata", "1:00 AM in Kolkata")],
)
def test_the_candidates_clock_is_named_where_it_differs(
    firm: Firm, browse: Browse, week: date, zone: str, said: str | None
) -> None:
    made = book(firm, week, "14:30")
    made.application.candidate.time_zone = zone
    firm.commit()
    found = words(event(shown(browse(firm.recruiter), f"?week={week}"), made))
    assert (said in found) if said else " in " not in found


def test_two_interviews_of_a_candidate_at_once_are_named(firm: Firm, browse: Browse, week: date) -> None:
    candidate = firm.candidate("Sofia Marino")
    first, second = firm.application(candidate), firm.application(candidate)
    made = [book(firm, week, "11:00", first), book(firm, week, "11:15", second), book(firm, week, "13:00", second)]
    firm.commit()
    page = shown(browse(firm.recruiter), f"?week={week}")
    assert ["event-conflict" in event(page, row)["class"] for row in made] == [True, True, False]
    assert f"Also at {second.employer.name}, 11:15 AM" in words(event(page, made[0]))
    said = page.find(class_="calendar-conflict")
    assert isinstance(said, Tag)
    assert words(said).startswith("Sofia Marino has 2 interviews at the same time on Mon, ")
    assert [event(page, row)["data-lane"] for row in made] == ["0", "1", "0"]


def test_an_interviewer_expected_twice_is_named(firm: Firm, browse: Browse, week: date) -> None:
    one = firm.interview(people=("Dana Ruiz",))
    other = firm.interview(firm.application(firm.candidate("Bob Moss")))
    actions.add_contact(firm.command(), other, one.people[0].contact)
    for row, clock in ((one, "11:00"), (other, "11:30")):
        slot = Slot(at(week, clock), at(week, clock) + HOUR, ZONE, None)
        actions.reschedule(firm.command(), row, slot, None)
    firm.commit()
    page = shown(browse(firm.recruiter), f"?week={week}")
    assert "Dana Ruiz also meets Bob Moss, 11:30 AM" in words(event(page, one))
    assert "Dana Ruiz is expected at 2 interviews at the same time on Mon, " in words(page)


def test_a_canceled_interview_is_not_shown(firm: Firm, browse: Browse, week: date) -> None:
    made = book(firm, week, "11:00")
    actions.set_status(firm.command(), made, "cancelled", None)
    firm.commit()
    assert shown(browse(firm.recruiter), f"?week={week}").find(id=f"interview-{made.id}") is None


def test_staff_see_the_interviews_and_tasks_of_their_scope(firm: Firm, browse: Browse, week: date) -> None:
    made = book(firm, week, "11:00")
    firm.commit()
    seen = {
        who.name: str(made.id) in browse(who).get(f"/calendar?week={week}").text
        for who in (firm.owner, firm.recruiter, firm.viewer, firm.stranger)
    }
    assert seen == {"Olga Owner": True, "Rita Recruiter": True, "Vera Viewer": True, "Stan Stranger": False}
    assert browse(firm.account_of(made.application.candidate)).get("/calendar").status_code == 403


def test_a_task_leads_to_the_list_of_who_has_it(firm: Firm, browse: Browse) -> None:
    for name in ("Late Ames", "Later Ames"):
        late = firm.interview(
            firm.application(firm.candidate(name)), starts_in=-timedelta(days=4), people=("Dana Ruiz",)
        )
        late.recorded_at -= timedelta(days=9)
    firm.commit()
    browser = browse(firm.recruiter)
    today = firm.now().astimezone(ZoneInfo(ZONE)).date()
    links = [
        link
        for monday in (address.monday(today) - timedelta(days=7), address.monday(today))
        for link in shown(browser, f"?week={monday}&days=7").select(".day-task")
    ]
    overdue = [link for link in links if words(link).startswith("2 overdue")]
    assert len(overdue) == 1
    listed = browser.get(str(overdue[0]["href"])).text
    assert "2 candidates" in listed and "Planned on" in listed and "Late Ames" in listed


def test_a_day_with_hundreds_of_tasks_says_how_many(
    firm: Firm, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.web.calendar.task_lines.MANY", 2)
    for name in ("Ann Ames", "Bob Ames"):
        firm.interview(firm.application(firm.candidate(name)), starts_in=timedelta(days=8))
    firm.commit()
    pages = [
        words(shown(browse(firm.recruiter), f"?week={next_monday(firm) + timedelta(days=7 * place)}&days=7"))
        for place in (-1, 0, 1)
    ]
    assert any("2 tasks" in page for page in pages)


def test_a_day_shows_so_many_interviews_and_its_agenda_all(
    firm: Firm, browse: Browse, week: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenter, "SHOWN", 2)
    application = firm.application()
    for clock in ("09:00", "11:00", "13:00"):
        book(firm, week, clock, application)
    firm.commit()
    browser = browse(firm.recruiter)
    page = shown(browser, f"?week={week}")
    assert "3 interviews" in words(page)
    rest = page.find(class_="day-rest")
    assert isinstance(rest, Tag) and words(rest).startswith("and 1 more")
    assert len(shown(browser, str(rest["href"]).partition("/calendar")[2]).select(".event")) == 3


def test_four_at_once_leave_room_for_how_many_more(firm: Firm, browse: Browse, week: date) -> None:
    for name in ("Ann One", "Ann Two", "Ann Three", "Ann Four"):
        book(firm, week, "11:00", firm.application(firm.candidate(name)))
    firm.commit()
    page = shown(browse(firm.recruiter), f"?week={week}")
    assert len(page.select(".event-left-out")) == 2
    assert [words(more).partition(",")[0].strip() for more in page.select(".event-more")] == ["2 more"]


@pytest.mark.parametrize(
    ("query", "events", "tasks", "view"),
    [
        ("", True, True, "week"),
        ("&view=agenda", True, True, "agenda"),
        ("&hide=tasks", True, False, "week"),
        ("&hide=interviews", False, True, "week"),
        ("&view=month&hide=everything&days=x&day=never", True, True, "week"),
    ],
)
def test_every_view_has_an_address(
    firm: Firm, browse: Browse, query: str, events: bool, tasks: bool, view: str
) -> None:
    firm.interview(starts_in=timedelta(days=3))
    firm.commit()
    mondays = [next_monday(firm) + timedelta(days=7 * place) for place in (-1, 0)]
    pages = [shown(browse(firm.recruiter), f"?week={monday}{query}") for monday in mondays]
    assert any(page.select(".event") for page in pages) == events
    assert any(page.select(".day-task") for page in pages) == tasks
    assert all(page.select(f".calendar-{view}") for page in pages)


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31", "2026-13-40", "nonsense", ""])
def test_a_week_that_means_nothing_is_this_one(firm: Firm, browse: Browse, week: str) -> None:
    page = shown(browse(firm.recruiter), f"?week={week}")
    assert page.select(".day-today")


def test_weeks_follow_each_other(firm: Firm, browse: Browse) -> None:
    page = shown(browse(firm.recruiter), "?week=2026-12-30&view=agenda&hide=tasks")
    links = {str(link["data-week"]): str(link["href"]) for link in page.select("[data-week]")}
    assert links["before"] == "/calendar?week=2026-12-21&view=agenda&hide=tasks"
    assert links["after"] == "/calendar?week=2027-01-04&view=agenda&hide=tasks"
    assert "week=" not in links["this"]


def test_the_days_are_those_of_the_offices_business_hours(firm: Firm, browse: Browse) -> None:
    page = shown(browse(firm.recruiter), "?week=2026-12-21")
    off = [str(day["id"]) for day in page.select(".day-off")]
    assert off == ["day-2026-12-26", "day-2026-12-27"]
    assert [str(day["id"]) for day in page.select(".day-holiday")] == ["day-2026-12-25"]
    days = page.select_one(".days")
    assert days is not None and days["data-columns"] == "5"


def test_the_list_of_interviews_leads_to_the_calendar(firm: Firm, browse: Browse) -> None:
    page = browse(firm.recruiter).get("/interviews").text
    assert re.search(r'href="/calendar">\s*Week', page) and 'href="/calendar?view=agenda"' in page
    candidate = firm.account_of(firm.candidate())
    firm.commit()
    assert "/calendar" not in browse(candidate).get("/interviews").text
