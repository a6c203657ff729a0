"""`portal worker`: the workers of all three queues."""

import click

from portal.cli.connections import connected_settings
from portal.jobs.workers import run_workers


@click.command("worker")
@click.option(
    "--processes",
    default=3,
    show_default=True,
    type=click.IntRange(3, 64),
    help="The number of worker processes, at least one for each queue.",
)
def command(processes: int) -> None:
    """Run the jobs of the queues now, due and slow until SIGTERM, which lets what runs finish for 25 s.

    Example: portal worker --processes 6
    """
    with connected_settings() as settings:
        run_workers(settings, processes)
