"""`portal inspect table`: how a file of rows is read, and which rows could be imported."""

from pathlib import Path
from typing import IO, Any

import click

from portal.cli.inspect_output import InspectionResult, print_result
from portal.imports.checking import check_row
from portal.imports.columns import KINDS, guess_mapping, is_known_name
from portal.imports.dates import order_of_column
from portal.imports.row_keys import SeenRows, row_key
from portal.imports.values import ReadingRules
from portal.readers import table
from portal.readers.table import TableRow
from portal.readers.table_limits import UnreadableTable

SAMPLE_ROWS = 200
NOTHING_READ: InspectionResult = {"encoding": None, "delimiter": None, "columns": [], "rows": 0}


@click.command("table")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--as", "kind", type=click.Choice(KINDS), help="Check the rows as an import of this kind would.")
@click.pass_context
def tables(context: click.Context, files: tuple[str, ...], kind: str | None) -> None:
    """Tables (.csv, .xlsx): how they are written, their columns, and with --as which rows could be imported.

    Example: portal inspect table candidates.csv --as candidates
    """
    good = True
    for file in files:
        found: InspectionResult = {"file": file, **_inspect(file, kind)}
        good = good and bool(found["ok"])
        print_result(found)
    context.exit(0 if good else 1)


def _inspect(file: str, kind: str | None) -> InspectionResult:
    try:
        with Path(file).open("rb") as opened:
            return _read(opened, kind)
    except UnreadableTable as error:
        return {"ok": False, "problems": [str(error)], **NOTHING_READ}
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it cannot be opened"
        return {"ok": False, "problems": [f"This file can't be read: {why}."], **NOTHING_READ}


def _read(opened: IO[bytes], kind: str | None) -> InspectionResult:
    found = table.read(opened, is_known_name)
    rows = list(found.rows)
    result: InspectionResult = {
        "ok": True,
        "problems": list(found.problems),
        "encoding": found.encoding,
        "delimiter": found.delimiter,
        "columns": list(found.columns),
        "rows": len(rows),
    }
    return result | _checked(kind, list(found.columns), rows) if kind else result


def _checked(kind: str, columns: list[str], rows: list[TableRow]) -> InspectionResult:
    """Return how many rows are good, duplicates within the file, and bad, with a line for each that is not good."""
    mapping = guess_mapping(kind, columns, [row.cells for row in rows[:SAMPLE_ROWS]])
    reading, seen = _reading(columns, mapping, rows), SeenRows()
    lines: list[dict[str, Any]] = []
    for row in rows:
        checked = check_row(kind, mapping, columns, row.cells, reading)
        if checked.problems:
            problem = checked.problems[0]
            lines.append({"row": row.number, "state": "bad", "problem": f"{problem.code}: {problem.word()}"})
            continue
        earlier = seen.earlier_row(row_key(kind, checked.values), row.number)
        if earlier is not None:
            lines.append({"row": row.number, "state": "duplicate", "problem": f"Same as row {earlier}."})
    states = [line["state"] for line in lines]
    counts = {"duplicate": states.count("duplicate"), "bad": states.count("bad")}
    return {"good": len(rows) - len(lines), **counts, "lines": lines}


def _reading(columns: list[str], mapping: dict[str, str], rows: list[TableRow]) -> ReadingRules:
    """Return how to read the file, which has no agency: as in the United States, unless its dates say otherwise."""
    places = [columns.index(column) for column, code in mapping.items() if code in ("starts_at", "ends_at")]
    usual = ReadingRules().date_order
    return ReadingRules(date_order=order_of_column((row.cells[place] for row in rows for place in places), usual))
