"""How long a file's rows are kept: 90 days after its import; an undo is possible afterwards as well."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.audit.models import AuditEvent
from portal.candidates.models import Candidate
from portal.core.errors import ActionRefused
from portal.imports import actions, batches
from portal.imports.models import Import, ImportRow
from tests.factories.firm import Firm
from tests.imports.test_import_runs import CANDIDATES, as_owner, run, undo, upload

LATER = timedelta(days=90)


def pass_time(firm: Firm, time: timedelta = LATER) -> None:
    """So much time passes, and the jobs do what is due then."""
    then = firm.now() + time + timedelta(minutes=1)
    while batches.go_on(firm.session, then):
        firm.commit()
    firm.session.expire_all()


def rows(firm: Firm) -> int:
    return firm.session.scalar(select(func.count()).select_from(ImportRow)) or 0


def test_rows_are_deleted_later_and_their_counts_stay(firm: Firm) -> None:
    row = run(firm, CANDIDATES)
    pass_time(firm, LATER - timedelta(days=1))
    assert rows(firm) == 5
    pass_time(firm)
    assert rows(firm) == 0
    assert row.rows_deleted_at is not None
    assert (row.outcomes, row.wake_at) == ({"created": 2, "left_out": 3}, None)
    events = select(AuditEvent.actor_kind).where(AuditEvent.action == "import.delete_rows")
    assert firm.session.scalars(events).all() == ["portal"]


def test_an_import_can_be_undone_without_its_rows(firm: Firm) -> None:
    row = run(firm, CANDIDATES)
    pass_time(firm)
    undo(firm, row)
    assert firm.session.scalars(select(Candidate)).all() == []
    assert (row.state, row.wake_at) == ("undone", None)


def test_an_import_that_never_ran_is_deleted_as_a_whole(firm: Firm) -> None:
    upload(firm, CANDIDATES)
    pass_time(firm)
    assert rows(firm) == 0
    assert firm.session.scalars(select(Import)).all() == []


def test_a_stopped_import_whose_rows_are_gone_cannot_be_resumed(firm: Firm) -> None:
    row = upload(firm, CANDIDATES)
    actions.start(firm.command(by=as_owner(firm)), row)
    actions.stop(firm.command(by=as_owner(firm)), row)
    firm.commit()
    pass_time(firm)
    with pytest.raises(ActionRefused):
        actions.start(firm.command(by=as_owner(firm)), row)
