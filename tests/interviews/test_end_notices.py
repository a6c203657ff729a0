"""The email about how an application ended: once, later, true when it is sent, and not about one's own record."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.accounts.rules import CANDIDATE
from portal.applications.models import Application
from portal.core.command import Actor
from portal.interviews import end_notices, outcomes
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm
from tests.messaging.catching import Catcher

HELD = -timedelta(days=2)


def ended(firm: Firm, kind: str, by: Actor | None = None) -> Application:
    """An application with an interview that took place ended, as someone recorded it."""
    interview = firm.interview(starts_in=HELD, people=("Dana Ruiz <dana@acme.example>",))
    application, command = interview.application, firm.command(by=by)
    if kind in ("offer", "refusal", "answer"):
        outcomes.record_response(command, application, kind, None, ahead=None, at=firm.now())
    elif kind == "placed":
        outcomes.record_placement(command, application, ending=(), ahead=None)
    else:
        outcomes.close_application(command, application, kind, ahead=None)
    firm.commit()
    return application


def sent(firm: Firm, catcher: Catcher, application: Application) -> list[str]:
    """The subjects of the emails about ends, once their time has come."""
    firm.session.execute(
        update(OutgoingMessage)
        .where(OutgoingMessage.kind == end_notices.KIND)
        .values(due_at=firm.now() - timedelta(seconds=1))
    )
    firm.commit()
    while sending.send_now(firm.session, firm.now()):
        continue
    mails = catcher.to(application.candidate.email)
    return [mail["Subject"] for mail in mails if mail["X-Portal-Kind"] == end_notices.KIND]


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("offer", ["{employer} made you an offer"]),
        ("refusal", ["News from {employer}"]),
        ("no_answer", ["No answer from {employer}: what’s next"]),
        ("withdrawn", ["Withdrawn: your application with {employer}"]),
        ("placed", ["Congratulations on the job at {employer}"]),
        ("answer", []),
    ],
)
def test_each_ending_that_staff_record_has_its_own_email(
    firm: Firm, catcher: Catcher, kind: str, subject: list[str]
) -> None:
    application = ended(firm, kind)
    expected = [one.format(employer=application.employer.name) for one in subject]
    assert sent(firm, catcher, application) == expected


def test_an_ending_that_was_undone_is_not_told(firm: Firm, catcher: Catcher) -> None:
    application = ended(firm, "refusal")
    firm.session.refresh(application)
    outcomes.undo_ending(firm.command(), application, application.answers[0])
    assert sent(firm, catcher, application) == []


def test_what_the_candidate_recorded_is_not_told(firm: Firm) -> None:
    candidate = firm.candidate()
    account = firm.account_of(candidate)
    application = ended(firm, "withdrawn", Actor("account", account.id, CANDIDATE))
    mails = select(OutgoingMessage).where(OutgoingMessage.about_id == application.id)
    assert [mail for mail in firm.session.scalars(mails) if mail.kind == end_notices.KIND] == []


def test_it_waits_while_the_ending_can_be_undone(firm: Firm) -> None:
    ended(firm, "offer")
    mail = firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == end_notices.KIND)).one()
    assert mail.due_at - firm.now() > timedelta(minutes=9)
