"""Work that is done in pieces, each while something else is waited for."""

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")
Pieces = Generator[None, None, T]
"""Goes on by one piece whenever it is asked to, and returns what came of it at its end."""


def whole(pieces: Pieces[T]) -> T:
    """What comes of it, all pieces done at once."""
    while True:
        try:
            next(pieces)
        except StopIteration as ended:
            made: T = ended.value
            return made
