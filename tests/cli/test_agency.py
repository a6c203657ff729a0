"""`portal agency`: an agency is made with its owner invited, or nothing is; and all are listed."""

import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Account
from portal.agencies import queries
from portal.agencies.models import Agency
from portal.cli import agency
from portal.cli.main import main
from portal.core import tenancy
from portal.core.settings import Settings
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm


@pytest.fixture(autouse=True)
def variables(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds this application's servers, and works with the application that has connections to them."""
    monkeypatch.setattr(agency, "create_app", lambda _settings: app)
    named = {
        "PORTAL_ENV": "test",
        "PORTAL_VAR": str(settings.var),
        "DATABASE_URL": settings.database_url,
        "DATABASE_ADMIN_URL": settings.admin_url,
        "REDIS_URL": settings.redis_url,
    }
    for name, value in named.items():
        monkeypatch.setenv(name, value or "")


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
        f"Acme Personal is at {host}; an invitation to maureen@example.com is waiting to send.\n",
    )
    code, out, _ = said(capsys, "list")
    assert code == 0
    assert f"{host}\tAcme Personal" in out.splitlines()
    made = queries.find_by_host(firm.session, host)
    assert made is not None
    tenancy.enter(firm.session, made.id)
    owner = firm.session.scalars(select(Account)).one()
    assert (owner.role, owner.email, owner.password_hash) == ("owner", "maureen@example.com", None)
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
