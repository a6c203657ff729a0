"""What the quick form is sent with, and how a browser that can't run scripts sends it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from tests.fixtures.app import Browser, csrf
from tests.web.page_forms import form_of, send

TODAY = datetime.now(UTC).date()
DAY = TODAY + timedelta(days=20)
PATH, FILL = "/interviews/new", "/interviews/new/filling"
NEW: Mapping[str, str] = {
    "candidate_name": "Aaron Blake",
    "candidate_email": "aaron.blake@example.org",
    "candidate_time_zone": "America/New_York",
    "employer_name": "Hooli Paper",
    "opening_title": "Line cook",
    "date": DAY.isoformat(),
    "starts": "13:30",
    "ends": "14:30",
    "time_zone": "America/New_York",
    "people": "Dana Ruiz <dana@hooli.example>\nLee Park",
}
PARTS = ("candidates", "employers", "applications", "interviews", "contacts", "interview_people", "outgoing_messages")


def said(day: date) -> str:
    """The day as pages say it, such as “Tue, Dec 1”."""
    year = "" if day.year == TODAY.year else f", {day.year}"
    return f"{day:%a}, {day:%b} {day.day}{year}"


def pressed(browser: Browser, values: Mapping[str, str], **button: Any) -> TestResponse:
    """Press a button that fills something in; the page comes back."""
    return browser.post(FILL, {**values, **button})


def with_file(browser: Browser, values: Mapping[str, str], data: str, name: str = "Invitation.ics") -> TestResponse:
    """Choose a file, sent as a browser encodes it."""
    fields = {"csrf_token": csrf(browser.get(PATH).text), **values}
    part = '--x\r\nContent-Disposition: form-data; name="'
    body = "".join(f'{part}{field}"\r\n\r\n{value}\r\n' for field, value in fields.items())
    body += f'{part}file"; filename="{name}"\r\n\r\n{data}\r\n--x--'
    return send(browser, FILL, body.encode(), content_type="multipart/form-data; boundary=x")


def shown(answer: TestResponse) -> dict[str, str]:
    """The fields of the quick form as the page has them, without its buttons and tokens."""
    fields = form_of(answer)
    left_out = (
        "use",
        "drop",
        "undo",
        "add_person",
        "confirmed",
        "then",
        "another",
        "adds_another",
        "csrf_token",
        "form_token",
        "file",
    )
    return {name: value for name, value in fields.items() if name not in left_out}


def words(answer: TestResponse, part: str) -> str:
    """What a part of the page says."""
    found = BeautifulSoup(answer.text, "html.parser").find(id=part)
    return " ".join(found.get_text(" ").split()) if found else ""


def choices(answer: TestResponse, part: str) -> list[str]:
    """What the buttons of a part would use."""
    found = BeautifulSoup(answer.text, "html.parser").find(id=part)
    return [str(button["value"]) for button in found.find_all("button", attrs={"name": "use"})] if found else []


def error_of(answer: TestResponse, field: str) -> str:
    """The error at a field."""
    found = BeautifulSoup(answer.text, "html.parser").find(id=f"{field}-error")
    return " ".join(found.get_text(" ").split()) if found else ""
