"""`portal demo`: run it, start it over, move its clock."""

import re
import sys
from datetime import UTC, datetime, timedelta

import click

from portal.cli.connections import configure_logging, demo_environment
from portal.core.errors import CannotRun
from portal.core.garbage_collection import gc_paused
from portal.core.settings import Settings, SettingsError, read_environment

UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class DurationType(click.ParamType[timedelta]):
    """A length of time, like 7d, 36h, or 90m."""

    name = "length"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        found = re.fullmatch(r"([0-9]{1,5})([dhm])", str(value))
        if not found or int(found[1]) == 0:
            self.fail(f"{value!r} is no length of time such as 7d, 36h or 90m", param, ctx)
        return timedelta(**{UNITS[found[2]]: int(found[1])})


@click.group("demo")
def command() -> None:
    """Run the demo, reset it, or move its clock.

    Example: portal demo advance 7d
    """


@command.command()
def run() -> None:
    """Run everything in the foreground until Ctrl-C: servers, pages, workers, scheduler, and mail catcher.

    With PORTAL_ENV=dev the pages reload changed code and show a debugger.

    Example: PORTAL_PORT=8080 portal demo run
    """
    with gc_paused():
        from portal.cli.demo.supervisor import run_demo  # noqa: PLC0415 - so that --help is quick

    settings = _require_local(Settings.from_environment(read_environment(), default="demo"))
    configure_logging(settings)
    run_demo(settings)


@command.command()
def reset() -> None:
    """Delete the demo's data. The next run creates it again. Stop the demo first.

    Example: portal demo reset
    """
    from portal.cli.demo.reset import delete_data  # noqa: PLC0415 - so that --help is quick

    settings = _require_local(Settings.from_environment(read_environment(), default="demo"))
    delete_data(settings)
    click.echo(f"Deleted the demo's data in {settings.var}. The next run creates it again.")


@command.command()
def now() -> None:
    """Print the portal's current time.

    Example: portal demo now
    """
    with gc_paused():
        from portal.cli.demo.clock import read_clock  # noqa: PLC0415 - so that --help is quick

    click.echo(_format_moment(read_clock(_running_demo())))


@command.command()
@click.argument("length", type=DurationType())
def advance(length: timedelta) -> None:
    """Move the portal's clock ahead, and run everything that comes due on the way. LENGTH is like 7d, 36h, or 90m.

    Example: portal demo advance 7d
    """
    with gc_paused():
        from portal.cli.demo.clock import advance_clock, split_duration  # noqa: PLC0415 - so that --help is quick

    settings = _running_demo()
    ahead = list(split_duration(length))
    quiet = not sys.stderr.isatty()
    with click.progressbar(length=len(ahead), label="Moving the clock", file=sys.stderr, hidden=quiet) as bar:
        moved = advance_clock(settings, ahead, bar.update)
    click.echo(_format_moment(moved))


def _running_demo() -> Settings:
    """Return the settings to reach the running demo; raise `CannotRun` if none runs."""
    variables = demo_environment()
    if not variables.get("DATABASE_URL"):
        raise CannotRun("no demo is running on this PORTAL_VAR. Start one with make demo")
    settings = _require_local(Settings.from_environment(variables, default="demo"))
    configure_logging(settings)
    return settings


def _require_local(settings: Settings) -> Settings:
    if not settings.is_local:
        raise SettingsError(
            "PORTAL_ENV", "has to be demo, dev or test: production has no demo, and its clock is not moved"
        )
    return settings


def _format_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
