"""Calendar files as an import: each event is a row with its candidate, or one that says why it cannot be imported."""

from io import BytesIO

import pytest
from sqlalchemy import select

from portal.candidates.models import Candidate
from portal.imports.models import ImportRow
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.imports.test_import_runs import finish
from tests.web.imports.test_imports import words


@pytest.fixture
def browser(firm: Firm, browse: Browse) -> Browser:
    firm.candidate("Thomas Nguyen")
    firm.commit()
    return browse(firm.recruiter)


INVITATION = """BEGIN:VCALENDAR
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:{uid}
SEQUENCE:0
DTSTAMP:20261101T120000Z
DTSTART;TZID=America/New_York:20270310T100000
DTEND;TZID=America/New_York:20270310T110000
SUMMARY:Analyst interview
ORGANIZER;CN=Dana Ruiz:mailto:dana@acme.example
ATTENDEE;CN=Dana Ruiz:mailto:dana@acme.example
ATTENDEE;CN={name}:mailto:{email}
END:VEVENT
END:VCALENDAR
"""


def test_invitations_become_rows_with_their_candidates(firm: Firm, browser: Browser) -> None:
    ann = firm.candidate("Ann Lee")
    firm.commit()
    texts = [
        INVITATION.format(uid="one", name="Ann Lee", email=ann.email),
        INVITATION.format(uid="two", name="Thomas Nguyen", email="private@mail.example"),
        INVITATION.format(uid="three", name="No One", email="no.one@mail.example"),
    ]
    files = [(BytesIO(text.replace("\n", "\r\n").encode()), f"{number}.ics") for number, text in enumerate(texts)]
    form = {"kind": "interviews", "file": files, "recruiter_id": "", "office_id": ""}
    path = browser.post("/imports/new", form).headers["Location"]
    finish(firm)
    rows = firm.session.scalars(select(ImportRow).order_by(ImportRow.number)).all()
    thomas = firm.session.scalars(select(Candidate.email).where(Candidate.name == "Thomas Nguyen")).one()
    assert [row.cells[0] for row in rows] == [ann.email, thomas, ""]
    assert rows[0].cells[-2:] == ["one", ""]
    assert "2027-03-10T10:00" in rows[0].cells[3]
    assert "3 calendar files" in browser.get(path).text


def test_an_event_that_cannot_be_imported_is_a_row_that_says_why(firm: Firm, browser: Browser) -> None:
    ann = firm.candidate("Ann Lee")
    firm.commit()
    good = INVITATION.format(uid="one", name="Ann Lee", email=ann.email)
    canceled = good.replace("UID:one", "UID:two").replace("METHOD:REQUEST", "METHOD:CANCEL")
    broken = good.replace("UID:one", "UID:three").replace("DTSTART;TZID=America/New_York:", "DTSTART:never")
    files = [(BytesIO(text.encode()), f"{number}.ics") for number, text in enumerate((good, canceled, broken))]
    form = {"kind": "interviews", "file": files, "recruiter_id": "", "office_id": ""}
    path = browser.post("/imports/new", form).headers["Location"]
    finish(firm)
    page = words(browser.get(path).text)
    assert "Candidate’s email" in page
    assert "Fix “Analyst interview” is canceled." in page
    assert "Fix Calendar 3: Event 1 (“Analyst interview”) was left out: its DTSTART" in page
    assert page.count("Fill this in.") == 1, "the employer of the good one"
