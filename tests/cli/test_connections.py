"""Commands find their servers: named ones, a running demo's, or embedded ones that they start themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from portal.cli.connections import connected_settings, demo_environment
from portal.cli.main import main
from portal.core import migrations
from portal.core.settings import Settings
from portal.embedded.data_dir import lock_data_dir
from tests.fixtures.databases import database
from tests.fixtures.demo import free_port


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that names a folder and no server."""
    for name in ("DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "SMTP_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORTAL_ENV", "test")
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path / "var"))
    return monkeypatch


@pytest.fixture
def own_database(settings: Settings, alone: pytest.MonkeyPatch) -> Iterator[str]:
    """A migrated database that the environment names; returns how its owner reaches it."""
    program = make_url(settings.database_url or "").set(database="starting_over").render_as_string(hide_password=False)
    with database(settings.admin_url or "", "starting_over") as owner:
        alone.setenv("DATABASE_URL", program)
        alone.setenv("DATABASE_ADMIN_URL", owner)
        alone.setenv("REDIS_URL", settings.redis_url or "")
        migrations.upgrade(owner, settings.program_role)
        yield owner


def revision(url: str) -> str | None:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return migrations.current_revision(connection)


def test_a_command_that_finds_no_servers_starts_its_own(
    alone: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alone is not None
    with pytest.raises(SystemExit) as ended:
        main(["migrate"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"The database is at {migrations.head_revision()}.\n"
    assert not (tmp_path / "var" / "running.json").exists()


def test_a_command_beside_a_demo_is_told_of_its_servers(alone: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = {"PORTAL_ENV": "demo", "DATABASE_URL": "postgresql://portal_app@/portal", "REDIS_URL": "unix:///nowhere"}
    alone.delenv("PORTAL_ENV")
    with lock_data_dir(tmp_path / "var") as held:
        held.publish_env(told)
        assert told.items() <= demo_environment().items()
        with connected_settings() as settings:
            assert (settings.environment, settings.redis_url) == ("demo", "unix:///nowhere")


def test_what_the_environment_says_goes_before_what_a_demo_says(alone: pytest.MonkeyPatch, tmp_path: Path) -> None:
    alone.setenv("REDIS_URL", "redis://redis.example")
    with lock_data_dir(tmp_path / "var") as held:
        held.publish_env({"DATABASE_URL": "postgresql://portal_app@/portal", "REDIS_URL": "unix:///nowhere"})
        assert demo_environment()["REDIS_URL"] == "redis://redis.example"


def test_starting_over_forgets_all_data_and_keeps_the_rest(alone: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert alone is not None
    for name in ("postgres", "valkey", "mail", "notes"):
        (tmp_path / "var" / name).mkdir(parents=True)
    (tmp_path / "var" / "demo.json").write_text("{}")
    with pytest.raises(SystemExit) as ended:
        main(["demo", "reset"])
    assert ended.value.code == 0
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["notes"]


def test_starting_over_empties_a_database_of_one_s_own(own_database: str, alone: pytest.MonkeyPatch) -> None:
    assert revision(own_database) == migrations.head_revision()
    alone.setenv("PORTAL_ENV", "demo")
    with pytest.raises(SystemExit) as ended:
        main(["demo", "reset"])
    assert ended.value.code == 0
    assert revision(own_database) is None


def test_starting_over_on_a_database_of_one_s_own_needs_its_owner(
    own_database: str, alone: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    alone.delenv("DATABASE_ADMIN_URL")
    with pytest.raises(SystemExit) as ended:
        main(["demo", "reset"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("portal: DATABASE_ADMIN_URL: is needed to start over")
    assert revision(own_database) == migrations.head_revision()


@pytest.fixture
def earlier_database(own_database: str) -> str:
    """A database at a revision that this program does not have; returns how its owner reaches it."""
    with create_engine(own_database, poolclass=NullPool).begin() as connection:
        connection.execute(text("update ops.alembic_version set version_num = '0060'"))
    return own_database


EARLIER = {
    ("demo", "demo run"): "the database was made by an earlier version: run `portal demo reset`",
    ("demo", "migrate"): "the database was made by an earlier version: run `portal demo reset`",
    ("test", "migrate"): "the database was made by an earlier version (schema 0060), which cannot be migrated: "
    "name an empty database",
}


@pytest.mark.parametrize(("environment", "command"), EARLIER)
def test_a_database_of_an_earlier_version_is_answered_in_one_line(
    earlier_database: str,
    alone: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    environment: str,
    command: str,
) -> None:
    alone.setenv("PORTAL_ENV", environment)
    alone.setenv("PORTAL_PORT", str(free_port()))
    with pytest.raises(SystemExit) as ended:
        main(command.split())
    said = capsys.readouterr()
    assert (ended.value.code, said.out, said.err) == (2, "", f"portal: {EARLIER[environment, command]}\n")
    assert revision(earlier_database) == "0060"


@pytest.mark.usefixtures("earlier_database")
def test_a_check_names_a_database_of_an_earlier_version(
    alone: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alone is not None
    with pytest.raises(SystemExit) as ended:
        main(["check"])
    assert ended.value.code == 1
    assert "failed  schema: made by an earlier version (schema 0060)" in capsys.readouterr().out


def test_starting_over_empties_a_database_of_an_earlier_version(
    earlier_database: str, alone: pytest.MonkeyPatch, settings: Settings
) -> None:
    alone.setenv("PORTAL_ENV", "demo")
    with pytest.raises(SystemExit) as ended:
        main(["demo", "reset"])
    assert (ended.value.code, revision(earlier_database)) == (0, None)
    migrations.upgrade(earlier_database, settings.program_role)
    assert revision(earlier_database) == migrations.head_revision()


REFUSALS = {
    "agency list": {"DATABASE_URL": "postgresql://app@127.0.0.1:9/portal", "REDIS_URL": "redis://127.0.0.1:9"},
    "demo run": {"PORTAL_ENV": "demo", "REDIS_URL": "redis://127.0.0.1:9/0"},
    "migrate": {"PORTAL_VAR": "/dev/null/var"},
}


@pytest.mark.parametrize("command", REFUSALS)
def test_what_cannot_be_had_is_one_line_naming_its_variable(
    alone: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    alone.setenv("PORTAL_PORT", str(free_port()))
    for name, value in REFUSALS[command].items():
        alone.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main(command.split())
    said = capsys.readouterr()
    named = next(name for name in REFUSALS[command] if name != "PORTAL_ENV")
    assert (ended.value.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith(f"portal: {named}: ")
