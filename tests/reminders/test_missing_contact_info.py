"""The whole way of a missing address: asked for, told of, asked of HR, and one answer for all who wait."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from portal.alerts import unclaimed_requests
from portal.applications import actions as applications
from portal.applications.rules import Pace
from portal.candidates.models import Candidate
from portal.contacts.details import ContactDetails
from portal.contacts.models import ContactRequest
from portal.core import transaction
from portal.core.command import Actor, Command
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.followups.models import Step
from portal.interviews import actions as interviews
from portal.interviews import contact_info, hr_questions
from portal.interviews.models import Interview
from portal.messaging import sending
from portal.reminders import actions as reminders
from tests.factories.firm import Firm
from tests.factories.working_days import working_day
from tests.fixtures.services import set_mail_clock
from tests.messaging.catching import Catcher

HOUR = timedelta(hours=1)


class Day:
    """A working day of an agency, on which the tick comes whenever it is asked to."""

    def __init__(self, firm: Firm, catcher: Catcher) -> None:
        self.firm, self.catcher = firm, catcher
        self.midnight = self.now = working_day(firm.now() + timedelta(days=1), time(0))
        set_mail_clock(firm.app, lambda _session: self.now)

    def at(self, hour: float) -> datetime:
        self.now = self.midnight + HOUR * hour
        return self.now

    def tick(self, hour: float) -> list[tuple[str, str]]:
        """Everything due at that hour happens; to whom mails about addresses went, and their subjects."""
        session, now, before = self.firm.session, self.at(hour), len(self.catcher.mails)
        transaction.commit(session, now)
        for work in (
            reminders.replan_due_applications,
            unclaimed_requests.enqueue_due_alerts,
            reminders.enqueue_due_reminders,
        ):
            work(session, now)
            transaction.commit(session, now)
        for queue in ("now", "due"):
            sending.send(session, queue, sending.transport())
        kinds = ("contact-request", unclaimed_requests.KIND, "contact-ready", hr_questions.KIND)
        fresh = [(to, mail) for to, mail in self.catcher.mails[before:] if mail["X-Portal-Kind"] in kinds]
        return sorted((to.partition("@")[0].partition(".")[0], str(mail["Subject"])) for to, mail in fresh)

    def text_to(self, candidate: Candidate) -> str:
        body = self.catcher.to(candidate.email)[-1].get_body(("plain",))
        assert body is not None
        return str(body.get_content())


def met(day: Day, interview: Interview) -> None:
    told = tuple(PersonAnswers(row.id, ContactDetails(row.contact.name), met=True) for row in interview.people)
    debriefs.finish(day.firm.command(now=day.now), interview, DebriefAnswers(told, Pace()))


def test_a_missing_address_finds_its_way(firm: Firm, catcher: Catcher) -> None:
    day, session = Day(firm, catcher), firm.session
    ann, bob = firm.candidate("Ann Lee"), firm.candidate("Bob Moss")
    for candidate in (ann, bob):
        firm.draft(candidate)
    first = firm.interview(firm.application(ann), starts_in=day.at(8) - firm.now(), people=("Dana Ruiz",))
    employer, dana = first.application.employer, first.people[0].contact
    application = applications.create(Command(session, firm.by, firm.now()), bob.id, employer.id, "Designer", Pace())
    second = firm.interview(application, starts_in=day.at(8) - firm.now())
    interviews.add_contact(Command(session, firm.by, firm.now()), second, dana)
    session.refresh(second)
    for interview in (first, second):
        day.at(10)
        met(day, interview)
    assert day.tick(10.1) == []
    assert day.tick(10.4) == [("rita", f"Contact info needed: Dana Ruiz, {employer.name}")]
    assert day.tick(12.1) == [("olga", f"Contact info still needed: Dana Ruiz, {employer.name}")]
    row = session.scalars(select(ContactRequest)).one()
    hr_questions.email_hr(Command(session, firm.by, day.at(13)), row, "How can we reach her?", "Dear Hal, …")
    assert day.tick(13.1) == [("hr", "How can we reach her?")]
    ask_yourself = f"Ask {employer.name} for contact info for Dana Ruiz"
    assert day.tick(14.1) == [("ann", ask_yourself), ("bob", ask_yourself)]
    assert "+1 212 555 0100" in day.text_to(bob) and "You could say:" in day.text_to(bob)
    assert "isn’t in yet" in day.text_to(bob) and "isn’t available" not in day.text_to(bob)
    by = Actor("account", ann.account_id, "candidate")
    contact_info.fill_missing_details(
        Command(session, by, day.at(15)), dana, ContactDetails("Dana Ruiz", email="dana@acme.example")
    )
    came = f"Contact info came in: thank Dana Ruiz at {employer.name}"
    assert day.tick(15.1) == [("ann", came), ("bob", came)]
    session.expire_all()
    assert (row.outcome, row.answered_by_id) == ("answered", ann.account_id)
    assert set(session.scalars(select(Step.state).where(Step.kind == "thank"))) == {"open"}
