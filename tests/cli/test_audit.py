"""`portal audit`: digests are made once a day, and verifying names the day that was altered, and no other."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from portal.agencies import deletion, queries
from portal.audit.models import AuditEvent
from portal.cli.main import main
from portal.core import tenancy
from portal.core.settings import Settings
from tests.factories.firm import Firm

Said = tuple[object, str, str]
Run = Callable[..., Said]

pytestmark = pytest.mark.usefixtures("own_servers")


@pytest.fixture
def owner(settings: Settings) -> Iterator[Connection]:
    """A connection as the owner of the tables, each statement of it committed."""
    engine = create_engine(settings.admin_url or "", poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


@pytest.fixture
def aged(firm: Firm, owner: Connection, monkeypatch: pytest.MonkeyPatch) -> Firm:
    """The only agency, four days old, with three events on each day but one."""
    now = firm.now()
    for days in (1, 2, 4):
        for number in range(3):
            at = now - timedelta(days=days, minutes=number)
            row = AuditEvent(
                at=at, created_at=at, actor_kind="portal", action="note.go_out", fields=[], subject_id=uuid.uuid4()
            )
            row.subject_kind = "notes"
            firm.session.add(row)
    firm.commit()
    tenancy.leave(firm.session)
    owner.execute(
        text("update ops.agencies set created_at = created_at - interval '4 days' where id = :id"), {"id": firm.id}
    )
    firm.session.expire_all()
    monkeypatch.setattr(
        queries,
        "all_agencies",
        lambda session: [row] if (row := session.get(type(firm.agency), firm.id)) else [],
    )
    return firm


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as ended:
            main(["audit", *map(str, arguments)])
        captured = capsys.readouterr()
        return ended.value.code, captured.out, captured.err

    return run


def day(firm: Firm, days: int) -> str:
    return str((firm.now() - timedelta(days=days)).date())


def test_digests_are_appended_once_and_verify(aged: Firm, said: Run, tmp_path: Path) -> None:
    file = tmp_path / "audit.digest"
    code, out, _ = said("digest", file)
    lines = out.splitlines()
    assert code == 0
    assert [line.split("\t")[0] for line in lines] == sorted(line.split("\t")[0] for line in lines)
    assert {line.split("\t")[1] for line in lines} == {aged.agency.host}
    assert {line.split("\t")[3] for line in lines} == {"rows=0", "rows=3"}
    assert file.read_text() == out
    assert said("digest", file) == (0, "", "")
    assert said("digest")[1] == out, "without a file, all of them are printed"
    code, out, _ = said("verify", file)
    assert (code, out) == (0, f"days={len(lines)} agencies=1 rows=9\n")


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_events set action = 'note.send' where id = :id",
        "update audit_events set origin = 'x' where id = :id",
        "update audit_events set at = at - interval '1 hour' where id = :id",
        "delete from audit_events where id = :id",
    ],
)
def test_an_altered_day_is_named_and_no_other(
    aged: Firm, owner: Connection, said: Run, tmp_path: Path, statement: str
) -> None:
    file = tmp_path / "audit.digest"
    said("digest", file)
    _enter(owner, aged)
    (event_id,) = owner.execute(
        text("select id from audit_events where created_at < ops.now() - interval '3 days' limit 1")
    ).one()
    owner.execute(text(statement), {"id": event_id})
    assert said("verify", file)[:2] == (1, f"{day(aged, 4)}\t{aged.agency.host}\tdiffers\n")


def test_details_may_be_deleted(aged: Firm, owner: Connection, said: Run, tmp_path: Path) -> None:
    file = tmp_path / "audit.digest"
    said("digest", file)
    _enter(owner, aged)
    owner.execute(text("delete from audit_details"))
    assert said("verify", file)[0] == 0


def test_a_line_that_the_file_lacks_is_named(aged: Firm, said: Run, tmp_path: Path) -> None:
    file = tmp_path / "audit.digest"
    said("digest", file)
    kept = [line for line in file.read_text().splitlines(keepends=True) if not line.startswith(day(aged, 2))]
    file.write_text("".join(kept))
    assert said("verify", file)[:2] == (1, f"{day(aged, 2)}\t{aged.agency.host}\tmissing\n")


def test_a_deleted_agency_is_gone_unless_that_was_meant(
    aged: Firm, owner: Connection, said: Run, tmp_path: Path
) -> None:
    file, host = tmp_path / "audit.digest", aged.agency.host
    first = said("digest", file)[1].split("\t")[0]
    _enter(owner, aged)
    list(deletion.delete_rows(owner, aged.id, deletion.tables_in_order(owner)))
    aged.session.expunge_all()
    assert said("verify", file)[:2] == (1, f"{first}\t{host}\tgone\n")
    assert said("verify", file, "--deleted", host)[0] == 0


@pytest.mark.parametrize(
    ("content", "named"), [("nonsense\n", "line 1"), ("", "no digest in it"), (None, "No such file")]
)
def test_a_file_that_cannot_be_read_is_bad_input(said: Run, tmp_path: Path, content: str | None, named: str) -> None:
    file = tmp_path / "audit.digest"
    if content is not None:
        file.write_text(content)
    code, out, err = said("verify", file)
    assert (code, out) == (2, "")
    assert named in err


def _enter(owner: Connection, firm: Firm) -> None:
    owner.execute(text("select set_config('portal.agency_id', :id, false)"), {"id": str(firm.id)})
