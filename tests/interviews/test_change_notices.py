"""The email about a changed interview: at once, once, true when it is sent, and with the portal's own entry only."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import select

from portal.contacts.details import ContactDetails
from portal.core.command import Actor, Command
from portal.core.formatting import format_day
from portal.interviews import actions, change_notices
from portal.interviews.models import Interview
from portal.interviews.slots import CalendarKey, Slot
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import ZONE, Firm
from tests.messaging.catching import Catcher

DAY = timedelta(days=1)
Change = Callable[[Command, Interview], object]


def later(interview: Interview, place: str | None = None) -> Slot:
    return Slot(interview.starts_at + DAY, interview.ends_at + DAY, ZONE, place or interview.place, interview.link)


def move(command: Command, interview: Interview, email_candidate: bool = True) -> None:
    actions.reschedule(command, interview, later(interview), None, email_candidate=email_candidate)


def cancel(command: Command, interview: Interview, email_candidate: bool = True) -> None:
    actions.set_status(command, interview, "cancelled", "Dana is out sick", email_candidate=email_candidate)


def add(command: Command, interview: Interview, email_candidate: bool = True) -> None:
    employer_id, details = interview.application.employer_id, ContactDetails("Lee Park")
    actions.add_person(command, interview, employer_id, details, email_candidate=email_candidate)


def change(firm: Firm, interview: Interview, *changes: Change, command: Command | None = None) -> None:
    for one in changes:
        one(command or firm.command(), interview)
    firm.commit()


def received(firm: Firm, catcher: Catcher) -> list[EmailMessage]:
    sending.send(firm.session, "now", sending.transport())
    to = firm.session.scalars(select(OutgoingMessage.to_email).where(OutgoingMessage.kind == change_notices.KIND))
    return [mail for address in set(to) for mail in catcher.to(address)]


def calendar_of(mail: EmailMessage) -> Calendar:
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["METHOD"]
    return calendar


@pytest.mark.parametrize("made", [move, cancel])
def test_an_email_names_the_day_and_the_place_once(firm: Firm, catcher: Catcher, made: Change) -> None:
    interview = firm.interview(starts_in=2 * DAY, people=("Dana Ruiz",))
    change(firm, interview, made)
    (mail,) = received(firm, catcher)
    part = mail.get_body(("plain",))
    assert part is not None
    said = " ".join(part.get_content().split())
    counts = {"12 Main Street": int(made is move), "New York time": 1}
    for day in {interview.starts_at, interview.starts_at - DAY} if made is move else {interview.starts_at}:
        counts[format_day(day.astimezone(ZoneInfo(ZONE)).date(), "en_US", firm.now().year)] = 1
    assert {words: said.count(words) for words in counts} == counts, said


@pytest.mark.parametrize(
    ("made", "subject", "says"),
    [
        (move, "New time for your interview at Acme", "has a new time"),
        (cancel, "Canceled: your interview at Acme", "Dana is out sick"),
        (add, "Who you’ll meet at Acme", "You’ll also meet Lee Park"),
    ],
)
def test_the_candidate_is_emailed_what_someone_else_changed(
    firm: Firm, catcher: Catcher, made: Change, subject: str, says: str
) -> None:
    interview = firm.interview(starts_in=2 * DAY, people=("Dana Ruiz",))
    change(firm, interview, made)
    (mail,) = received(firm, catcher)
    assert mail["Subject"].startswith(subject)
    text = mail.get_body(("plain",))
    assert text is not None and says in text.get_content()
    assert mail["Reply-To"].addresses[0].addr_spec == firm.recruiter.email


def test_several_changes_before_it_is_sent_are_one_email(firm: Firm, catcher: Catcher) -> None:
    interview = firm.interview(starts_in=2 * DAY)
    change(firm, interview, move)
    change(firm, interview, add)
    (mail,) = received(firm, catcher)
    text = mail.get_body(("plain",))
    assert text is not None and "Lee Park" in text.get_content() and "Before: " in text.get_content()


def test_a_change_after_it_was_sent_is_compared_with_what_it_said(firm: Firm, catcher: Catcher) -> None:
    interview = firm.interview(starts_in=2 * DAY)
    change(firm, interview, move)
    received(firm, catcher)
    change(firm, interview, add)
    *_, mail = received(firm, catcher)
    text = mail.get_body(("plain",))
    assert text is not None and "Lee Park" in text.get_content() and "Before: " not in text.get_content()


def test_a_change_that_was_taken_back_sends_nothing(firm: Firm, catcher: Catcher) -> None:
    interview = firm.interview(starts_in=2 * DAY)
    change(firm, interview, cancel, lambda command, row: actions.set_status(command, row, "planned", None))
    assert received(firm, catcher) == []


@pytest.mark.parametrize("made", [move, cancel, add])
def test_staff_can_leave_the_email_out(
    firm: Firm, catcher: Catcher, made: Callable[[Command, Interview, bool], None]
) -> None:
    interview = firm.interview(starts_in=2 * DAY)
    change(firm, interview, lambda command, row: made(command, row, False))
    assert received(firm, catcher) == []


def test_their_own_change_sends_nothing(firm: Firm, catcher: Catcher) -> None:
    interview = firm.interview(starts_in=2 * DAY)
    account = firm.account_of(interview.application.candidate)
    change(firm, interview, move, command=firm.command(by=Actor("account", account.id, account.role)))
    assert received(firm, catcher) == []


def test_nothing_is_sent_about_an_interview_that_is_over(firm: Firm, catcher: Catcher) -> None:
    interview = firm.interview(starts_in=-3 * DAY)
    change(firm, interview, add)
    assert received(firm, catcher) == []


def test_who_was_not_invited_yet_gets_nothing(firm: Firm, catcher: Catcher) -> None:
    interview = firm.interview(starts_in=2 * DAY)
    interview.application.candidate.invited_at = None
    change(firm, interview, move)
    assert received(firm, catcher) == []


def test_the_portals_own_entry_is_asked_into_the_calendar_and_out_of_it(firm: Firm, catcher: Catcher) -> None:
    interview = firm.interview(starts_in=2 * DAY)
    change(firm, interview, move)
    (asked,) = (calendar_of(mail) for mail in received(firm, catcher))
    change(firm, interview, cancel)
    *_, taken_out = (calendar_of(mail) for mail in received(firm, catcher))
    first, second = asked.walk("VEVENT")[0], taken_out.walk("VEVENT")[0]
    assert (asked["METHOD"], taken_out["METHOD"]) == ("REQUEST", "CANCEL")
    assert first["UID"] == second["UID"] and int(str(first["SEQUENCE"])) < int(str(second["SEQUENCE"]))
    assert first["ORGANIZER"] == second["ORGANIZER"] != first["ATTENDEE"]
    assert first["ATTENDEE"] == f"mailto:{interview.application.candidate.email}"


def test_the_employers_own_invitation_is_left_alone(firm: Firm, catcher: Catcher) -> None:
    interview = firm.interview(starts_in=2 * DAY)
    for name, value in actions.calendar_values(CalendarKey("theirs@acme.example")).items():
        setattr(interview, name, value)
    change(firm, interview, move)
    (mail,) = received(firm, catcher)
    assert {part.get_content_type() for part in mail.walk()} == {"multipart/alternative", "text/plain", "text/html"}
