"""`portal outbox`: what it prints, what it exits with, and that retrying queues an email once."""

import uuid

import pytest

from portal.accounts import actions as accounts
from portal.audit.models import AuditEvent
from portal.cli.main import main
from portal.core import tenancy
from portal.messaging import pausing
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm
from tests.messaging.conftest import Outbox

pytestmark = pytest.mark.usefixtures("own_servers")


class Line:
    """The command line, at one agency."""

    def __init__(self, firm: Firm, capsys: pytest.CaptureFixture[str]) -> None:
        self.firm, self.capsys = firm, capsys

    def run(self, *arguments: str) -> tuple[object, str, str]:
        self.firm.commit()
        with pytest.raises(SystemExit) as ended:
            main(["outbox", *arguments])
        tenancy.enter(self.firm.session, self.firm.id)
        self.firm.session.expire_all()
        captured = self.capsys.readouterr()
        return ended.value.code, captured.out, captured.err

    def __call__(self, verb: str, *arguments: str) -> tuple[object, str, str]:
        return self.run(verb, "--agency", self.firm.agency.host, *arguments)


@pytest.fixture
def line(firm: Firm, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(firm, capsys)


@pytest.fixture
def outbox(firm: Firm) -> Outbox:
    return Outbox(firm)


def failed(firm: Firm, outbox: Outbox) -> OutgoingMessage:
    mail = outbox.put("ann@old.example", name="Ann\tLee")
    firm.commit()
    row = outbox.row(mail)
    row.state, row.outcome, row.attempts, row.finished_at = "failed", "550 5.1.1 no\nsuch user", 1, firm.now()
    firm.commit()
    return row


def test_emails_are_listed_by_state_and_kind(firm: Firm, outbox: Outbox, line: Line) -> None:
    row, _waiting = failed(firm, outbox), outbox.put("wes@x.example")
    code, out, err = line("list", "--state", "failed")
    assert (code, err) == (0, "")
    [cells] = [one.split("\t") for one in out.splitlines()]
    assert cells[:3] == [str(row.id), "failed", "test"]
    assert cells[4:] == ["1", "ann@old.example", "550 5.1.1 no such user"]
    assert len(line("list")[1].splitlines()) == 2
    assert line("list", "--kind", "reminder") == (0, "", "")
    assert len(line("list", "--limit", "1")[1].splitlines()) == 1


def test_an_email_is_shown_a_line_for_each_value(firm: Firm, outbox: Outbox, line: Line) -> None:
    row = failed(firm, outbox)
    code, out, _ = line("show", str(row.id))
    shown = dict(one.split("\t") for one in out.splitlines())
    assert code == 0
    assert (shown["to_name"], shown["outcome"], shown["not_after"]) == ("Ann Lee", "550 5.1.1 no such user", "-")


def test_retrying_queues_the_email_once_to_the_address_of_today(firm: Firm, line: Line) -> None:
    candidate = firm.candidate("Ann Lee")
    accounts.invite(firm.command(), firm.account_of(candidate))
    row = firm.session.query(OutgoingMessage).one()
    row.state, row.to_email = "failed", "ann@old.example"
    assert line("retry", str(row.id)) == (0, f"{row.id}\tqueued\n", "")
    assert (row.state, row.to_email) == ("queued", candidate.email)
    [event] = firm.session.query(AuditEvent).filter(AuditEvent.action == "message.resend")
    assert event.actor_kind == "operator"
    code, out, err = line("retry", str(row.id))
    assert (code, out) == (1, "")
    assert "doesn’t need to be sent again" in err


def test_a_note_is_not_retried_here(firm: Firm, outbox: Outbox, line: Line) -> None:
    row = failed(firm, outbox)
    row.kind = "note"
    code, out, err = line("retry", str(row.id))
    assert (code, out) == (1, "")
    assert "on its page" in err
    assert row.state == "failed"


@pytest.mark.parametrize("verb", ["show", "retry"])
def test_another_agencys_email_is_not_there(line: Line, verb: str) -> None:
    code, out, err = line(verb, str(uuid.uuid4()))
    assert (code, out) == (2, "")
    assert "has no email" in err
    assert line(verb, "not-an-id")[0] == 2


def test_sending_is_paused_with_a_reason_and_released(firm: Firm, line: Line) -> None:
    assert line.run("pause", "--reason", " ")[0] == 2
    assert line.run("pause", "--reason", "a restore") == (0, "paused\n", "")
    pause = pausing.paused(firm.session)
    assert pause is not None and pause.reason == "a restore"
    assert line.run("pause", "--reason", "again")[0] == 1
    assert line.run("release") == (0, "released\n", "")
    assert pausing.paused(firm.session) is None
    assert line.run("release")[0] == 1
