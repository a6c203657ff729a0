"""An owner imports a messy file, corrects it, runs it, undoes it, imports it again, and the next file a month later."""

import csv
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from portal.contacts.details import digits
from tests.fixtures.axe import Inspector
from tests.fixtures.chromium import PHONE, Visit, Window, only_these_go_on
from tests.fixtures.demo import Demo
from tests.fixtures.markup import Markup
from tests.journeys.importing import OWNER, database, is_checked, is_done, upload, verdicts
from tests.journeys.messy import ALIKE, BROKEN, KNOWN, NEW, ROWS, TWICE, Person, december, november, people

NEXT = people(NEW + BROKEN + 40)
CHANGED_HERE, MOVED, UNCHANGED, LATER = NEXT[20:23], NEXT[23:50], NEXT[100:200], NEXT[NEW + BROKEN :]
"""Of the next file: whose number someone changes here, whose only the other system changes, who stays, who is new."""


SENT = "async () => (await fetch(location.href)).text()"


@dataclass
class Looks:
    """Looks at one page after another in its views, and at its markup."""

    inspector: Inspector
    markup: Markup

    def at(self, page: Page, name: str, *, thoroughly: bool = False) -> None:
        self.markup.add(name, page.evaluate(SENT))
        self.inspector.look(page, name, thoroughly=thoroughly)


@pytest.fixture
def standing(own_demo: Demo) -> Demo:
    """A month passes, and hundreds of people come: nothing for the other journeys to find."""
    return own_demo


def test_600_messy_rows_are_imported_undone_and_imported_again(visit: Visit, tmp_path: Path) -> None:
    owner, looks = visit().sign_in(OWNER), Looks(Inspector(), Markup(tmp_path))
    demo, page = owner.demo, owner.page
    before, mails = all_people(demo), len(demo.mails())
    rows = november([(name, email, phone) for email, (name, phone) in before.items() if "." in email.split("@")[0]])
    looks.at(owner.go("/imports/new"), "upload")
    upload(owner, "november.csv", rows)
    verdicts(page, new=NEW, same=KNOWN, maybe=ALIKE, wrong=TWICE + BROKEN)
    looks.at(page, "preview", thoroughly=True)
    map_and_correct(page, looks)
    decide(page, looks)
    run(page, looks)
    imported(page, demo, before, tmp_path)
    kept = NEXT[0]
    change_phone(owner, kept, "+1 202 555 0199")
    undo(owner, looks, kept)
    left = all_people(demo)
    assert left.pop(kept.email) == (kept.name, "+1 202 555 0199")
    assert left == before
    again(owner, rows, before)
    assert len(demo.mails()) == mails, "an import emails no one"
    a_month_later(owner)
    imported_addresses = {one.email for one in NEXT}
    assert not [mail for mail in demo.mails() if any(email in mail["To"] for email in imported_addresses)]
    assert not looks.inspector.objections, "\n".join(looks.inspector.objections)
    assert looks.markup.errors() == []


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Verdicts").get_by_role("link", name=name).click()


def map_and_correct(page: Page, looks: Looks) -> None:
    """The head of the table gives a column its meaning; a broken cell is corrected where it stands, by keys alone."""
    page.get_by_label("Rec ID").select_option("ID in the other system")
    page.get_by_role("button", name="Use these columns").click()
    is_checked(page)
    expect(page.get_by_text("Columns not used: Rating.")).to_be_visible()
    expect(page.get_by_role("button", name=f"Import {NEW + KNOWN} rows")).to_be_visible()
    tab(page, "Fix")
    looks.at(page, "rows to fix")
    broken = page.locator("tr", has_text="Add the ending of the address").first
    broken.get_by_role("textbox").fill("someone.else@example.org")
    broken.get_by_role("textbox").press("Enter")
    verdicts(page, new=NEW + 1, same=KNOWN, maybe=ALIKE, wrong=TWICE + BROKEN - 1)
    expect(page.locator("tr", has_text="is about the same one").first).to_contain_text("Fix")


def decide(page: Page, looks: Looks) -> None:
    """Possible duplicates say who they may be, wait, and are decided one by one or all at once."""
    banner = page.locator(".banner", has_text=f"{ALIKE} may be people you already have.")
    expect(banner).to_contain_text("10 with a similar name, 10 with the same phone number.")
    page.get_by_role("link", name="Decide one by one").click()
    looks.at(page, "possible duplicates")
    first = page.locator("tbody tr").first
    first.get_by_role("button", name="Add as new").click()
    expect(first).to_contain_text("Will be added as new")
    first.get_by_role("button", name="Undo").click()
    expect(first).not_to_contain_text("Will be added as new")
    page.get_by_role("button", name="Update all from the file").click()
    expect(page.get_by_text(f"{ALIKE} rows decided.")).to_be_visible()
    expect(page.get_by_role("button", name=f"Import {NEW + 1 + KNOWN + ALIKE} rows")).to_be_visible()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "rows are cards on a phone"


def run(page: Page, looks: Looks) -> None:
    """The page goes on by itself until the import is done."""
    page.get_by_role("button", name="Import ", exact=False).last.click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text(f"of {ROWS} rows")).to_be_visible()
    looks.at(page, "an import that runs")
    is_done(page)
    looks.at(page, "an import that is done")


def imported(page: Page, demo: Demo, before: dict[str, tuple[str, str]], folder: Path) -> None:
    """The page counts what the database holds; both files can be downloaded."""
    expect(page.get_by_role("heading", name="Left out")).to_be_visible()
    numbers = page.locator("main dl")
    for words in (f"{NEW + 1} added", f"{ALIKE + KNOWN} updated", f"{TWICE + BROKEN - 1} left out"):
        number, _space, label = words.partition(" ")
        expect(numbers.locator("div", has_text=label)).to_contain_text(number)
    after = all_people(demo)
    assert len(after) == len(before) + NEW + 1
    assert not [one for one in people(NEW) if not one.has_a_title and after[one.email][0] != one.name]
    assert not [phone for _name, phone in after.values() if phone and "E+" in phone]
    report = downloaded(page, "Download the report", folder)
    assert len(report) == ROWS + 1
    assert Counter(row[1] for row in report[1:]) == {
        "new": NEW + 1,
        "same": KNOWN,
        "maybe": ALIKE,
        "wrong": TWICE + BROKEN - 1,
    }
    to_fix = downloaded(page, f"Download {TWICE + BROKEN - 1} rows to fix", folder)
    assert (len(to_fix), to_fix[0][-1]) == (TWICE + BROKEN, "Problem")


def downloaded(page: Page, link: str, folder: Path) -> list[list[str]]:
    with page.expect_download() as found:
        page.get_by_role("link", name=link).click()
    found.value.save_as(folder / "downloaded.csv")
    return list(csv.reader(StringIO((folder / "downloaded.csv").read_text("utf-8"), newline="")))


def change_phone(window: Window, person: Person, phone: str) -> None:
    """Someone changes an imported candidate in the portal."""
    with database(window.demo) as connection:
        found = text("select id from candidates where email_key = :email")
        candidate_id = connection.scalars(found, {"email": person.email}).one()
    page = window.go(f"/candidates/{candidate_id}/edit")
    page.get_by_role("textbox", name="Phone").fill(phone)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/candidates/{candidate_id}")


def undo(window: Window, looks: Looks, kept: Person) -> None:
    """The question says what goes, what comes back, and who stays and why; afterward the page says the same."""
    page = window.go("/imports")
    page.get_by_role("link", name="november.csv").first.click()
    page.get_by_role("link", name="Undo import").click()
    expect(page.get_by_text(f"This removes {NEW} candidates.")).to_be_visible()
    expect(page.get_by_text(f"This gives {ALIKE + KNOWN} candidates their earlier values back.")).to_be_visible()
    stays = "These stay: 1 candidate, because someone changed it after the import."
    expect(page.get_by_text(stays)).to_be_visible()
    expect(page.get_by_role("list", name="What stays")).to_contain_text(kept.name)
    looks.at(page, "what an undo would do")
    page.get_by_role("button", name="Undo import").click()
    expect(page.get_by_text(f"Removed {NEW} candidates.")).to_be_visible(timeout=120_000)
    expect(page.get_by_text(stays)).to_be_visible()
    expect(page.get_by_role("list", name="What stays").get_by_role("link", name=kept.name)).to_be_visible()
    looks.at(page, "an import that is undone")


def again(window: Window, rows: bytes, before: dict[str, tuple[str, str]]) -> None:
    """The mapping was kept; whom the undo left is the same, and possible duplicates are left out without a decision."""
    page = window.page
    upload(window, "november.csv", rows)
    expect(page.get_by_text("Columns not used: Rating.")).to_be_visible()
    verdicts(page, new=NEW - 1, same=KNOWN + 1, maybe=ALIKE, wrong=TWICE + BROKEN)
    page.get_by_role("button", name=f"Import {NEW + KNOWN} rows").click()
    is_done(page)
    after = all_people(window.demo)
    assert len(after) == len(before) + NEW
    assert after[NEXT[0].email][1] == "+1 202 555 0199"


def a_month_later(window: Window) -> None:
    """What only the other system changed is taken; what someone changed here too is asked; the rest is as it was."""
    for place, person in enumerate(CHANGED_HERE):
        change_phone(window, person, f"+1 202 555 010{place}")
    only_these_go_on(window.demo)
    window.demo.advance("30d")
    window.sign_in(OWNER)
    page = window.page
    upload(window, "december.csv", december([*CHANGED_HERE, *MOVED], LATER, UNCHANGED))
    verdicts(page, new=len(LATER), same=len(MOVED) + len(UNCHANGED), maybe=len(CHANGED_HERE), wrong=0)
    tab(page, "Possible duplicates")
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("changed here: phone")
    chosen = first.locator("td.font-medium").inner_text()
    first.get_by_role("button", name="Update").click()
    expect(first).to_contain_text("Will be updated from the file")
    page.get_by_role("button", name="Import ").click()
    is_done(page)
    after = all_people(window.demo)
    assert not [one for one in MOVED if not digits(after[one.email][1]).endswith(f"917{one.phone[3:]}")]
    assert {one.email for one in LATER} <= after.keys()
    here = [after[one.email][1].startswith("+1 202 555") for one in CHANGED_HERE]
    assert here.count(False) == 1, chosen


def all_people(demo: Demo) -> dict[str, tuple[str, str]]:
    """The name and phone number of every candidate of the agency, by address."""
    with database(demo) as connection:
        found = connection.execute(text("select email_key, name, phone from candidates order by name"))
        return {email: (name, phone) for email, name, phone in found}
