"""An uploaded invitation: shown as what it would do, then recorded as ticked, once."""

import re
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from portal.applications.models import Application
from portal.interviews import queries
from portal.interviews.models import Interview
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser, csrf
from tests.readers.files import file
from tests.web.page_forms import save_anyway, send

EVENT = (
    "UID:1@acme.example\nSUMMARY:Second conversation\n"
    "DTSTART;TZID=Europe/Berlin:20300312T140000\nDTEND;TZID=Europe/Berlin:20300312T150000\n"
    "ATTENDEE;CN=Dana Ruiz:mailto:dana@acme.example\nATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@acme.example\n"
    "ORGANIZER;CN=Olga Elsewhere:mailto:olga@elsewhere.example\n"
)
TICKED = {"event-0": "1", "person-0-0": "1"}


@pytest.fixture
def application(firm: Firm) -> Application:
    return firm.application()


@pytest.fixture
def rita(browse: Browse, firm: Firm, application: Application) -> Browser:
    """The recruiter's browser; the application is there for it."""
    assert application.id
    return browse(firm.recruiter)


def show(browser: Browser, application: Application, data: bytes) -> TestResponse:
    """Upload a file, as a browser encodes it."""
    path = f"/applications/{application.id}/invitation"
    part = b'--x\r\nContent-Disposition: form-data; name="'
    token = csrf(browser.get(path).text).encode()
    body = part + b'csrf_token"\r\n\r\n' + token + b"\r\n"
    body += part + b'file"; filename="invite.ics"\r\n\r\n' + data + b"\r\n--x--"
    return send(browser, path, body, content_type="multipart/form-data; boundary=x")


def take(browser: Browser, application: Application, data: bytes, ticked: dict[str, str]) -> TestResponse:
    """Record what is ticked, and answer what is asked about it."""
    path = f"/applications/{application.id}/invitation/acceptance"
    sent = {"uploaded": b64encode(data).decode(), **ticked}
    answer = browser.post(path, sent, follow_redirects=True)
    if answer.status_code != 422:
        return answer
    return browser.post(path, sent | save_anyway(answer.text), follow_redirects=True)


def recorded(firm: Firm, application: Application) -> list[Interview]:
    firm.session.commit()
    return list(queries.interviews_of_application(firm.session, application.id))


def test_it_is_shown_first_and_nothing_is_recorded(firm: Firm, application: Application, rita: Browser) -> None:
    page = show(rita, application, file(EVENT))
    assert page.status_code == 200
    text = " ".join(page.text.split())
    assert "Adds an interview." in text
    assert "9:00 AM" in text and "Eastern Daylight Time" in text and f"{application.candidate.name}’s time" in text
    assert "2:00 PM" in text and ", Berlin time" in text
    assert "A room or equipment, not a person" in text
    assert "Only organized it" in text
    assert text.count(" checked") == 2
    assert recorded(firm, application) == []


def test_what_is_ticked_is_recorded_who_was_left_out_too(firm: Firm, application: Application, rita: Browser) -> None:
    assert "Saved." in take(rita, application, file(EVENT), {"event-0": "1", "person-0-2": "1"}).text
    [interview] = recorded(firm, application)
    assert [row.contact.email for row in interview.people] == ["olga@elsewhere.example"]


def test_nothing_ticked_changes_nothing(firm: Firm, application: Application, rita: Browser) -> None:
    for data, ticked in ((file(EVENT), {}), (b"", TICKED), (file(EVENT, method="REPLY"), TICKED)):
        assert "nothing changed" in take(rita, application, data, ticked).text
    assert recorded(firm, application) == []


def test_what_is_no_upload_changes_nothing(application: Application, rita: Browser) -> None:
    path = f"/applications/{application.id}/invitation/acceptance"
    assert "nothing changed" in rita.post(path, {"uploaded": "not base64!", **TICKED}, follow_redirects=True).text


def test_two_at_once_record_it_once(firm: Firm, browse: Browse, application: Application) -> None:
    browsers = [browse(firm.recruiter), browse(firm.owner)]
    path = f"/applications/{application.id}/invitation/acceptance"
    shown = show(browsers[0], application, file(EVENT)).text
    sent = {"uploaded": b64encode(file(EVENT)).decode(), **TICKED, **save_anyway(shown)}
    firm.session.commit()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: one.post(path, sent), browsers))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(recorded(firm, application)) == 1


def test_a_later_one_shows_when_it_stood(application: Application, rita: Browser) -> None:
    take(rita, application, file(EVENT), TICKED)
    assert "Already added. Nothing would change." in show(rita, application, file(EVENT)).text
    page = show(rita, application, file(EVENT.replace("T14", "T13").replace("SUMMARY", "SEQUENCE:1\nSUMMARY")))
    assert "Changes an interview" in page.text
    assert "Was" in page.text
    old = show(rita, application, file(EVENT.replace("SUMMARY", "STATUS:CANCELLED\nSEQUENCE:1\nSUMMARY")))
    assert "Cancels an interview" in old.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"<html>", "This is a web page or XML"),
        (file("SUMMARY:Talk\nDTSTART:soon\n"), "its DTSTART “soon” cannot be read"),
        (b"x" * 1_100_000, "This file is larger than 1 MB."),
    ],
)
def test_what_cannot_be_used_is_said_at_the_field(
    application: Application, rita: Browser, data: bytes, sentence: str
) -> None:
    page = show(rita, application, data)
    assert page.status_code == 422
    at_the_field = page.text.partition('id="file-error"')[2].partition("</p>")[0]
    assert sentence in at_the_field
    assert "add the interview by hand" in page.text


def test_no_file_is_said_too(application: Application, rita: Browser) -> None:
    page = rita.post(f"/applications/{application.id}/invitation", {})
    assert page.status_code == 422
    assert "Choose the invitation’s .ics file" in page.text


def test_a_series_gives_its_first_time_and_says_so(application: Application, rita: Browser) -> None:
    assert "This repeats. Only this date is added." in show(rita, application, file(EVENT + "RRULE:FREQ=WEEKLY\n")).text
    begun = show(rita, application, file(EVENT.replace("2030", "2020") + "RRULE:FREQ=WEEKLY\n")).text
    assert "Adds an interview." in begun and "50 more dates in this series" in begun


def test_what_has_no_usable_time_says_which(application: Application, rita: Browser) -> None:
    nowhere = EVENT.replace("Europe/Berlin", "Nowhere/Land")
    page = show(rita, application, file(nowhere, "UID:2\nDTSTART;VALUE=DATE:20300312\n"))
    assert "We don’t recognize the time zone “Nowhere/Land”" in page.text
    assert "An all-day event with no time. Add it by hand." in page.text
    assert "March 12, 2030" in page.text
    floating = show(rita, application, file(EVENT.replace(";TZID=Europe/Berlin", "").replace("12T15", "13T15")))
    assert "The file doesn’t name a time zone" in floating.text
    assert "Wed, Mar 13, 2030, 3:00 PM" in " ".join(floating.text.split())


def test_a_long_file_shows_its_first_events_and_how_many_more(application: Application, rita: Browser) -> None:
    many = file(*(EVENT.replace("UID:1", f"UID:{number}") for number in range(30)))
    assert "5 more aren’t shown" in show(rita, application, many).text


NEAR = {
    "ends before it starts": ("T150000", "T140000", "gives no end time after its start"),
    "ends as it starts": ("T140000", "T140000", "gives no end time after its start"),
    "lasts 13 hours": ("T080000", "T210000", "longer than 12 hours"),
}


def event(firm: Firm, starts: str, ends: str, uid: str = "7@acme.example") -> str:
    """An event in a month, at these times of one day."""
    day = f"{firm.now() + timedelta(days=30):%Y%m%d}"
    return f"UID:{uid}\nSUMMARY:Talk\nDTSTART;TZID=Europe/Berlin:{day}{starts}\nDTEND;TZID=Europe/Berlin:{day}{ends}\n"


@pytest.mark.parametrize("case", NEAR)
def test_unusual_times_are_asked_about_when_shown_and_saved_by_save_anyway(
    firm: Firm, application: Application, rita: Browser, case: str
) -> None:
    starts, ends, sentence = NEAR[case]
    data = file(event(firm, starts, ends))
    page = show(rita, application, data)
    assert page.status_code == 200 and sentence in page.text
    path, sent = f"/applications/{application.id}/invitation/acceptance", {"uploaded": b64encode(data).decode()}
    refused = rita.post(path, sent | {"event-0": "1"})
    assert refused.status_code == 422 and sentence in refused.text and not recorded(firm, application)
    assert rita.post(path, sent | {"event-0": "1"} | save_anyway(page.text)).status_code == 302
    assert len(recorded(firm, application)) == 1


def test_usual_times_ask_nothing(firm: Firm, application: Application, rita: Browser) -> None:
    page = show(rita, application, file(event(firm, "T140000", "T150000")))
    assert "Save interviews" in page.text and "Save anyway" not in page.text


def test_overlaps_in_the_portal_and_in_the_file_are_asked_about(
    firm: Firm, application: Application, rita: Browser
) -> None:
    take(rita, application, file(event(firm, "T140000", "T150000")), {"event-0": "1"})
    [standing] = recorded(firm, application)
    page = show(rita, application, file(event(firm, "T143000", "T153000", "8"), event(firm, "T150000", "T160000", "9")))
    assert page.text.count(f'href="/interviews/{standing.id}"') == 1
    assert page.text.count("in the same file") == 2
    moved = event(firm, "T141500", "T151500").replace("SUMMARY", "SEQUENCE:1\nSUMMARY")
    assert "Save anyway" not in show(rita, application, file(moved)).text, "an interview does not overlap itself"


def test_the_page_that_shows_an_invitation_carries_a_token(application: Application, rita: Browser) -> None:
    page = show(rita, application, file(EVENT))
    assert re.search(r'name="form_token" value="[0-9a-f]{32}"', page.text)
    path = f"/applications/{application.id}/invitation/acceptance"
    unsaved = rita.post(path, {"uploaded": b64encode(file(EVENT)).decode(), **TICKED, "form_token": ""})
    assert unsaved.status_code == 400
    assert 'name="person-0-0"' in unsaved.text
