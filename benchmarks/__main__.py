"""`python -m benchmarks [NAME ...]`: the figures that docs/benchmarks.md states, measured here and now."""

import argparse
import logging
import signal
import sys
from collections.abc import Callable, Iterable
from functools import partial

from benchmarks import (
    checks,
    delivery,
    hand_overs,
    imports,
    mail_workers,
    mails,
    pages,
    plans,
    previews,
    reminders,
    ticking,
    writing,
)

BENCHMARKS: dict[str, Callable[[], Iterable[str]]] = {
    "plans": plans.run,
    "reminders": reminders.run,
    "mails": mails.run,
    "workers": mail_workers.run,
    "pages": pages.run,
    "previews": previews.run,
    "checks": checks.run,
    "writing": writing.run,
    "imports": imports.run,
    "hand_overs": hand_overs.run,
    "delivery": delivery.run,
    "peak": delivery.run_peak,
    "tick": ticking.run,
}


def main() -> None:
    """Run the benchmarks named, or all of them, one after the other, and print their figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(BENCHMARKS)}; all without one")
    parser.add_argument(
        "--candidates", type=_sizes, default=pages.SIZES, metavar="N,...", help="how many the agencies of `pages` have"
    )
    parser.add_argument(
        "--this-week", action="store_true", help="everything completed in `pages` was completed this week"
    )
    parser.add_argument("--requests", type=int, default=50, metavar="N", help="how many of each page are measured")
    parser.add_argument(
        "--rows", type=_sizes, default=imports.SIZES, metavar="N,...", help="how many the files of `imports` have"
    )
    parser.add_argument("--workers", type=_sizes, default=delivery.WORKERS, metavar="N,...", help="of `delivery`")
    parser.add_argument("--emails", type=int, default=delivery.PEAK, metavar="N", help="that `peak` has due at once")
    parser.add_argument("--steps", type=int, default=ticking.STEPS, metavar="N", help="future ones that `tick` has")
    options = parser.parse_args()
    names = options.names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"no benchmark is called {unknown[0]}; there are {', '.join(BENCHMARKS)}")
    logging.disable(logging.WARNING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that a folder of its own does not stay behind
    runs = BENCHMARKS | {"pages": partial(pages.run, options.candidates, options.requests, this_week=options.this_week)}
    runs["imports"] = partial(imports.run, options.rows)
    runs["delivery"] = partial(delivery.run, options.workers)
    runs["peak"] = partial(delivery.run_peak, options.emails)
    runs["tick"] = partial(ticking.run, options.steps)
    for name in names:
        for line in runs[name]():
            print(line, flush=True)
        print(flush=True)


def _sizes(value: str) -> list[int]:
    """Return the comma-separated sizes; raises `ValueError` for one that is no number above 0."""
    sizes = [int(size) for size in value.split(",")]
    if min(sizes) < 1:
        raise ValueError(value)
    return sizes


if __name__ == "__main__":
    main()
