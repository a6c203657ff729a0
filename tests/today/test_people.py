"""Which candidates a recruiter's Today shows first, and how far it counts."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.accounts.viewer import Viewer
from portal.core import listing
from portal.summaries.models import CandidateSummary
from portal.today import people
from portal.today.groups import load_group
from tests.factories.firm import Firm

DAY = timedelta(days=1)


def owner_of(firm: Firm) -> Viewer:
    return Viewer(firm.owner.id, "owner", "Olga", "olga@example.com", "UTC", None, "agency", None)


def late(firm: Firm, name: str, days: int, missed_in: timedelta | None) -> uuid.UUID:
    """A candidate whose thank-you was due so many days ago."""
    candidate = firm.candidate(name)
    firm.commit()
    due_at, now = firm.now() - days * DAY, firm.now()
    values = {
        "next_kind": "thank",
        "next_due_at": due_at,
        "late_from": due_at,
        "next_missed_from": None if missed_in is None else now + missed_in,
    }
    firm.session.execute(update(CandidateSummary).where(CandidateSummary.id == candidate.id).values(values))
    firm.commit()
    return candidate.id


def names(firm: Firm) -> list[str]:
    found = load_group(firm.session, people.late_tasks(owner_of(firm), ("thank",), 24, firm.now()))
    return [row.name for row in found.rows]


def test_whom_a_note_still_helps_comes_first_and_then_who_is_late_since_lately(firm: Firm) -> None:
    late(firm, "In Vain", 2, -timedelta(hours=1))
    late(firm, "Long Late", 9, DAY)
    late(firm, "Just Late", 3, DAY)
    late(firm, "Never Too Late", 5, None)
    assert names(firm) == ["Just Late", "Never Too Late", "Long Late", "In Vain"]


@pytest.mark.parametrize(("hours", "is_shown"), [(23, False), (24, True)], ids=["under a day", "a day"])
def test_a_task_shows_once_it_is_a_day_late(firm: Firm, hours: int, is_shown: bool) -> None:
    late(firm, "Ann Lee", 0, DAY)
    due_at = firm.now() - timedelta(hours=hours)
    firm.session.execute(update(CandidateSummary).values(next_due_at=due_at, late_from=due_at))
    firm.commit()
    assert (names(firm) == ["Ann Lee"]) is is_shown


def test_a_count_stops_where_it_is_no_longer_exact(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNTED", 3)
    for number in range(5):
        late(firm, f"Ann Lee {number}", 3, DAY)
    found = select(CandidateSummary.id).order_by(CandidateSummary.sort_name)
    assert firm.session.scalar(listing.count_query(found)) == 3
