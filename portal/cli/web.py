"""`portal web`: the pages, served by gunicorn."""

from typing import Any

import click

from portal.cli.connections import connected_settings
from portal.cli.gunicorn_server import GunicornServer, PatientWorker, ProgramLogger, debug_app, preloaded_app
from portal.core.settings import Settings

GRACE_SECONDS = 30
PROCESSES, THREADS = 2, 4


@click.command("web")
@click.option("--workers", default=PROCESSES, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option(
    "--threads", default=THREADS, show_default=True, type=click.IntRange(1, 64), help="Threads in each process."
)
@click.option("--host", metavar="ADDRESS", help="The address to serve at. By default, all of them in production.")
@click.option("--socket", "sockets", multiple=True, type=int, hidden=True, help="A listening socket's descriptor.")
def command(workers: int, threads: int, host: str | None, sockets: tuple[int, ...]) -> None:
    """Serve the pages on PORTAL_PORT until SIGTERM, which lets requests finish for 30 s.

    With PORTAL_ENV=dev there is one process, which reloads changed code and shows a debugger.

    Example: PORTAL_PORT=8000 portal web --workers 4
    """
    with connected_settings() as settings:
        found = gunicorn_options(settings, sockets, host) | {"workers": workers, "threads": threads}
        if settings.environment == "dev":
            GunicornServer(debug_app(settings), found | {"workers": 1, "reload": True, "loglevel": "error"}).run()
        else:
            load, forked = preloaded_app(settings)
            GunicornServer(load, found | {"post_fork": forked}).run()


def gunicorn_options(settings: Settings, sockets: tuple[int, ...], host: str | None = None) -> dict[str, Any]:
    """Return gunicorn's options: it serves at these listening sockets, or without any at the settings' port.

    Without `host`, production serves at every address, for a proxy on another machine.
    """
    address = host or ("127.0.0.1" if settings.is_local else "0.0.0.0")  # noqa: S104 - for a proxy elsewhere
    return {
        "bind": [f"fd://{number}" for number in sockets] or [f"{address}:{settings.port}"],
        "worker_class": PatientWorker,
        "graceful_timeout": GRACE_SECONDS,
        "keepalive": 15,
        "loglevel": "warning",
        "logger_class": ProgramLogger,
        "control_socket_disable": True,
        "forwarded_allow_ips": "*" if settings.proxies else "127.0.0.1",
    }
