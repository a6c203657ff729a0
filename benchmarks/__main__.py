"""`python -m benchmarks [NAME ...]`: the figures that docs/benchmarks.md states, measured here and now."""

import argparse
import logging
import signal
import sys
from collections.abc import Callable, Iterable

from benchmarks import mails, pages, plans, prompts, writing

BENCHMARKS: dict[str, Callable[[], Iterable[str]]] = {
    "plans": plans.run,
    "prompts": prompts.run,
    "mails": mails.run,
    "pages": pages.run,
    "writing": writing.run,
}


def main() -> None:
    """The benchmarks named, or all of them, have run one after the other, and their figures are printed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(BENCHMARKS)}; all without one")
    names = parser.parse_args().names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"no benchmark is called {unknown[0]}; there are {', '.join(BENCHMARKS)}")
    logging.disable(logging.WARNING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that a folder of its own does not stay behind
    for name in names:
        for line in BENCHMARKS[name]():
            print(line, flush=True)
        print(flush=True)


if __name__ == "__main__":
    main()
