"""What an invitation does to an application, the first time and ever after."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.applications.models import Application
from portal.contacts.details import ContactDetails
from portal.interviews import actions, invitations, queries
from portal.interviews.invitations import ProposedChange
from portal.interviews.models import Interview
from portal.interviews.round_details import RoundDetails
from portal.interviews.slots import CalendarKey
from portal.readers import ics
from tests.factories.firm import Firm
from tests.readers.files import file

DAY = "20300312"


def lines(
    *more: str, hour: int = 14, uid: str | None = "1@acme.example", sequence: int = 0, zone: str = "America/New_York"
) -> str:
    """An event of an hour on a day ahead."""
    rows = [f"UID:{uid}"] if uid else []
    rows += [f"SEQUENCE:{sequence}", "SUMMARY:Second conversation"]
    rows += [f"DTSTART;TZID={zone}:{DAY}T{hour:02}0000", f"DTEND;TZID={zone}:{DAY}T{hour + 1:02}0000", *more]
    return "".join(f"{row}\n" for row in rows)


def propose(firm: Firm, application: Application, data: bytes) -> list[ProposedChange]:
    return invitations.propose_changes(firm.session, application, ics.read(data), most=25, now=firm.now())


def take(firm: Firm, application: Application, data: bytes) -> list[str]:
    """What a file would do, done, with everybody who is expected."""
    found = propose(firm, application, data)
    for proposal in found:
        named = [row.attendee for row in proposal.change.people if not row.left_out]
        people = [ContactDetails(row.name or "Somebody", email=row.email) for row in named]
        invitations.accept_change(firm.command(), application, proposal, people)
    firm.session.flush()
    return [proposal.what for proposal in found]


def standing(firm: Firm, application: Application) -> list[Interview]:
    firm.session.expire_all()
    return list(queries.interviews_of_application(firm.session, application.id))


@pytest.fixture
def application(firm: Firm) -> Application:
    return firm.application()


DANA = "ATTENDEE;CN=Dana Ruiz:mailto:dana@acme.example"


def test_an_invitation_says_whether_it_is_by_phone_or_video_until_someone_chooses(
    firm: Firm, application: Application
) -> None:
    take(firm, application, file(lines("LOCATION:Zoom", "URL:https://acme.zoom.us/j/1")))
    (interview,) = standing(firm, application)
    assert interview.round_kind == "video"
    take(firm, application, file(lines("LOCATION:+1 202 555 0143", sequence=1)))
    (interview,) = standing(firm, application)
    assert interview.round_kind == "phone"
    actions.reschedule(
        firm.command(), interview, interview.slot, None, round_details=RoundDetails("Second round", "panel")
    )
    take(firm, application, file(lines("LOCATION:Zoom", sequence=2)))
    (interview,) = standing(firm, application)
    assert (interview.round_name, interview.round_kind) == ("Second round", "panel")


def test_an_invitation_becomes_an_interview_once(firm: Firm, application: Application) -> None:
    data = file(lines(DANA, "LOCATION:Room 4", "URL:https://acme.zoom.us/j/1"))
    assert [take(firm, application, data) for _ in range(2)] == [["new"], ["same"]]
    [interview] = standing(firm, application)
    assert interview.starts_at == datetime(2030, 3, 12, 18, tzinfo=UTC)
    assert interview.ends_at - interview.starts_at == timedelta(hours=1)
    assert (interview.time_zone, interview.place) == ("America/New_York", "Room 4")
    assert interview.link == "https://acme.zoom.us/j/1"
    assert [(row.contact.name, row.contact.email) for row in interview.people] == [("Dana Ruiz", "dana@acme.example")]


CHANGES = {
    "the same": (lines(DANA), "same"),
    "the same, sent again": (lines(DANA, sequence=3), "same"),
    "another time": (lines(DANA, hour=16, sequence=3), "update"),
    "another time, uncounted": (lines(DANA, hour=16, sequence=2), "update"),
    "older": (lines(DANA, hour=16, sequence=1), "old"),
    "another place": (lines(DANA, "LOCATION:Room 9", sequence=2), "update"),
    "another link": (lines(DANA, "URL:https://acme.zoom.us/j/2", sequence=2), "update"),
    "somebody more": (lines(DANA, "ATTENDEE:mailto:lee@acme.example", sequence=2), "update"),
    "called off": (lines(DANA, "STATUS:CANCELLED", sequence=2), "cancel"),
    "called off before": (lines(DANA, "STATUS:CANCELLED", sequence=1), "old"),
    "no time any more": ("UID:1@acme.example\nSEQUENCE:3\nDTSTART;VALUE=DATE:20300312\n", "unusable"),
    "another event": (lines(DANA, uid="2@acme.example"), "new"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_later_invitation_is_held_against_the_first(firm: Firm, application: Application, case: str) -> None:
    take(firm, application, file(lines(DANA, sequence=2)))
    data, what = CHANGES[case]
    data = data.replace("SEQUENCE:0", "SEQUENCE:2") if case == "the same" else data
    assert take(firm, application, file(data)) == [what]
    assert len(standing(firm, application)) == (2 if what == "new" else 1)


def test_a_moved_one_moves_and_brings_who_is_new(firm: Firm, application: Application) -> None:
    take(firm, application, file(lines(DANA)))
    take(firm, application, file(lines("ATTENDEE;CN=Lee:mailto:lee@acme.example", hour=16, sequence=1)))
    [interview] = standing(firm, application)
    assert interview.starts_at == datetime(2030, 3, 12, 20, tzinfo=UTC)
    assert sorted(row.contact.name for row in interview.people) == ["Dana Ruiz", "Lee"]
    assert [row.from_starts_at.hour for row in interview.moves] == [18]
    assert take(firm, application, file(lines(DANA))) == ["old"]


def test_a_cancellation_calls_off_and_a_later_invitation_puts_it_on_again(firm: Firm, application: Application) -> None:
    take(firm, application, file(lines()))
    cancellation = file(lines(sequence=1), method="CANCEL")
    assert [take(firm, application, cancellation) for _ in range(2)] == [["cancel"], ["same"]]
    assert standing(firm, application)[0].status == "cancelled"
    assert take(firm, application, file(lines(sequence=1))) == ["same"]
    assert take(firm, application, file(lines(sequence=2))) == ["update"]
    assert [row.status for row in standing(firm, application)] == ["planned"]


NOTHING = {
    "a cancellation of nothing": (file(lines(), method="CANCEL"), "unknown"),
    "a whole day": (file("UID:1\nDTSTART;VALUE=DATE:20300312\n"), "unusable"),
    "midnight to midnight": (file("UID:1\nDTSTART:20300312T000000Z\nDTEND:20300313T000000Z\n"), "unusable"),
    "midnight and no end": (file("UID:1\nDTSTART:20300312T000000\n"), "unusable"),
    "an acceptance": (file(lines(), method="REPLY"), "answer"),
    "another time asked for": (file(lines(), method="COUNTER"), "proposed"),
    "a series without any time left": (
        file("UID:1\nDTSTART:20300312T090000Z\nRRULE:FREQ=DAILY;COUNT=1\nEXDATE:20300312T090000Z\n"),
        "unusable",
    ),
}


@pytest.mark.parametrize("case", NOTHING)
def test_what_is_no_invitation_records_nothing(firm: Firm, application: Application, case: str) -> None:
    data, what = NOTHING[case]
    assert take(firm, application, data) == [what]
    assert standing(firm, application) == []


def test_an_answer_does_not_move_what_stands(firm: Firm, application: Application) -> None:
    take(firm, application, file(lines()))
    assert take(firm, application, file(lines(hour=16, sequence=1), method="COUNTER")) == ["proposed"]


def test_one_without_a_name_of_its_own_is_known_by_what_it_says(firm: Firm, application: Application) -> None:
    data = file(lines(uid=None))
    assert [take(firm, application, data) for _ in range(2)] == [["new"], ["same"]]
    assert take(firm, application, file(lines(uid=None, hour=16))) == ["new"]
    assert len(standing(firm, application)) == 2


def test_a_name_of_any_length_is_known_again(firm: Firm, application: Application) -> None:
    data = file(lines(uid="é" * 4000))
    assert [take(firm, application, data) for _ in range(2)] == [["new"], ["same"]]


def test_of_one_event_told_twice_in_a_file_the_latest_counts(firm: Firm, application: Application) -> None:
    data = file(lines(hour=16, sequence=1), lines(hour=14), lines(hour=10, sequence=1))
    assert take(firm, application, data) == ["old", "old", "new"]
    assert take(firm, application, data) == ["old", "old", "same"]
    assert [row.starts_at.hour for row in standing(firm, application)] == [14]


def test_one_time_of_a_series_is_the_interview_that_stands_then(firm: Firm, application: Application) -> None:
    take(firm, application, file(lines("RRULE:FREQ=WEEKLY")))
    moved = lines("RECURRENCE-ID;TZID=Europe/Berlin:20300312T190000", hour=16, sequence=1)
    assert take(firm, application, file(moved)) == ["update"]
    assert [row.starts_at.hour for row in standing(firm, application)] == [20]
    other = lines("RECURRENCE-ID;TZID=America/New_York:20300319T140000", sequence=1)
    assert [take(firm, application, file(other)) for _ in range(2)] == [["new"], ["same"]]
    assert len(standing(firm, application)) == 2


def test_the_same_event_may_stand_in_two_applications(firm: Firm, application: Application) -> None:
    other, data = firm.application(), file(lines())
    assert [take(firm, row, data) for row in (application, other)] == [["new"], ["new"]]
    assert [len(standing(firm, row)) for row in (application, other)] == [1, 1]


SLOTS = {
    "a floating time is the candidate's": ("DTSTART:20300312T140000\n", 18, "America/New_York", 60),
    "an unknown zone too": ("DTSTART;TZID=Nowhere:20300312T140000\n", 18, "America/New_York", 60),
    "no end is an hour, and UTC nobody's zone": ("DTSTART:20300312T140000Z\n", 14, "America/New_York", 60),
    "an offset is shown in the candidate's": ("DTSTART;TZID=GMT+0200:20300312T140000\n", 12, "America/New_York", 60),
    "its own zone": ("DTSTART;TZID=Asia/Tokyo:20300312T140000\nDURATION:PT90M\n", 5, "Asia/Tokyo", 90),
}


@pytest.mark.parametrize("case", SLOTS)
def test_when_it_is(firm: Firm, application: Application, case: str) -> None:
    start, hour, zone, minutes = SLOTS[case]
    [proposal] = propose(firm, application, file(f"UID:1\n{start}LOCATION:https://acme.zoom.us/j/1\n"))
    assert proposal.change.slot is not None
    assert (proposal.change.slot.starts_at.hour, proposal.change.slot.time_zone) == (hour, zone)
    assert proposal.change.slot.ends_at - proposal.change.slot.starts_at == timedelta(minutes=minutes)
    assert (proposal.change.slot.place, proposal.change.slot.link) == (None, "https://acme.zoom.us/j/1")


def test_the_candidate_and_every_account_of_the_agency_are_left_out(firm: Firm, application: Application) -> None:
    named = (
        application.candidate.email.upper(),
        firm.viewer.email,
        firm.candidate("Bo Rae").email,
        "dana@acme.example",
    )
    [proposal] = propose(firm, application, file(lines(*(f"ATTENDEE:mailto:{email}" for email in named))))
    assert [row.left_out for row in proposal.change.people] == ["candidate", "account", "account", None]


def test_only_the_first_events_of_a_long_file_are_looked_at(firm: Firm, application: Application) -> None:
    data = file(*(lines(uid=str(number)) for number in range(30)))
    assert len(propose(firm, application, data)) == 25


def test_accepting_what_does_nothing_changes_nothing(firm: Firm, application: Application) -> None:
    take(firm, application, file(lines()))
    [same] = propose(firm, application, file(lines()))
    assert invitations.accept_change(firm.command(), application, same, ()) is None
    assert CalendarKey("1@acme.example") == same.change.key
