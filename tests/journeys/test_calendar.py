"""A recruiter moves an interview on the calendar; the candidate reads the email, and the recruiter undoes it."""

from datetime import datetime
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from tests.fixtures.axe import Inspector, Known
from tests.fixtures.chromium import DESK, PHONE, Visit, Window, mail_to, mails_to
from tests.fixtures.demo import Demo
from tests.fixtures.waiting import comes_true

RITA, KIND = "rita.alvarez@mcgrath.example", "interview-change"
HERE = ZoneInfo("America/New_York")


def test_an_interview_is_dragged_to_another_day_and_the_candidate_reads_of_it(standing: Demo, visit: Visit) -> None:
    desk, inspector = visit().sign_in(RITA), Inspector(Known())
    page, row = week_with_interviews(desk)
    name, was = row.locator(".event-name").inner_text(), row.locator(".event-time").inner_text()
    look(inspector, page, "the week")
    drag(page, row.locator(".event-name"), page.locator(".day-hours").last)
    form = page.get_by_role("dialog", name="Move interview")
    expect(form).to_contain_text(f"Move {name.split()[0]}’s interview?")
    expect(form.get_by_label(f"Don’t email {name.split()[0]} about this")).not_to_be_checked()
    look(inspector, page, "the form that asks")
    chosen = f"{form.get_by_label('Date').input_value()}T{form.get_by_label('Starts').input_value()}"
    page.keyboard.press("Escape")
    expect(row.locator(".event-time")).to_have_text(was)  # nothing is saved before
    row.locator(".event-link").focus()
    page.keyboard.press("m")
    day, clock = chosen.split("T")
    form.get_by_label("Date").fill(day)
    form.get_by_label("Starts").fill(clock)
    form.get_by_role("button", name="Move interview").click()
    expect(page.get_by_text(f"{name.split()[0]}’s interview was moved to")).to_be_visible()
    look(inspector, page, "the week after the move")
    mail = mail_to(standing, address_of(desk, name), KIND, "New time")
    assert starts_in(mail) == datetime.fromisoformat(chosen).replace(tzinfo=HERE)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Moved back.")).to_be_visible()
    expect(page.locator(".event", has_text=name).locator(".event-time").first).to_have_text(was)
    standing.advance("1m")
    assert comes_true(lambda: len(mails_to(standing, address_of(desk, name), KIND, "New time")) > 1)
    assert not inspector.objections, "\n".join(inspector.objections)


def test_a_form_alone_moves_it_where_no_script_runs(visit: Visit) -> None:
    desk = visit(script=False).sign_in(RITA)
    page, row = week_with_interviews(desk)
    name = row.locator(".event-name").inner_text()
    page.goto(desk.url(str(row.locator("[data-move]").get_attribute("href"))))
    day = page.get_by_label("Date").input_value()
    page.get_by_label("Date").fill("2020-01-01")
    page.get_by_label(f"Don’t email {name.split()[0]} about this").check()
    page.get_by_role("button", name="Move interview").click()
    expect(page.locator(".field-error")).to_contain_text("Choose a time that’s still ahead.")
    page.get_by_label("Date").fill(day)
    page.get_by_label("Starts").fill("23:15")
    page.get_by_role("button", name="Move interview").click()
    expect(page.get_by_text(f"{name.split()[0]}’s interview was moved to")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Moved back.")).to_be_visible()


def test_a_phone_shows_the_agenda_and_the_arrows_change_the_week(visit: Visit) -> None:
    phone, inspector = visit(PHONE).sign_in(RITA), Inspector(Known())
    page = phone.go("/calendar")
    expect(page.get_by_role("navigation", name="Days").get_by_role("link")).to_have_count(7)
    inspector.look(page, "the agenda on a phone")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/calendar?week=*")
    page.keyboard.press("t")
    page.wait_for_url("**/calendar")
    assert not inspector.objections, "\n".join(inspector.objections)


def week_with_interviews(window: Window) -> tuple[Page, Locator]:
    """This week, or the next one where nothing of this one can be moved any more; and the first that can be."""
    page = window.go("/calendar?days=7")
    if not page.locator(".event:has([data-move])").count():
        page.get_by_role("link", name="Week after").click()
    row = page.locator(".event:has([data-move])").first
    return page, page.locator(f"[id='{row.get_attribute('id')}']")


def look(inspector: Inspector, page: Page, what: str) -> None:
    """Have the page inspected in every view, and go on at a desk."""
    inspector.look(page, what)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def drag(page: Page, what: Locator, column: Locator) -> None:
    """Hold it with the mouse, and let go of it some seven hours down a day."""
    held, there = what.bounding_box(), column.bounding_box()
    assert held is not None and there is not None
    page.mouse.move(held["x"] + 10, held["y"] + 8)
    page.mouse.down()
    page.mouse.move(there["x"] + 40, there["y"] + 300, steps=6)
    page.mouse.move(there["x"] + 40, there["y"] + 380, steps=4)
    page.mouse.up()


def address_of(window: Window, name: str) -> str:
    return next(str(row["email"]) for row in window.agency["accounts"] if row["name"] == name)


def starts_in(mail: EmailMessage) -> datetime:
    """When the interview starts that the mail's calendar file puts into the candidate's calendar."""
    [file] = [part for part in mail.iter_attachments() if part.get_filename() == "interview.ics"]
    calendar: Any = Calendar.from_ical(file.get_content())
    assert calendar["METHOD"] == "REQUEST"
    [event] = calendar.walk("VEVENT")
    found: datetime = event["DTSTART"].dt
    return found.astimezone(HERE)
