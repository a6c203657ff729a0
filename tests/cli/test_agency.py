"""`portal agency`: what each command prints, what it exits with, and that nothing is done where the answer is no."""

import uuid
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.accounts import actions as accounts
from portal.accounts.models import Account
from portal.agencies import queries
from portal.agencies.models import Agency
from portal.cli.main import main
from portal.core import tenancy
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm

pytestmark = pytest.mark.usefixtures("own_servers")


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["agency", *arguments])
    captured = capsys.readouterr()
    return ended.value.code, captured.out, captured.err


def test_an_agency_is_made_its_owner_invited_and_it_is_listed(firm: Firm, capsys: pytest.CaptureFixture[str]) -> None:
    host = f"{uuid.uuid4().hex[:10]}.example"
    asked = ("create", "Acme Personal", "--host", host.upper(), "--owner", "maureen@example.com")
    assert said(capsys, *asked)[:2] == (
        0,
        f"{host}\tcreated\n",
    )
    code, out, _ = said(capsys, "list")
    assert code == 0
    assert f"{host}\tAcme Personal\tactive\t1\t0" in out.splitlines()
    made = queries.find_by_host(firm.session, host)
    assert made is not None
    tenancy.enter(firm.session, made.id)
    owner = firm.session.scalars(select(Account)).one()
    assert (owner.role, owner.email, owner.password_hash) == ("owner", "maureen@example.com", None)
    assert not owner.is_named, "no one said what the owner is called"
    assert firm.session.scalars(select(OutgoingMessage.kind)).all() == ["invitation"]
    assert [field.name for field in queries.job_fields(firm.session)][:2] == ["Engineering", "IT"]
    tenancy.enter(firm.session, firm.id)


@pytest.mark.parametrize(
    ("options", "locale"),
    [
        ((), "en_US"),
        (("--country", "GB"), "en_GB"),
        (("--country", "de"), "de_DE"),
        (("--country", "DE", "--locale", "en-gb"), "en_GB"),
    ],
)
def test_an_agency_writes_dates_as_its_country_does_unless_its_locale_is_given(
    firm: Firm, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], locale: str
) -> None:
    host = f"{uuid.uuid4().hex[:10]}.example"
    assert said(capsys, "create", "Acme", "--host", host, "--owner", "maureen@example.com", *options)[0] == 0
    made = queries.find_by_host(firm.session, host)
    assert made is not None
    tenancy.enter(firm.session, made.id)
    assert queries.profile(firm.session).locale == locale
    tenancy.enter(firm.session, firm.id)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"--host": "not a host"}, "isn’t a host name"),
        ({"--host": "taken"}, "Another agency already uses the host"),
        ({"--owner": "nobody"}, "--owner"),
        ({"--time-zone": "Mars/Base"}, "--time-zone"),
        ({"--country": "XX"}, "“XX” isn’t a country"),
        ({"--locale": "en_XX"}, "“en_XX” isn’t a locale"),
        ({"": " "}, "on one line"),
    ],
)
def test_what_cannot_be_is_one_line_and_makes_nothing(
    firm: Firm, capsys: pytest.CaptureFixture[str], change: dict[str, str], named: str
) -> None:
    firm.commit()
    before = len(firm.session.scalars(select(Agency)).all())
    options = {"": "Acme", "--host": f"{uuid.uuid4().hex[:10]}.example", "--owner": "maureen@example.com"} | change
    if options["--host"] == "taken":
        options["--host"] = firm.agency.host
    arguments = [part for name, value in options.items() for part in (name, value) if part]
    code, out, err = said(capsys, "create", *arguments)
    assert (code, out) == (2, "")
    assert named in err
    assert len(err.strip().splitlines()) == 1
    assert len(firm.session.scalars(select(Agency)).all()) == before


def test_an_agency_is_renamed_suspended_resumed_and_deleted(firm: Firm, capsys: pytest.CaptureFixture[str]) -> None:
    host, agency_id = firm.agency.host, firm.id
    firm.candidate()
    accounts.invite(firm.command(), firm.viewer)
    firm.commit()
    tenancy.leave(firm.session)
    assert said(capsys, "rename", host.upper(), "McGrath Staffing") == (0, f"{host}\trenamed\n", "")
    assert said(capsys, "delete", host, "--name", "McGrath Staffing")[:2] == (1, "")
    assert said(capsys, "suspend", host) == (
        0,
        f"{host}\tsuspended\n",
        "Emails that wait until the agency is resumed: 1\n",
    )
    assert said(capsys, "suspend", host)[:2] == (1, "")
    assert f"{host}\tMcGrath Staffing\tsuspended\t4\t1" in said(capsys, "list")[1].splitlines()
    assert said(capsys, "resume", host) == (0, f"{host}\tresumed\n", "")
    assert said(capsys, "resume", host)[:2] == (1, "")
    said(capsys, "suspend", host)
    assert said(capsys, "delete", host, "--name", "McGrath Systems")[:2] == (2, "")
    code, out, _ = said(capsys, "delete", host, "--name", "McGrath Staffing")
    rows = dict(line.split("\t") for line in out.splitlines())
    assert (code, rows["candidates"], rows["accounts"], rows["agencies"]) == (0, "1", "5", "1")
    firm.session.rollback()
    assert firm.session.get(Agency, agency_id) is None


def test_an_agency_gets_one_more_owner(firm: Firm, capsys: pytest.CaptureFixture[str]) -> None:
    host = firm.agency.host
    recruiter, owner, candidate = firm.recruiter.email, firm.owner.email, firm.candidate().email
    firm.stranger.deactivated_at, deactivated = firm.now(), firm.stranger.email
    firm.commit()
    tenancy.leave(firm.session)
    assert said(capsys, "owner", host, "new@x.example") == (0, f"{host}\tinvited\n", "")
    assert said(capsys, "owner", host, "new@x.example") == (0, f"{host}\tinvited\n", "")
    assert said(capsys, "owner", host, recruiter.upper()) == (0, f"{host}\tpromoted\n", "")
    for refused in (owner, candidate, deactivated):
        assert said(capsys, "owner", host, refused)[:2] == (1, "")
    assert said(capsys, "owner", host, "nobody")[0] == 2
    tenancy.enter(firm.session, firm.id)
    owners = firm.session.scalars(select(Account.email_key).where(Account.role == "owner")).all()
    assert set(owners) == {owner, recruiter, "new@x.example"}


@pytest.mark.parametrize("verb", [("rename", "X"), ("suspend",), ("resume",), ("owner", "a@x.example")])
def test_an_unknown_host_is_bad_input(capsys: pytest.CaptureFixture[str], verb: tuple[str, ...]) -> None:
    code, out, err = said(capsys, verb[0], "nowhere.example", *verb[1:])
    assert (code, out) == (2, "")
    assert "no agency uses the host nowhere.example" in err


def test_an_agency_is_exported_to_a_file_of_its_own(
    firm: Firm, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    host, file = firm.agency.host, tmp_path / "agency.zip"
    firm.interview(people=("Dana Ruiz",))
    firm.commit()
    tenancy.leave(firm.session)
    code, out, _ = said(capsys, "export", host, str(file))
    assert (code, out) == (0, f"{file} bytes={file.stat().st_size} rows=4\n")
    assert [path.name for path in tmp_path.iterdir()] == ["agency.zip"]
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None


def test_an_export_that_cannot_be_written_leaves_no_file(
    firm: Firm, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("portal.exports.archive.write_rows", fails)
    firm.commit()
    tenancy.leave(firm.session)
    code, out, err = said(capsys, "export", firm.agency.host, str(tmp_path / "agency.zip"))
    assert (code, out, list(tmp_path.iterdir())) == (2, "", [])
    assert "No space left on device" in err
    assert said(capsys, "export", firm.agency.host, str(tmp_path / "nowhere" / "agency.zip"))[0] == 2
