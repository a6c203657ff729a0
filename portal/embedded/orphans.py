"""What a killed start left running; of the embedded servers only, so production has no need of this."""

import signal
from contextlib import suppress
from pathlib import Path

import psutil

STOP_SECONDS = 20.0


def stop_orphans(program: str, folder: Path) -> None:
    """No process of this program works in `folder` any more, so that its data may be used again.

    Only what has `folder` as its working directory is touched: a recycled process number is nobody of ours.
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
    """Already gone is as good as sent, and it may go at any moment: asking first whether it runs settles nothing."""
    with suppress(psutil.NoSuchProcess):
        process.send_signal(how)
