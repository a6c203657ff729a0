"""The archive of an agency: four files with the columns that an import reads, and recruiters' notes, all its own."""

import csv
import io
import zipfile
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.core.command import OPERATOR
from portal.exports.archive import write_archive
from portal.interviews import actions as interviews
from portal.tags import actions as tags
from tests.factories.firm import Firm, found

HEADERS = {
    "candidates.csv": "name,email,phone,field,office,recruiter,time_zone,tags,external_id",
    "employers.csv": "name,domain,hr_name,hr_email,hr_phone,external_id",
    "contacts.csv": "name,employer,title,email,phone,external_id",
    "interviews.csv": "candidate_email,employer,opening,starts_at,ends_at,time_zone,place,people,external_id",
    "recruiter_notes.csv": "candidate_email,employer,opening,written_at,author,text",
}


def export(firm: Firm) -> tuple[int, dict[str, list[dict[str, str]]], dict[str, str]]:
    """How many rows there are, the rows of each file, and each file's first line."""
    file = io.BytesIO()
    *_, rows = write_archive(firm.command(by=OPERATOR), file)
    with zipfile.ZipFile(file) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    read = {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}
    return rows, read, {name: text.partition("\r\n")[0] for name, text in texts.items()}


def test_the_archive_has_its_files_with_their_columns(firm: Firm) -> None:
    rows, files, headers = export(firm)
    assert headers == HEADERS
    assert (rows, [len(read) for read in files.values()]) == (0, [0, 0, 0, 0, 0])


def test_a_candidate_is_written_with_names_instead_of_ids(firm: Firm) -> None:
    candidate = firm.candidate("Ann Lee")
    candidate.phone, candidate.external_id = "+12125550143", "=7"
    rows, files, _ = export(firm)
    assert rows == 1
    assert files["candidates.csv"] == [
        {
            "name": "Ann Lee",
            "email": candidate.email,
            "phone": "'+12125550143",
            "field": "",
            "office": "Main office",
            "recruiter": firm.recruiter.email,
            "time_zone": candidate.time_zone,
            "tags": "",
            "external_id": "'=7",
        }
    ]


def test_a_candidate_is_written_with_their_own_tags_by_name(firm: Firm) -> None:
    ann, _lee = firm.candidate("Ann Lee"), firm.candidate("Lee Park")
    for name in ("nights", "Forklift; license", "Days"):
        tags.tag_candidates(firm.command(), tags.get_or_add(firm.command(), name), [ann.id])
    _, files, _ = export(firm)
    assert [row["tags"] for row in files["candidates.csv"]] == ['Days; "Forklift; license"; nights', ""]


def test_an_interview_is_written_in_its_own_time_with_the_people_of_it(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz <dana@acme.example>", "Lee Park"))
    interview.people[1].met = False
    _, files, _ = export(firm)
    (row,) = files["interviews.csv"]
    assert row["candidate_email"] == interview.application.candidate.email
    assert (row["opening"], row["place"]) == ("Controls engineer", "12 Main Street")
    assert row["people"] == "Dana Ruiz <dana@acme.example>"
    assert row["starts_at"][-6:] in ("-05:00", "-04:00")
    assert {contact["name"] for contact in files["contacts.csv"]} == {"Dana Ruiz", "Lee Park"}
    assert files["contacts.csv"][0]["employer"] == files["employers.csv"][0]["name"]


def test_a_guessed_address_and_a_canceled_interview_are_left_out(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz <dana@acme.example>",))
    interview.people[0].contact.email_is_guess = True
    canceled = firm.interview(starts_in=timedelta(days=3))
    interviews.set_status(firm.command(), canceled, "cancelled", None)
    _, files, _ = export(firm)
    assert [row["people"] for row in files["interviews.csv"] if row["starts_at"]] == ["Dana Ruiz"]
    assert files["contacts.csv"][0]["email"] == ""


def test_an_application_without_an_interview_is_a_row_without_a_start(firm: Firm) -> None:
    application = firm.application()
    application.external_id = "=a1"
    rows, files, _ = export(firm)
    (row,) = files["interviews.csv"]
    assert {name: value for name, value in row.items() if value} == {
        "candidate_email": application.candidate.email,
        "employer": application.employer.name,
        "opening": application.opening_title,
        "external_id": "'=a1",
    }
    assert rows == 3


def test_an_export_has_nothing_of_another_agency_and_is_audited(app: Flask, firm: Firm) -> None:
    firm.candidate()
    firm.commit()
    other = found(app)
    other.candidate("Bo Other")
    rows, files, _ = export(other)
    assert (rows, [row["name"] for row in files["candidates.csv"]]) == (1, ["Bo Other"])
    query = select(AuditEvent.actor_kind).where(AuditEvent.action == "agency.export")
    assert other.session.scalars(query).all() == ["operator"]


def test_many_rows_take_no_more_statements(firm: Firm, statements: list[str]) -> None:
    counts = []
    for _ in range(2):
        firm.interview(people=("Dana Ruiz", "Lee Park"))
        statements.clear()
        export(firm)
        counts.append(len(statements))
    assert counts[0] == counts[1]
