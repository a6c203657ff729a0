"""Of a note that nobody looks at the office is told: once, all in one mail, in working hours."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from portal.accounts import actions as accounts
from portal.agencies import queries as agencies
from portal.alerts import unreviewed_notes
from portal.approvals import actions
from portal.approvals.models import Approval
from portal.core import transaction
from portal.core.command import Actor
from portal.core.errors import ActionRefused
from portal.jobs.work import WORK
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from portal.notes import actions as notes
from tests.factories.firm import Firm
from tests.factories.working_days import working_day
from tests.fixtures.services import set_mail_clock
from tests.messaging.catching import Catcher

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TEN = time(10)
BODY = "Dear Dana,\n\nThank you for showing me the plant. The press shop is what I would like to work on.\n\n"


class Morning:
    """At ten on a working day candidates of Rita's hand in their notes; Stan is of her office, too."""

    def __init__(self, firm: Firm, catcher: Catcher) -> None:
        self.firm, self.catcher = firm, catcher
        firm.stranger.office_id = firm.recruiter.office_id
        firm.owner.office_id = None
        agencies.profile(firm.session).note_sending = "approval"
        self.ten = self.now = working_day(firm.now() + timedelta(days=1), TEN)
        set_mail_clock(firm.app, lambda _session: self.now)

    def handed_in(self, name: str = "Ann Lee", when: datetime | None = None) -> Approval:
        firm, now = self.firm, when or self.ten
        candidate = firm.candidate(name)
        people = ("Dana Ruiz <dana@acme.example>",)
        interview = firm.interview(firm.application(candidate), starts_in=-2 * HOUR, people=people)
        firm.debriefed(interview)
        own = Actor("account", firm.account_of(candidate).id, "candidate")
        note = notes.begin(firm.command(by=own), interview.people[0], "thank", {})
        notes.save(firm.command(by=own), note, "Thank you", BODY + name)
        row = actions.send_or_submit(firm.command(by=own, now=now), note, None)
        assert isinstance(row, Approval)
        return row

    def told(self, now: datetime) -> list[str]:
        """Whom the outbox holds mails for after the tick of that moment."""
        self.now = now
        WORK["approvals"].batch(self.firm.session, now)
        transaction.commit(self.firm.session, now)
        query = (
            select(OutgoingMessage.to_name)
            .where(OutgoingMessage.kind == unreviewed_notes.KIND)
            .order_by(OutgoingMessage.to_name)
        )
        return list(self.firm.session.scalars(query))

    def arrived(self) -> list[str]:
        sending.send(self.firm.session, "due", sending.transport())
        return [mail["Subject"] for _, mail in self.catcher.mails if mail["X-Portal-Kind"] == unreviewed_notes.KIND]


@pytest.fixture
def morning(firm: Firm, catcher: Catcher) -> Morning:
    return Morning(firm, catcher)


def still_waiting(row: Approval, writer: str) -> str:
    """The subject of an email about this note, the first of several."""
    employer = row.note.interview.application.employer.name
    return f"Still waiting for review: {writer}’s note to Dana Ruiz at {employer}"


def test_at_half_of_the_target_the_office_is_told_once_of_all_of_them_by_one_mail(morning: Morning) -> None:
    firm, rows = morning.firm, [morning.handed_in("Ann Lee"), morning.handed_in("Bea Ray")]
    assert morning.told(morning.ten + HOUR - MINUTE) == []
    assert morning.told(morning.ten + HOUR) == ["Stan Stranger"]
    late = morning.handed_in("Cal Orr", morning.ten + MINUTE)
    assert morning.told(morning.ten + HOUR + MINUTE) == ["Stan Stranger"]
    assert morning.arrived() == [f"{still_waiting(rows[0], 'Ann Lee')} (and 2 more)"]
    body = morning.catcher.to(firm.stranger.email)[0].get_body(("plain",))
    assert body is not None
    text = str(body.get_content())
    assert "  Due by" in text and "  Rita hasn’t gotten to it yet" in text
    assert all(f"/approvals/{row.id}" in text for row in (*rows, late))
    assert morning.told(morning.ten + 3 * HOUR) == ["Stan Stranger"]


def test_what_somebody_looks_at_is_told_of_only_past_its_target(morning: Morning) -> None:
    row = morning.handed_in()
    actions.claim_review(morning.firm.command(now=morning.ten), row)
    assert morning.told(morning.ten + HOUR) == []
    assert morning.told(morning.ten + 2 * HOUR) == ["Stan Stranger"]
    assert morning.arrived() == [still_waiting(row, "Ann Lee")]


def test_what_is_let_go_again_is_told_of_by_half_of_its_target(morning: Morning) -> None:
    row, firm = morning.handed_in(), morning.firm
    actions.claim_review(firm.command(now=morning.ten), row)
    with pytest.raises(ActionRefused, match="already reviewing it"):
        actions.claim_review(firm.command(by=Actor("account", firm.stranger.id, "recruiter"), now=morning.ten), row)
    actions.release_review(firm.command(now=morning.ten), row)
    assert morning.told(morning.ten + HOUR) == ["Stan Stranger"]


def test_who_leaves_looks_at_none_any_more(morning: Morning) -> None:
    row, firm = morning.handed_in(), morning.firm
    actions.claim_review(firm.command(now=morning.ten), row)
    accounts.deactivate(firm.command(by=Actor("account", firm.owner.id, "owner"), now=morning.ten), firm.recruiter)
    assert row.claimed_by_id is None
    assert morning.told(morning.ten + HOUR) == ["Stan Stranger"]


@pytest.mark.parametrize("how", ["taken", "approved", "given back"])
def test_what_is_looked_at_meanwhile_is_not_sent(morning: Morning, how: str) -> None:
    row, firm, now = morning.handed_in(), morning.firm, morning.ten + HOUR
    assert morning.told(now) != []
    if how == "taken":
        actions.claim_review(firm.command(now=now), row)
    elif how == "approved":
        actions.approve(firm.command(now=now), row)
    else:
        actions.return_to_writer(firm.command(now=now), row, row.subject, row.body, "Warmer")
    transaction.commit(firm.session, now)
    assert (row.escalate_at, morning.arrived()) == (None, [])


def test_in_the_evening_it_waits_for_the_next_morning(morning: Morning) -> None:
    morning.handed_in(when=morning.ten + 6.5 * HOUR)
    assert morning.told(morning.ten + 7.5 * HOUR) == []
    assert morning.told(morning.ten + 24 * 6 * HOUR) == ["Stan Stranger"]


def test_what_is_stopped_after_approving_is_told_of_once_more_where_nobody_was(morning: Morning) -> None:
    row, firm = morning.handed_in(), morning.firm
    was = row.escalate_at
    actions.approve(firm.command(now=morning.ten), row)
    firm.commit()
    actions.recall(firm.command(now=morning.ten), row.note)
    assert was is not None
    assert row.escalate_at == was
