"""One program at a time works on a data folder, and others can learn how to reach what it runs."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import IO, Any

from portal.core.errors import CannotRun

LOCK_FILE = "running.json"
LOCK_ATTEMPTS = 10


class AlreadyRunning(CannotRun):
    """Another program works on the folder; the text is one line saying which."""


@dataclass(frozen=True)
class DataDirLock:
    """The folder is this process's, for as long as it lives."""

    var: Path
    _file: IO[str]

    def publish_env(self, variables: Mapping[str, str]) -> None:
        """Other commands of this user find `variables` by `announced`."""
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": os.getpid(), "variables": dict(variables)}, self._file)
        self._file.flush()


@contextmanager
def lock_data_dir(var: Path) -> Iterator[DataDirLock]:
    """The folder exists and is this process's for the block; raises `Occupied`. The lock dies with the process.

    Raises `CannotRun` where no such folder can be had.
    """
    try:
        var.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRun(f"PORTAL_VAR: {var} cannot be a data folder: {error.strerror}") from error
    with _exclusive_lock(var / LOCK_FILE) as file:
        held = DataDirLock(var.resolve(), file)
        held.publish_env({})
        try:
            yield held
        finally:
            (var / LOCK_FILE).unlink(missing_ok=True)


def published_env(var: Path) -> dict[str, str] | None:
    """The variables by which to reach what runs on this folder; None when nothing does."""
    try:
        with (var / LOCK_FILE).open() as file:
            if _try_lock(file, fcntl.LOCK_SH):
                return None
            variables: dict[str, str] = _read_contents(file)["variables"]
    except (FileNotFoundError, NotADirectoryError):
        return None
    return variables


@contextmanager
def _exclusive_lock(path: Path) -> Iterator[IO[str]]:
    while True:
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
            if not _lock_with_retries(file):
                raise AlreadyRunning(
                    f"{path.parent} is in use by another portal (process {_read_contents(file)['pid']})"
                )
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                yield file
                return


def _lock_with_retries(file: IO[str]) -> bool:
    """Whether the lock was had; somebody who only looks holds it for an instant, so one refusal is no answer."""
    pause = Event()
    for _ in range(LOCK_ATTEMPTS):
        if _try_lock(file, fcntl.LOCK_EX):
            return True
        pause.wait(0.02)
    return False


def _try_lock(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read_contents(file: IO[str]) -> dict[str, Any]:
    file.seek(0)
    text = file.read()
    return json.loads(text) if text else {"pid": "starting", "variables": {}}
