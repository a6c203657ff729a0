"""The child process that typesets: it takes one order after another until its input ends.

`portal.cards.typesetter` runs this file directly; it imports typst and nothing of the portal. An order's time limit is
in processor time, and the kernel kills a process that exceeds it.
"""

import json
import os
import signal
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import typst

SIZE_HEADER = struct.Struct(">Q")


def run_orders(orders: BinaryIO, answers: BinaryIO, fonts: typst.Fonts) -> None:
    """Answer each order with the number of pieces made, then the pieces; answer with none, and stop, if it fails."""
    while len(head := orders.read(SIZE_HEADER.size)) == SIZE_HEADER.size:
        order = json.loads(orders.read(*SIZE_HEADER.unpack(head)))
        signal.setitimer(signal.ITIMER_PROF, order["seconds"])
        try:
            made = _typeset(order, fonts)
        except BaseException:  # noqa: BLE001 - typst's panics are not an Exception, and its state cannot be trusted after one
            answers.write(SIZE_HEADER.pack(0))
            return
        signal.setitimer(signal.ITIMER_PROF, 0)
        answers.write(SIZE_HEADER.pack(len(made)) + b"".join(SIZE_HEADER.pack(len(piece)) + piece for piece in made))
        answers.flush()


def _typeset(order: Mapping[str, Any], fonts: typst.Fonts) -> list[bytes]:
    sheet = Path(order["sheet"])
    about: dict[str, Any] = {
        "root": sheet.parent,
        "font_paths": fonts,
        "ignore_system_fonts": True,
        "sys_inputs": {"data": order["data"]},
    }
    if "query" in order:
        return [typst.Compiler(sheet, **about).query(order["query"], field="value", one=True).encode()]
    made: Any = typst.compile(sheet, **about, **order["how"])
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal ends the parent, and that ends this process
    folders = [Path(folder) for folder in sys.argv[1:]]
    every = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:
        run_orders(sys.stdin.buffer, out, every)
