"""The whole run that journeys share: yesterday three people were met, whose addresses are known; each gets a note."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.fixtures.chromium import Visit, Window, link_in, mail_to, mails_to
from tests.journeys.test_whole_ritual import OWNER, Sides, held_yesterday

AISHA, DAVE, LEE = "Aisha Khan", "Dave Kowalski", "Lee Park"
MET = "Aisha Khan <aisha.khan@{domain}>\nDave Kowalski <dave.kowalski@{domain}>\nLee Park <lee.park@{domain}>"
TALKED = {
    AISHA: "the second filling line they start in spring",
    DAVE: "how they walk the line with the night shift",
    LEE: "how new people are trained in the first week",
}
SENDS = re.compile("^Send (to|anyway)")


def met_three(visit: Visit, mine: Window, name: str, employer: str) -> Sides:
    """The candidate of this name, in a window without a sign-in yet, has had the interview."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    sides = Sides(mine, visit().sign_in(OWNER), name, email, employer)
    held_yesterday(sides, MET)
    return sides


def reminder_of(sides: Sides) -> str:
    """The link of the email that reminds of the debrief."""
    return link_in(mail_to(sides.mine.demo, sides.email, "debrief", sides.employer), "/t/")


def at_the_reminder(sides: Sides) -> Page:
    """The candidate is signed in and has opened the link of the reminder."""
    page = sides.mine.sign_in(sides.email).page
    page.goto(reminder_of(sides))
    return page


def address_of(name: str, sides: Sides) -> str:
    return f"{name.lower().replace(' ', '.')}@{sides.domain}"


def asked_about(page: Page, name: str) -> Locator:
    """The heading of the question about this person."""
    return page.get_by_role("heading", level=1, name=f"What did you talk about with {name.partition(' ')[0]}?")


def to_thank(page: Page, name: str) -> Locator:
    """The heading of the note to this person."""
    return page.get_by_role("heading", level=1, name=f"Thank {name}")


def told_of_all(page: Page) -> None:
    """Everyone expected was met, and something was said to each."""
    page.get_by_role("button", name="Yes, it took place").click()
    go_on(page)
    for name, talked in TALKED.items():
        expect(asked_about(page, name)).to_be_visible()
        page.get_by_label("What did you talk about?").fill(talked)
        go_on(page)
    page.get_by_role("button", name="In about a week").click()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Next").last.click()


def held_back(sides: Sides) -> None:
    """No note is with the mail server yet."""
    assert [mail for name in TALKED for mail in mails_to(sides.mine.demo, address_of(name, sides), "note")] == []


def each_went_out_once(sides: Sides) -> None:
    """Each of the three got their note, with what was said to them, and no second one."""
    for name, talked in TALKED.items():
        note = mail_to(sides.mine.demo, address_of(name, sides), "note")
        assert talked.split()[-1] in note.get_content()
        assert len(mails_to(sides.mine.demo, address_of(name, sides), "note")) == 1
