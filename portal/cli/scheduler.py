"""`portal scheduler`: enqueue the tick once a minute."""

import click

from portal.cli.connections import connected_settings
from portal.jobs.schedule import run_scheduler


@click.command("scheduler")
def command() -> None:
    """Ring for the tick every minute until SIGTERM. A second scheduler does no harm.

    Example: portal scheduler
    """
    with connected_settings() as settings:
        run_scheduler(settings)
