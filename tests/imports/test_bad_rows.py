"""What is wrong with a row is said with what would be right, and the good rows of its file are imported."""

import pytest
from sqlalchemy import select

from portal.candidates.models import Candidate
from portal.imports import queries
from portal.imports.checking import Problem
from portal.imports.models import Import
from portal.interviews.models import Interview
from tests.factories.firm import Firm
from tests.imports.test_import_runs import run

HEADER = "Full Name,Email 1,Mobile\n"
SHORTENED = "The spreadsheet shortened this number. Format its column as text, and export again."
GOOD = "Kim Good,kim.good@example.org,202-555-0143\n"


def said(firm: Firm, row: Import) -> list[tuple[int, str, str]]:
    """The rows that were left out: the line in the file, the field, and what is wrong."""
    rows = firm.session.scalars(queries.rows_of(row.id, "wrong"))
    problems = [(one.line, Problem(**one.problems[0])) for one in rows]
    return [(line, problem.code, problem.word()) for line, problem in problems]


def people(firm: Firm) -> dict[str, str | None]:
    return dict(firm.session.execute(select(Candidate.name, Candidate.phone)).all())


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        (HEADER, "email", "Enter an email address, like name@example.com."),
        ("Kim Again,KIM.GOOD@example.org,\n", "row", "Row 1 is about the same one. Delete one of the two."),
        ("Bo Lee,bo@example.org,1.2E+10\n", "phone", SHORTENED),
        ("Bo Lee,bo@example.org,call me\n", "phone", "Enter a phone number, like 202-555-0143."),
        ("Bo Lee,bo@example,\n", "email", "Add the ending of the address, like bo@example.org."),
        ("bo@example.org,bo@example.org,\n", "name", "This looks like an email address. Put it in the email column."),
        ("Bo Lee,,\n", "email", "Fill this in."),
        (",bo@example.org,\n", "name", "Fill this in."),
    ],
)
def test_a_wrong_row_says_what_would_be_right(firm: Firm, line: str, code: str, sentence: str) -> None:
    row = run(firm, HEADER + GOOD + line)
    assert said(firm, row) == [(3, code, sentence)]
    assert people(firm) == {"Kim Good": "202-555-0143"}


def test_a_colleagues_address_is_wrong_and_the_rest_is_imported(firm: Firm) -> None:
    row = run(firm, HEADER + f"Rita Recruiter,{firm.recruiter.email},\n" + GOOD)
    assert said(firm, row) == [(2, "email", "A colleague signs in with this address. Use the candidate’s own.")]
    assert people(firm) == {"Kim Good": "202-555-0143"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("MARISOL VEGA-O'NEIL,m@example.org,\n", {"Marisol Vega-O'Neil": None}),
        ("ANN MCGRATH,m@example.org,\n", {"Ann McGrath": None}),
        ("Bo Lee,m@example.org,1.2025550143E+10\n", {"Bo Lee": "12025550143"}),
        ('Bo Lee,m@example.org,"1,2025550143E10"\n', {"Bo Lee": "12025550143"}),
    ],
)
def test_what_can_only_mean_one_thing_is_read_that_way(firm: Firm, line: str, expected: dict[str, str | None]) -> None:
    run(firm, HEADER + line)
    assert people(firm) == expected


def test_dates_of_two_orders_in_one_column_are_read_where_only_one_is_possible(firm: Firm) -> None:
    run(firm, HEADER + GOOD)
    dates = ("31/12/2026 10:00", "12/31/2026 14:00", "05/06/2026 10:00", "6/6/2026 10:00", "31/31/2026 10:00")
    text = "candidate_email,employer,starts_at\n"
    text += "".join(f"kim.good@example.org,Initech,{date}\n" for date in dates)
    row = run(firm, text, "interviews")
    assert said(firm, row) == [
        (4, "starts_at", "This column mixes day/month and month/day. Write this date like 2026-11-24."),
        (6, "starts_at", "Enter a date that exists, like 2026-11-30."),
    ]
    days = firm.session.scalars(select(Interview.starts_at).order_by(Interview.starts_at)).all()
    assert [f"{at:%m-%d %H}" for at in days] == ["06-06 14", "12-31 15", "12-31 19"]


def test_interviews_without_a_known_candidate_say_what_to_do_first(firm: Firm) -> None:
    run(firm, HEADER + GOOD)
    text = "candidate_email,employer,starts_at,ends_at\n"
    text += "no.one@example.org,Initech,2026-11-24 10:00,\n"
    text += "kim.good@example.org,Initech,2026-11-24 10:00,2026-11-24 09:00\n"
    text += "kim.good@example.org,Initech,2026-11-25,\n"
    text += "kim.good@example.org,Initech,2026-11-26 10:00,\n"
    row = run(firm, text, "interviews")
    assert said(firm, row) == [
        (2, "candidate_email", "No candidate has this email address. Import or add the candidate first."),
        (3, "ends_at", "Enter an end that’s after the start."),
        (4, "starts_at", "Enter the time too, like 2026-11-24 10:00."),
    ]
    assert len(firm.session.scalars(select(Interview)).all()) == 1
