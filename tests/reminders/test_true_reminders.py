"""A reminder names a time that has passed only where the task could have been done before it."""

from dataclasses import replace

import pytest

from portal.applications.rules import Pace
from portal.contacts.details import ContactDetails
from portal.core import transaction
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.followups.rules.reason import Reason
from portal.interviews.email_details import InterviewDetails
from portal.messaging.kinds import Content
from portal.reminders.content import ReminderContent, StepContent, write
from portal.reminders.rules import CandidateSituation, ReminderStep, plan_reminder
from tests.reminders.conftest import Days
from tests.reminders.test_rules import FOLLOW_UP, GIVEN_UP, HR, at, candidate


def text_of(days: Days) -> str:
    days.send()
    body = days.catcher.to(days.person.email)[-1].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_the_first_reminder_of_a_debrief_says_nothing_of_a_time_gone_by(days: Days) -> None:
    days.at(11.75).decide()
    text = text_of(days)
    assert "Share how the" in text
    assert "Planned for" not in text and "Due by" not in text


def test_a_second_reminder_says_what_the_task_was_planned_for(days: Days) -> None:
    days.at(11.75).decide()
    days.send()
    days.at(12, days=1).decide()
    assert "Planned for" in text_of(days)


@pytest.mark.parametrize(
    ("hours", "days_on", "says", "never"),
    [
        (11.75, 0, "Names and details are freshest", "still make"),
        (14, 2, "A few notes now still make the thank-yous easier", "freshest"),
    ],
)
def test_a_debrief_past_its_time_says_what_still_helps(
    days: Days, hours: float, days_on: int, says: str, never: str
) -> None:
    days.at(hours, days=days_on).decide()
    text = text_of(days)
    assert says in text and never not in text


def test_a_thank_you_past_its_time_says_what_still_helps(days: Days) -> None:
    days.at(11.5).decide()
    days.send()
    answers = PersonAnswers(days.interview.people[0].id, ContactDetails("Dana Ruiz"), met=True)
    told = DebriefAnswers((answers,), Pace())
    debriefs.finish(days.firm.command(now=days.now), days.interview, told)
    transaction.commit(days.firm.session, days.now)
    days.at(14, days=2).decide()
    text = text_of(days)
    assert "It’s still worth sending today." in text
    assert "within 24 hours" not in text


STEP = StepContent(
    kind="request_contact",
    person="Dana Ruiz",
    interview=InterviewDetails("Acme", at("05T10:00"), "America/New_York", None, None),
    hr={"name": "Hal", "phone": None, "email": None},
    reason=Reason("not_available"),
    due_at=at("06T16:00"),
    opens_at=at("05T12:00"),
    link="https://acme.example/t/1",
)
NEWS = "isn’t available. Your note may get there another way."


def written(situation: CandidateSituation, step: StepContent, task: ReminderStep) -> Content:
    facts = ReminderContent(
        "Harbor", "#123456", "en_US", "Ann", "America/New_York", None, "https://x.example", {task.key: step}
    )
    return write(facts, plan_reminder(situation), situation.now)


def test_asking_hr_is_no_news() -> None:
    mail = written(candidate("05T16:00", HR), replace(STEP, reason=Reason("ask_hr")), HR)
    for text in (mail.text or "", mail.html or ""):
        assert "isn’t in yet. You can ask for it yourself." in text and NEWS not in text
        assert "Could you share their email address?" in text
    mail = written(candidate("05T14:00", GIVEN_UP), STEP, GIVEN_UP)
    text = mail.text or ""
    assert NEWS in text and "Could you share" not in text


def test_a_snoozed_choice_of_another_way_is_not_a_search_again() -> None:
    snoozed = replace(GIVEN_UP, snoozed_until=at("06T09:00"))
    asked = frozenset({(snoozed.key, "other_way")})
    mail = written(candidate("06T09:00", snoozed, asked=asked), STEP, snoozed)
    assert mail.subject == "Reach Dana Ruiz at Acme another way"
    text = mail.text or ""
    assert "Could you share" not in text and "Get contact info" not in text


def test_a_date_in_a_reason_is_written_as_a_date() -> None:
    step = replace(STEP, kind="follow_up", person=None, hr=None, reason=Reason("decision", {"on": "2026-03-11"}))
    mail = written(candidate("12T09:00", FOLLOW_UP), step, FOLLOW_UP)
    assert "after Wednesday, March 11, when they said" in (mail.text or "") and "2026-03-11" not in (mail.html or "")
