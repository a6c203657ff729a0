"""An invitation fills the quick form in, and Undo takes it back; nothing is saved before the form is."""

from io import BytesIO

import pytest

from portal.candidates.models import Candidate
from portal.interviews.models import Interview
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.readers.files import file
from tests.web.interviews.quick_add_cases import (
    DAY,
    NEW,
    PATH,
    error_of,
    pressed,
    shown,
    with_file,
    words,
)
from tests.web.page_forms import save_anyway


@pytest.fixture
def rita(firm: Firm, browse: Browse) -> Browser:
    return browse(firm.recruiter)


def invitation(*more: str, uid: str = "1@hooli.example", zone: str = "America/Chicago", method: str = "REQUEST") -> str:
    """An event of an hour on a day ahead, with two people of Hooli and its organizer."""
    rows = [
        f"UID:{uid}",
        "SEQUENCE:0",
        "SUMMARY:Interview",
        f"DTSTART;TZID={zone}:{DAY:%Y%m%d}T100000",
        f"DTEND;TZID={zone}:{DAY:%Y%m%d}T110000",
        "ATTENDEE;CN=Elaine Park:mailto:elaine.park@hooli.example",
        "ATTENDEE;CN=Dana Ruiz:mailto:dana@hooli.example",
        "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@hooli.example",
        *more,
    ]
    return file("".join(f"{row}\n" for row in rows), method=method).decode()


ZOOM = "LOCATION:https://hooli.zoom.us/j/1"
FILLED = {"date": DAY.isoformat(), "starts": "10:00", "ends": "11:00", "time_zone": "America/Chicago"}


def test_a_file_fills_in_the_times_the_link_the_kind_and_the_people(firm: Firm, rita: Browser) -> None:
    page = with_file(rita, {}, invitation(ZOOM))
    values = shown(page)
    assert page.status_code == 200
    assert {name: values[name] for name in FILLED} == FILLED
    assert values["link"] == "https://hooli.zoom.us/j/1"
    assert values["people"].strip().split("\n") == [
        "Elaine Park <elaine.park@hooli.example>",
        "Dana Ruiz <dana@hooli.example>",
    ]
    assert "Invitation.ics filled in 6 details and 2 people." in words(page, "quick-add-body")
    assert firm.session.query(Interview).count() == 0


def test_what_was_filled_in_is_tinted_and_what_was_typed_is_not(rita: Browser) -> None:
    page = with_file(rita, {"candidate_name": "Aaron Blake"}, invitation(ZOOM))
    assert 'class="field filled"' in page.text
    assert shown(page)["candidate_name"] == "Aaron Blake"
    again = pressed(rita, shown(page) | {"link": "https://other.example", "people": "Lee Park"})
    assert again.text.count('class="field filled"') == page.text.count('class="field filled"') - 2


def test_undo_takes_back_what_the_file_filled_in_and_keeps_what_was_typed(rita: Browser) -> None:
    typed = {"candidate_name": "Aaron Blake", "people": "Lee Park", "starts": "09:00", "round_kind": "panel"}
    page = with_file(rita, typed, invitation(ZOOM))
    assert shown(page)["round_kind"] == "panel"
    people = shown(page)["people"].strip() + "\nKim Oaks"
    back = shown(pressed(rita, shown(page) | {"ends": "12:00", "people": people}, undo="1"))
    assert (back["starts"], back["date"], back["link"], back["filled"]) == ("09:00", "", "", "")
    assert back["ends"] == "12:00", "typed over it"
    assert back["people"].strip().split("\n") == ["Lee Park", "Kim Oaks"]


def test_a_known_candidate_and_employer_are_found_by_their_addresses(firm: Firm, rita: Browser) -> None:
    candidate, employer = firm.candidate("Grace Liu"), firm.employer("Hooli", domain="hooli.example")
    firm.commit()
    page = with_file(rita, {}, invitation(f"ATTENDEE;CN=Grace:mailto:{candidate.email}"))
    values = shown(page)
    assert (values["candidate_id"], values["employer_id"]) == (str(candidate.id), str(employer.id))
    assert "Grace" not in values["people"]
    back = shown(pressed(rita, values, undo="1"))
    assert (back["candidate_id"], back["employer_id"]) == ("", "")


def test_the_one_with_a_private_address_is_the_candidate(rita: Browser) -> None:
    values = shown(with_file(rita, {}, invitation("ATTENDEE;CN=Aaron Blake:mailto:aaron@gmail.com")))
    assert (values["candidate_name"], values["candidate_email"]) == ("Aaron Blake", "aaron@gmail.com")
    assert "aaron" not in values["people"]
    two = invitation("ATTENDEE;CN=Aaron Blake:mailto:aaron@gmail.com", "ATTENDEE;CN=Mo Stone:mailto:mo@yahoo.com")
    values = shown(with_file(rita, {}, two))
    assert values["candidate_name"] == "" and "Mo Stone" in values["people"]


def test_colleagues_are_not_among_the_people(firm: Firm, rita: Browser) -> None:
    values = shown(with_file(rita, {}, invitation(f"ATTENDEE;CN=Rita:mailto:{firm.recruiter.email}")))
    assert firm.recruiter.email not in values["people"]


def test_the_interview_keeps_the_invitation_so_a_later_one_moves_it(firm: Firm, rita: Browser) -> None:
    page = with_file(rita, dict(NEW), invitation(ZOOM))
    assert rita.post(PATH, shown(page)).status_code == 302
    interview = firm.session.query(Interview).one()
    assert (interview.calendar_uid, interview.round_kind) == ("1@hooli.example", "video")
    again = with_file(rita, {}, invitation(ZOOM))
    assert again.status_code == 422
    assert "on file already" in error_of(again, "file")
    assert shown(again)["date"] == ""
    same = shown(page) | {"application_id": str(interview.application_id)}
    resent = rita.post(PATH, same | save_anyway(rita.post(PATH, same).text))
    assert resent.status_code == 422
    assert "on file for this application already" in error_of(resent, "file")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("no calendar at all", "no calendar file"),
        ("", "The file is empty."),
        (invitation(method="CANCEL"), "Cancels something that isn’t here."),
        (invitation(method="REPLY"), "A reply to an invitation, not an invitation."),
        ("x" * 1_000_100, "This file is larger than 1 MB."),
    ],
)
def test_a_file_that_says_nothing_new_is_refused_at_its_field(rita: Browser, data: str, says: str) -> None:
    refused = with_file(rita, {"candidate_name": "Aaron Blake"}, data)
    assert refused.status_code == 422
    assert says in error_of(refused, "file")
    assert shown(refused)["candidate_name"] == "Aaron Blake"


def test_a_file_chosen_without_script_fills_in_before_anything_is_saved(firm: Firm, rita: Browser) -> None:
    """The only button pressed is Save: the page comes back filled in, to be looked at."""
    page = rita.post(PATH, {**NEW, "file": (BytesIO(invitation(ZOOM).encode()), "i.ics")})
    assert page.status_code == 200
    assert shown(page)["link"] == "https://hooli.zoom.us/j/1"
    assert firm.session.query(Candidate).count() == 0


def test_a_changed_or_invented_record_of_a_file_is_no_record(firm: Firm, rita: Browser) -> None:
    page = with_file(rita, dict(NEW), invitation(ZOOM))
    for invented in (shown(page)["filled"][:-3] + "xyz", "{}", "\x00"):
        again = pressed(rita, shown(page) | {"filled": invented}, undo="1")
        assert again.status_code == 200 and "filled in" not in words(again, "quick-add-body")
    assert rita.post(PATH, shown(page) | {"filled": "invented"}).status_code == 302
    assert firm.session.query(Interview).one().calendar_uid is None


def test_a_file_with_several_events_says_that_one_is_here(rita: Browser) -> None:
    data = invitation(ZOOM)
    event = data[data.index("BEGIN:VEVENT") : data.index("END:VCALENDAR")]
    two = data.replace("END:VCALENDAR", event.replace("UID:1", "UID:2") + "END:VCALENDAR")
    assert "It has 2 events. Only the first new one is here." in words(with_file(rita, {}, two), "quick-add-body")
