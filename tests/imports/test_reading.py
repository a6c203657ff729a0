"""A file that is too large to be read while a person waits: the jobs read it, a part at a time."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from portal.core.errors import ActionRefused
from portal.imports import actions, batches, queries, reading
from portal.imports.actions import ImportOptions
from portal.imports.models import Import, ImportFile, ImportRow
from tests.factories.firm import Firm
from tests.imports.test_import_runs import as_owner, finish
from tests.readers.test_table import workbook

OPTIONS = ImportOptions()


def table(rows: int, last: str = "") -> bytes:
    lines = "".join(f"Ann Number{n},ann{n}@example.org,202-555-{n % 10_000:04}\n" for n in range(rows))
    return f"name,email,phone\n{lines}{last}".encode()


def upload(firm: Firm, data: bytes) -> Import:
    row = actions.upload(firm.command(by=as_owner(firm)), "candidates", "people.csv", BytesIO(data), OPTIONS)
    firm.commit()
    return row


def kept(firm: Firm, model: type[ImportFile] | type[ImportRow]) -> int:
    return firm.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize(
    "data",
    [
        table(2500),
        workbook(
            ("name", "email", "phone"), *((f"Ann N{n}", f"a{n}@example.org", "202-555-0143") for n in range(2500))
        ),
    ],
    ids=["csv", "xlsx"],
)
def test_the_jobs_read_a_large_file_and_check_it(firm: Firm, data: bytes) -> None:
    row = upload(firm, data)
    assert (row.state, row.row_count) == ("reading", 0)
    finish(firm)
    firm.session.refresh(row)
    assert (row.state, row.row_count, row.mapping["email"]) == ("ready", 2500, "email")
    numbers = select(ImportRow.number).where(ImportRow.import_id == row.id).order_by(ImportRow.number)
    assert firm.session.scalars(numbers).all() == list(range(1, 2501))
    assert kept(firm, ImportFile) == 0


def test_a_file_of_several_parts_is_put_together_again(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PART_BYTES", 1000)
    row = upload(firm, table(600))
    assert kept(firm, ImportFile) > 20
    finish(firm)
    firm.session.refresh(row)
    assert row.row_count == 600


def test_a_job_goes_on_where_the_one_before_it_ended(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.0)
    row = upload(firm, table(2500))
    counts = []
    while row.state == "reading":
        batches.go_on(firm.session, firm.now())
        firm.commit()
        counts.append(row.row_count)
    assert counts == [1000, 2000, 2500, 2500]


def test_what_is_found_amid_the_file_leaves_no_rows_and_says_what_is_wrong(firm: Firm) -> None:
    row = upload(firm, table(1500, last="x," * 300))
    finish(firm)
    firm.session.refresh(row)
    assert (row.state, row.row_count) == ("unreadable", 0)
    assert row.problem == "Line 1502 has more than 200 columns. Check its quotation marks."
    assert (kept(firm, ImportRow), kept(firm, ImportFile)) == (0, 0)


def test_an_import_that_is_discarded_while_it_is_read_leaves_nothing(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.0)
    row = upload(firm, table(2500))
    batches.go_on(firm.session, firm.now())
    firm.commit()
    actions.discard(firm.command(by=as_owner(firm)), row)
    firm.commit()
    finish(firm)
    assert (kept(firm, ImportRow), kept(firm, ImportFile)) == (0, 0)
    assert firm.session.scalars(queries.imports_by_date()).all() == []
    assert firm.session.scalars(select(Import)).all() == []


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00" * 5000, b"a," * 100_000 + b"\n", b"PK\x03\x04" + b"x" * 30_000]
)
def test_what_shows_at_once_is_refused_at_the_file(firm: Firm, data: bytes) -> None:
    with pytest.raises(ActionRefused) as refused:
        upload(firm, data)
    assert refused.value.field == "file"


EVENT = """BEGIN:VEVENT
UID:{n}
DTSTAMP:20261101T120000Z
DTSTART:20270310T100000Z
DTEND:20270310T110000Z
SUMMARY:Interview of candidate {n}
END:VEVENT
"""


def calendar(first: int, last: int) -> BytesIO:
    events = "".join(EVENT.format(n=number) for number in range(first, last))
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n"
    return BytesIO(text.replace("\n", "\r\n").encode())


def test_large_calendars_are_read_by_the_jobs(firm: Firm) -> None:
    files = [calendar(0, 150), calendar(150, 200)]
    row = actions.upload_calendars(firm.command(by=as_owner(firm)), "2 calendar files", files, OPTIONS)
    firm.commit()
    assert row.state == "reading"
    finish(firm)
    firm.session.refresh(row)
    assert (row.state, row.row_count, row.kind) == ("ready", 200, "interviews")


def test_a_large_file_that_is_no_calendar_is_unreadable(firm: Firm) -> None:
    files = [BytesIO(b"BEGIN:VCARD\r\n" * 3000)]
    row = actions.upload_calendars(firm.command(by=as_owner(firm)), "a.ics", files, OPTIONS)
    firm.commit()
    finish(firm)
    firm.session.refresh(row)
    assert row.state == "unreadable"
    assert row.problem
