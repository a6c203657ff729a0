"""The demo: embedded servers, then the portal's processes, kept alive in the foreground and ended in order."""

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
from portal.cli.demo.processes import crew, revive, running, variables
from portal.cli.demo.sockets import listen, ready
from portal.cli.migrate import migrate
from portal.core import migrations
from portal.core.children import Child
from portal.core.errors import CannotRun
from portal.core.settings import Settings, SmtpServer
from portal.embedded import servers as embedded_servers
from portal.embedded.data_dir import Claim, claim
from portal.embedded.servers import CannotStart, Servers

READY_SECONDS = 90.0
LOOK_SECONDS = 0.5
STARTS = 5
REDIS_SECONDS = 5.0


class Told(BaseException):
    """SIGINT, SIGTERM or SIGHUP came: everything ends, in order."""


def supervise(settings: Settings) -> None:
    """The demo runs until it is told to end. Raises `CannotRun` for what keeps it from running."""
    try:
        with _told(), ExitStack() as stack:
            sockets = stack.enter_context(listen(settings.port))
            held = stack.enter_context(claim(settings.var))
            _run(settings, held, [socket.fileno() for socket in sockets], stack)
    except Told:
        click.echo("The demo has ended. Its data is kept for the next time.", err=True)


def _run(settings: Settings, held: Claim, web: Sequence[int], stack: ExitStack) -> None:
    servers = None
    _reach_redis(settings)
    if not (settings.database_url and settings.redis_url):
        servers = stack.enter_context(embedded_servers.servers(held))
        settings = with_servers(settings, servers.database_url, servers.admin_url, servers.redis_url)
    migrate(settings)
    settings, catcher = _way_out(settings, stack)
    record = logins.ensure(create_app(settings))
    migrations.count(settings.admin_url or "")
    logins.write(record, held.var)
    held.announce(variables(settings, catcher))
    children = crew(settings, web, catcher)
    with running(children):
        _wait_until_ready(settings, record, children)
        click.echo(f"Ready: {record['url']}")
        click.echo("\n".join(["", *logins.lines(record, held.var), *_mail(settings, catcher), "", "Ctrl-C ends it."]))
        _look_after(servers, children)


def _reach_redis(settings: Settings) -> None:
    """The Redis that was named answers; raises `CannotRun`, for a demo has nobody who would start it meanwhile."""
    if settings.redis_url is None:
        return
    try:
        with Redis.from_url(settings.redis_url, socket_connect_timeout=REDIS_SECONDS) as connection:
            connection.ping()
    except RedisError as error:
        raise CannotRun(f"REDIS_URL: Redis cannot be reached: {error}") from error


def _way_out(settings: Settings, stack: ExitStack) -> tuple[Settings, list[int]]:
    """The settings with a way out for mail, and the catcher's socket where that is the way."""
    if settings.smtp:
        return settings, []
    (socket,) = stack.enter_context(listen(0))
    host, port = socket.getsockname()
    return replace(settings, smtp=SmtpServer(host, port, None, None, "none")), [socket.fileno()]


def _mail(settings: Settings, catcher: Sequence[int]) -> list[str]:
    if not catcher:
        return []
    return [
        "",
        f"All mail is caught: http://localhost:{settings.port}/demo/mail, or the Maildir {settings.var / 'mail'}",
    ]


def _wait_until_ready(settings: Settings, record: logins.Record, children: Sequence[Child]) -> None:
    host = record["agencies"][0]["host"]
    deadline, pause, started = monotonic() + READY_SECONDS, Event(), Counter[str]()
    while not ready(settings.port, host):
        started.update(revive(children))
        for name, times in started.items():
            if times >= STARTS:
                raise CannotRun(f"the {name} does not start; {settings.var / (name + '.log')} says why")
        if monotonic() > deadline:
            raise CannotRun(f"the demo was not ready within {READY_SECONDS:.0f} s; the logs in {settings.var} say why")
        pause.wait(0.1)


def _look_after(servers: Servers | None, children: Sequence[Child]) -> None:
    """Whatever dies is started again, for ever; `Told` ends it."""
    pause = Event()
    while True:
        try:
            for name in servers.revive() if servers else []:
                click.echo(f"{name} had stopped and was started again.", err=True)
        except CannotStart as error:
            click.echo(f"{error}; trying again.", err=True)
        revive(children)
        pause.wait(LOOK_SECONDS)


@contextmanager
def _told() -> Iterator[None]:
    """A signal to end raises `Told` in the block, once: what is ending already is not disturbed."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def tell(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise Told

    before = [signal.signal(number, tell) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
