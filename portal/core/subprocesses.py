"""Child processes that never outlive their parent."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

STOP_SECONDS = 20.0
_SET_PARENT_DEATH_SIGNAL = 1


class ManagedProcess:
    """A program that runs while its parent does, and can be restarted; its output goes to `log`, if there is one.

    `end_by` is the signal to end cleanly; `stop` sends it, and so does the kernel when the parent dies.
    A `detached` one does not receive the terminal's Ctrl-C, so that its parent can end others before it.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path | None = None,
        end_by: signal.Signals = signal.SIGTERM,
        variables: Mapping[str, str] | None = None,
        sockets: Sequence[int] = (),
        folder: str | None = None,
        detached: bool = False,
    ) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._end_by = end_by
        self._variables = dict(os.environ if variables is None else variables)
        self._sockets = tuple(sockets)
        self._folder = folder
        self._detached = detached
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = False

    def start(self) -> None:
        """Start the program; whether it works is for others to check."""
        out, self._asked = self.log.open("ab") if self.log else None, False
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=self._variables,
                cwd=self._folder,
                pass_fds=self._sockets,
                start_new_session=self._detached,
                preexec_fn=die_with_parent(self._end_by),  # noqa: PLW1509 - the supervisor has one thread
            )
        finally:
            if out:
                out.close()

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def send(self, number: signal.Signals) -> None:
        """Send a signal that does not end the program, such as one to read its configuration again."""
        if self._process is not None:
            self._process.send_signal(number)

    def terminate(self) -> None:
        """Tell the program to end, once; `stop` waits until it has."""
        if self._process is not None and not self._asked:
            self._process.send_signal(self._end_by)
            self._asked = True

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """End the program: by itself within `seconds` after the signal, else killed."""
        if self._process is None:
            return
        self.terminate()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def die_with_parent(how: signal.Signals) -> Callable[[], None]:
    """Return what a child runs before it becomes its program, so that it receives `how` when its parent is gone."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def deed() -> None:
        libc.prctl(_SET_PARENT_DEATH_SIGNAL, int(how))
        if os.getppid() != parent:
            os._exit(1)

    return deed
