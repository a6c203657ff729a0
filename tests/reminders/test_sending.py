"""From a step that opens to the mail that asks for it: decided once more, under lock, at the moment of sending."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.applications import actions as applications
from portal.applications.rules import Pace
from portal.candidates import actions as candidates
from portal.contacts.details import ContactDetails
from portal.core import transaction
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.reminders.models import ReminderItem
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse
from tests.reminders.conftest import HOUR, Days


def stopped(kind: str) -> Callable[[Days], object]:
    return lambda days: candidates.suppress_reminders(days.firm.command(now=days.now), days.person, kind)


def closed(days: Days) -> None:
    applications.close(days.firm.command(now=days.now), days.interview.application, "withdrawn")


def debriefed(days: Days) -> None:
    told = tuple(PersonAnswers(row.id, ContactDetails(row.contact.name), met=True) for row in days.interview.people)
    debriefs.finish(days.firm.command(now=days.now), days.interview, DebriefAnswers(told, Pace()))


def deactivated(days: Days) -> None:
    days.firm.account_of(days.person).deactivated_at = days.now


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (stopped("paused"), "paused"),
        (stopped("unsubscribed"), "unsubscribed"),
        (closed, "nothing_left"),
        (debriefed, "nothing_left"),
        (deactivated, "deactivated"),
    ],
)
def test_what_has_lost_its_reason_by_the_moment_of_sending_is_not_sent(
    days: Days, happens: Callable[[Days], object], reason: str
) -> None:
    days.at(11.5).decide()
    assert days.fates() == [("queued", None)]
    happens(days)
    days.at(11.6)
    transaction.commit(days.firm.session, days.now)
    days.send()
    assert days.fates() == [("dropped", reason)]
    assert days.catcher.mails == []


@pytest.mark.parametrize("leaves", [False, True])
def test_a_reply_reaches_an_owner_where_no_recruiter_would_read_it(days: Days, *, leaves: bool) -> None:
    if leaves:
        days.firm.recruiter.deactivated_at = days.now
    else:
        days.person.recruiter_id = None
    days.at(11.5).decide()
    days.send()
    ((_, mail),) = days.catcher.mails
    assert mail["Reply-To"].addresses[0].addr_spec == days.firm.owner.email


def test_the_mail_asks_and_says_who_it_is_from_and_how_to_end_it(days: Days) -> None:
    days.at(11.5).decide()
    days.send()
    assert days.fates() == [("sent", None)]
    ((to, mail),) = days.catcher.mails
    assert to == days.person.email
    assert mail["X-Portal-Kind"] == "debrief"
    assert mail["From"].addresses[0].display_name == "McGrath Systems"
    assert mail["Reply-To"].addresses[0].addr_spec == days.firm.recruiter.email
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    days.at(12).decide()
    days.send()
    assert len(days.catcher.mails) == 1


def test_one_click_ends_the_mails_and_a_look_at_the_page_does_not(days: Days, browse: Browse) -> None:
    days.at(11.5).decide()
    days.send()
    ((_, mail),) = days.catcher.mails
    path = urlsplit(mail["List-Unsubscribe"].strip("<>")).path
    nobody = browse.nobody()
    assert nobody.get(path).status_code == 200
    days.interview = days.met(12)
    days.at(13.5).decide()
    days.send()
    assert len(days.catcher.mails) == 2
    answer = days.firm.app.test_client(use_cookies=False).post(
        path, base_url=days.firm.url, data={"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    days.firm.session.expire_all()
    days.interview = days.met(14)
    days.at(15.5).decide()
    days.send()
    assert len(days.catcher.mails) == 2


def test_what_was_decided_before_eight_in_the_evening_waits_until_eight_in_the_morning(days: Days) -> None:
    days.at(19.9).decide()
    days.at(20.1).send()
    assert days.fates() == [("queued", None)]
    (mail,) = days.mails()
    assert (mail.due_at, mail.attempts) == (days.morning + 32 * HOUR, 0)
    days.at(7.9, days=1).send()
    assert days.catcher.mails == []
    days.at(8, days=1).send()
    assert len(days.catcher.mails) == 1


def test_what_waits_in_two_mails_goes_out_as_one(days: Days) -> None:
    days.at(11.5).decide()
    other = days.met(11)
    days.interview, first = other, days.interview
    days.at(12.5).decide()
    assert [state for state, _ in days.fates()] == ["queued", "queued"]
    days.send()
    assert sorted(days.fates(), key=str) == [("dropped", "nothing_left"), ("sent", None)]
    ((_, mail),) = days.catcher.mails
    body = mail.get_body(("plain",))
    assert body is not None
    for interview in (first, other):
        assert interview.application.employer.name in body.get_content()


def test_a_step_is_asked_for_when_it_opens_and_late_once_more_and_never_again(days: Days) -> None:
    for day in range(8):
        for hour in (8.5, 11.5, 12.5, 16.5, 19.5):
            days.at(hour, days=day).decide()
            days.send()
    asks = list(
        days.firm.session.scalars(
            select(ReminderItem).where(ReminderItem.kind == "debrief", ReminderItem.dropped_at.is_(None))
        )
    )
    assert sorted(ask.reason for ask in asks) == ["last_call", "late", "opened"]
    local = [mail.handed_over_at.astimezone(ZoneInfo(ZONE)) for mail in days.mails() if mail.handed_over_at]
    assert all(8 <= moment.hour < 20 for moment in local)
    assert len(days.catcher.mails) == len(local) <= 8


def texts(days: Days) -> list[str]:
    """Both parts of each mail that went out, the first mail first."""
    parts = [[mail.get_body((kind,)) for kind in ("plain", "html")] for _, mail in days.catcher.mails]
    return [" ".join(part.get_content() for part in both if part is not None) for both in parts]


def test_a_first_mail_calls_nothing_late_and_a_second_says_when_it_was_planned(days: Days) -> None:
    days.at(11.5).decide()
    days.send()
    other = days.met(11)
    days.at(12, days=3).decide()
    days.interview = other
    days.decide()
    days.send()
    first, second = texts(days)
    assert "Planned for" not in first
    assert second.count("Planned for") == 2  # once in each part, for what the first mail asked for


def test_a_mail_of_no_use_any_more_lapses(days: Days) -> None:
    days.at(11.5).decide()
    (mail,) = days.mails()
    assert mail.not_after is not None
    days.now = mail.not_after.astimezone(ZoneInfo(ZONE))
    days.send()
    assert days.fates() == [("lapsed", "not_in_time")]
    assert days.catcher.mails == []


def test_what_stays_late_is_then_the_recruiters_to_see(firm: Firm, browse: Browse) -> None:
    late, early = firm.candidate("Ann Late"), firm.candidate("Bea Early")
    for person, starts_in in ((late, timedelta(days=-3)), (early, timedelta(hours=-2))):
        firm.draft(person)
        firm.interview(firm.application(person), starts_in=starts_in, people=("Dana Ruiz",))
    section = browse(firm.recruiter).get("/today").text.partition('id="late"')[2].partition("</section>")[0]
    assert "Ann Late" in section
    assert "Bea Early" not in section


def test_the_mail_before_an_interview_names_whom_they_meet_and_whose_card_is_wanted(days: Days) -> None:
    days.met(14, "Eve Ng", "Mo Diaz <mo@acme.example>")
    days.at(12).decide()
    days.send()
    texts = [mail.get_body(("plain",)).get_content() for _, mail in days.catcher.mails]  # type: ignore[union-attr]
    says = "You’ll meet Eve Ng and Mo Diaz. Ask Eve Ng for a business card."
    assert any(says in " ".join(text.split()) for text in texts), texts
