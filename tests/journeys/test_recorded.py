"""A recruiter records one interview by hand and one from the invitation that came by mail."""

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.fixtures.chromium import Visit, Window, link_in, mail_to

RITA = "rita.alvarez@mcgrath.example"


def test_by_hand_and_from_an_invitation(visit: Visit, tmp_path: Path) -> None:
    rita = visit().sign_in(RITA)
    page = rita.page
    add_candidate(page)
    invitation = mail_to(rita.demo, "nora.quist@example.org", "account")
    assert "/invitations/" in link_in(invitation, "/invitations/")
    add_process(page)
    application = page.url
    day = rita.demo.now().date() + timedelta(days=9)
    add_by_hand(page, day.isoformat())
    page.goto(application)
    upload(page, invitation_file(tmp_path, day.strftime("%Y%m%d"), "14"))
    expect(page.get_by_text("Adds an interview.")).to_be_visible()
    expect(page.get_by_text("Only organized it")).to_be_visible()
    page.get_by_label("Dana Ruiz").check()
    expect(page.get_by_label("Room 4")).not_to_be_checked()
    expect(page.get_by_text("A room or equipment, not a person")).to_be_visible()
    page.get_by_role("button", name="Save interviews").click()
    expect(page.get_by_text("Dana Ruiz").first).to_be_visible()
    goes_again_without_doubling(rita, application, tmp_path, day.strftime("%Y%m%d"))


def add_candidate(page: Page) -> None:
    page.get_by_role("link", name="Candidates", exact=True).first.click()
    page.get_by_role("link", name="Add a candidate").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.get_by_label("Name", exact=True).fill("Nora Quist")
    page.get_by_label("Email", exact=True).fill("nora.quist@example.org")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Nora Quist")).to_be_visible()
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("Sending the invitation to Nora Quist.")).to_be_visible()


def add_process(page: Page) -> None:
    page.get_by_role("link", name="Add an application").click()
    page.get_by_label("Or a new employer").fill("Duff Bottling")
    page.get_by_label("Job title").fill("Line mechanic")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Duff Bottling")).to_be_visible()


def add_by_hand(page: Page, day: str) -> None:
    page.get_by_role("link", name="Add an interview").click()
    page.get_by_label("Date", exact=True).fill(day)
    page.get_by_label("Starts", exact=True).fill("09:00")
    page.get_by_label("Ends", exact=True).fill("10:00")
    page.get_by_label("Who will be there?").fill("Lee Park <lee.park@duff.example>\nKim Oaks")
    page.get_by_role("button", name="Save interview").click()
    expect(page.get_by_role("heading", name="Interview with Duff Bottling")).to_be_visible()
    expect(page.get_by_text("Kim Oaks").first).to_be_visible()
    expect(page.get_by_text("9:00").first).to_be_visible()


def upload(page: Page, file: Path) -> None:
    page.get_by_role("link", name="Upload an invitation").click()
    page.get_by_label("invitation", exact=False).first.set_input_files(file)
    page.get_by_role("button", name="Preview the file").click()


def goes_again_without_doubling(rita: Window, application: str, folder: Path, day: str) -> None:
    """The same file changes nothing; a later one moves the interview that came from the first."""
    page = rita.page
    history = f"{application}?history=shown"
    page.goto(history)
    before = page.get_by_text("Interview added for").count()
    upload(page, invitation_file(folder, day, "14"))
    expect(page.get_by_text("Already added. Nothing would change.")).to_be_visible()
    page.goto(application)
    upload(page, invitation_file(folder, day, "16", sequence=1))
    expect(page.get_by_text("Changes an interview added from an earlier invitation.")).to_be_visible()
    page.get_by_role("button", name="Save interviews").click()
    page.goto(history)
    assert page.get_by_text("Interview added for").count() == before == 2


def invitation_file(folder: Path, day: str, hour: str, sequence: int = 0) -> Path:
    """An invitation as a mail program attaches it."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Example Corp//Mail 16.0//EN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "UID:040000008200E00074C5B7101A82E008@duff.example",
        f"SEQUENCE:{sequence}",
        "DTSTAMP:20260101T000000Z",
        f"DTSTART;TZID=Eastern Standard Time:{day}T{hour}0000",
        f"DTEND;TZID=Eastern Standard Time:{day}T{hour}4500",
        "SUMMARY:Second conversation with Nora Quist",
        'ORGANIZER;CN="Dana Ruiz":mailto:dana.ruiz@duff.example',
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;CN=Dana R",
        " uiz:mailto:dana.ruiz@duff.example",
        "ATTENDEE;CN=Nora Quist:mailto:nora.quist@example.org",
        "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@duff.example",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    file = folder / f"invite-{hour}-{sequence}.ics"
    file.write_bytes("\r\n".join(lines).encode())
    return file
