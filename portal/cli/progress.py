"""A progress bar on standard error, where that is a terminal."""

import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import TypeVar

import click

Item = TypeVar("Item")


def progress_bar(items: Iterable[Item], length: int, label: str) -> AbstractContextManager[Iterable[Item]]:
    """Return a context that yields `items` and shows how many of `length` there were."""
    return click.progressbar(items, length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty())
