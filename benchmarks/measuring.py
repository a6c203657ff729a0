"""Two or more sides measured in turn, so that what else the machine does meets all of them alike."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median
from time import perf_counter
from typing import TypeVar

Item = TypeVar("Item")
Side = Callable[[], int]
"""Does a part of the work once and returns how much that was."""


def rates(sides: Mapping[str, Side], rounds: int) -> dict[str, float]:
    """How much of each side is done in a second: the median of the rounds. Each round begins with another side."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    for name in in_turn(list(sides), rounds):
        found[name].append(_rate(sides[name]))
    return {name: median(measured) for name, measured in found.items()}


def waits(sides: Mapping[str, Callable[[], list[float]]], rounds: int) -> dict[str, float]:
    """How many seconds an answer of each side takes: the median of all. Each round begins with another side."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    for name in in_turn(list(sides), rounds):
        found[name] += sides[name]()
    return {name: median(measured) for name, measured in found.items()}


def in_turn(order: Sequence[Item], rounds: int) -> Iterator[Item]:
    """The sides of every round, one after the other."""
    for number in range(rounds):
        turn = number % len(order)
        yield from (*order[turn:], *order[:turn])


def _rate(side: Side) -> float:
    started = perf_counter()
    done = side()
    return done / (perf_counter() - started)


def line(name: str, rate: float, against: float | None = None, what: str = "") -> str:
    """One figure; where it is compared, the part of the other that it reaches comes first."""
    compared = f"   {rate / against:5.2f} of {what}" if against else ""
    return f"  {name:<44} {rate:>10,.0f}/s{compared}"


def waited_line(name: str, seconds: float, against: float, what: str) -> str:
    """One time to wait, and how many times as long as the other it is."""
    return f"  {name:<44} {seconds * 1000:>10,.1f} ms  {seconds / against:5.0f} times {what}"
