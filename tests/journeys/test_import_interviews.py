"""Interviews from a file with dates in many forms, and from calendars, in a browser."""

from playwright.sync_api import FilePayload, expect
from sqlalchemy import text

from tests.fixtures.chromium import Visit
from tests.fixtures.demo import Demo
from tests.journeys.importing import OWNER, database, is_checked, is_done, upload, verdicts
from tests.journeys.messy import written

WRITTEN = {
    "aaron.blake@example.org": ("2031-01-12 10:00", "2031-01-12T15:00"),
    "amara.osei@example.org": ("Jan 13, 2031 2:30 PM", "2031-01-13T19:30"),
    "ben.carter@example.org": ("14 January 2031 9 AM", "2031-01-14T14:00"),
    "beth.coleman@example.org": ("1/31/2031 16:15", "2031-01-31T21:15"),
    "grace.liu@example.org": ("Wednesday, January 15, 2031 at 11:00", "2031-01-15T16:00"),
}
"""Of whom the file has an interview, how it writes when, and when that is in UTC."""


def test_interviews_with_dates_in_many_forms_are_imported_and_undone(visit: Visit) -> None:
    owner = visit().sign_in(OWNER)
    page = owner.page
    rows = [[email, "Zweig Optics", "Grinder", when] for email, (when, _utc) in WRITTEN.items()]
    rows.append(["nobody@example.org", "Zweig Optics", "Grinder", "2031-01-16 10:00"])
    upload(owner, "interviews.csv", written([["Email", "Client Corp.", "Job Title", "Intv Dt"], *rows]), "Interviews")
    verdicts(page, new=len(WRITTEN), same=0, maybe=0, wrong=1)
    expect(page.get_by_text("No candidate has this email address. Import or add the candidate first.")).to_be_visible()
    page.get_by_role("button", name=f"Import {len(WRITTEN)} rows").click()
    is_done(page)
    assert starts(owner.demo) == {email: utc for email, (_when, utc) in WRITTEN.items()}
    page.get_by_role("link", name="Undo import").click()
    expect(page.get_by_text("This removes 5 interviews, 5 applications, 1 employer.")).to_be_visible()
    page.get_by_role("button", name="Undo import").click()
    expect(page.get_by_text("Removed ")).to_be_visible()
    assert starts(owner.demo) == {}


def test_calendars_find_their_candidates_by_address_and_by_name(visit: Visit) -> None:
    owner = visit().sign_in(OWNER)
    page = owner.go("/imports/new")
    files = [
        FilePayload(name=f"{number}.ics", mimeType="text/calendar", buffer=text.encode())
        for number, text in enumerate(
            (
                event("one", "Aaron Blake", "aaron.blake@example.org"),
                event("two", "Dr. Caleb Turner", "private@mail.example"),
                event("three", "Nobody Known", "nobody@mail.example"),
                event("four", "Aaron Blake", "aaron.blake@example.org").replace("METHOD:REQUEST", "METHOD:CANCEL"),
                "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
            )
        )
    ]
    page.get_by_label("File", exact=True).set_input_files(files)
    page.get_by_role("button", name="Check the file").click()
    is_checked(page)
    expect(page.get_by_role("heading", name="Import 5 calendar files")).to_be_visible()
    rows = page.locator("tbody tr")
    for place, words in enumerate(("aaron.blake@", "caleb.turner@", "Fill this in.", "is canceled.", "Calendar 5:")):
        expect(rows.nth(place)).to_contain_text(words)
    for place in range(2):
        employer = page.get_by_label(f"Employer in row {place + 1}", exact=True)
        employer.fill("Zweig Optics")
        employer.press("Enter")
        expect(employer).to_have_count(0)
    page.get_by_role("button", name="Import 2 rows").click()
    is_done(page)
    assert starts(owner.demo).keys() == {"aaron.blake@example.org", "caleb.turner@example.org"}
    page.get_by_role("link", name="Undo import").click()
    page.get_by_role("button", name="Undo import").click()
    expect(page.get_by_text("Removed ")).to_be_visible()


def event(uid: str, name: str, email: str) -> str:
    return f"""BEGIN:VCALENDAR
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20300101T120000Z
DTSTART;TZID=America/New_York:20310110T100000
DTEND;TZID=America/New_York:20310110T110000
SUMMARY:Interview {uid}
ATTENDEE;CN={name}:mailto:{email}
END:VEVENT
END:VCALENDAR
"""


def starts(demo: Demo) -> dict[str, str]:
    """When the candidates' interviews at the employer of these files start, in UTC, by address."""
    query = """
        select candidates.email, to_char(interviews.starts_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI')
        from interviews
        join applications on applications.id = interviews.application_id
        join candidates on candidates.id = applications.candidate_id
        join employers on employers.id = applications.employer_id
        where employers.name = 'Zweig Optics'
    """
    with database(demo) as connection:
        return dict(connection.execute(text(query)).all())
