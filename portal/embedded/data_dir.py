"""A data folder that one program at a time uses, and the file in it that tells others how to reach its servers."""

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
    """Another program uses the folder; the text is one line that says which."""


@dataclass(frozen=True)
class DataDirLock:
    """The lock on a folder, which belongs to this process for as long as it lives."""

    var: Path
    _file: IO[str]

    def publish_env(self, variables: Mapping[str, str]) -> None:
        """Publish the variables, which this user's other commands read with `published_env`."""
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": os.getpid(), "variables": dict(variables)}, self._file)
        self._file.flush()


@contextmanager
def lock_data_dir(var: Path) -> Iterator[DataDirLock]:
    """Create the folder if needed and lock it for the block; the lock dies with the process.

    Raise `AlreadyRunning` if another process has the folder, `CannotRun` if it cannot be a folder.
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
    """Return the variables to reach what runs on this folder, None if nothing does."""
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
    """Return whether the lock was taken; a reader holds it for an instant, so one failure does not count."""
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
