"""`portal import` of one file: what it prints and exits with, and what it saves."""

import csv
import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.audit.models import AuditEvent
from portal.candidates.models import Candidate
from portal.imports.models import Import
from portal.messaging.models import OutgoingMessage
from tests.cli.importing import importing
from tests.factories.firm import Firm

HEADER = "Full Name,Email 1,Mobile,Shoe size\n"
pytestmark = pytest.mark.usefixtures("own_servers")
GOOD = HEADER + "MARISOL VEGA,marisol.vega@example.org,202-555-0181,39\nTheo Brandt,theo.brandt@example.net,,44\n"
MESSY = GOOD + "Ola Berg,ola.berg@example,,\nTheo Again,THEO.BRANDT@example.net,,\n"


@pytest.fixture
def people(firm: Firm, tmp_path: Path) -> Path:
    firm.commit()
    file = tmp_path / "people.csv"
    file.write_text(MESSY, encoding="utf-8")
    return file


def names(firm: Firm) -> list[str]:
    return sorted(firm.session.scalars(select(Candidate.name)))


def test_good_rows_are_in_and_wrong_ones_are_counted(
    firm: Firm, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = importing(capsys, firm, "candidates", people)
    assert (code, out) == (1, "rows=4 new=2 same=0 maybe=0 wrong=2\n")
    assert "Shoe size" in err
    assert names(firm) == ["Marisol Vega", "Theo Brandt"]
    actors = set(firm.session.scalars(select(AuditEvent.actor_kind).where(AuditEvent.action == "candidate.create")))
    assert "operator" in actors
    assert firm.session.scalar(select(func.count()).select_from(OutgoingMessage)) == 0


def test_the_same_file_again_creates_nothing(firm: Firm, people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people.write_text(GOOD, encoding="utf-8")
    assert importing(capsys, firm, "candidates", people)[:2] == (0, "rows=2 new=2 same=0 maybe=0 wrong=0\n")
    assert importing(capsys, firm, "candidates", people)[:2] == (0, "rows=2 new=0 same=2 maybe=0 wrong=0\n")
    assert names(firm) == ["Marisol Vega", "Theo Brandt"]


def test_a_dry_run_says_the_same_and_saves_nothing(
    firm: Firm, people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.csv"
    code, out, _ = importing(capsys, firm, "candidates", people, "--dry-run", "--report", report)
    assert (code, out) == (1, "rows=4 new=2 same=0 maybe=0 wrong=2\n")
    assert names(firm) == []
    assert firm.session.scalar(select(func.count()).select_from(Import)) == 0
    assert len(report.read_text("utf-8").splitlines()) == 5


def test_the_report_has_a_line_for_each_row(
    firm: Firm, people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.csv"
    importing(capsys, firm, "candidates", people, "--report", report)
    rows = list(csv.reader(report.read_text("utf-8").splitlines()))
    assert rows[0] == ["row", "verdict", "field", "problem", "id"]
    marisol = firm.session.scalars(select(Candidate).where(Candidate.name == "Marisol Vega")).one()
    assert rows[1] == ["1", "new", "", "", str(marisol.id)]
    assert rows[3][:3] == ["3", "wrong", "email"]
    assert rows[4][:4] == ["4", "wrong", "row", "Row 2 is about the same one. Delete one of the two."]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), {"Thomas Nguyen": None}),
        (("--maybe", "new"), {"Thomas Nguyen": None, "Tomas Nguyen": "202-555-0190"}),
        (("--maybe", "same"), {"Thomas Nguyen": "202-555-0190"}),
    ],
)
def test_possible_duplicates_do_what_maybe_says(
    firm: Firm,
    people: Path,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    expected: dict[str, str | None],
) -> None:
    known = firm.candidate("Thomas Nguyen")
    known.account_id = None
    firm.commit()
    people.write_text("name,email,phone\nTomas Nguyen,t.nguyen@example.org,202-555-0190\n", encoding="utf-8")
    assert importing(capsys, firm, "candidates", people, *options)[:2] == (0, "rows=1 new=0 same=0 maybe=1 wrong=0\n")
    found = dict(firm.session.execute(select(Candidate.name, Candidate.phone)).all())
    if options == ("--maybe", "same"):
        assert list(found.values()) == ["202-555-0190"]
    else:
        assert found == expected


def test_rows_that_resemble_each_other_are_all_imported(
    firm: Firm, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"Ann Lee,ann{number}@example.org,202-555-0190\n" for number in range(230))
    people.write_text("name,email,phone\n" + rows, encoding="utf-8")
    assert importing(capsys, firm, "candidates", people)[:2] == (0, "rows=230 new=230 same=0 maybe=0 wrong=0\n")
    assert len(names(firm)) == 230


def test_a_mapping_names_the_columns(
    firm: Firm, people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people.write_text("Wer,Wohin\nAnn Lee,ann@example.org\n", encoding="utf-8")
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"Wer": "name", "Wohin": "email"}), encoding="utf-8")
    assert importing(capsys, firm, "candidates", people, "--mapping", mapping)[0] == 0
    assert names(firm) == ["Ann Lee"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "This file is empty."),
        ("name,email\n", "no rows"),
        ("Color,Size\nred,4\n", "no column gives “Name”"),
        (None, "No such file"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(
    firm: Firm, people: Path, capsys: pytest.CaptureFixture[str], text: str | None, named: str
) -> None:
    people.unlink() if text is None else people.write_text(text, encoding="utf-8")
    code, out, err = importing(capsys, firm, "candidates", people)
    assert (code, out) == (2, "")
    assert named in err


@pytest.mark.parametrize("mapping", ["no json", "[]", '{"Full Name": 1}', '{"Full Name": "height"}', '{"No": "name"}'])
def test_a_mapping_that_cannot_be_used_is_one_line(
    firm: Firm, people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], mapping: str
) -> None:
    file = tmp_path / "mapping.json"
    file.write_text(mapping, encoding="utf-8")
    assert importing(capsys, firm, "candidates", people, "--mapping", file)[:2] == (2, "")
    assert names(firm) == []
