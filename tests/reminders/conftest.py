"""A candidate whose days pass, and the mails they get."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.candidates.models import Candidate
from portal.core import transaction
from portal.interviews.models import Interview
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from portal.reminders import actions as reminders
from tests.factories.firm import ZONE, Firm
from tests.fixtures.services import set_mail_clock
from tests.messaging.catching import Catcher

HOUR = timedelta(hours=1)


@dataclass
class Days:
    """A candidate with a draft, met somebody from ten to eleven tomorrow, and the mails they get at moments then."""

    firm: Firm
    catcher: Catcher
    person: Candidate
    interview: Interview
    morning: datetime
    now: datetime

    def at(self, hours: float, *, days: int = 0) -> "Days":
        """It is so many hours past midnight, so many days after the interview, where the candidate lives."""
        self.now = self.morning + timedelta(days=days, hours=hours)
        return self

    def decide(self) -> None:
        """What is wanted now waits in the outbox."""
        reminders.replan(self.firm.session, {self.interview.application_id}, self.now)
        reminders.enqueue_due_reminders(self.firm.session, self.now)
        transaction.commit(self.firm.session, self.now)

    def send(self) -> None:
        sending.send(self.firm.session, "due", sending.transport())

    def mails(self) -> list[OutgoingMessage]:
        query = select(OutgoingMessage).where(
            OutgoingMessage.about_id == self.person.id, OutgoingMessage.queue == "due"
        )
        return list(self.firm.session.scalars(query.order_by(OutgoingMessage.created_at, OutgoingMessage.id)))

    def fates(self) -> list[tuple[str, str | None]]:
        self.firm.session.expire_all()
        return [(mail.state, mail.outcome) for mail in self.mails()]

    def met(self, hour: float, *people: str) -> Interview:
        """Another interview of the same candidate, of an hour, elsewhere."""
        starts = self.morning + timedelta(hours=hour)
        return self.firm.interview(
            self.firm.application(self.person), starts_in=starts - self.firm.now(), people=people or ("Eve Ng",)
        )


@pytest.fixture
def days(firm: Firm, catcher: Catcher) -> Days:
    person = firm.candidate()
    firm.draft(person)
    tomorrow = firm.now().astimezone(ZoneInfo(ZONE)).replace(hour=0, minute=0, second=0, microsecond=0)
    morning = tomorrow + timedelta(days=1)
    starts_in = morning + 10 * HOUR - firm.now()
    interview = firm.interview(firm.application(person), starts_in=starts_in, people=("Dana Ruiz <dana@acme.example>",))
    made = Days(firm, catcher, person, interview, morning, morning)
    set_mail_clock(firm.app, lambda _session: made.now)
    firm.commit()
    return made


def other(days: Days, name: str = "Bea Ray") -> Days:
    """Another candidate of the same agency, just out of an interview, too."""
    person = days.firm.candidate(name)
    days.firm.draft(person)
    found = replace(days, person=person)
    found.interview = found.met(10)
    return found


def all_due(*everybody: Days) -> None:
    for days in everybody:
        days.at(11.5).decide()
