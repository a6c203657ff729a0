"""Files that a command writes."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from portal.core.errors import CannotRun


@contextmanager
def written_aside(file: Path) -> Iterator[IO[bytes]]:
    """Yield a file beside this one that takes its place at the end of the block, and is removed where that fails.

    Only its owner may read it. Raise `CannotRun` where it cannot be written.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as aside:
            path = Path(aside.name)
            try:
                yield aside.file
                aside.flush()
                os.fsync(aside.fileno())
                path.replace(file)
            finally:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotRun(f"{file}: {error.strerror}") from error
