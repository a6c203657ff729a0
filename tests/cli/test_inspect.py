"""`portal inspect ics`: an object for each file, a line each, and never a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from portal.cli.inspect import command
from portal.readers import ics
from tests.readers.files import file

LINES = (
    "UID:1@acme.example\nSEQUENCE:2\nSUMMARY:Gespräch\nSTATUS:confirmed\nLOCATION:Room 4\n"
    "DTSTART;TZID=Europe/Berlin:20260310T090000\nDTEND;TZID=Europe/Berlin:20260310T100000\n"
    "ORGANIZER;CN=Dana Ruiz:mailto:dana@acme.example\nATTENDEE;CN=Lee:mailto:lee@acme.example\n"
)


def inspect(*files: Path | str) -> tuple[int, list[dict[str, Any]]]:
    answer: Result = CliRunner().invoke(command, ["ics", *map(str, files)])
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer.exit_code, [json.loads(line) for line in answer.stdout.splitlines()]


def test_a_file_reads_as_the_readers_have_it(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(file(LINES, "DTSTART;VALUE=DATE:20260310\n", "DTSTART:20260310T090000\n"))
    code, [row] = inspect(path)
    assert code == 0
    assert list(row) == ["file", "ok", "problems", "method", "events"]
    assert (row["file"], row["ok"], row["problems"], row["method"]) == (str(path), True, [], "REQUEST")
    first, day, floating = row["events"]
    assert first == {
        "uid": "1@acme.example",
        "sequence": 2,
        "summary": "Gespräch",
        "status": "CONFIRMED",
        "starts_at": "2026-03-10T09:00:00+01:00",
        "ends_at": "2026-03-10T10:00:00+01:00",
        "time_zone": "Europe/Berlin",
        "all_day": False,
        "floating": False,
        "recurring": False,
        "location": "Room 4",
        "organizer": {"name": "Dana Ruiz", "email": "dana@acme.example"},
        "attendees": [{"name": "Lee", "email": "lee@acme.example"}],
    }
    assert (day["starts_at"], day["ends_at"], day["all_day"], day["organizer"]) == (
        "2026-03-10",
        "2026-03-11",
        True,
        None,
    )
    assert (floating["starts_at"], floating["floating"]) == ("2026-03-10T09:00:00", True)


def test_files_keep_their_order_and_one_that_cannot_be_read_makes_it_1(tmp_path: Path) -> None:
    good, empty, large = tmp_path / "good.ics", tmp_path / "empty.ics", tmp_path / "large.ics"
    good.write_bytes(file(LINES))
    empty.write_bytes(b"")
    large.write_bytes(b"x" * (ics.MAX_BYTES + 1))
    code, rows = inspect(empty, good, tmp_path / "none.ics", tmp_path, large)
    assert code == 1
    assert [row["ok"] for row in rows] == [False, True, False, False, False]
    assert [row["events"] for row in rows if not row["ok"]] == [[]] * 4
    said = [" ".join(row["problems"]) for row in rows]
    assert said[0] == "The file is empty."
    assert said[2:4] == [
        "This file can't be read: No such file or directory.",
        "This file can't be read: Is a directory.",
    ]
    assert "larger than 5 MB" in said[4]


@pytest.mark.parametrize("name", ["a\x00b", "caf\udce9.ics"])
def test_a_name_that_no_file_can_have_is_said_too(name: str) -> None:
    code, [row] = inspect(name)
    assert (code, row["ok"]) == (1, False)


def test_no_file_at_all_is_bad_input() -> None:
    assert CliRunner().invoke(command, ["ics"]).exit_code == 2
