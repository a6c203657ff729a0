"""A real backup is restored after more email went out: none of it goes out again, and what is held shows."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.pool import NullPool

from benchmarks import filling
from benchmarks.running import Portal, portal
from portal.core import backups, clock, tenancy
from portal.core.db import db
from portal.core.errors import CannotRun
from portal.jobs import replay, runner, tick
from portal.messaging import actions, holding, pausing
from portal.messaging.models import OutgoingMessage
from tests.fixtures.waiting import comes_true
from tests.messaging.catching import Catcher, caught

EARLY, LATE = ("dana1@example.org", "dana2@example.org"), ("dana3@example.org", "dana4@example.org")
EVENING = """
update candidates set time_zone = :zone;
update interviews set starts_at = starts_at - interval '8 hours', ends_at = ends_at - interval '8 hours';
update steps set opens_at = opens_at - interval '8 hours', due_at = due_at - interval '8 hours';
update candidates set next_reminder_at = ops.now() - interval '3 hours'
"""


@pytest.fixture(scope="module")
def catcher() -> Iterator[Catcher]:
    found, controller = caught()
    found.port = controller.port
    controller.start()
    yield found
    controller.stop()


@pytest.fixture
def running(catcher: Catcher) -> Iterator[Portal]:
    catcher.mails.clear()
    with portal(catcher.port) as found:
        yield found


def run(running: Portal, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "portal", *arguments]
    return subprocess.run(command, env=os.environ | running.variables, capture_output=True, text=True, check=False)


def owner(running: Portal) -> Engine:
    return create_engine(running.settings.admin_url or "", poolclass=NullPool)


def due(agency_id: uuid.UUID, names: str, soon: str = "0") -> None:
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        moment = {"names": names, "soon": soon}
        session.execute(
            text("update candidates set next_reminder_at = ops.now() + cast(:soon as interval) where name ~ :names"),
            moment,
        )


def put(agency_id: uuid.UUID, to: str, wait: timedelta) -> None:
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        now = clock.now(session)
        more = {"payload": {"zone": "UTC", "locale": "en_US"}, "queue": "due", "due_at": now + wait}
        actions.enqueue(session, kind="test", key=to, to_name="Somebody", to_email=to, now=now, **more)


def states(agency_id: uuid.UUID) -> dict[str, list[str]]:
    """The states and outcomes of the agency's emails, by address."""
    found: dict[str, list[str]] = {}
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        for mail in session.scalars(select(OutgoingMessage)):
            found.setdefault(mail.to_email, []).append(f"{mail.state} {mail.outcome or ''}".strip())
    return found


def _backed_up_and_then_sent(running: Portal, agency_id: uuid.UUID, folder: Path, catcher: Catcher) -> None:
    """Two reminders went out, then the backup was taken, then two more went out, and an email that was waiting."""
    due(agency_id, "[34]$", "2 days")
    due(agency_id, "[12]$")
    tick.run_due()
    assert sorted(to for to, _ in catcher.mails) == [*EARLY]
    put(agency_id, "waits@example.org", timedelta(0))
    put(agency_id, "tomorrow@example.org", timedelta(hours=9))
    due(agency_id, "[34]$", "2 seconds")
    done = run(running, "backup", str(folder))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{folder} bytes=")
    assert comes_true(lambda: tick.run_due() >= 0 and len(catcher.mails) == 5)


def test_nothing_that_went_out_after_the_backup_goes_out_again_once_it_is_restored(
    running: Portal, catcher: Catcher, tmp_path: Path
) -> None:
    agency_id, folder = filling.agency(4), tmp_path / "backup"
    _backed_up_and_then_sent(running, agency_id, folder, catcher)
    db.session.remove()
    refused = run(running, "restore", str(folder))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "connected to the database: stop the portal" in refused.stderr
    db.engine.dispose()
    done = run(running, "restore", str(folder))
    assert (done.returncode, done.stdout) == (0, f"{folder} held=3\n"), done.stderr
    (replaced,) = tmp_path.glob("backup-replaced-*")
    assert backups.read(replaced).taken_at > backups.read(folder).taken_at
    found = states(agency_id)
    assert {to: found[to] for to in EARLY} == {to: ["sent"] for to in EARLY}
    assert {to: found[to] for to in (*LATE, "waits@example.org")} == {
        to: ["unknown restored"] for to in (*LATE, "waits@example.org")
    }
    assert found["tomorrow@example.org"] == ["queued"]

    tick.run_due()
    with runner.session() as session:
        pause = pausing.paused(session)
        assert pause is not None and pause.reason.startswith("restored from the backup of ")
        assert pausing.release(session)
    tick.run_due()
    assert sorted(to for to, _ in catcher.mails) == sorted([*EARLY, *LATE, "waits@example.org"])
    with owner(running).begin() as connection:
        connection.execute(text("update ops.clock set shift = shift + interval '10 hours'"))
    tick.run_due()
    assert [to for to, _ in catcher.mails].count("tomorrow@example.org") == 1


def test_a_reminder_that_fell_due_before_quiet_hours_is_decided_as_of_then_and_held(
    running: Portal, catcher: Catcher
) -> None:
    agency_id = filling.agency(2)
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        now = clock.now(session)
        east = (21 - now.hour) % 24  # it is past nine in the evening there
        zone = f"Etc/GMT{-(east if east <= 14 else east - 24):+d}"
        for statement in EVENING.split(";"):
            session.execute(text(statement), {"zone": zone} if ":zone" in statement else {})
        pausing.pause(session, "a restore")
    held = sum(replay.since(owner(running), now - timedelta(hours=4)).run())
    assert held == 2
    assert states(agency_id) == {f"dana{n}@example.org": ["unknown restored"] for n in (1, 2)}
    with runner.session() as session:
        assert abs(clock.now(session) - now) < timedelta(minutes=5)
        tenancy.enter(session, agency_id)
        decided = session.scalars(select(OutgoingMessage.created_at)).all()
        pausing.release(session)
    assert all(timedelta(hours=2) < now - moment < timedelta(hours=4) for moment in decided)
    tick.run_due()
    assert catcher.mails == []


def test_a_database_that_is_being_restored_sends_nothing_before_its_emails_are_held(
    running: Portal, catcher: Catcher, tmp_path: Path
) -> None:
    agency_id = filling.agency(1)
    put(agency_id, "waits@example.org", timedelta(0))
    backup = backups.write(running.variables["DATABASE_BACKUP_URL"], tmp_path / "backup")
    db.session.remove()
    db.engine.dispose()
    with owner(running).begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    backups.load(backup, running.settings.admin_url or "")
    tick.run_due()
    assert catcher.mails == []
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        assert pausing.paused(session)
        assert holding.hold(session, clock.now(session)) == 1
        assert holding.hold(session, clock.now(session)) == 0


@pytest.mark.parametrize(
    "held", [{}, {"backup.json": "{}"}, {"backup.json": '{"taken_at": "2026-01-01T00:00:00+00:00"}'}]
)
def test_a_folder_without_a_whole_backup_is_refused(tmp_path: Path, held: dict[str, str]) -> None:
    for name, content in held.items():
        (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(CannotRun, match="holds no whole backup"):
        backups.read(tmp_path)


def test_a_backup_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "something").touch()
    with pytest.raises(CannotRun, match="isn't empty"):
        backups.write("postgresql://nobody@nowhere/nothing", tmp_path)
