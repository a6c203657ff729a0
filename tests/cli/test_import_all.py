"""`portal import all`: an export, read back into an empty agency, has the same people, applications, and interviews."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.agencies.models import JobField, Office
from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.rules import Pace
from portal.candidates.models import Candidate
from portal.contacts import actions as contacts
from portal.contacts.actions import EmployerDetails
from portal.contacts.details import ContactDetails
from portal.contacts.models import Employer
from portal.core import tenancy
from portal.core.command import OPERATOR
from portal.exports import queries as exports
from portal.exports.archive import write_archive
from portal.interviews import actions as interviews
from portal.interviews.slots import Slot
from portal.tags import actions as tags
from tests.cli.importing import importing
from tests.factories.firm import ZONE, Firm, found

pytestmark = pytest.mark.usefixtures("own_servers")

NAMES = ('O’Neil, "Ann"; Lee', "MARISOL VEGA", "=SUM Lee", "-Bo Lee", "Zoë <Lee>", "李 小龍", "Ann Lee", "Ann Lee")
EMPLOYERS = ("NASA", "@home", "Straße & Söhne", "ÄRZTE", 'Initech; "Inc"', "1&1")
TAGS = ("-Nights", 'Forklift; "A"', "ÄRZTE <24/7>", "Yuma, AZ")
LINK = "https://meet.example.com/" + "x" * 400


def fill(firm: Firm) -> None:
    """Candidates with awkward names, employers, contacts, and interviews of every kind, past and ahead."""
    firm.session.add_all([Office(name="=Nord"), JobField(name="Fusion", position=99)])
    firm.session.flush()
    office = next(row for row in agencies.offices(firm.session) if row.name == "=Nord")
    field = next(row for row in agencies.job_fields(firm.session) if row.name == "Fusion")
    people = [firm.candidate("Ann Lee") for _ in NAMES]
    for number, (person, name) in enumerate(zip(people, NAMES, strict=True)):
        person.name, person.phone, person.external_id = name, "+1 212-555-0143", f"=c{number}"
        person.office_id, person.field_id = office.id, field.id
    command = firm.command()
    for number, name in enumerate(TAGS):
        tags.tag_candidates(command, tags.get_or_add(command, name), [person.id for person in people[number:]])
    for number, name in enumerate(EMPLOYERS):
        details = EmployerDetails(name, f"e{number}.example", "HAL", "+1 212 555 0100", f"hr@e{number}.example")
        employer = contacts.create_employer(command, details)
        employer.external_id = f"-{number}"
        contacts.create_contact(command, employer.id, ContactDetails("DANA RUIZ", "=CFO", None, "x12"))
        contacts.create_contact(command, employer.id, ContactDetails('Lee; "Bo" Park', None, "bo@e.example", None))
        _interviews(firm, people[number].id, people[-1 - number].id, employer.id, number)
    firm.commit()


def _interviews(firm: Firm, first: UUID, second: UUID, employer_id: UUID, number: int) -> None:
    command = firm.command()
    places = (("Room 4", None), (None, LINK), ("Room 4, 2nd floor", LINK), (None, None))
    whom = [ContactDetails("DANA RUIZ"), ContactDetails('Lee; "Bo" Park', None, "bo@e.example")]
    for turn, whose in enumerate((first, second)):
        for hour, opening in enumerate(("=Controls engineer", "Analyst")):
            application = applications.create(command, whose, employer_id, opening, Pace())
            for days in (-300, -9, 5):
                starts = firm.now().replace(second=0, microsecond=0) + timedelta(
                    days=days, hours=2 * number + hour, minutes=turn
                )
                zone = ("Europe/Berlin", ZONE)[turn]
                slot = Slot(starts, starts + timedelta(minutes=45), zone, *places[(number + turn) % 4])
                made = interviews.record(command, application, slot, whom[: turn + 1])
                made.external_id = f"{opening} {number} {turn} {days}"
    _applications_alone(firm, first, employer_id, number)


def _applications_alone(firm: Firm, whose: UUID, employer_id: UUID, number: int) -> None:
    """One that has no interview yet, one whose only interview was canceled, and one to which nobody came."""
    command = firm.command()
    applications.create(command, whose, employer_id, "Night shift", Pace()).external_id = f"=a{number}"
    for opening, status in (("Day shift", "cancelled"), ("Late shift", "no_show")):
        application = applications.create(command, whose, employer_id, opening, Pace())
        starts = firm.now() - timedelta(days=3 if status == "no_show" else -3)
        made = interviews.record(command, application, Slot(starts, starts + timedelta(hours=1), ZONE, None, None), [])
        interviews.set_status(command, made, status, None)


def all_applications(firm: Firm) -> list[tuple[str, ...]]:
    """Whose they are, at which employer, and for which job, without their order."""
    query = (
        select(Candidate.email, Employer.name, Application.opening_title)
        .join(Application.candidate)
        .join(Application.employer)
    )
    return sorted(tuple(row) for row in firm.session.execute(query))


def rows(firm: Firm) -> dict[str, list[tuple[str | None, ...]]]:
    """Everything that an export of the agency says, without its order."""
    streams = {
        "candidates": exports.stream_candidates,
        "employers": exports.stream_employers,
        "contacts": exports.stream_contacts,
        "interviews": exports.stream_interviews,
    }
    return {name: sorted(stream(firm.session), key=str) for name, stream in streams.items()}


def test_an_export_read_back_has_the_same_people_applications_and_interviews(
    app: Flask, firm: Firm, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(firm)
    recruiter = firm.recruiter.email
    before, file = rows(firm), tmp_path / "firm.zip"
    applied = all_applications(firm)
    with file.open("wb") as opened:
        *_, count = write_archive(firm.command(by=OPERATOR), opened)
    firm.commit()
    other = found(app)
    other.commit()
    code, out, err = importing(capsys, other, "all", file)
    assert (code, [line.partition(" ")[0] for line in out.splitlines()]) == (
        0,
        ["employers", "contacts", "candidates", "interviews"],
    ), out
    assert recruiter in err
    after = rows(other)
    blank = [(*row[:5], None, *row[6:]) for row in before["candidates"]]
    assert after["candidates"] == sorted(blank, key=str)
    assert {name: after[name] for name in ("employers", "contacts", "interviews")} == {
        name: before[name] for name in ("employers", "contacts", "interviews")
    }
    assert sum(map(len, after.values())) == count
    assert all_applications(other) == applied
    again = importing(capsys, other, "all", file)[1]
    assert again.count(" new=0 ") == 4
    tenancy.enter(firm.session, firm.id)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_anything_but_an_export_is_one_line(
    firm: Firm, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    firm.commit()
    file = tmp_path / "firm.zip"
    file.write_bytes(content)
    code, out, err = importing(capsys, firm, "all", file)
    assert (code, out) == (2, "")
    assert "no ZIP archive" in err


def test_an_archive_without_one_of_the_files_is_one_line(
    firm: Firm, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    firm.commit()
    file = tmp_path / "firm.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr("candidates.csv", "name,email\n")
    code, _, err = importing(capsys, firm, "all", file)
    assert (code, "employers.csv" in err) == (2, True)
