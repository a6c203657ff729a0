"""Typesets in a child process, so that no text can hang or crash the portal; a failure raises `TypesettingFailed`.

An order may take `CPU_SECONDS` of processor time, and `TIMEOUT_SECONDS` on the clock, waiting included. A child that
takes longer or crashes is stopped, and the next order starts a new one.
"""

import atexit
import json
import logging
import os
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, cast

from portal.cards.typesetter_worker import SIZE_HEADER
from portal.core.errors import N_, ActionRefused

CPU_SECONDS, TIMEOUT_SECONDS = 5.0, 20.0
WORKER_FILE = Path(__file__).with_name("typesetter_worker.py")
_MAX_READ = 1 << 20
_log = logging.getLogger(__name__)


class TypesettingFailed(ActionRefused):
    """The typesetter could not set this, or not in time."""

    def __init__(self) -> None:
        super().__init__(
            N_("This couldn’t be prepared for print. Shorten it or use simpler characters, then try again.")
        )


class Typesetter:
    """One child process that typesets, started when needed; it takes one order at a time."""

    def __init__(
        self, folders: Sequence[Path], seconds: float = CPU_SECONDS, patience: float = TIMEOUT_SECONDS
    ) -> None:
        self._command = [sys.executable, "-I", str(WORKER_FILE), *map(str, folders)]
        self._seconds, self._patience = seconds, patience
        self._child: subprocess.Popen[bytes] | None = None
        self._free = Lock()
        atexit.register(self.stop)
        os.register_at_fork(after_in_child=self._forget)

    @property
    def pid(self) -> int | None:
        """The process ID of the child, while there is one."""
        return self._child.pid if self._child else None

    def set(self, sheet: Path, data: Mapping[str, Any], **how: Any) -> list[bytes]:
        """Return the pages of this layout with this data, or the result of `query`; raise `TypesettingFailed`."""
        order = {"sheet": str(sheet), "data": json.dumps(data), "seconds": self._seconds, **how}
        until = monotonic() + self._patience
        if not self._free.acquire(timeout=self._patience):
            raise TypesettingFailed
        try:
            made = self._answer(json.dumps(order).encode(), until)
        except OSError as error:  # includes timeouts
            _log.warning("the typesetter is started anew: %s", type(error).__name__)
            made = []
        finally:
            self._free.release()
        if not made:
            raise TypesettingFailed
        return made

    def stop(self) -> None:
        """Stop the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()

    def _answer(self, order: bytes, until: float) -> list[bytes]:
        made: list[bytes] = []
        child = self._running()
        orders, answers = cast("Any", child.stdin), cast("Any", child.stdout).fileno()
        try:
            left = memoryview(SIZE_HEADER.pack(len(order)) + order)
            while left:
                left = left[orders.write(left) :]
            made = [_read_piece(answers, until) for _ in range(_read_size(answers, until))]
        finally:
            if not made:
                self.stop()
        return made

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is not None:
            self.stop()
        if self._child is None:
            pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
            # A text that breaks out of the typesetter must find no secrets, so the child gets an empty environment.
            self._child = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, stderr=nowhere, bufsize=0, env={})
        return self._child

    def _forget(self) -> None:
        """Drop the child and the lock after a fork: they belong to the parent process."""
        self._child, self._free = None, Lock()


def _read_size(answers: int, until: float) -> int:
    return int(SIZE_HEADER.unpack(_read_bytes(answers, SIZE_HEADER.size, until))[0])


def _read_piece(answers: int, until: float) -> bytes:
    return _read_bytes(answers, _read_size(answers, until), until)


def _read_bytes(answers: int, length: int, until: float) -> bytes:
    """Return exactly `length` bytes; raise `OSError` if they do not arrive in time, or the child has closed."""
    waiting, found = select.poll(), bytearray()
    waiting.register(answers, select.POLLIN)
    while len(found) < length:
        if not waiting.poll(max(until - monotonic(), 0) * 1000):
            raise TimeoutError
        some = os.read(answers, min(length - len(found), _MAX_READ))
        if not some:
            raise ConnectionResetError
        found += some
    return bytes(found)
