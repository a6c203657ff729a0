"""`portal check` says of each thing whether it is as it has to be, and migrating mends what can be mended."""

import re
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from portal.agencies import queries as agencies
from portal.cli import check
from portal.cli.main import main
from portal.core.settings import DEMO_ENCRYPTION_SECRET, Settings
from portal.embedded import servers as embedded_servers
from portal.embedded.data_dir import lock_data_dir
from tests.accounts.authenticator import set_up
from tests.core.test_encryption import NEW, OLD, with_keys
from tests.factories.firm import Firm
from tests.fixtures.databases import database

NOBODY = "127.0.0.1:9"


@pytest.fixture
def variables(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    named = {
        "PORTAL_ENV": "test",
        "PORTAL_VAR": str(tmp_path),
        "DATABASE_URL": settings.database_url,
        "DATABASE_ADMIN_URL": settings.admin_url,
        "REDIS_URL": settings.redis_url,
        "SMTP_URL": f"smtp://{NOBODY}",
    }
    for name, value in named.items():
        monkeypatch.setenv(name, value or "")
    _forget_second_factors(settings.database_url or "")
    return monkeypatch


def _forget_second_factors(url: str) -> None:
    """Leave no secret of another test, encrypted with a key of its own, in the database that is checked."""
    with create_engine(url, poolclass=NullPool).begin() as connection:
        for agency_id in connection.scalars(text("select id from ops.agencies")).all():
            connection.execute(text("select set_config('portal.agency_id', :id, true)"), {"id": str(agency_id)})
            connection.execute(text("update second_factors set confirmed_at = null"))
            connection.execute(text("update agency_profiles set second_factor_required_from = null"))


def lines(capsys: pytest.CaptureFixture[str]) -> tuple[object, dict[str, str]]:
    with pytest.raises(SystemExit) as ended:
        main(["check"])
    out = capsys.readouterr().out
    return ended.value.code, {line.split(":")[0].split()[1]: line for line in out.splitlines()}


def test_each_thing_has_a_line_and_one_that_fails_decides(
    variables: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = lines(capsys)
    assert variables is not None
    assert code == 1
    assert list(found) == ["configuration", "database", "schema", "encryption", "redis", "mail"]
    assert [name for name, line in found.items() if line.startswith("failed")] == ["mail"]
    assert f"SMTP_URL: {NOBODY} doesn't accept email" in found["mail"]


def test_what_cannot_be_reached_is_named_by_its_variable(
    variables: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    variables.setenv("DATABASE_URL", f"postgresql://portal_app@{NOBODY}/portal")
    variables.setenv("REDIS_URL", f"redis://{NOBODY}/0")
    code, found = lines(capsys)
    assert code == 1
    assert "DATABASE_URL: no answer" in found["database"] and "DATABASE_URL: no answer" in found["schema"]
    assert "REDIS_URL: no answer" in found["redis"]


def test_a_role_that_sees_every_agency_is_refused(
    variables: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with lock_data_dir(tmp_path / "own") as held, embedded_servers.run_servers(held, durable=False) as servers:
        superuser = make_url(servers.admin_url).set(username="postgres")
        variables.setenv("DATABASE_URL", superuser.render_as_string(hide_password=False))
        _, found = lines(capsys)
    assert found["database"].startswith("failed") and "sees every agency's rows" in found["database"]


def test_an_empty_database_is_told_to_migrate_and_then_stands_at_head(
    variables: pytest.MonkeyPatch, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    program = make_url(settings.database_url or "").set(database="check_empty").render_as_string(hide_password=False)
    with database(settings.admin_url or "", "check_empty") as owner:
        variables.setenv("DATABASE_URL", program)
        variables.setenv("DATABASE_ADMIN_URL", owner)
        assert "run portal migrate" in lines(capsys)[1]["schema"]
        with pytest.raises(SystemExit) as ended:
            main(["migrate"])
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith("The database is at ")
        assert lines(capsys)[1]["schema"].startswith("ok")


def test_migrating_needs_the_owner(variables: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    variables.setenv("DATABASE_ADMIN_URL", f"postgresql://portal_owner@{NOBODY}/portal")
    with pytest.raises(SystemExit) as ended:
        main(["migrate"])
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith("portal: DATABASE_ADMIN_URL: can't reach the database") and said.count("\n") == 1
    variables.delenv("DATABASE_ADMIN_URL")
    with pytest.raises(SystemExit):
        main(["migrate"])
    assert capsys.readouterr().err == "portal: DATABASE_ADMIN_URL: is needed to migrate\n"


def test_secrets_that_no_key_reads_are_counted(
    app: Flask, firm: Firm, variables: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with with_keys(app, OLD):
        set_up(firm, firm.recruiter)
    said = []
    for keys in ((NEW,), (NEW, OLD), (OLD, NEW)):
        variables.setenv("PORTAL_ENCRYPTION_KEY", ",".join((*keys, DEMO_ENCRYPTION_SECRET)))
        said.append(lines(capsys)[1]["encryption"])
    assert said[0].startswith("failed") and "PORTAL_ENCRYPTION_KEY: 1 of " in said[0]
    older = [int(re.findall(r"(\d+) of them by an older key only", line)[0]) for line in said[1:]]
    assert older[0] == older[1] + 1


def test_a_key_is_missing_where_an_agency_requires_two_steps(
    firm: Firm, variables: pytest.MonkeyPatch, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    agencies.profile(firm.session).second_factor_required_from = firm.now().date()
    firm.commit()
    without = replace(settings, encryption_keys=())
    variables.setattr(check, "connected_settings", lambda: nullcontext(without))
    said = lines(capsys)[1]["encryption"]
    assert said.startswith("failed") and "PORTAL_ENCRYPTION_KEY: isn't set, and an agency requires" in said
