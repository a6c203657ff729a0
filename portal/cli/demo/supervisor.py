"""The demo: embedded servers, then the portal's processes, kept running in the foreground and ended in order."""

import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from threading import Event
from time import monotonic
from types import FrameType

import click
from redis import Redis
from redis.exceptions import RedisError

from portal.app import create_app
from portal.cli.connections import with_servers
from portal.cli.demo import logins
from portal.cli.demo.processes import demo_processes, restart_dead, run_processes, server_variables
from portal.cli.demo.sockets import is_ready, listen
from portal.cli.migrate import migrate
from portal.core import migrations
from portal.core.errors import CannotRun
from portal.core.settings import Settings, SmtpServer
from portal.core.subprocesses import ManagedProcess
from portal.embedded import servers as embedded_servers
from portal.embedded.data_dir import DataDirLock, lock_data_dir
from portal.embedded.servers import RunningServers, ServerStartFailed

READY_SECONDS = 90.0
CHECK_SECONDS = 0.5
MAX_STARTS = 5
REDIS_SECONDS = 5.0


class ShutdownRequested(BaseException):
    """SIGINT, SIGTERM, or SIGHUP came: everything ends, in order."""


def run_demo(settings: Settings) -> None:
    """Run the demo until a signal ends it; raise `CannotRun` for what keeps it from running."""
    try:
        with _shutdown_on_signal(), ExitStack() as stack:
            sockets = stack.enter_context(listen(settings.port))
            held = stack.enter_context(lock_data_dir(settings.var))
            _run(settings, held, [socket.fileno() for socket in sockets], stack)
    except ShutdownRequested:
        click.echo("The demo has stopped. Its data is kept for the next run.", err=True)


def _run(settings: Settings, held: DataDirLock, web: Sequence[int], stack: ExitStack) -> None:
    servers = None
    _check_redis(settings)
    if not (settings.database_url and settings.redis_url):
        servers = stack.enter_context(embedded_servers.run_servers(held))
        settings = with_servers(settings, servers)
    migrate(settings)
    settings, catcher = _with_mail_server(settings, stack)
    record = logins.ensure_sample_data(create_app(settings))
    migrations.analyze(settings.admin_url or "")
    logins.write_record(record, held.var)
    held.publish_env(server_variables(settings, catcher))
    children = demo_processes(settings, web, catcher)
    with run_processes(children):
        _wait_until_ready(settings, record, children)
        click.echo(f"Ready: {record['url']}")
        click.echo(
            "\n".join(
                ["", *logins.login_lines(record, held.var), *_mail_lines(settings, catcher), "", "Ctrl-C ends it."]
            )
        )
        _keep_running(servers, children)


def _check_redis(settings: Settings) -> None:
    """Check that the named Redis answers; raise `CannotRun` if not, because the demo does not start it."""
    if settings.redis_url is None:
        return
    try:
        with Redis.from_url(settings.redis_url, socket_connect_timeout=REDIS_SECONDS) as connection:
            connection.ping()
    except RedisError as error:
        raise CannotRun(f"REDIS_URL: can't reach Redis: {error}") from error


def _with_mail_server(settings: Settings, stack: ExitStack) -> tuple[Settings, list[int]]:
    """Return the settings with a mail server, and the catcher's socket if that is the one."""
    if settings.smtp:
        return settings, []
    (socket,) = stack.enter_context(listen(0))
    host, port = socket.getsockname()
    return replace(settings, smtp=SmtpServer(host, port, None, None, "none")), [socket.fileno()]


def _mail_lines(settings: Settings, catcher: Sequence[int]) -> list[str]:
    if not catcher:
        return []
    return [
        "",
        f"All email is caught: http://localhost:{settings.port}/demo/mail, or the Maildir {settings.var / 'mail'}",
    ]


def _wait_until_ready(settings: Settings, record: logins.DemoRecord, children: Sequence[ManagedProcess]) -> None:
    host = record["agencies"][0]["host"]
    deadline, pause, started = monotonic() + READY_SECONDS, Event(), Counter[str]()
    while not is_ready(settings.port, host):
        started.update(restart_dead(children))
        for name, times in started.items():
            if times >= MAX_STARTS:
                raise CannotRun(f"the {name} does not start; {settings.var / (name + '.log')} says why")
        if monotonic() > deadline:
            raise CannotRun(f"the demo was not ready within {READY_SECONDS:.0f} s; the logs in {settings.var} say why")
        pause.wait(0.1)


def _keep_running(servers: RunningServers | None, children: Sequence[ManagedProcess]) -> None:
    """Restart whatever dies, forever; `ShutdownRequested` ends it."""
    pause = Event()
    while True:
        try:
            for name in servers.revive() if servers else []:
                click.echo(f"{name} stopped and was started again.", err=True)
        except ServerStartFailed as error:
            click.echo(f"{error}; trying again.", err=True)
        restart_dead(children)
        pause.wait(CHECK_SECONDS)


@contextmanager
def _shutdown_on_signal() -> Iterator[None]:
    """Raise `ShutdownRequested` in the block on the first signal to end; ignore any later one."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def tell(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise ShutdownRequested

    before = [signal.signal(number, tell) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
