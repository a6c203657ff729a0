"""The email about how an application ended: once, later, true when it is sent, and not about one's own record."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from portal.accounts.rules import CANDIDATE
from portal.applications.models import Application
from portal.core.command import Actor
from portal.interviews import end_notices, outcomes
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm
from tests.fixtures.services import set_mail_clock
from tests.messaging.catching import Catcher

HELD, DAY = -timedelta(days=2), timedelta(days=1)


def ended(firm: Firm, kind: str, by: Actor | None = None, application: Application | None = None) -> Application:
    """An application with an interview that took place ended, as someone recorded it."""
    interview = firm.interview(application, starts_in=HELD, people=("Dana Ruiz <dana@acme.example>",))
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


def test_no_two_ends_of_applications_read_alike(firm: Firm, catcher: Catcher) -> None:
    """Also where one employer's jobs, and several employers', end in the same way in the same week."""
    candidate = firm.candidate()
    first = firm.application(candidate)
    for kind in ("offer", "refusal", "no_answer", "withdrawn"):
        for title in ("Welder", "Fitter"):
            application = Application(candidate_id=candidate.id, employer_id=first.employer_id, opening_title=title)
            firm.session.add(application)
            firm.session.flush()
            ended(firm, kind, application=application)
    ended(firm, "placed", application=first)
    assert len(sent(firm, catcher, first)) == 9
    beginnings = []
    for mail in catcher.to(candidate.email):
        body = mail.get_body(("plain",))
        assert body is not None
        beginnings.append((mail["Subject"], body.get_content().replace("\r\n", "\n").split("\n\n")[1]))
    assert len(set(beginnings)) == 9


def test_what_was_undone_and_recorded_again_is_told_once_in_a_week(firm: Firm, catcher: Catcher) -> None:
    application = ended(firm, "refusal")
    assert len(sent(firm, catcher, application)) == 1
    firm.session.refresh(application)
    outcomes.undo_ending(firm.command(), application, application.answers[0])
    outcomes.record_response(firm.command(), application, "refusal", None, ahead=None, at=firm.now())
    assert len(sent(firm, catcher, application)) == 1
    rows = select(OutgoingMessage.outcome).where(OutgoingMessage.kind == end_notices.KIND)
    assert set(firm.session.scalars(rows)) >= {"said_already"}


@pytest.mark.parametrize(("own", "opens"), [(None, time(8)), (time(9, 30), time(9, 30))])
def test_it_waits_for_the_candidates_morning(firm: Firm, catcher: Catcher, own: time | None, opens: time) -> None:
    application = ended(firm, "refusal")
    application.candidate.remind_from = own
    zone = ZoneInfo(application.candidate.time_zone)
    night = datetime.combine(firm.now().astimezone(zone).date(), time(22), zone).astimezone(UTC)
    firm.commit()
    set_mail_clock(firm.app, lambda _session: night)
    sending.send_now(firm.session, night)
    assert catcher.to(application.candidate.email) == []
    mail = firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == end_notices.KIND)).one()
    assert (mail.state, mail.due_at) == ("queued", datetime.combine(night.astimezone(zone) + DAY, opens, zone))


def test_staff_can_leave_it_out(firm: Firm) -> None:
    interview = firm.interview(starts_in=HELD)
    outcomes.close_application(firm.command(), interview.application, "no_answer", ahead=None, email_candidate=False)
    mails = select(OutgoingMessage).where(OutgoingMessage.kind == end_notices.KIND)
    assert firm.session.scalars(mails).all() == []


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
