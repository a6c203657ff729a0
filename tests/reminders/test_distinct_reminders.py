"""No two reminders to one candidate in a week begin the same way: not in what can be asked, nor in 14 days of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from environment.sample_reminders import sample_reminders
from portal.applications.models import Application
from portal.applications.rules import Pace
from portal.candidates.models import Candidate
from portal.contacts.details import ContactDetails
from portal.contacts.models import ContactRequest
from portal.contacts.rules import NOT_GIVEN_OUT
from portal.core import transaction
from portal.core.command import Command
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.followups.models import Step
from portal.followups.rules.quiet_hours import QuietHours
from portal.followups.rules.snooze_options import snooze_options
from portal.followups.snooze import snooze_step
from portal.interviews import actions as interviews
from portal.interviews import contact_info
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from portal.reminders import actions as reminders
from portal.reminders.models import Reminder, ReminderItem
from tests.factories.firm import ZONE, Firm
from tests.fixtures.services import set_mail_clock
from tests.messaging.catching import Catcher

DAYS, HOURS, WEEK = 14, range(8, 20, 3), timedelta(days=7)
Beginning = tuple[str, str]


def beginning(subject: str, text: str) -> Beginning:
    """The subject and the first line, which follows the greeting."""
    return subject, text.replace("\r\n", "\n").split("\n\n")[1]


def test_no_two_reasons_to_ask_for_a_task_begin_the_same_way() -> None:
    found = [beginning(content.subject, content.text) for _, content in sample_reminders("en_US")]
    assert len(found) == len(set(found)) > 20


@dataclass
class History:
    """A candidate with rounds at two employers, where the same people interview, and what they do by chance."""

    firm: Firm
    catcher: Catcher
    chance: Random
    person: Candidate
    midnight: datetime
    now: datetime
    sent: list[tuple[datetime, Beginning]] = field(default_factory=list)

    def arrange(self) -> None:
        for _ in range(2):
            application = self.firm.application(self.person, Pace(hires_right_away=True))
            for day in sorted(self.chance.sample(range(1, 6), 2)):
                starts = self.midnight + timedelta(days=day, hours=self.chance.randrange(9, 17))
                people = ("Dana Ruiz", "Kim Stone <kim@acme.example>")[: self.chance.randint(1, 2)]
                self.firm.interview(application, starts_in=starts - self.firm.now(), people=people)
        self.firm.commit()

    def live(self) -> None:
        """Fourteen days go by: every few hours of the day, what is due happens, and the candidate may do something."""
        for day in range(DAYS):
            for hour in HOURS:
                self.now = self.midnight + timedelta(days=day, hours=hour, minutes=self.chance.randrange(60))
                self.tick()
                for step in self.open_steps():
                    if self.chance.random() < 0.3:
                        self.act(step)
                transaction.commit(self.firm.session, self.now)

    def tick(self) -> None:
        session, before = self.firm.session, len(self.catcher.mails)
        for work in (reminders.replan_due_applications, reminders.enqueue_due_reminders):
            work(session, self.now)
            transaction.commit(session, self.now)
        sending.send(session, "due", sending.transport())
        for to, mail in self.catcher.mails[before:]:
            body = mail.get_body(("plain",))
            if to == self.person.email and body is not None:
                self.sent.append((self.now, beginning(str(mail["Subject"]), body.get_content())))

    def open_steps(self) -> list[Step]:
        query = select(Step).join(Step.application).where(Step.state == "open")
        return list(self.firm.session.scalars(query.where(Application.candidate_id == self.person.id)))

    def act(self, step: Step) -> None:
        """The step is snoozed or done; or somebody finds contact info, or that there is none."""
        session = self.firm.session
        command = Command(session, self.firm.by, self.now)
        if step.kind == "request_contact":
            row = session.scalar(select(ContactRequest).where(ContactRequest.contact_id == step.person.contact_id))
            if row is not None and row.closed_at is None and self.chance.random() < 0.5:
                contact_info.mark_not_available(command, row, NOT_GIVEN_OUT)
            else:
                known = ContactDetails(step.person.contact.name, email="dana@acme.example")
                contact_info.provide_details(command, step.person.contact, known)
        elif self.chance.random() < 0.5:
            options = snooze_options(self.now, ZoneInfo(ZONE), QuietHours(), step.missed_from)
            if options:
                snooze_step(command, step, self.chance.choice(options).code)
        elif step.kind == "debrief":
            met = [PersonAnswers(row.id, ContactDetails(row.contact.name), met=True) for row in step.interview.people]
            debriefs.finish(command, step.interview, DebriefAnswers(tuple(met), Pace()))
        elif step.kind in ("thank", "follow_up", "collect_contacts"):
            interviews.complete_step(command, step.interview, step.kind, means="told", at=self.now, person=step.person)

    def asked(self) -> set[tuple[str, str]]:
        """What went out: kinds of steps, and why."""
        query = select(ReminderItem.kind, ReminderItem.reason).where(ReminderItem.dropped_at.is_(None))
        rows = self.firm.session.execute(
            query.join(Reminder, Reminder.id == ReminderItem.reminder_id)
            .join(OutgoingMessage, OutgoingMessage.id == Reminder.message_id)
            .where(OutgoingMessage.state == "sent")
        )
        return {(kind, reason.partition(" ")[0]) for kind, reason in rows}


def same_beginnings(sent: list[tuple[datetime, Beginning]]) -> Iterator[Beginning]:
    """Yield what two emails within a week begin with."""
    for (first, one), (second, other) in combinations(sent, 2):
        if one == other and second - first < WEEK:
            yield one


@pytest.mark.parametrize("seed", [1, 2])
def test_no_two_reminders_within_a_week_begin_the_same_way(firm: Firm, catcher: Catcher, seed: int) -> None:
    midnight = firm.now().astimezone(ZoneInfo(ZONE)).replace(hour=0, minute=0, second=0, microsecond=0)
    history = History(firm, catcher, Random(seed), firm.candidate(), midnight + timedelta(days=1), midnight)
    set_mail_clock(firm.app, lambda _session: history.now)
    history.arrange()
    history.live()
    assert list(same_beginnings(history.sent)) == []
    assert len(history.sent) > 10 and len(history.asked()) > 6, history.asked()


def test_two_equal_beginnings_within_a_week_are_found() -> None:
    start, same = datetime(2026, 12, 1), ("Thank Dana Ruiz", "It’s time.")  # noqa: DTZ001 - only a distance counts
    assert list(same_beginnings([(start, same), (start + timedelta(days=6), same)])) == [same]
    assert list(same_beginnings([(start, same), (start + WEEK, same)])) == []
