"""`portal account`: what it prints, what it exits with, and that nothing is done where the answer is no."""

import pytest
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.cli.main import main
from portal.core import tenancy
from portal.messaging.models import OutgoingMessage
from tests.accounts.authenticator import set_up
from tests.factories.firm import Firm

pytestmark = pytest.mark.usefixtures("own_servers")


class Line:
    """The command line, at one agency."""

    def __init__(self, firm: Firm, capsys: pytest.CaptureFixture[str]) -> None:
        self.firm, self.capsys = firm, capsys

    def __call__(self, verb: str, *arguments: str) -> tuple[object, str, str]:
        self.firm.commit()
        with pytest.raises(SystemExit) as ended:
            main(["account", verb, "--agency", self.firm.agency.host, *arguments])
        tenancy.enter(self.firm.session, self.firm.id)
        self.firm.session.expire_all()
        captured = self.capsys.readouterr()
        return ended.value.code, captured.out, captured.err


@pytest.fixture
def line(firm: Firm, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(firm, capsys)


def invite(line: Line, **change: str) -> tuple[object, str, str]:
    options = {"email": "wes@x.example", "name": "Wes Okafor", "role": "recruiter", "office": "elsewhere"} | change
    return line("create", *(part for name, value in options.items() for part in (f"--{name}", value)))


def test_a_colleague_is_invited_and_listed(firm: Firm, line: Line) -> None:
    assert invite(line) == (0, "wes@x.example\trecruiter\tinvited\n", "")
    made = firm.session.scalars(select(Account).where(Account.email_key == "wes@x.example")).one()
    assert (made.name, made.password_hash, made.office.name) == ("Wes Okafor", None, "Elsewhere")
    assert firm.session.scalars(select(OutgoingMessage.kind)).all() == ["invitation"]
    code, out, _ = line("list")
    rows = [row.split("\t") for row in out.splitlines()]
    assert code == 0
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert ["wes@x.example", "Wes Okafor", "recruiter", "Elsewhere", "invited", "-"] in rows
    assert len(rows) == 5


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ({"email": "known"}, 1, "already here"),
        ({"email": "wes@@x"}, 2, "--email"),
        ({"name": " "}, 2, "--name"),
        ({"name": "wes@x.example"}, 2, "--name"),
        ({"role": "candidate"}, 2, "--role"),
        ({"office": "Mars"}, 2, "--office: there is no office called Mars"),
    ],
)
def test_what_cannot_be_invited_is_said_and_makes_nothing(
    firm: Firm, line: Line, change: dict[str, str], code: int, named: str
) -> None:
    change = {name: firm.viewer.email if value == "known" else value for name, value in change.items()}
    ended, out, err = invite(line, **change)
    assert (ended, out) == (code, "")
    assert named in err
    assert firm.session.scalars(select(OutgoingMessage.kind)).all() == []


@pytest.mark.parametrize("verb", ["deactivate", "hand-over"])
def test_work_goes_to_a_colleague(firm: Firm, line: Line, verb: str) -> None:
    candidate = firm.candidate("Ann Lee")
    leaving = [firm.recruiter.email] if verb == "deactivate" else ["--from", firm.recruiter.email]
    counts = f"candidates=1 requests=0 approvals=0 cards=0 to={firm.owner.email}\n"
    assert line(verb, *leaving, "--to", firm.owner.email.upper()) == (0, counts, "")
    assert candidate.recruiter_id == firm.owner.id
    assert (firm.recruiter.deactivated_at is not None) == (verb == "deactivate")
    assert firm.session.scalars(select(OutgoingMessage.kind)).all() == ["hand-over"]


def test_the_answer_is_no(firm: Firm, line: Line) -> None:
    firm.stranger.deactivated_at = firm.now()
    owner, recruiter = firm.owner.email, firm.recruiter.email
    assert line("deactivate", owner, "--to", recruiter)[0] == 1, "the last owner"
    for to in (firm.stranger.email, firm.viewer.email, recruiter):
        assert line("deactivate", recruiter, "--to", to)[:2] == (1, "")
        assert line("hand-over", "--from", recruiter, "--to", to)[:2] == (1, "")
    assert firm.recruiter.deactivated_at is None


def test_who_or_what_is_unknown_is_bad_input(firm: Firm, line: Line) -> None:
    assert line("deactivate", "nobody@x.example", "--to", firm.owner.email)[0] == 2
    assert line("hand-over", "--from", firm.candidate().email, "--to", firm.owner.email)[0] == 2
    code, _, err = line("list", "--agency", "nowhere.example")
    assert code == 2
    assert "no agency uses the host nowhere.example" in err


def test_a_lost_second_factor_is_reset_and_owners_are_told(firm: Firm, line: Line) -> None:
    set_up(firm, firm.owner)
    assert line("reset-factor", firm.owner.email) == (0, f"{firm.owner.email}\treset\n", "")
    assert not accounts.has_second_factor(firm.session, firm.owner.id)
    told = firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == "two-step")).all()
    assert [row.payload["change"] for row in told] == ["on", "reset"]
    code, out, err = line("reset-factor", firm.owner.email)
    assert (code, out) == (1, "") and "doesn’t use two-step sign-in" in err
    assert line("reset-factor", "nobody@x.example")[0] == 2
